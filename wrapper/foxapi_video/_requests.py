"""A request object or a mapping → the body to send: defaults first, then every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ._catalogue import Family, Schema, allowed, catalogue, listed, nearest
from ._local_files import LocalFiles, with_files
from ._plain import Reader, RequestObject, items_of
from ._problems import Problem, shown
from .errors import InvalidRequest

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


Request = RequestObject | Mapping[str, Any]


@frozen
class Body:
    """The JSON object to send; stands where the generated client wants a request object."""

    values: dict[str, Any]
    uploads: tuple[str, ...] = ()
    """The URLs of uploaded files in it."""

    def to_dict(self) -> dict[str, Any]:
        return self.values


def check(request: Request) -> list[Problem]:
    """Find every problem of a request, offline; an empty list means that it may be sent.

    Limits and rules are the contract's (`openapi/foxapi.yaml`), applied after the documented defaults are filled in.

    >>> from foxapi_video import check
    >>> [str(problem) for problem in check({"model": "veo-3.1", "prompt": "A paper boat", "duration": 5})]
    ['duration: 5 is not allowed: 4, 6 or 8']
    """
    return prepare(request)[1]


def body_of(request: Request, *, extra_body: Mapping[str, Any] | None, validate: bool) -> Body:
    """Return the body to send; a local file in it is a file: URL, until it is uploaded.

    Raises:
        InvalidRequest: the request has problems; without `validate`, only if it cannot be written as JSON.
    """
    values, problems, unsendable = prepare(request)
    if not validate:
        problems = unsendable  # which nobody can send
    reader = Reader()
    for name, value in (extra_body or {}).items():
        values[name] = with_files(reader.plain(value, name))
    if problems or reader.problems:
        raise InvalidRequest([*problems, *reader.problems])
    return Body(values)


def check_has_file(body: Body) -> None:
    """Find out whether the model makes a file, before anything is paid for.

    Raises:
        InvalidRequest: it makes something else.
    """
    family = catalogue().family(body.values.get("model"))
    if family is not None and not family.makes_file:
        words = f"{family.title} makes {listed(family.result, 'and')}, and no file: leave save_to out, see results"
        raise InvalidRequest([Problem("save_to", words)])


def prepare(request: Request) -> tuple[dict[str, Any], list[Problem], list[Problem]]:
    """Return the body with its defaults, every problem of it, and those alone that nobody can send."""
    raw = _given(request)
    if isinstance(raw, Problem):
        return {}, [raw], [raw]
    reader = Reader(files=True)
    given = reader.fields(raw)
    family, problem = _family(given)
    if family is None:
        unsendable = [*reader.problems, *reader.misplaced(set())]
        return given, [*unsendable, problem] if problem and "model" not in reader.spoilt else unsendable, unsendable
    values = family.with_defaults(given)
    schema, validator = family.checked_by(values)
    if reader.is_clean and family.holds_urls_alone(values):
        files, unsendable, asked = _NO_FILES, list[Problem](), values
    else:
        files = LocalFiles()
        values = family.with_media(values, files.absolute)
        unsendable = [*reader.problems, *reader.misplaced(set(files.found)), *files.missing]
        asked = family.with_media(values, files.stand_in)
    plain = catalogue().without_tier(asked)
    if not unsendable and validator.is_valid(plain):
        return values, [*(Problem(*found) for found in family.loose_ends(plain)), *files.unfit(values)], []
    # what is no JSON at all cannot be validated; the rest still can
    sound = {name: value for name, value in plain.items() if name not in reader.spoilt}
    problems = _problems(family, schema, values, list(validator.iter_errors(sound)))
    problems += [Problem(*found) for found in family.loose_ends(sound)]
    problems = [
        *unsendable,
        *(problem for problem in problems if problem.field not in reader.spoilt),
        *files.unfit(values),
    ]
    return values, problems, unsendable


_NO_FILES = LocalFiles()
"""What nearly every request has."""


def _given(request: Any) -> Iterable[tuple[Any, Any]] | Problem:
    """Return the fields that the user set."""
    given: Any = request
    if not isinstance(request, Mapping):
        kind = type(request).__name__
        if isinstance(request, type) or not callable(getattr(request, "to_dict", None)):
            return Problem("", f"a request is a request object or a mapping with a model, not {kind}")
        try:
            given = request.to_dict()
        except Exception as error:  # whatever stands in its fields
            return Problem("", f"the {kind} cannot be read ({type(error).__name__}: {error})")
        if not isinstance(given, Mapping):
            return Problem("", f"a request is a request object or a mapping with a model, not {kind}")
    return items_of(given)


def _family(given: Mapping[str, Any]) -> tuple[Family | None, Problem | None]:
    family = catalogue().family(given.get("model"))
    if family is not None:
        return family, None
    known = catalogue().models
    all_of_them = f"`foxapi-video models` and foxapi_video.models() list all {len(known)}"
    if "model" not in given:
        return None, Problem("model", f"is missing: {all_of_them}")
    near = nearest(str(given["model"]), known)
    hint = f"did you mean {listed(near)}?" if near else all_of_them
    return None, Problem("model", f"{shown(given['model'])} is not a known model: {hint}")


def _problems(
    family: Family, schema: Schema, values: Mapping[str, Any], errors: Sequence[ValidationError]
) -> list[Problem]:
    """Word the errors: a field's own first, then the rules that do not merely repeat them."""
    own: dict[Problem, str] = {}
    rules: dict[Problem, str] = {}
    for error in errors:
        rule = _rule(schema, error.schema_path)
        if rule is None:
            for field, message in _worded(family, values, error):
                own[Problem(field, message)] = field.partition("[")[0]
        else:
            field = _field_of_rule(rule, error)
            rules.setdefault(Problem(field, rule["x-rule"]), field)
    return [*own, *(problem for problem, field in rules.items() if field not in own.values())]


def _rule(schema: Schema, path: Sequence[str | int]) -> Schema | None:
    """Climb to the rule that an error belongs to; None for an error of a field's own schema."""
    if len(path) > 1 and path[0] == "allOf":
        rule: Schema = schema["allOf"][path[1]]
        return rule
    return None


def _field_of_rule(rule: Schema, error: ValidationError) -> str:
    if "x-field" in rule:
        return str(rule["x-field"])
    if error.instance_path:
        return str(error.instance_path[0])
    return str(error.kind.as_dict().get("property", ""))


def _worded(family: Family, values: Mapping[str, Any], error: ValidationError) -> Iterator[tuple[str, str]]:
    """Yield (field, words) for one error of a field's own schema."""
    kind, path = error.kind.name, error.instance_path
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
    schema = _at(family.schema, error.schema_path[:-1])
    if kind == "additionalProperties":
        for name in error.kind.as_dict()["unexpected"]:
            yield _field_name(name), f"is not a field of {family.title}{_nearest(name, family.fields)}"
    elif kind == "required":
        name = str(error.kind.as_dict()["property"])
        yield f"{place}.{name}".removeprefix("."), f"is missing: {allowed(schema['properties'][name])}"
    else:
        value = error.instance if path[:1] == ["model"] else _at(values, path)
        yield place, f"{shown(value)} is not allowed: {allowed(schema)}"


def _field_name(name: str) -> str:
    return name if 0 < len(name) <= 80 else shown(name)


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for part in path:
        value = value[part]
    return value


def _nearest(name: str, known: Iterable[str]) -> str:
    """Name the nearest of the known names, or all of them."""
    near = nearest(name, known)
    return f": did you mean {listed(near)}?" if near else f": {listed(list(known))}"
