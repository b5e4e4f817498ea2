"""Implement `models`: the list of models, grouped by vendor, with search words and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import click
from attrs import asdict, evolve, frozen

from foxapi_video import FieldInfo, ModelInfo, Price, models
from foxapi_video._contract.catalog import catalog
from foxapi_video._contract.descriptions import describe
from foxapi_video._contract.wording import join_words

from ..output.display import result, safe, say
from ..output.pages import all_fields, output, show_page
from ..output.snippets import command_line, python_lines, returns_file
from ..output.wording import by_vendor, did_you_mean
from ..price_cache import price_for, price_json
from .prices import print_prices


@frozen
class Search:
    """The search words and filters of the command line."""

    words: Sequence[str] = ()
    takes: Sequence[str] = ()
    seconds: float | None = None
    resolution: str | None = None
    live: Sequence[str] | None = None
    """The IDs that the API key can use; None for all known models."""
    prices: Sequence[Price] | None = None
    """The published prices; None if they are not shown or not available."""

    @property
    def by_name_alone(self) -> bool:
        """Return True if there are no filters besides words."""
        return not self.takes and self.seconds is None and self.resolution is None


@frozen
class ModelFilter:
    """One condition that a model must meet."""

    option: str
    """The option as the user typed it."""
    matches: Callable[[ModelInfo], bool]
    no_match: str
    """The message if no model matches this filter."""


class NoModel(click.ClickException):
    """Raised if no model matches the filters."""

    exit_code = 2


def show_models(search: Search, *, as_json: bool, example: bool = False, sources: bool = False) -> int:
    """Show one model's page, or list the matching models.

    Raises:
        UsageError: a part of a page is requested, but no single model is named.
    """
    named = search.by_name_alone and search.live is None and len(search.words) == 1
    one = describe(search.words[0]) if named else None
    if one is None:
        if example or sources:
            raise click.UsageError(f"{'--example' if example else '--sources'} needs one model ID and no filters")
        return _show_list(search, as_json=as_json)
    if as_json:
        result(to_json(one), "", as_json=True)
    else:
        show_page(one, example=example, sources=sources)
        if not (example or sources):
            say("`--example` adds the example as JSON and in Python, `--sources` the documentation pages")
    return 0


def _show_list(search: Search, *, as_json: bool) -> int:
    infos = models() if search.live is None else list(filter(None, map(describe, search.live)))
    filters = list(_filters(infos, search))
    found = [info for info in infos if _match_all(filters, info)]
    unknown = list(_unknown(search))
    if not found and not unknown:
        raise NoModel(_why_none(infos, filters))
    if as_json:
        rows = [*map(to_json, found), *({"id": each} for each in unknown)]
        result([{**each, **_price_json(each["id"], search.prices)} for each in rows], "", as_json=True)
    else:
        _print(found, unknown)
        ids = [*(info.id for info in found), *unknown]
        if priced := [price for each in ids if (price := price_for(search.prices or (), each))]:
            print_prices(priced)
            say("")
        count = len(found) + len(unknown)
        found_text = f"{count} model{'s' * (count != 1)}"
        say(f"{found_text}; `foxapi-video models MODEL` shows one model's page{_unstated(infos, search)}")
    return 0


def _price_json(model: str, prices: Sequence[Price] | None) -> dict[str, Any]:
    if prices is None:
        return {}
    price = price_for(prices, model)
    return {"price": None if price is None else price_json(price)}


def _match_all(filters: Iterable[ModelFilter], info: ModelInfo) -> bool:
    return all(each.matches(info) for each in filters)


def _unknown(search: Search) -> Iterator[str]:
    """Return the live IDs that this package does not know."""
    unknown = (model for model in search.live or () if search.by_name_alone and describe(model) is None)
    return (model for model in unknown if all(word.lower() in model.lower() for word in search.words))


def _unstated(infos: Iterable[ModelInfo], search: Search) -> str:
    """Count the models that `--max-duration` leaves out because their maximum is not documented."""
    if search.seconds is None:
        return ""
    filters = list(_filters(list(infos), evolve(search, seconds=None)))
    count = sum(info.longest is None and returns_file(info) and _match_all(filters, info) for info in infos)
    return f"; {count} more have no documented maximum length" if count else ""


def _filters(infos: Sequence[ModelInfo], search: Search) -> Iterator[ModelFilter]:
    for word in (each for text in search.words for each in text.split()):
        hint = did_you_mean(word, _names(infos), "`foxapi-video models` lists all models")
        yield ModelFilter(word, _named(word), f"no model is called {word!r}: {hint}")
    for name in search.takes:
        takes = all_takes(infos)
        hint = did_you_mean(name, takes, "see the fields in `foxapi-video models MODEL`")
        yield ModelFilter(f"--with {name}", _taking(name), f"no model has the input {name!r}: {hint}")
    if search.seconds is not None:
        seconds = search.seconds
        longest = max((info.longest or 0 for info in infos), default=0)
        no_match = f"no model supports {seconds:g} s: the maximum is {longest} s"
        yield ModelFilter(f"--max-duration {seconds:g}", lambda info: (info.longest or 0) >= seconds, no_match)
    if search.resolution is not None:
        size, sizes = search.resolution.lower(), all_resolutions(infos)
        known = dict.fromkeys(each for info in infos for each in info.resolutions)
        hint = did_you_mean(search.resolution, known, f"available are {join_words(sizes, 'and')}")
        no_match = f"no model supports {search.resolution}: {hint}"
        yield ModelFilter(
            f"--resolution {search.resolution}", lambda info: size in map(str.lower, info.resolutions), no_match
        )


def all_takes(infos: Iterable[ModelInfo]) -> list[str]:
    """List the values that `--with` accepts for these models."""
    return list(dict.fromkeys(each for info in infos for each in sorted(_taken(info))))


def all_resolutions(infos: Iterable[ModelInfo]) -> list[str]:
    """List the resolutions that these models support, smallest first."""
    known = dict.fromkeys(each for info in infos for each in info.resolutions)
    return sorted(filter(_is_size, known), key=lambda each: (each[-1], len(each), each))


def _names(infos: Iterable[ModelInfo]) -> dict[str, None]:
    return dict.fromkeys(name for info in infos for name in (info.vendor, info.id))


def _named(word: str) -> Callable[[ModelInfo], bool]:
    return lambda info: word.lower() in f"{info.id} {info.title} {info.request}".lower()


def _taking(name: str) -> Callable[[ModelInfo], bool]:
    return lambda info: name.lower().replace("-", "_") in _taken(info)


def _taken(info: ModelInfo) -> set[str]:
    """Collect the values that `--with` accepts for a model: fields, roles, file types, and audio that it generates."""
    found = {name.lower() for _, each in all_fields(info.fields) for name in (each.name, each.role, each.media) if name}
    return found | {"audio"} if info.audio else found


def _why_none(infos: Sequence[ModelInfo], filters: Sequence[ModelFilter]) -> str:
    """Explain why no model matches: a filter that matches none, or the number of matches without each filter."""
    if not infos:
        return "the API key can use no model that this package knows"
    unmatched = [each.no_match for each in filters if not any(map(each.matches, infos))]
    if unmatched:
        return "; ".join(unmatched)
    options = " ".join(each.option for each in filters)
    counts = {
        each.option: sum(_match_all((other for other in filters if other is not each), info) for info in infos)
        for each in filters
    }
    hints = [f"{count} without {each}" for each, count in counts.items() if count]
    return f"no model matches {options}: {join_words(hints, 'and') if hints else 'use fewer filters'}"


def _print(infos: Sequence[ModelInfo], unknown: Sequence[str]) -> None:
    rows = [(catalog().model(info.id), _row(info)) for info in infos]
    head = ("MODEL", "INPUTS", "MAX LENGTH", "RESOLUTION", "AUDIO")
    widths = [max(map(len, column)) for column in zip(head, *(row for _, row in rows), strict=True)]
    console = output()
    while sum(widths) + 2 * len(widths) > console.width and len(widths) > 2:
        widths.pop()  # a narrow terminal shows fewer columns
    groups: dict[str, list[Sequence[str]]] = {
        name: [row for model, row in rows if model in ids] for name, ids in by_vendor(catalog().models).items()
    }
    groups["unknown to this package"] = [(safe(each),) for each in unknown]
    console.print(_line(head, widths), style="bold", soft_wrap=True)
    for name, group in groups.items():
        if group:
            console.print(f"\n{name}", style="bold", soft_wrap=True)
        for row in group:
            for line in _lines(row, widths, console.width):
                console.print(line, soft_wrap=True)
    console.print()


def _lines(cells: Sequence[str], widths: Sequence[int], limit: int) -> Iterator[str]:
    """Yield the lines of a row: two if it is wider than the terminal."""
    line = _line(cells, widths)
    if len(line) <= limit or len(cells) < 2:
        yield line
    else:
        yield f"  {cells[0]}"
        yield f"      {cells[1]}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)).rstrip()


def _row(info: ModelInfo) -> tuple[str, str, str, str, str]:
    longest = "" if info.longest is None else f"{info.longest} s"
    return info.id, made_from(info), longest, resolution_range(info), info.audio


def made_from(info: ModelInfo) -> str:
    """Return a model's inputs, such as "text (image)", with optional inputs in parentheses."""
    need = dict.fromkeys(_kinds(each for each in info.fields if each.required))
    other = [kind for kind in dict.fromkeys(_kinds(info.fields)) if kind not in need]
    # the only input of a model is required in practice
    optional = f"({' '.join(other)})" if need or len(other) > 1 else " ".join(other)
    words = " ".join(filter(None, [*need, optional if other else ""]))
    return words if returns_file(info) else f"{words} → {' '.join(info.result)}"


def _kinds(fields: Iterable[FieldInfo]) -> Iterator[str]:
    for _, each in all_fields(fields):
        if each.role == "prompt" or each.media:
            yield each.media or "text"


def resolution_range(info: ModelInfo) -> str:
    """Return the range of resolutions, such as "720p-4k"."""
    sizes = list(filter(_is_size, info.resolutions))
    return "-".join(dict.fromkeys([sizes[0], sizes[-1]])) if sizes else ""


def _is_size(resolution: str) -> bool:
    return resolution[:1].isdigit()


def to_json(info: ModelInfo) -> dict[str, Any]:
    """Return a model as JSON, with its example as a command and as Python."""
    values = asdict(info, filter=lambda attribute, _: attribute.name != "schema")
    return {**values, "command": command_line(info, 100), "python": python_lines(info)}
