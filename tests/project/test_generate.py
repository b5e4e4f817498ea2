"""The generator script: what it makes, what it refuses, and that a new family needs an edit of one file alone."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import client_package
import generate
import pytest
import sync_client
import templates

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "generate.py"
CONTRACT = ROOT / "openapi" / "foxapi.yaml"
KEPT = ROOT / "generated" / "foxapi_video_client"
WRAPPER = ROOT / "wrapper" / "foxapi_video"


def python(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in another process."""
    command = [sys.executable, *map(str, arguments)]
    variables = {**os.environ, **environment}
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def copied_contract(folder: Path) -> Path:
    """Copy the contract's files into a folder and return the path of its main file."""
    shutil.copytree(CONTRACT.parent, folder / "openapi")
    return folder / "openapi" / CONTRACT.name


@pytest.fixture(scope="module")
def loaded() -> dict[str, Any]:
    """The contract as data, parsed once."""
    data: dict[str, Any] = generate.load(CONTRACT)
    return data


@pytest.fixture
def contract(loaded: dict[str, Any]) -> dict[str, Any]:
    """The contract as data, for the test to damage."""
    return copy.deepcopy(loaded)


def test_what_is_committed_is_what_the_contract_gives() -> None:
    """`scripts/generate.py --check` finds no difference."""
    done = python(SCRIPT, "--check")
    assert (0, "foxapi_video_client is what foxapi.yaml gives") == (done.returncode, done.stdout.strip()), done.stderr


def test_check_names_each_differing_missing_and_stray_file_and_changes_nothing(tmp_path: Path) -> None:
    """Drift is found both ways, down to one byte, and left as it is."""
    package = tmp_path / "foxapi_video_client"
    shutil.copytree(KEPT, package, ignore=shutil.ignore_patterns("__pycache__"))
    read = Path(shutil.copy(KEPT.with_name("generator_input.json"), tmp_path))
    read.write_bytes(read.read_bytes() + b" ")
    facts = package / "schemas" / "Veo31Request.json"
    facts.write_bytes(facts.read_bytes() + b" ")
    (package / "models" / "url_upload.py").unlink()
    (package / "schemas" / "index.json").unlink()
    (package / "models" / "left_over.py").touch()
    (package / "schemas" / "LeftOverRequest.json").touch()
    damaged = contents(package)
    done = python(SCRIPT, "--check", "--output", package)
    expected = [
        "differs: schemas/Veo31Request.json",
        "missing: models/url_upload.py",
        "missing: schemas/index.json",
        "stray: models/left_over.py",
        "stray: schemas/LeftOverRequest.json",
        "differs: generator_input.json, which the generator reads",
    ]
    assert (1, expected) == (done.returncode, done.stdout.splitlines()[:-1])
    assert damaged == contents(package)


def test_generating_gives_the_same_bytes_everywhere(tmp_path: Path, everything: bool) -> None:
    """Another hash seed, another folder and a hostile ruff.toml nearby change nothing; what was there is wiped."""
    (tmp_path / "ruff.toml").write_text(
        'line-length = 40\n[format]\nquote-style = "single"\n[lint]\nselect = ["ALL"]\n'
    )
    package = tmp_path / "foxapi_video_client"
    package.mkdir()
    (package / "left_over.py").touch()
    made = []
    seeds = ("1", "2") if everything else ("1",)
    for seed in seeds:
        done = python(SCRIPT, "--output", package, cwd=tmp_path, PYTHONHASHSEED=seed, TMPDIR=str(tmp_path))
        assert 0 == done.returncode, done.stderr
        made.append(contents(package))
    assert [contents(KEPT)] * len(seeds) == made


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
    "no source": (
        lambda schemas: schemas["Veo31Request"].pop("x-source"),
        "Veo31Request: no x-source and x-note say where it comes from",
    ),
    "a number among nullable words": (
        lambda schemas: schemas["GrokTextRequest"]["properties"]["resolution"].update(enum=["480p", 720, None]),
        "GrokTextRequest.resolution: an enum of strings holds something else",
    ),
    "null where it is no type": (
        lambda schemas: schemas["Sora2Request"]["properties"]["resolution"].update(enum=["720p", None]),
        "Sora2Request.resolution: an enum of strings holds something else",
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
    spec, package = copied_contract(tmp_path), tmp_path / "foxapi_video_client"
    sora = spec.parent / "models" / "sora.yaml"
    text = sora.read_text(encoding="utf-8")
    sora.write_text(text.replace("additionalProperties: false", "x-open: true", 1), encoding="utf-8")
    done = python(SCRIPT, "--spec", spec, "--output", package)
    assert (1, False) == (done.returncode, package.exists())
    assert "Sora2Request: additionalProperties is not false" in done.stderr


MISFITS = {
    "a reference to nothing": (
        "sora.yaml",
        'New: {type: object, properties: {a: {$ref: "#/nothing"}}}',
        "sora.yaml: New.properties.a refers to #/nothing, which does not exist",
    ),
    "a field that is changed where it is referred to": (
        "wan.yaml",
        'New: {properties: {a: {$ref: "../common.yaml#/seed", description: A seed.}}}',
        "wan.yaml: New.properties.a repeats description of ../common.yaml#/seed; a reference only adds",
    ),
    "two schemas of one name": (
        "veo.yaml",
        "Sora2Request: {properties: {}}",
        "veo.yaml: there are two schemas named Sora2Request",
    ),
    "a model of two families": (
        "veo.yaml",
        "NewRequest: {properties: {model: {enum: [sora-2]}}}",
        "NewRequest: sora-2 is a model of Sora2Request, too",
    ),
}


@pytest.mark.parametrize(("name", "added", "words"), MISFITS.values(), ids=MISFITS)
def test_files_that_do_not_fit_together_are_not_compiled(tmp_path: Path, name: str, added: str, words: str) -> None:
    """What the files of the contract say of each other is checked where they are put together."""
    spec = copied_contract(tmp_path)
    with (spec.parent / "models" / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{added}\n")
    with pytest.raises(SystemExit) as refused:
        generate.load(spec)
    assert str(refused.value).endswith(words)


def test_a_bundle_that_differs_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--check names bundle.yaml as it names every other generated file, and leaves it alone."""
    spec = copied_contract(tmp_path)
    bundle = spec.with_name("bundle.yaml")
    with bundle.open("a", encoding="utf-8") as file:
        file.write("x-edited: true\n")
    edited = bundle.read_bytes()
    shutil.copy(WRAPPER / "__init__.py", tmp_path)
    assert 1 == generate.main(["--check", "--spec", str(spec), "--names", str(tmp_path / "__init__.py")])
    assert "differs: bundle.yaml, which is written from foxapi.yaml" == capsys.readouterr().out.splitlines()[0]
    assert edited == bundle.read_bytes()


def test_the_bundle_is_read_as_it_is() -> None:
    """The one document for other tools gives the same contract as the files it is written from."""
    assert generate.load(CONTRACT) == generate.load(CONTRACT.with_name("bundle.yaml"))


def test_a_schema_or_an_operation_that_was_dropped_is_named(contract: dict[str, Any]) -> None:
    """What the generator leaves out in silence is found in what it wrote."""
    assert [] == client_package.missing_classes(for_generator(contract), KEPT)
    contract["components"]["schemas"]["Lost"] = {"type": "object", "properties": {}}
    contract["paths"]["/v1/lost"] = {"get": {"operationId": "get_lost", "tags": ["tasks"], "responses": {}}}
    expected = ["schema Lost has no class", "operation get_lost has no module"]
    assert expected == client_package.missing_classes(for_generator(contract), KEPT)


def for_generator(contract: dict[str, Any]) -> dict[str, Any]:
    """Return the document that the generator reads."""
    return client_package.for_generator(contract, generate.class_names(contract))


def test_what_the_generator_reads_is_kept_beside_the_package(contract: dict[str, Any]) -> None:
    """A change of the preprocessing shows in a file, and the wheel does not contain it."""
    kept = json.loads((KEPT.parent / "generator_input.json").read_text(encoding="utf-8"))
    assert for_generator(contract) == kept


def test_the_generator_gets_no_response_schemas(contract: dict[str, Any]) -> None:
    """The wrapper reads each response, so responses have no content and their schemas no classes."""
    document = for_generator(contract)
    operations = [each for methods in document["paths"].values() for each in methods.values()]
    assert {("2XX",)} == {tuple(each["responses"]) for each in operations}
    assert {("description",)} == {tuple(each["responses"]["2XX"]) for each in operations}
    gone = contract["components"]["schemas"].keys() - document["components"]["schemas"].keys()
    assert {"Task", "UploadedFile", "ModelList", "Credits", "ErrorBody", "TaskStatus"} <= gone
    modules = {path.stem for path in (KEPT / "models").glob("*.py")}
    assert set() == modules & {"task", "uploaded_file", "model_list", "credits_", "error_body"}
    assert [] == [path for path in (KEPT / "api").rglob("*.py") if "json()" in path.read_text(encoding="utf-8")]


def test_a_schema_of_a_request_and_a_response_is_kept(contract: dict[str, Any]) -> None:
    """Only schemas that nothing but responses use are left out, also when one refers to another."""
    schemas = contract["components"]["schemas"]
    schemas["Sora2Request"]["properties"]["usage"] = {"$ref": "#/components/schemas/TaskUsage"}
    assert {"TaskUsage"} == {"Task", "TaskUsage"} & for_generator(contract)["components"]["schemas"].keys()


def test_the_generator_gets_open_requests_without_conditional_defaults(contract: dict[str, Any]) -> None:
    """The generator's copy loses what would lose fields or send too many; the contract itself stays closed."""
    before = copy.deepcopy(contract)
    opened = for_generator(contract)["components"]["schemas"]
    names = generate.request_names(contract)
    assert before == contract
    assert {True} == {opened[name]["additionalProperties"] for name in [*names, *generate.part_names(contract)]}
    fields = [prop for name in names for prop in opened[name]["properties"].values()]
    assert [] == [prop for prop in fields if "x-default-unless" in prop and "default" in prop]


def test_the_generator_gets_no_mixed_enums_no_empty_objects_and_no_forms(contract: dict[str, Any]) -> None:
    """In its copy null stands beside an enum, an object without fields is anything, and no body is multipart."""
    opened = for_generator(contract)
    schemas = opened["components"]["schemas"]
    fields = [prop for name in generate.request_names(contract) for prop in schemas[name]["properties"].values()]
    assert [] == [prop for prop in fields if None in prop.get("enum", [])]
    assert [] == [prop for prop in fields if prop.get("type") in ("object", ["object", "null"])]
    assert "multipart/form-data" not in json.dumps(opened["paths"])
    assert "multipart/form-data" in json.dumps(contract["paths"])


# ------------------------------------------------------------------ the generator's templates, patched


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    """A copy of the generator's templates, to be changed as an upgrade changes them."""
    return Path(shutil.copytree(templates.generator_templates(), tmp_path / "originals"))


PATCHED = sorted(path.name for path in templates.PATCHES.glob("*.patch"))


def first_removed(patch: str) -> str:
    """Return the first line of a template that a patch removes, or else the first line that it expects."""
    _, _, hunks = patch.partition("\n+++ ")
    lines = hunks.split("\n")[2:]
    return next((line for line in lines if line.startswith("-") and line[1:].strip()), lines[0])[1:]


@pytest.mark.parametrize("name", PATCHED)
def test_a_template_that_changed_where_it_is_patched_is_named(name: str, originals: Path, tmp_path: Path) -> None:
    """The message names the patch, the template, the generator's version, the hunk, both lines and the remedy."""
    patch = (templates.PATCHES / name).read_text(encoding="utf-8")
    template, line = templates.template_name(patch), first_removed(patch)
    path = originals / template
    path.write_text(path.read_text(encoding="utf-8").replace(f"{line}\n", f"{line} # upgraded\n"), encoding="utf-8")
    with pytest.raises(SystemExit) as failure:
        templates.write_templates(tmp_path / "patched", originals=originals)
    first, *lines = str(failure.value).split("\n")
    begin = (
        f"{name} was made for another {template} than that of openapi-python-client {version('openapi-python-client')}"
    )
    assert first.startswith(f"{begin}: the hunk @@ -")
    assert (True, True) == (f"-{line}" in lines, f"+{line} # upgraded" in lines)
    assert lines[-1].startswith("read what changed in the generator, adapt the patch")


def test_a_template_that_moved_by_a_line_is_drift(originals: Path, tmp_path: Path) -> None:
    """A patch is applied at its place or not at all."""
    path = originals / "types.py.jinja"
    path.write_text("\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"types\.patch was made for another types\.py\.jinja"):
        templates.write_templates(tmp_path / "patched", originals=originals)


def test_a_template_that_is_gone_is_named(originals: Path, tmp_path: Path) -> None:
    """An upgrade that renames a template does not leave its patch without effect."""
    (originals / "models_init.py.jinja").unlink()
    with pytest.raises(SystemExit, match=r"models_init\.patch .* the generator has no such template"):
        templates.write_templates(tmp_path / "patched", originals=originals)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "@@ -10,7 +10,8 @@",
            "@@ -10,7 +10,9 @@",
            r"model.patch: the hunk @@ -10,7 \+10,9 @@ has 7 lines before and 8 after",
        ),
        ("--- model.py.jinja\n", "", "a patch names no template"),
    ],
)
def test_a_patch_that_was_edited_wrong_is_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    """A hunk whose header does not count its lines could be cut off."""
    patches = tmp_path / "patches"
    shutil.copytree(templates.PATCHES, patches)
    text = (patches / "model.patch").read_text(encoding="utf-8")
    assert 1 == text.count(old)
    (patches / "model.patch").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SystemExit, match=words):
        templates.write_templates(tmp_path / "patched", patches)


def test_a_patch_may_lose_its_trailing_blanks(tmp_path: Path) -> None:
    """Editors strip the blank of an empty line of context."""
    patches = Path(shutil.copytree(templates.PATCHES, tmp_path / "patches"))
    for path in patches.glob("*.patch"):
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join(line.rstrip() for line in lines), encoding="utf-8")
    assert contents(patches) != contents(templates.PATCHES)
    templates.write_templates(tmp_path / "stripped", patches)
    templates.write_templates(tmp_path / "patched")
    assert contents(tmp_path / "patched") == contents(tmp_path / "stripped")


def test_generating_with_another_generator_fails(
    originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script itself stops at a template that has changed, and writes no package."""
    path = originals / "endpoint_module.py.jinja"
    path.write_text(path.read_text(encoding="utf-8").replace("import httpx\n", "import httpx2\n"), encoding="utf-8")
    monkeypatch.setattr(templates, "generator_templates", lambda: originals)
    with pytest.raises(SystemExit, match=r"endpoint_module.patch was made for another [^$]*\+import httpx2"):
        generate.build(CONTRACT, tmp_path / "foxapi_video_client")
    assert not (tmp_path / "foxapi_video_client").exists()


def test_patches_are_written_from_edited_templates(tmp_path: Path) -> None:
    """Templates that were not edited give the committed patches; an edited one gives a patch that holds the edit."""
    patches, folder = tmp_path / "patches", tmp_path / "patched"
    shutil.copytree(templates.PATCHES, patches)
    templates.write_templates(folder)
    templates.write_patches(folder, patches)
    assert contents(templates.PATCHES) == contents(patches)
    edited = folder / "types.py.jinja"
    edited.write_text(edited.read_text(encoding="utf-8") + "EDITED = True\n", encoding="utf-8")
    templates.write_patches(folder, patches)
    templates.write_templates(tmp_path / "again", patches)
    assert contents(folder) == contents(tmp_path / "again")


def test_every_generated_class_has_the_short_repr_and_takes_any_list_of_media() -> None:
    """The filters and methods that the patches add reach the classes."""
    for path in (KEPT / "models").glob("*.py"):
        code = path.read_text(encoding="utf-8")
        assert code.count("\n@_attrs_define\n") == code.count("        return summary(self)\n"), path.name
        assert [] == re.findall(r"FileTypes|list\[File\]", code), path.name
    code = (KEPT / "models" / "kling_o3_edit_request.py").read_text(encoding="utf-8")
    assert "\n    video_url: File\n" in code
    assert "\n    image_urls: Files | None | Unset = UNSET\n" in code


def test_the_parts_of_requests_are_named(contract: dict[str, Any]) -> None:
    """The objects that requests hold are exported beside the request classes."""
    assert ["KlingElement", "KlingShot", "PixverseReference"] == sorted(generate.part_names(contract))


# ------------------------------------------------------------------ what the generated package is like


def imported_by(code: str) -> set[str]:
    """Return the modules that another Python has when it has run some code."""
    done = python("-c", f"{code}\nimport json, sys; print(json.dumps(list(sys.modules)))")
    assert 0 == done.returncode, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def request_modules(modules: set[str]) -> set[str]:
    """Return those of the modules that belong to request classes."""
    own = (name.removeprefix("foxapi_video_client.models.") for name in modules)
    return {name for name in own if "_request" in name and "." not in name}


def test_sending_a_request_imports_no_request_class() -> None:
    """The module of the endpoint works without the classes of 58 families."""
    modules = imported_by("import foxapi_video_client.api.videos.create_video")
    assert "foxapi_video_client.types" in modules
    assert set() == {name for name in modules if name.startswith("foxapi_video_client.models")}


def test_a_request_class_imports_no_other() -> None:
    """Asking for one class, of the wrapper or of the package, brings its own modules alone, and no httpx."""
    for code in (
        "from foxapi_video_client.requests import GrokEditRequest",
        "from foxapi_video import GrokEditRequest",
    ):
        found = request_modules(imported_by(code))
        assert "grok_edit_request" in found
        assert [] == [name for name in found if not name.startswith("grok_edit_request")]
    assert "httpx" not in imported_by("from foxapi_video_client.requests import GrokEditRequest")


def test_every_request_class_is_exported(contract: dict[str, Any]) -> None:
    """requests.py names each family's class and each part, and gives it."""
    from foxapi_video_client import requests

    names = [*generate.request_names(contract), *generate.part_names(contract)]
    assert sorted(names) == sorted(requests.__all__)
    assert names == [getattr(requests, name).__name__ for name in names]


def test_every_family_has_a_file_of_its_own(contract: dict[str, Any]) -> None:
    """schemas/ holds an index and a file a family, each with its schema and an example of each model."""
    folder = KEPT / "schemas"
    names = generate.request_names(contract)
    assert sorted(["index", *names]) == sorted(path.stem for path in folder.iterdir())
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    for name in names:
        family = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        models = [model for model, home in index["models"].items() if home == name]
        assert models == family["schema"]["properties"]["model"]["enum"] == list(family["examples"])
        assert '"$ref"' not in json.dumps(family)


@pytest.mark.parametrize("kind", ["dict", "class"])
def test_a_part_of_a_request_may_be_a_dict_or_an_object(kind: str) -> None:
    """A typed request takes its parts either way, and writes the same body."""
    from foxapi_video import KlingElement, KlingO3EditRequest, check

    url = "https://example.com/a.png"
    part = {"frontal_image_url": url, "reference_image_urls": [url]}
    made: Any = part if kind == "dict" else KlingElement(frontal_image_url=url, reference_image_urls=[url])
    request = KlingO3EditRequest(prompt="@Element1", video_url="https://example.com/a.mp4", elements=[made])
    assert [part] == request.to_dict()["elements"]
    assert [] == check(request)


def test_an_object_of_no_known_fields_may_be_a_dict() -> None:
    """A free-form object takes a plain dict and writes it as it is."""
    from foxapi_video import LegacyRequest, check

    request = LegacyRequest(model="wan2.6-ref", prompt="A boat", model_params={"video_url": [1, None]})
    assert {"video_url": [1, None]} == request.to_dict()["model_params"]
    assert [] == check(request)


def test_a_nullable_enum_is_one_literal(contract: dict[str, Any]) -> None:
    """The values are written down once, null beside them."""
    schemas = contract["components"]["schemas"]
    code = {path.stem: path.read_text(encoding="utf-8") for path in (KEPT / "models").glob("*.py")}
    homes = {name: stem for stem, text in code.items() for name in schemas if f"\nclass {name}:" in text}
    found = [
        (homes[name], field, prop)
        for name in generate.request_names(contract)
        for field, prop in schemas[name]["properties"].items()
        if None in prop.get("enum", [])
    ]
    assert len(found) >= 20
    for home, field, prop in found:
        (literal,) = (stem for stem in code if stem.startswith(f"{home}_{field}_type_"))
        values = [value for value in prop["enum"] if value is not None]
        assert [2] * len(values) == [code[literal].count(json.dumps(value)) for value in values]  # type and check
        line = next(line for line in code[home].splitlines() if line.startswith(f"    {field}: "))
        assert (1, 1) == (line.count("Type0"), line.count("None"))


def test_no_upload_by_form_is_generated() -> None:
    """The generated forms have a fixed boundary, so there is no operation that sends one."""
    modules = {path.stem for path in (KEPT / "api" / "files").glob("*.py")}
    assert {"__init__", "upload_base64", "upload_url"} == modules
    sources = [path for path in KEPT.rglob("*.py") if path.name != "types.py"]
    assert [] == [path for path in sources if "multipart" in path.read_text(encoding="utf-8")]


# ------------------------------------------------------------------ a new family is an edit of one file alone

FAMILY = """
NewRequest:
  type: object
  x-title: New One
  x-source:
    kind: page
    pages: ["https://docs.example.com/new-one"]
  x-note: Made up for a test.
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
  x-examples:
    new-1:
      summary: New One
      value: {model: new-1, prompt: A paper boat, duration: 2}
"""


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package generated from the contract with one more family in a vendor's file."""
    folder = tmp_path_factory.mktemp("extended")
    spec = copied_contract(folder)
    before = contents(spec.parent)
    name = "models/wan.yaml"
    with (spec.parent / name).open("a", encoding="utf-8") as file:
        file.write(FAMILY)
    shutil.copytree(ROOT / "wrapper" / "foxapi_video", folder / "foxapi_video")
    names = folder / "foxapi_video" / "__init__.py"
    done = python(SCRIPT, "--spec", spec, "--output", folder / "foxapi_video_client", "--names", names)
    assert 0 == done.returncode, done.stdout + done.stderr
    after = contents(spec.parent)
    assert {name, "bundle.yaml"} == {path for path in after if after[path] != before.get(path)}
    return folder


def test_a_new_vendor_is_a_new_file(tmp_path: Path) -> None:
    """A file that nothing else names adds its family after the known ones, with its example."""
    before = generate.load(CONTRACT)
    spec = copied_contract(tmp_path)
    (spec.parent / "models" / "new.yaml").write_text(FAMILY, encoding="utf-8")
    contract = generate.load(spec)
    assert [] == generate.mistakes(contract)
    assert [*generate.request_names(before), "NewRequest"] == generate.request_names(contract)
    models = {**generate.facts(before)["models"], "new-1": "NewRequest"}
    assert list(models.items()) == list(generate.facts(contract)["models"].items())
    assert {"model": "new-1", "prompt": "A paper boat", "duration": 2} == generate._examples(contract)["new-1"]["value"]


def with_new_family(extended: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python with the extended package before the real one; the wrapper beside it differs by a name."""
    return python(
        *arguments, cwd=extended, PYTHONPATH=str(extended), COLUMNS="200", FOXAPI_API_KEY="sk-test", NO_COLOR="1"
    )


def test_a_new_family_is_checked_by_its_own_rules(extended: Path) -> None:
    """`check` knows its limits, its rule and its defaults, with words, and the request class and the catalog too."""
    code = """if True:
        import json
        import foxapi_video, foxapi_video_client
        from foxapi_video import NewRequest, check, models
        new = lambda **fields: [str(p) for p in check({"model": "new-1", "prompt": "A paper boat", **fields})]
        info = next(info for info in models() if info.id == "new-1")
        from foxapi_video._requests.check import body_of
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
        ["duration: must be an integer from 1 to 9 (got 10)"],
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
    command = [
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--cache-dir",
        ROOT / ".mypy_cache" / "new_family",  # kept between runs
        "--no-error-summary",
    ]
    done = python(*command, right, wrong, cwd=extended, MYPYPATH=str(extended))
    # the generated code itself is exempt, here as in pyproject.toml
    lines = [line for line in done.stdout.splitlines() if line.startswith(("right.py", "wrong.py"))]
    assert (1, 2) == (done.returncode, len(lines)), done.stdout + done.stderr
    assert all(line.startswith("wrong.py:2: error: ") and "[arg-type]" in line for line in lines)


def test_a_new_family_makes_a_video_in_the_sandbox(extended: Path) -> None:
    """The sandbox serves it, and the file is as long as was asked for."""
    clip = extended / "x.mp4"
    words = ["generate", "new-1", "A paper boat", "--duration", "2", "--sandbox", "-o", clip, "--json"]
    done = with_new_family(extended, "-m", "foxapi_video.cli", *words)
    assert 0 == done.returncode, done.stderr
    assert ("new-1", "completed") == tuple(json.loads(done.stdout)[key] for key in ("model", "status"))
    code = f"import av; c = av.open({str(clip)!r}); print(round(c.duration / av.time_base), len(c.streams.video))"
    assert "2 1" == python("-c", code).stdout.strip()


def test_the_sync_client_is_what_the_async_one_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--check names a client.py that differs, as it names every other generated file."""
    for name in ("__init__.py", "async_client.py", "client.py"):
        shutil.copy(WRAPPER / name, tmp_path)
    arguments = ["--check", "--names", str(tmp_path / "__init__.py")]
    assert 0 == generate.main(arguments)
    with (tmp_path / "client.py").open("a", encoding="utf-8") as file:
        file.write("edited = True\n")
    capsys.readouterr()
    assert 1 == generate.main(arguments)
    assert "differs: client.py, which is written from async_client.py" in capsys.readouterr().out


@pytest.mark.parametrize("gone", ["aclosing", "batch = await self._driver.run(beginning)"])
def test_a_rule_that_matches_nothing_is_named(gone: str) -> None:
    """An async client that is written otherwise does not become half a sync one in silence."""
    source = (WRAPPER / "async_client.py").read_text(encoding="utf-8")
    with pytest.raises(SystemExit, match="the async client"):
        sync_client.sync_client(source.replace(gone, "changed"))
