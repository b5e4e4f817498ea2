"""Format a model's example as a command and as Python, ready to run."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from foxapi_video import ModelInfo
from foxapi_video._contract.catalog import catalog

from ..options import field_flags


def command_line(info: ModelInfo, width: int) -> str:
    """Format the example as a command, with line continuations of a shell."""
    fields = {each.name: each for each in info.fields}
    flags = field_flags(info.fields)
    words = [f"foxapi-video generate {shlex.quote(info.id)}"]
    for name, value in info.example.items():
        if fields[name].role == "prompt":
            words.insert(1, shlex.quote(str(value)))
        elif name != "model":
            words += [" ".join(option) for option in _options(flags[name], value)]
    if returns_file(info):
        words.append(f"-o {shlex.quote(file_name(info))}")
    return _broken(words, width)


def python_lines(info: ModelInfo) -> str:
    """Format the example as Python: with the request class, unless it has nested objects or a qualified ID."""
    typed = info.id in info.ids and not any(map(_has_objects, info.example.values()))
    names = f"FoxAPI, {info.request}" if typed else "FoxAPI"
    pairs = [f"{name}={literal(value)}" for name, value in info.example.items()]
    items = [f"{literal(name)}: {literal(value)}" for name, value in info.example.items()]
    request = [f"{info.request}(", *(f"    {each}," for each in pairs), "),"]
    if not typed:
        request = ["{", *(f"    {each}," for each in items), "},"]
    saved = [f"save_to={literal(file_name(info))},"] if returns_file(info) else []
    lines = [f"from foxapi_video import {names}", "", "with FoxAPI() as fox:", "    clip = fox.generate("]
    lines += [f"        {line}" for line in [*request, *saved]]
    return "\n".join([*lines, "    )", f"    print(clip.{'path' if saved else 'results'})"])


def returns_file(info: ModelInfo) -> bool:
    """Return True if the model returns a file."""
    return "url" in info.result


def file_name(info: ModelInfo) -> str:
    """Return the file name of a model's video; an ID can contain characters that a file name cannot."""
    return f"{catalog().model(info.id)}.mp4"


def literal(value: Any) -> str:
    """Format a JSON value as Python, with strings in double quotes."""
    if isinstance(value, Mapping):
        items = cast(Mapping[str, Any], value).items()
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in items) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, cast(Sequence[Any], value))) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _options(flag: str, value: Any) -> Iterator[tuple[str, ...]]:
    if isinstance(value, bool):
        yield (flag if value else f"--no-{flag[2:]}",)
    elif not isinstance(value, list):
        yield flag, shlex.quote(_text(value))
    else:
        entries = cast(Sequence[Any], value)
        # a single text such as "[1]" would be parsed as a list
        plain = entries and all(isinstance(each, Mapping) or _is_plain(each) for each in entries)
        for each in entries if plain else [entries]:
            yield flag, shlex.quote(_text(each))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and value[:1] not in ("[", "{", '"')


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _has_objects(value: Any) -> bool:
    inside = cast(Sequence[Any], value) if isinstance(value, list) else [value]
    return any(isinstance(each, Mapping) for each in inside)


def _broken(words: Sequence[str], width: int) -> str:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) + 3 <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(f"  {word}")
    return " \\\n".join(lines)
