"""What each model of a family can be asked for: the longest video, the resolutions, and whether it has audio.

Rules may take away from a model what its family's field allows. So each value is tried on requests that are valid: the
examples of the family, and its required fields alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jsonschema_rs import Draft202012Validator

Schema = Mapping[str, Any]


def reach(schema: Schema, examples: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return model id → longest (in seconds, or None), resolutions and audio, for each model of a family."""
    validator = Draft202012Validator(dict(schema))
    return {
        model: _Model(model, schema, examples, validator).facts() for model in schema["properties"]["model"]["enum"]
    }


class _Model:
    def __init__(
        self, model: str, schema: Schema, examples: Mapping[str, Mapping[str, Any]], validator: Draft202012Validator
    ) -> None:
        self._model = model
        self._fields: Mapping[str, Schema] = schema["properties"]
        self._validator = validator
        self._roles: dict[str, str] = {}
        for name, field in self._fields.items():
            if "x-role" in field:
                self._roles.setdefault(field["x-role"], name)
        bodies = list(examples.values())
        least = [{name: body[name] for name in schema.get("required", ()) if name in body} for body in bodies[:1]]
        self._bodies = [self._with_defaults({**body, "model": model}) for body in [*bodies, *least]]

    def facts(self) -> dict[str, Any]:
        lengths = (length for length in self._possible("duration", "resolution") if length > 0)
        return {
            "longest": max(lengths, default=None),
            "resolutions": self._possible("resolution", "duration"),
            "audio": self._audio(),
        }

    def _with_defaults(self, given: dict[str, Any]) -> dict[str, Any]:
        defaults = {
            name: field["default"]
            for name, field in self._fields.items()
            if field.get("default") is not None and given.keys().isdisjoint(field.get("x-default-unless", ()))
        }
        return {**defaults, **given}

    def _possible(self, role: str, beside: str) -> list[Any]:
        """Return the values of the field with a role that are valid, with any value of another role's beside it."""
        if role not in self._roles:
            return []
        name, other = self._roles[role], self._roles.get(beside)
        others: list[dict[str, Any]] = [{}]
        if other is not None:
            others += [{other: value} for value in _choices(self._fields[other])]
        return [
            value
            for value in _choices(self._fields[name])
            if any(self._is_valid({name: value, **more}) for more in others)
        ]

    def _audio(self) -> str:
        if self._model in self._fields["model"].get("x-audio-models", ()):
            return "always"
        switch = self._roles.get("audio")
        if switch is None or not self._is_valid({switch: True}):
            return ""
        return "on by default" if self._fields[switch].get("default") else "optional"

    def _is_valid(self, values: Mapping[str, Any]) -> bool:
        return any(self._validator.is_valid({**body, **values}) for body in self._bodies)


def _choices(schema: Schema) -> Sequence[Any]:
    """List what a field can hold, where that is a list or a range."""
    if "enum" in schema:
        return [value for value in schema["enum"] if value is not None]
    is_range = "integer" in schema.get("type", ()) and "maximum" in schema
    return range(schema.get("minimum", 1), schema["maximum"] + 1) if is_range else ()
