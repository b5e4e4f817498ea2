"""Turn a request into the body to send: fill in the defaults, then find all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import field, frozen

from .._contract.catalog import Family, catalog
from .._contract.wording import Schema, describe_allowed, describe_one_of, format_value, join_words, nearest
from ..errors import InvalidRequest
from ..values import Problem
from .local_files import Checked, LocalFile, not_urls, place_of, replaced, value_at
from .to_json import JsonNormalizer, RequestObject, items_of

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


Request = RequestObject | Mapping[str, Any]


@frozen
class Body:
    """The JSON object to send; the generated client accepts it as a request object."""

    values: dict[str, Any]
    """The JSON to send, with null in place of each local file until it is uploaded."""
    files: tuple[LocalFile, ...] = ()
    """The local files that are still to be uploaded."""
    uploads: tuple[str, ...] = ()
    """The URLs of the uploaded files in it."""
    given: Mapping[str, Any] = field(factory=dict[str, Any])
    """The fields that identify the request: those that differ from a default, with null for each local file."""

    def to_dict(self) -> dict[str, Any]:
        return self.values


class Prepared(NamedTuple):
    """A checked request."""

    values: dict[str, Any]
    """The body with the documented defaults."""
    problems: list[Problem]
    unsendable: list[Problem]
    """The problems that also apply with `validate=False`: values that are not JSON, not a file or not a URL."""
    given: Mapping[str, Any]
    """What the caller passed, as JSON."""
    files: tuple[LocalFile, ...] = ()
    family: Family | None = None

    def body(self, extra: Mapping[str, Any]) -> Body:
        """Return the body to send; `extra` adds and replaces fields."""
        files = tuple(file for file in self.files if file.where[0] not in extra)
        nulls = dict.fromkeys((file.where for file in files), None)
        identity = self.given if self.family is None else self.family.without_defaults(self.given)
        values, given = replaced(self.values, nulls), replaced(identity, nulls)
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
    if family is not None and not family.returns_file:
        words = f"{family.title} returns {join_words(family.result, 'and')}, not a file: omit save_to and read results"
        raise InvalidRequest([Problem("save_to", words)])


def prepare(request: Request) -> Prepared:
    """Check a request; return its body with the documented defaults, and all its problems.

    A body that was already checked is returned unchanged.
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
    media = list(family.media_texts(values))
    files = Checked(normalizer.paths, {where: field for where, field, _ in media}) if normalizer.paths else _NO_FILES
    texts = list(not_urls(media))
    unsendable = [*normalizer.problems, *files.unusable, *texts]
    body = catalog().without_tier(values)
    if normalizer.invalid_fields:  # fields that are not JSON cannot be validated; the others can
        body = {name: value for name, value in body.items() if name not in normalizer.invalid_fields}
    found: list[Problem] = []
    if not validator.is_valid(body):
        as_given = replaced(values, {file.where: file.given for file in files.files})
        found = _problems(family, schema, as_given, list(validator.iter_errors(body)))
    found += [Problem(*each) for each in family.extra_problems(body)]
    if found and unsendable:
        reported = normalizer.invalid_fields | {each.field for each in texts}
        found = [each for each in found if each.field not in reported]
    problems = [*unsendable, *found, *files.beyond_limits(values)]
    return Prepared(values, problems, unsendable, given, tuple(files.files), family)


_NO_FILES = Checked({}, {})
"""For requests without local files."""


def _given(request: Any) -> Iterable[tuple[Any, Any]] | Problem:
    """Return the fields of a request, or the problem that makes them unreadable."""
    given: Any = request
    kind = type(request).__name__
    if not isinstance(request, Mapping | type) and callable(getattr(request, "to_dict", None)):
        try:
            given = request.to_dict()
        except Exception as error:  # the caller may have set anything
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
        path = error.schema_path
        if len(path) > 1 and path[0] == "allOf":
            rule: Schema = schema["allOf"][path[1]]
            field = _field_of_rule(rule, error)
            rules.setdefault(Problem(field, rule["x-rule"]), field)
        else:
            own.update((problem, problem.field.partition("[")[0]) for problem in _worded(family, values, error))
    return [*own, *(problem for problem, field in rules.items() if field not in own.values())]


def _field_of_rule(rule: Schema, error: ValidationError) -> str:
    if "x-field" in rule:
        return str(rule["x-field"])
    return str(error.instance_path[0] if error.instance_path else error.kind.as_dict().get("property", ""))


def _worded(family: Family, values: Mapping[str, Any], error: ValidationError) -> Iterator[Problem]:
    """Yield the problems of one error of a single field's schema."""
    kind, path = error.kind.name, error.instance_path
    place = place_of(tuple(path))
    schema = value_at(family.schema, error.schema_path[:-1])
    if kind == "additionalProperties":
        for name in error.kind.as_dict()["unexpected"]:
            field = name if 0 < len(name) <= 80 else format_value(name)
            near = nearest(name, family.fields)
            hint = f"did you mean {join_words(near)}?" if near else join_words(list(family.fields))
            yield Problem(field, f"is not a field of {family.title}: {hint}")
    elif kind == "required":
        name = str(error.kind.as_dict()["property"])
        yield Problem(f"{place}.{name}".removeprefix("."), f"required: {describe_allowed(schema['properties'][name])}")
    else:
        value = error.instance if path[:1] == ["model"] else value_at(values, path)
        yield Problem(place, f"must be {describe_one_of(schema)} (got {format_value(value)})")
