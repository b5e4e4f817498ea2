"""Command-line options out of the contract: one for each field of a model's request."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from foxapi_video._catalogue import Family, Schema, allowed, catalogue

Run = Callable[..., int | None]


class ModelGroup(click.Group):
    """A command for each model, made from the contract when it is asked for."""

    def __init__(self, name: str, *, run: Run, options: list[click.Parameter], help: str) -> None:
        super().__init__(name, help=help, subcommand_metavar='MODEL "PROMPT" [OPTIONS]')
        self._run = run
        self._options = options

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(catalogue().models)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        family = catalogue().models.get(cmd_name)
        if family is None:
            near = difflib.get_close_matches(cmd_name.lower(), catalogue().models, n=1)
            hint = f"did you mean {near[0]}?" if near else f"`{ctx.command_path} --help` lists them"
            raise click.UsageError(f"{cmd_name!r} is not a known model: {hint}", ctx)
        return _command(cmd_name, family, self._run, self._options)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Models (add --help for a model's own options)"):
            formatter.write_dl([(model, family.title) for model, family in catalogue().models.items()])


def _command(model: str, family: Family, run: Run, options: list[click.Parameter]) -> click.Command:
    names = {_parameter(name): name for name in family.fields}

    def callback(**given: Any) -> int | None:
        fields = {
            names[key]: value for key, value in given.items() if key in names and value is not None and value != ()
        }
        settings = {key: value for key, value in given.items() if key not in names}
        body = {name: _value(value, family.fields[name]) for name, value in fields.items()}
        return run({"model": model, **body}, **settings)

    rules = "\n".join(f"  - {rule}" for rule in family.rules)
    return click.Command(
        model,
        callback=callback,
        params=[*_field_parameters(family), *options],
        help=family.schema["description"].partition("\n\n")[0],
        epilog=f"\b\nRules:\n{rules}" if rules else None,
    )


def _field_parameters(family: Family) -> list[click.Parameter]:
    required: list[str] = family.schema["required"]
    parameters: list[click.Parameter] = []
    for name, schema in family.fields.items():
        if name == "model":  # the command's own name
            continue
        if family.roles.get(name) == "prompt":
            need = name in required
            parameters.append(
                click.Argument([_parameter(name)], required=need, metavar='"PROMPT"', callback=_from_stdin)
            )
        else:
            parameters.append(_option(name, schema, name in required))
    return parameters


def _option(name: str, schema: Schema, required: bool) -> click.Option:
    flag = "--" + name.replace("_", "-")
    kinds = _kinds(schema)
    text = schema.get("description", "").partition("\n\n")[0].replace("\n", " ").strip()
    default = f"; default {_shown(schema['default'])}" if "default" in schema else ""
    limits = f"{allowed(schema)}{default}" if "boolean" not in kinds else default.removeprefix("; ")
    help_text = f"{text}  [{limits}]" if limits else text
    if "boolean" in kinds:
        return click.Option([_parameter(name), f"{flag}/--no-{flag[2:]}"], default=None, help=help_text)
    if "array" in kinds:
        kind = "URL" if "x-media" in schema else "TEXT"
        return click.Option(
            [_parameter(name), flag], multiple=True, metavar=kind, help=f"{help_text} Repeat for several."
        )
    metavar = "JSON" if "object" in kinds else "INTEGER" if "integer" in kinds else "TEXT"
    return click.Option([_parameter(name), flag], metavar=metavar, required=required, help=help_text)


def _parameter(name: str) -> str:
    return f"field_{name}"


def _kinds(schema: Schema) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _value(given: Any, schema: Schema) -> Any:
    """Read a value as the field's type; what cannot be read stays text, and the check says what is wrong with it."""
    kinds = _kinds(schema)
    if isinstance(given, tuple):
        return [_value(item, schema.get("items", {})) for item in given]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(given, str) or "string" in kinds:
        return given
    try:
        return int(given) if "integer" in kinds else json.loads(given)
    except ValueError:
        return given


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _from_stdin(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Read the prompt from standard input when it is "-"."""
    return sys.stdin.read().strip() if value == "-" else value


def body_text(body: Mapping[str, Any]) -> str:
    """Show a body as JSON."""
    return json.dumps(body, indent=2, ensure_ascii=False)
