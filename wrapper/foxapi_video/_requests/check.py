"""A request object or a dict → the body to send: fill in the defaults, then find all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import field, frozen

from .._contract.catalog import Family, catalog
from .._contract.wording import Schema, describe_allowed, format_value, join_words, nearest
from ..errors import InvalidRequest
from ..values import Problem
from .local_files import Checked, LocalFile, not_urls, replaced
from .to_json import JsonNormalizer, RequestObject, items_of

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


Request = RequestObject | Mapping[str, Any]


@frozen
class Body:
    """The JSON object to send; passed where the generated client expects a request object."""

    values: dict[str, Any]
    """The JSON to send, with null in place of each local file until it is uploaded."""
    files: tuple[LocalFile, ...] = ()
    """The local files that are not uploaded yet."""
    uploads: tuple[str, ...] = ()
    """The URLs of the uploaded files in it."""
    given: Mapping[str, Any] = field(factory=dict[str, Any])
    """What the caller passed, without the defaults of this release, with null in place of each local file."""

    def to_dict(self) -> dict[str, Any]:
        return self.values


class Prepared(NamedTuple):
    """A request that was checked."""

    values: dict[str, Any]
    """The body with its defaults."""
    problems: list[Problem]
    unsendable: list[Problem]
    """The problems that also apply without validation: values that are not JSON, not a file or not a URL."""
    given: Mapping[str, Any]
    """What the caller passed, as JSON."""
    files: tuple[LocalFile, ...] = ()

    def body(self, extra: Mapping[str, Any]) -> Body:
        """Return the body to send; `extra` adds and replaces fields."""
        files = tuple(file for file in self.files if file.where[0] not in extra)
        nulls = dict.fromkeys((file.where for file in files), None)
        values, given = replaced(self.values, nulls), replaced(self.given, nulls)
        return Body({**values, **extra}, files, (), {**given, **extra})


def check(request: Request) -> list[Problem]:
    """Return all problems of a request, offline; an empty list means that the request is valid.

    Limits and rules are the contract's (`openapi/`), applied after the documented defaults are filled in.

    >>> from foxapi_video import check
    >>> [str(problem) for problem in check({"model": "veo-3.1", "prompt": "A paper boat", "duration": 5})]
    ['duration: must be one of 4, 6, 8 (got 5)']
    """
    return prepare(request)[1]


def body_of(request: Request, *, extra_body: Mapping[str, Any] | None, validate: bool) -> Body:
    """Return the body to send, with the local files to upload first.

    Raises:
        InvalidRequest: the request has problems; without `validate`, only if it is not JSON-serializable, or a local
            file or text in a media field is not what the field accepts.
    """
    prepared = prepare(request)
    problems = prepared.problems if validate else prepared.unsendable
    normalizer = JsonNormalizer()
    extra = {name: normalizer.to_json(value, (name,)) for name, value in (extra_body or {}).items()}
    if extra and not normalizer.problems:
        family = catalog().family(extra.get("model", prepared.values.get("model")))
        if family is not None:
            problems = [*problems, *not_urls(family.media_texts(extra))]
    if problems or normalizer.problems:
        raise InvalidRequest([*problems, *normalizer.problems])
    return prepared.body(extra)


def check_has_file(body: Body) -> None:
    """Check that the model produces a file, before anything is paid.

    Raises:
        InvalidRequest: it produces something else.
    """
    family = catalog().family(body.values.get("model"))
    if family is not None and not family.makes_file:
        words = f"{family.title} returns {join_words(family.result, 'and')}, not a file: omit save_to and read results"
        raise InvalidRequest([Problem("save_to", words)])


def prepare(request: Request) -> Prepared:
    """Check a request, and return its body with the defaults filled in, and all its problems.

    A body that was checked before is returned unchanged.
    """
    if isinstance(request, Body):
        return Prepared(request.values, [], [], request.given, request.files)
    raw = _given(request)
    if isinstance(raw, Problem):
        return Prepared({}, [raw], [raw], {})
    normalizer = JsonNormalizer(files=True)
    given = normalizer.fields(raw)
    family, problem = _family(given)
    if family is None:
        unsendable = [*normalizer.problems, *Checked(normalizer.paths, {}).unusable]
        problems = [*unsendable, problem] if problem and "model" not in normalizer.invalid_fields else unsendable
        return Prepared(given, problems, unsendable, given)
    values = family.with_defaults(given)
    schema, validator = family.checked_by(values)
    files, texts = _NO_FILES, list[Problem]()
    if normalizer.paths:
        files = Checked(normalizer.paths, {where: field for where, field, _ in family.media_texts(values)})
    if not family.holds_urls_alone(values):
        texts = list(not_urls(family.media_texts(values)))
    found = tuple(files.files)
    unsendable = [*normalizer.problems, *files.unusable, *texts]
    passed = given if isinstance(request, Mapping) else family.without_defaults(given)
    untiered = catalog().without_tier(values)
    if not unsendable and validator.is_valid(untiered):
        problems = [*(Problem(*each) for each in family.extra_problems(untiered)), *files.beyond_limits(values)]
        return Prepared(values, problems, [], passed, found)
    # fields that are not JSON cannot be validated; the others can
    valid = {name: value for name, value in untiered.items() if name not in normalizer.invalid_fields}
    as_given = replaced(values, {file.where: file.given for file in found})
    problems = _problems(family, schema, as_given, list(validator.iter_errors(valid)))
    problems += [Problem(*each) for each in family.extra_problems(valid)]
    reported = normalizer.invalid_fields | {each.field for each in texts}
    problems = [
        *unsendable,
        *(problem for problem in problems if problem.field not in reported),
        *files.beyond_limits(values),
    ]
    return Prepared(values, problems, unsendable, passed, found)


_NO_FILES = Checked({}, {})
"""The result for a request without local files."""


def _given(request: Any) -> Iterable[tuple[Any, Any]] | Problem:
    """Return the fields that the caller set, or why they cannot be read."""
    given: Any = request
    if not isinstance(request, Mapping):
        kind = type(request).__name__
        if isinstance(request, type) or not callable(getattr(request, "to_dict", None)):
            return Problem("", f"the request must be a request object or a dict with a model (got {kind})")
        try:
            given = request.to_dict()
        except Exception as error:  # whatever its fields contain
            return Problem("", f"the {kind} cannot be read ({type(error).__name__}: {error})")
        if not isinstance(given, Mapping):
            return Problem("", f"the request must be a request object or a dict with a model (got {kind})")
    return items_of(given)


def _family(given: Mapping[str, Any]) -> tuple[Family | None, Problem | None]:
    family = catalog().family(given.get("model"))
    if family is not None:
        return family, None
    known = catalog().models
    all_of_them = f"`foxapi-video models` and foxapi_video.models() list all {len(known)}"
    if "model" not in given:
        return None, Problem("model", f"required: {all_of_them}")
    near = nearest(str(given["model"]), known)
    hint = f"did you mean {join_words(near)}?" if near else all_of_them
    return None, Problem("model", f"{format_value(given['model'])} is not a known model: {hint}")


def _problems(
    family: Family, schema: Schema, values: Mapping[str, Any], errors: Sequence[ValidationError]
) -> list[Problem]:
    """Describe the errors: those of single fields first, then the rules that do not repeat them."""
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
    """Return the rule that an error belongs to; None for an error of a single field's schema."""
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
    """Yield (field, message) for one error of a single field's schema."""
    kind, path = error.kind.name, error.instance_path
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
    schema = _at(family.schema, error.schema_path[:-1])
    if kind == "additionalProperties":
        for name in error.kind.as_dict()["unexpected"]:
            yield _field_name(name), f"is not a field of {family.title}{_nearest(name, family.fields)}"
    elif kind == "required":
        name = str(error.kind.as_dict()["property"])
        yield f"{place}.{name}".removeprefix("."), f"required: {describe_allowed(schema['properties'][name])}"
    else:
        value = error.instance if path[:1] == ["model"] else _at(values, path)
        yield place, f"must be {_one_of(schema)} (got {format_value(value)})"


def _one_of(schema: Schema) -> str:
    words = describe_allowed(schema)
    first, _, last = words.rpartition(" or ")
    return f"one of {first}, {last}" if first and "enum" in schema and "x-allowed" not in schema else words


def _field_name(name: str) -> str:
    return name if 0 < len(name) <= 80 else format_value(name)


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for part in path:
        value = value[part]
    return value


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint with the most similar known names, or with all of them."""
    near = nearest(name, known)
    return f": did you mean {join_words(near)}?" if near else f": {join_words(list(known))}"
