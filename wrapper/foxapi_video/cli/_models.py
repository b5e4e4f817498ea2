"""The catalogue as a person reads it."""

from __future__ import annotations

import difflib
import json
from typing import Any

import click

from foxapi_video import FieldInfo, ModelInfo, models

from ._display import result, table


def show_models(*, as_json: bool) -> int:
    """List every model."""
    infos = models()
    if as_json:
        result([_plain(info) for info in infos], "", as_json=True)
    else:
        table(["MODEL", "FAMILY", "REQUEST CLASS"], [(info.id, info.title, info.request) for info in infos])
    return 0


def show_model(model: str, *, as_json: bool) -> int:
    """Show one model: fields, rules and an example."""
    info = next((info for info in models() if info.id == model), None)
    if info is None:
        ids = [known.id for known in models()]
        near = difflib.get_close_matches(model.lower(), ids, n=1)
        hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(ids)}"
        raise click.UsageError(f"{model!r} is not a known model: {hint}")
    if as_json:
        result(_plain(info), "", as_json=True)
        return 0
    print(f"{info.id} ({info.title}; {info.request})\n\n{info.description}\n")
    table(["FIELD", "DEFAULT", "ALLOWED"], [(*_named(field), field.allowed) for field in info.fields])
    if info.rules:
        print("\nRules")
        print("\n".join(f"  - {rule}" for rule in info.rules))
    print("\nExample")
    print(json.dumps(info.example, indent=2, ensure_ascii=False))
    return 0


def _named(field: FieldInfo) -> tuple[str, str]:
    default = (
        "" if field.default is None else field.default if isinstance(field.default, str) else json.dumps(field.default)
    )
    return f"{field.name}{' (required)' if field.required else ''}", default


def _plain(info: ModelInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "title": info.title,
        "request": info.request,
        "description": info.description,
        "fields": [
            {
                "name": field.name,
                "required": field.required,
                "default": field.default,
                "allowed": field.allowed,
                "description": field.description,
            }
            for field in info.fields
        ],
        "rules": list(info.rules),
        "example": dict(info.example),
    }
