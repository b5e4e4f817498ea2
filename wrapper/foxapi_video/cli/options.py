"""Build the command-line options of a model from the contract, one for each field of its request."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from click.shell_completion import CompletionItem

from foxapi_video._contract.catalog import catalog
from foxapi_video._contract.descriptions import describe
from foxapi_video._contract.wording import Schema
from foxapi_video.values import Problem

from .output.wording import LOCAL_FILES, by_vendor, did_you_mean, limit_words, paragraphs, takes_files, wrapped
from .prompt import prompt_text
from .requests import file_url_problems, with_paths

if TYPE_CHECKING:
    from foxapi_video import FieldInfo, ModelInfo

PROMPT_WORDS = "Use @FILE as the prompt to read it from FILE, or - to read it from standard input."
Run = Callable[..., int | None]

RESERVED = frozenset(
    (
        "--output", "--force", "--timeout", "--sandbox", "--dry-run", "--base-url", "--json", "--journal",
        "--no-journal", "--key", "--help",
    )
)  # fmt: skip
"""Options that the commands use themselves: a field with such a name has the option --field-NAME."""


class ModelGroup(click.Group):
    """A group with a command for each model, built from the contract on demand."""

    def __init__(self, name: str, *, run: Run, options: list[click.Parameter], help: str) -> None:
        super().__init__(name, help=help, options_metavar="", subcommand_metavar='MODEL ["PROMPT"] [OPTIONS]')
        self._run = run
        self._options = options

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(catalog().models)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        return _completed(catalog().models, incomplete)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Explain where an option belongs that precedes the model."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            hint = f'{ctx.command_path} MODEL "PROMPT" {error.option_name} …'
            raise click.UsageError(f"{error.option_name} must follow the model: {hint}", ctx) from error

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        info = describe(cmd_name)
        if info is None:
            if ctx.resilient_parsing:  # a shell requests completions
                return None
            hint = did_you_mean(cmd_name, catalog().models, "`foxapi-video models` lists all models")
            raise click.UsageError(f"{cmd_name!r} is not a known model: {hint}", ctx)
        return ModelCommand(info, self._run, self._options)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups = by_vendor(catalog().models)
        longest = max(map(len, groups))
        with formatter.section("Models"):
            for name, ids in groups.items():
                formatter.write(wrapped(", ".join(ids), formatter.width, first=f"  {name:<{longest}}  ") + "\n")
        formatter.write_paragraph()
        formatter.write_text(f"`{ctx.command_path} MODEL --help` shows a model's options.")
        formatter.write_text("`foxapi-video models` lists each model's inputs and results.")
        formatter.write_paragraph()
        formatter.write_text(f'{PROMPT_WORDS} Without an API key: `foxapi-video generate sora-2 "A boat" --sandbox`.')


class ModelCommand(click.Command):
    """A command that reads a request for one model."""

    def __init__(self, info: ModelInfo, run: Run, options: Sequence[click.Parameter]) -> None:
        fields = [each for each in info.fields if each.name != "model"]  # the command's own name
        self._info = info
        self._run_request = run
        self._fields = {f"field_{number}": each for number, each in enumerate(fields)}
        flags = field_flags(info.fields)
        super().__init__(
            info.id,
            params=[*(_parameter(key, each, flags[each.name]) for key, each in self._fields.items()), *options],
            help="\n\n".join(
                [
                    *paragraphs(info.description)[:1],
                    *([PROMPT_WORDS] if any(map(_is_argument, fields)) else []),
                    *([LOCAL_FILES] if takes_files(fields) else []),
                ]
            ),
            context_settings={"allow_extra_args": True},
        )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self._info.rules:
            with formatter.section("Rules"):
                for rule in self._info.rules:
                    formatter.write(wrapped(rule, formatter.width, first="  - ") + "\n")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse unknown options and extra arguments, which are mostly a prompt without quotes."""
        prompt = next((each.name for each in self._fields.values() if _is_argument(each)), None)
        try:
            super().parse_args(ctx, args)
            if ctx.resilient_parsing:
                return ctx.args
        except click.NoSuchOption as error:
            name = error.option_name.replace("_", "-")
            known = [flag for parameter in self.params for flag in parameter.opts if flag.startswith("--")]
            hint = did_you_mean(name, known, f"`{ctx.command_path} --help` lists all options")
            if name == f"--{prompt}":
                hint = f'the prompt is an argument: {ctx.command_path} "{str(prompt).upper()}"'
            raise click.UsageError(f"no such option {error.option_name}: {hint}", ctx) from error
        if ctx.args:
            hint = f"put the {prompt} in quotes" if prompt else f"{self._info.id} takes no prompt"
            raise click.UsageError(f"unexpected argument {ctx.args[0]!r}: {hint}", ctx)
        return ctx.args

    def invoke(self, ctx: click.Context) -> int | None:
        """Run the command with the request; report invalid JSON together with all other problems."""
        body: dict[str, Any] = {"model": self._info.id}
        problems: list[Problem] = []
        for key, each in self._fields.items():
            given = ctx.params[key]
            if given is not None and given != ():
                try:
                    body[each.name] = _value(given, each.schema)
                except ValueError as error:
                    body[each.name] = given
                    problems.append(Problem(each.name, f"{error}{_such_as(each.schema)}"))
        problems += file_url_problems(body)
        body = with_paths(body, Path())
        if problems:
            _refuse(body, problems)
        return self._run_request(body, **{key: value for key, value in ctx.params.items() if key not in self._fields})


def _refuse(body: Mapping[str, Any], problems: Sequence[Problem]) -> None:
    from foxapi_video import InvalidRequest, check

    reported = {each.field for each in problems}
    others = (each for each in check(body) if reported.isdisjoint((each.field, each.field.partition("[")[0])))
    raise InvalidRequest([*problems, *others])


def field_flags(fields: Iterable[FieldInfo]) -> dict[str, str]:
    """Return the option of each field: its name, unless that is already used."""
    flags: dict[str, str] = {}
    used = set(RESERVED)
    for each in fields:
        name = each.name.replace("_", "-")
        for flag in (f"--{name}", f"--field-{name}"):
            both = {flag, f"--no-{flag[2:]}"} if _is_switch(each) else {flag}
            if used.isdisjoint(both):
                break
        used |= both
        flags[each.name] = flag
    return flags


def _is_argument(field: FieldInfo) -> bool:
    return field.role == "prompt"


def _is_switch(field: FieldInfo) -> bool:
    return "boolean" in _kinds(field.schema)


def _parameter(key: str, field: FieldInfo, flag: str) -> click.Parameter:
    if _is_argument(field):
        name = f'"{field.name.upper()}"'
        metavar = name if field.required else f"[{name}]"
        return click.Argument([key], required=field.required, metavar=metavar, callback=_prompt)
    text = next(iter(paragraphs(field.description)), "")
    kinds = _kinds(field.schema)
    several = "array" in kinds
    help_text = f"{text}  [{limit_words(field)}]{' Repeatable.' if several else ''}"
    if _is_switch(field):
        return click.Option([key, f"{flag}/--no-{flag[2:]}"], default=None, help=help_text)
    return click.Option(
        [key, flag],
        multiple=several,
        metavar=_metavar(field, kinds),
        help=help_text,
        shell_complete=partial(_values, field),
    )


def _values(field: FieldInfo, ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete an enum value, also of a list's entries, or the path of a file."""
    if field.media:
        return [CompletionItem(incomplete, type="file")]
    values = field.schema.get("enum", field.schema.get("items", {}).get("enum", ()))
    return _completed([value if isinstance(value, str) else json.dumps(value) for value in values], incomplete)


def _completed(values: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(each) for each in values if each.startswith(incomplete)]


def _model_ids(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return _completed(catalog().models, incomplete)


MODEL_WORDS = click.Argument(
    ["words"],
    nargs=-1,
    metavar="[MODEL | WORDS]",
    shell_complete=_model_ids,
)


def _metavar(field: FieldInfo, kinds: Sequence[str]) -> str:
    if field.media:
        return "URL|FILE"
    kinds = _kinds(field.schema.get("items", {})) if "array" in kinds else kinds
    names = {"object": "JSON", "integer": "INTEGER", "number": "NUMBER"}
    return next((names[kind] for kind in kinds if kind in names), "TEXT")


def _kinds(schema: Schema) -> Sequence[str]:
    kinds = schema.get("type", ())
    return (kinds,) if isinstance(kinds, str) else kinds


def _value(given: Any, schema: Schema) -> Any:
    """Parse an option's value as the field's type; each occurrence of a list option is an entry or a JSON list."""
    if not isinstance(given, tuple):
        return _read(given, schema) if isinstance(given, str) else given
    entries: list[Any] = []
    for text in cast(Sequence[str], given):
        whole = _json_list(text)
        entries += [_read(text, schema.get("items", {}))] if whole is None else whole
    return entries


def _read(text: str, schema: Schema) -> Any:
    """Parse a text as one of a schema's types; an invalid number stays text, and validation reports it.

    Raises:
        ValueError: the type requires JSON, and the text is not JSON.
    """
    kinds = _kinds(schema)
    if text == "null" and "null" in kinds and ("string" not in kinds or None in schema.get("enum", ())):
        return None
    if "string" in kinds:
        return text
    if "integer" in kinds or "number" in kinds:
        return _number(text, whole="number" not in kinds)
    # an entry of any type is text, unless it can only be JSON
    return text if not kinds and text[:1] not in ("{", '"') else _json(text)


def _number(text: str, *, whole: bool) -> Any:
    if re.fullmatch(r"[+-]?\d{1,1000}", text, re.ASCII):
        return int(text)
    if whole or not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text, re.ASCII | re.IGNORECASE):
        return text
    number = float(text)
    return number if math.isfinite(number) else text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        start = text if len(text) <= 60 else f"{text[:60]}…"
        raise ValueError(f"{start} is not JSON ({error})") from error


def _json_list(text: str) -> Sequence[Any] | None:
    try:
        value: Any = json.loads(text) if text.startswith("[") else None
    except ValueError:
        return None
    return cast(Sequence[Any], value) if isinstance(value, list) else None


def _such_as(schema: Schema) -> str:
    """Return a hint with the contract's example of the value."""
    for example in schema.get("examples", ()):
        return f"; for example '{json.dumps(example, ensure_ascii=False)}'"
    return "; it must be a JSON object"


def _prompt(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    return value if value is None or ctx.resilient_parsing else prompt_text(value)
