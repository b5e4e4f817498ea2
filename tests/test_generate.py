"""The generator script: what it makes, what it refuses, and that a new family needs an edit of the contract alone."""

from __future__ import annotations

import copy
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "generate.py"
CONTRACT = ROOT / "openapi" / "foxapi.yaml"
KEPT = ROOT / "generated" / "foxapi_video_client"

_found = importlib.util.spec_from_file_location("generate_script", SCRIPT)
assert _found is not None
assert _found.loader is not None
generate = importlib.util.module_from_spec(_found)
_found.loader.exec_module(generate)


def python(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in another process."""
    command = [sys.executable, *map(str, arguments)]
    variables = {**os.environ, **environment}
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def contract() -> dict[str, Any]:
    """The contract as data, to be spoilt."""
    return copy.deepcopy(generate.load(CONTRACT))


def test_what_is_committed_is_what_the_contract_gives() -> None:
    """`scripts/generate.py --check` finds no difference."""
    done = python(SCRIPT, "--check")
    assert (0, "foxapi_video_client is what foxapi.yaml gives") == (done.returncode, done.stdout.strip()), done.stderr


def test_check_names_each_differing_missing_and_stray_file_and_changes_nothing(tmp_path: Path) -> None:
    """Drift is found both ways, down to one byte, and left as it is."""
    package = tmp_path / "foxapi_video_client"
    shutil.copytree(KEPT, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "schemas.json").write_bytes((package / "schemas.json").read_bytes() + b" ")
    (package / "models" / "task.py").unlink()
    (package / "models" / "left_over.py").touch()
    spoilt = contents(package)
    done = python(SCRIPT, "--check", "--output", package)
    expected = ["differs: schemas.json", "missing: models/task.py", "stray: models/left_over.py"]
    assert (1, expected) == (done.returncode, done.stdout.splitlines()[:-1])
    assert spoilt == contents(package)


def test_generating_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Another hash seed, another folder and a hostile ruff.toml nearby change nothing; what was there is wiped."""
    (tmp_path / "ruff.toml").write_text(
        'line-length = 40\n[format]\nquote-style = "single"\n[lint]\nselect = ["ALL"]\n'
    )
    package = tmp_path / "foxapi_video_client"
    package.mkdir()
    (package / "left_over.py").touch()
    made = []
    for seed in ("1", "2"):
        done = python(SCRIPT, "--output", package, cwd=tmp_path, PYTHONHASHSEED=seed, TMPDIR=str(tmp_path))
        assert 0 == done.returncode, done.stderr
        made.append(contents(package))
    assert [contents(KEPT)] * 2 == made


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "no example": (
        lambda schemas: schemas["examples"].pop("veo-3.1"),
        "veo-3.1 has no example",
    ),
    "mapping": (
        lambda schemas: schemas["VideoRequest"]["discriminator"]["mapping"].pop("veo-3.1-fast"),
        "Veo31Request: the enum of model and the discriminator's mapping differ",
    ),
    "enum": (
        lambda schemas: schemas["Sora2Request"]["properties"]["model"]["enum"].append("sora-3"),
        "Sora2Request: the enum of model and the discriminator's mapping differ",
    ),
    "open": (
        lambda schemas: schemas["Wan27ReferenceRequest"].pop("additionalProperties"),
        "Wan27ReferenceRequest: additionalProperties is not false",
    ),
    "rule without words": (
        lambda schemas: schemas["Sora2Request"]["allOf"][1].pop("x-rule"),
        "Sora2Request: a member of allOf has no x-rule",
    ),
    "beside a reference": (
        lambda schemas: schemas["Veo31Request"]["properties"].update(
            duration={"$ref": "#/components/schemas/MediaUrl", "description": "lost"}
        ),
        "Veo31Request.duration: the generator ignores what stands beside a $ref",
    ),
    "unquoted ratio": (
        lambda schemas: schemas["Veo31Request"]["properties"]["aspect_ratio"].update(enum=[969, "9:16"]),
        "Veo31Request.aspect_ratio: an enum of strings holds something else",
    ),
}


@pytest.mark.parametrize(("spoil", "words"), SPOILT.values(), ids=SPOILT)
def test_mistakes_are_found(contract: dict[str, Any], spoil: Callable[[dict[str, Any]], Any], words: str) -> None:
    """Each mistake that the generator would pass over is named, alone, with its family."""
    schemas = contract["components"]["schemas"]
    spoil({**schemas, "examples": generate._examples(contract)})
    (found,) = generate.mistakes(contract)
    assert found.startswith(words)


def test_the_contract_has_no_mistakes(contract: dict[str, Any]) -> None:
    """What is committed passes."""
    assert [] == generate.mistakes(contract)


def test_a_contract_with_mistakes_is_not_compiled(tmp_path: Path) -> None:
    """The script names the mistake, exits with 1 and leaves the package alone."""
    spec, package = tmp_path / "foxapi.yaml", tmp_path / "foxapi_video_client"
    text = CONTRACT.read_text(encoding="utf-8")
    spec.write_text(text.replace("additionalProperties: false", "x-open: true", 1), encoding="utf-8")
    done = python(SCRIPT, "--spec", spec, "--output", package)
    assert (1, False) == (done.returncode, package.exists())
    assert "Sora2Request: additionalProperties is not false" in done.stderr


def test_a_schema_or_an_operation_that_was_dropped_is_named(contract: dict[str, Any]) -> None:
    """What the generator leaves out in silence is found in what it wrote."""
    schemas = contract["components"]["schemas"]
    assert [] == generate.missing_classes(contract, KEPT)
    schemas["Lost"] = {"type": "object", "properties": {}}
    contract["paths"]["/v1/lost"] = {"get": {"operationId": "get_lost", "responses": {}}}
    expected = ["schema Lost has no class", "operation get_lost has no module"]
    assert expected == generate.missing_classes(contract, KEPT)


def test_the_generator_gets_open_requests_without_conditional_defaults(contract: dict[str, Any]) -> None:
    """The generator's copy loses what would lose fields or send too many; the contract itself stays closed."""
    before = copy.deepcopy(contract)
    opened = generate.for_generator(contract)["components"]["schemas"]
    names = generate.request_names(contract)
    assert before == contract
    assert {True} == {opened[name]["additionalProperties"] for name in names}
    fields = [prop for name in names for prop in opened[name]["properties"].values()]
    assert [] == [prop for prop in fields if "x-default-unless" in prop and "default" in prop]


# ------------------------------------------------------------------ a new family is an edit of the contract alone

SCHEMA = """
    NewRequest:
      type: object
      x-title: New One
      description: "New One: text to video."
      additionalProperties: false
      required: [model, prompt]
      properties:
        model:
          type: string
          enum: [new-1]
          default: new-1
          description: The one there is.
        prompt:
          type: string
          x-role: prompt
          maxLength: 100
          pattern: '\\S'
          description: What the video shows.
        duration:
          type: integer
          minimum: 1
          maximum: 9
          default: 3
          x-role: duration
          description: Length in seconds.
      allOf:
        - x-rule: 9 seconds take a prompt of at most 20 characters
          if: {required: [duration], properties: {duration: {const: 9}}}
          then: {properties: {prompt: {maxLength: 20}}}
"""
EXAMPLE = """              new-1:
                summary: New One
                value: {model: new-1, prompt: A paper boat, duration: 2}
"""


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package generated from the contract with one more family in it."""
    folder = tmp_path_factory.mktemp("extended")
    text = CONTRACT.read_text(encoding="utf-8")
    wan = '"#/components/schemas/Wan27ReferenceRequest"\n'
    for anchor, more in (
        (f"        - $ref: {wan}", '        - $ref: "#/components/schemas/NewRequest"\n'),
        (f"          wan-2.7-reference-to-video: {wan}", '          new-1: "#/components/schemas/NewRequest"\n'),
        ("            examples:\n", EXAMPLE),
        ("  schemas:\n", SCHEMA),
    ):
        at = text.index(anchor) + len(anchor)
        text = text[:at] + more + text[at:]
    spec = folder / "foxapi.yaml"
    spec.write_text(text, encoding="utf-8")
    done = python(SCRIPT, "--spec", spec, "--output", folder / "foxapi_video_client")
    assert 0 == done.returncode, done.stdout + done.stderr
    return folder


def with_new_family(extended: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python with the extended package before the real one, and the wrapper as it is."""
    path = os.pathsep.join([str(extended), str(ROOT / "wrapper")])
    return python(*arguments, cwd=extended, PYTHONPATH=path, COLUMNS="200", FOXAPI_API_KEY="sk-test", NO_COLOR="1")


def test_a_new_family_is_checked_by_its_own_rules(extended: Path) -> None:
    """`check` knows its limits, its rule and its defaults, with words, and the request class and the catalogue too."""
    code = """if True:
        import json
        import foxapi_video, foxapi_video_client
        from foxapi_video import NewRequest, check, models
        new = lambda **fields: [str(p) for p in check({"model": "new-1", "prompt": "A paper boat", **fields})]
        info = next(info for info in models() if info.id == "new-1")
        from foxapi_video._requests import body_of
        print(json.dumps([
            foxapi_video_client.__file__, new(), new(duration=9), new(duration=10), new(prompt="x" * 21, duration=9),
            new(seed=1), [str(p) for p in check(NewRequest(prompt="A boat", duration=4))],
            body_of(NewRequest(prompt="A boat"), extra_body=None, validate=True).to_dict(),
            [info.title, info.request, [field.name for field in info.fields], list(info.rules), info.example],
            "NewRequest" in dir(foxapi_video),
        ]))
    """
    done = with_new_family(extended, "-c", code)
    assert 0 == done.returncode, done.stderr
    assert [
        str(extended / "foxapi_video_client" / "__init__.py"),
        [],
        [],
        ["duration: 10 is not allowed: an integer from 1 to 9"],
        ["prompt: 9 seconds take a prompt of at most 20 characters"],
        ["seed: is not a field of New One: model, prompt or duration"],
        [],
        {"model": "new-1", "prompt": "A boat", "duration": 3},
        [
            "New One",
            "NewRequest",
            ["model", "prompt", "duration"],
            ["9 seconds take a prompt of at most 20 characters"],
            {"model": "new-1", "prompt": "A paper boat", "duration": 2},
        ],
        True,
    ] == json.loads(done.stdout)


def test_a_new_family_has_its_options_on_the_command_line(extended: Path) -> None:
    """Its help shows the option with its text, limits and default, and the rule; a bad value is refused."""
    shown = with_new_family(extended, "-m", "foxapi_video.cli", "generate", "new-1", "--help").stdout
    for part in ("--duration INTEGER", "Length in seconds.", "an integer from 1 to 9; default 3", "9 seconds take a"):
        assert part in shown
    done = with_new_family(extended, "-m", "foxapi_video.cli", "generate", "new-1", "A boat", "--duration", 10)
    assert (2, True) == (done.returncode, "an integer from 1 to 9" in done.stderr)


def test_a_new_family_is_typed(extended: Path) -> None:
    """mypy takes the right use of its request class and refuses the wrong one."""
    right, wrong = extended / "right.py", extended / "wrong.py"
    right.write_text('from foxapi_video import NewRequest\nNewRequest(prompt="A boat", duration=4, model="new-1")\n')
    wrong.write_text('from foxapi_video import NewRequest\nNewRequest(prompt="A boat", duration="4", model="new-2")\n')
    path = os.pathsep.join([str(extended), str(ROOT / "wrapper")])
    command = [
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--cache-dir",
        extended / ".mypy_cache",
        "--no-error-summary",
    ]
    done = python(*command, right, wrong, cwd=extended, MYPYPATH=path)
    lines = [line for line in done.stdout.splitlines() if "error" in line]
    assert (1, 2) == (done.returncode, len(lines)), done.stdout + done.stderr
    assert all(line.startswith("wrong.py:2: ") and "[arg-type]" in line for line in lines)


def test_a_new_family_makes_a_video_in_the_sandbox(extended: Path) -> None:
    """The sandbox serves it, and the file is as long as was asked for."""
    clip = extended / "x.mp4"
    words = ["generate", "new-1", "A paper boat", "--duration", "2", "--sandbox", "-o", clip, "--json"]
    done = with_new_family(extended, "-m", "foxapi_video.cli", *words)
    assert 0 == done.returncode, done.stderr
    assert ("new-1", "completed") == tuple(json.loads(done.stdout)[key] for key in ("model", "status"))
    code = f"import av; c = av.open({str(clip)!r}); print(round(c.duration / av.time_base), len(c.streams.video))"
    assert "2 1" == python("-c", code).stdout.strip()
