"""The command line, as a person or a script uses it."""

from __future__ import annotations

import io
import json
import random
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from rich.console import Console

from foxapi_video import Clip, FieldInfo, FoxAPI, ModelInfo, Task, check, models
from foxapi_video._contract.catalog import catalog
from foxapi_video._storage.files import mp4_trouble
from foxapi_video.cli.app import app, run
from foxapi_video.cli.commands import demo as _demo
from foxapi_video.cli.commands import sandbox as _sandbox
from foxapi_video.cli.commands.demo import demonstrate
from foxapi_video.cli.options import RESERVED, field_flags
from foxapi_video.cli.output import display as _display
from foxapi_video.cli.output import pages as _pages
from foxapi_video.cli.output.snippets import command_line, python_lines
from foxapi_video.cli.output.wording import limit_words
from foxapi_video.sandbox import Fault, Sandbox


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    """Point the environment at a fast sandbox, with pauses that move its clock, in an empty folder."""
    with Sandbox(speed=1000.0) as box:
        monkeypatch.setenv("FOXAPI_BASE_URL", box.url)
        monkeypatch.setenv("FOXAPI_API_KEY", box.key)
        monkeypatch.setattr(time, "sleep", box.clock.advance)
        monkeypatch.chdir(tmp_path)
        yield box


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command; return its exit code, standard output and standard error."""
    code = run(list(arguments))
    out, err = capsys.readouterr()
    return code, out, " ".join(err.split())


def test_generate_saves_a_video(box: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """One command makes a file and prints where it is."""
    code, out, err = called(capsys, "generate", "sora-2", "A paper boat", "--duration", "8", "-o", "boat.mp4")
    assert (0, "boat.mp4\n") == (code, out)
    assert mp4_trouble(Path("boat.mp4")) is None
    assert [8] == [record.body["duration"] for record in box.tasks]
    assert f"task {box.tasks[0].id} completed" in err


def test_generate_never_overwrites_unasked(box: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Without -o, the file is named after the model and takes a free name."""
    names = [called(capsys, "generate", "veo-3.1", "A boat", "--duration", "4")[1] for _ in range(2)]
    assert ["veo-3.1.mp4\n", "veo-3.1-2.mp4\n"] == names


def test_generate_through_its_own_sandbox(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--sandbox needs no key."""
    monkeypatch.delenv("FOXAPI_API_KEY", raising=False)
    target = tmp_path / "v.mp4"
    code, _, err = called(capsys, "generate", "sora-2", "A paper boat", "--sandbox", "-o", str(target))
    assert (0, None) == (code, mp4_trouble(target))
    assert "made by the sandbox" in err


def test_a_bad_request_is_refused_before_anything_is_sent(box: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The field and what it takes are named; the exit code is 2."""
    mode = ["--generation-type", "first-last-frame", "--image-urls", "https://example.com/a.png"]
    code, out, err = called(capsys, "generate", "veo-3.1", "a paper boat", *mode, "--sandbox")
    assert (2, "", []) == (code, out, box.requests)
    assert "nothing was sent: image_urls: first-last-frame takes exactly 2 images" in err


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["--duration", "five"], "duration"),
        (["--duration", "5"], "duration"),
        (["--advanced", "{broken"], "advanced"),
        (["--image-urls", "boat.png", "--generation-type", "image-to-video"], "image_urls[0]"),
    ],
)
def test_values_that_cannot_be_read_are_problems(
    arguments: list[str], field: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option's value of the wrong kind is worded as the check words it, as JSON too."""
    code, out, err = called(capsys, "generate", "veo-3.1", "A boat", *arguments, "--dry-run", "--json")
    assert (2, [field]) == (code, [problem["field"] for problem in json.loads(out)["error"]["problems"]])
    assert f"{field}:" in err


def test_dry_run_prints_the_body(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """--dry-run shows what would be sent, with every kind of field, and sends nothing."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A boat\n")))
    options = ["--no-generate-audio", "--duration", "-1", "--seed", "7", "--image-urls", "https://a.example/1.png"]
    code, out, _ = called(
        capsys, "submit", "seedance-2.0-reference-to-video", "-", *options, "--image-urls", "https://a.example/2.png",
        "--dry-run",
    )  # fmt: skip
    assert 0 == code
    assert {
        "model": "seedance-2.0-reference-to-video",
        "prompt": "A boat",
        "resolution": "720p",
        "ratio": "adaptive",
        "duration": -1,
        "generate_audio": False,
        "seed": 7,
        "image_urls": ["https://a.example/1.png", "https://a.example/2.png"],
    } == json.loads(out)


def test_the_steps_work_apart(box: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """submit prints the id that status, wait and download take."""
    code, out, _ = called(capsys, "submit", "sora-2", "A paper boat")
    task = out.strip()
    assert (0, box.tasks[0].id) == (code, task)
    assert called(capsys, "status", task)[1].startswith(task)
    code, out, _ = called(capsys, "wait", task, "--json", "-o", "one.mp4")
    assert (0, task, "completed", "one.mp4") == (code, *(json.loads(out)[key] for key in ("task_id", "status", "path")))
    assert (0, "two.mp4\n") == called(capsys, "download", task, "-o", "two.mp4")[:2]
    assert Path("one.mp4").read_bytes() == Path("two.mp4").read_bytes()
    assert (0, f"{task} completed 100 % {json.loads(out)['url']}\n") == called(capsys, "status", task)[:2]
    assert json.loads(out)["url"] in called(capsys, "wait", task)[1]


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (Fault.status(402), 3, "top up the balance"),
        (Fault.status(422), 3, "HTTP 422"),
        (Fault.failed(message="No luck."), 4, "No luck."),
        (Fault.lost(), 6, "before you repeat it"),
        (Fault.status(500), 6, "before you repeat it"),
    ],
    ids=["402", "422", "failed", "lost", "500"],
)
def test_exit_codes(
    fault: Any, code: int, words: str, box: Sandbox, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each way to fail has its exit code and says what to do; with --json it is on standard output, too."""
    box.faults.add("create_video", fault)
    found, out, err = called(capsys, "generate", "sora-2", "A paper boat", "-o", "v.mp4", "--json")
    assert (code, True, []) == (found, words in err, list(tmp_path.iterdir()))
    assert words in json.loads(out)["error"]["message"]


def test_a_timeout_prints_the_task(box: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 5, and the id to go on with."""
    box.faults.add("create_video", Fault.empty(looks=10**6))
    code, _, err = called(capsys, "generate", "sora-2", "A paper boat", "--timeout", "0.05", "-o", "v.mp4")
    assert (5, True) == (code, f"keep waiting with: foxapi-video wait {box.tasks[0].id}" in err)


def test_an_interrupt_prints_the_task(
    box: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C exits with 130 and says how to go on with what is paid."""

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    box.faults.add("create_video", Fault.empty(looks=10**6))  # the first look never finds the file
    code, _, err = called(capsys, "generate", "sora-2", "A paper boat", "-o", "v.mp4")
    assert (130, True) == (code, f"foxapi-video wait {box.tasks[0].id}" in err)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", "veo31", "A boat"], "did you mean veo-3.1?"),
        (["generate", "zzz", "A boat"], "lists them"),
        (["generate", "foo/sora-3", "A boat"], "did you mean sora-2?"),
        (["generate", "--sandbox", "sora-2", "A boat"], "--sandbox comes after the model: foxapi-video generate MODEL"),
        (["generate", "sora-2", "A", "boat"], "unexpected 'boat': put the prompt in quotes"),
        (["generate", "sora-2", "--prompt", "A boat"], 'it goes without one: foxapi-video generate sora-2 "PROMPT"'),
        (["generate", "topaz-upscale-video", "sharp"], "topaz-upscale-video takes no prompt"),
        (["generate", "fabric-1.0-text", "A", "boat"], "put the text in quotes"),
        (["models", "zora"], "did you mean sora?"),
        (["models", "zzz"], "`foxapi-video models` lists all"),
        (["models", "--with", "soud"], "did you mean sound?"),
        (["models", "--with", "zzz"], "no model takes 'zzz'"),
        (["models", "--resolution", "8k"], "no model makes 8k"),
        (["models", "--resolution", "1081p"], "did you mean 1080p?"),
        (["models", "--max-duration", "9999"], "no model makes 9999 s: the longest is"),
        (["models", "sora", "--with", "elements"], "no model fulfils all of sora --with elements"),
        (["generate", "veo-3.1"], "Missing argument"),
        (["generate", "veo-3.1", "A boat", "--image_urls", "x"], "did you mean --image-urls?"),
        (["generate", "veo-3.1", "A boat", "--zzz", "x"], "`foxapi-video generate veo-3.1 --help` lists them"),
        (["frobnicate"], "No such command"),
        (["wait"], "Missing argument"),
        (["download", "t"], "-o"),
        (["check", "/nowhere"], "No such file"),
    ],
)
def test_typical_mistakes_are_told(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake on the command line exits with 2 and says what is meant."""
    code, _, err = called(capsys, *arguments)
    assert (2, True) == (code, words in err)


def test_no_key_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key the message names the variable and the way to go without."""
    monkeypatch.delenv("FOXAPI_API_KEY", raising=False)
    code, _, err = called(capsys, "submit", "sora-2", "A boat")
    assert (2, True, True) == (code, "FOXAPI_API_KEY" in err, "sandbox" in err)


def test_every_model_has_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`generate MODEL --help` shows each field of the contract but the model and the prompt."""
    for info in models():
        code, out, _ = called(capsys, "generate", info.id, "--help")
        flags = [flag for name, flag in field_flags(info.fields).items() if name != "model"]
        prompts = [f'"{field.name.upper()}"' for field in info.fields if field.role == "prompt"]
        shown = [word for word in flags if word[2:].replace("-", "_").upper() not in "".join(prompts)] + prompts
        assert (0, []) == (code, [word for word in shown if word not in out])
        assert all(rule in " ".join(out.split()) for rule in info.rules)


def test_the_help_of_generate_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    """It names every id, none of them broken, in less than a line for each."""
    _, out, _ = called(capsys, "generate", "--help")
    words = out.replace(",", " ").split()
    assert set(catalog().models) <= set(words)
    assert len(out.splitlines()) < 60 < len(catalog().models)


def test_no_field_takes_an_option_of_the_commands() -> None:
    """What the commands call their own is reserved, and a field of such a name is set with --field-NAME."""
    own = {
        flag
        for group in ("generate", "submit")
        for parameter in app.commands[group]._options  # type: ignore[attr-defined]
        for flag in parameter.opts
        if flag.startswith("--")
    }
    assert own <= RESERVED
    veo = catalog().models["veo-3.1"]
    info = next(info for info in models() if info.id in veo.models)
    switch = next(field for field in info.fields if field.role == "audio")
    fields = [evolve(switch, name=name) for name in ("json", "sound", "no_sound", "sound-", "dry_run", "help")]
    assert {
        "json": "--field-json", "sound": "--sound", "no_sound": "--field-no-sound", "sound-": "--sound-",
        "dry_run": "--field-dry-run", "help": "--field-help",
    } == field_flags(fields)  # fmt: skip
    for each in models():
        flags = field_flags(each.fields)
        assert len(set(flags.values())) == len(each.fields)
        assert RESERVED.isdisjoint(flags.values())


BODIES: list[tuple[str, list[str], dict[str, Any]]] = [
    (
        "kling-o3-reference-to-video",
        ["--elements", '{"a": 1}', "--elements", '{"b": 2}'],
        {"elements": [{"a": 1}, {"b": 2}]},
    ),
    ("kling-o3-reference-to-video", ["--elements", '[{"a": 1}, {"b": 2}]'], {"elements": [{"a": 1}, {"b": 2}]}),
    ("kling-o3-reference-to-video", ["--elements", "[]", "--duration", "null"], {"elements": [], "duration": None}),
    ("grok-imagine-text-to-video", ["--aspect-ratio", "null"], {"aspect_ratio": None}),
    ("vidu-q3-pro", ["--image-urls", '["https://a.example/1.png"]'], {"image_urls": ["https://a.example/1.png"]}),
    ("veo3.1-fast", ["--model-params", '{"n": 0.5}'], {"model_params": {"n": 0.5}}),
    ("wan-2.7-text-to-video", ["--negative-prompt", "2026"], {"negative_prompt": "2026"}),
]


@pytest.mark.parametrize(("model", "options", "expected"), BODIES)
def test_values_are_read_as_their_fields_want_them(
    model: str, options: list[str], expected: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Objects and lists are given as JSON, once or several times; text stays text."""
    code, out, _ = called(capsys, "submit", model, "A boat", *options, "--dry-run")
    assert 0 == code
    assert expected == {name: json.loads(out)[name] for name in expected}


@pytest.mark.parametrize(
    ("field", "given", "expected"),
    [
        ("vocabulary", ["2026", "FoxAPI"], ["2026", "FoxAPI"]),
        ("vocabulary", ['["FoxAPI", 2026]', '"2026"'], ["FoxAPI", 2026, "2026"]),
        ("vocabulary", ['{"word": "FoxAPI"}', "[so"], [{"word": "FoxAPI"}, "[so"]),
        ("customization", ['{"size": 1}'], {"size": 1}),
    ],
)
def test_entries_of_any_kind_stay_text_unless_they_are_json(
    field: str, given: list[str], expected: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word such as 2026 is a word."""
    options = [word for text in given for word in (f"--{field}", text)]
    video = ["--video-url", "https://a.example/v.mp4", "--preset", "glass"]
    _, out, _ = called(capsys, "submit", "veed-subtitles", *video, *options, "--dry-run")
    assert expected == json.loads(out)[field]


@pytest.mark.parametrize(
    ("text", "value"), [("2", 2), ("1.5", 1.5), ("3.", 3.0), ("+.2e1", 2.0), ("-1", None), ("x", None), ("1e999", None)]
)
def test_numbers_are_read_as_numbers(text: str, value: float | None, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole or not; what is none, or none that JSON holds, is a problem."""
    options = ["--video-url", "https://a.example/v.mp4", "--upscale-factor", text, "--json"]
    code, out, _ = called(capsys, "submit", "topaz-upscale-video", *options, "--dry-run")
    if value is None:
        assert (2, ["upscale_factor"]) == (code, [each["field"] for each in json.loads(out)["error"]["problems"]])
    else:
        assert (0, value, type(value)) == (
            code,
            json.loads(out)["upscale_factor"],
            type(json.loads(out)["upscale_factor"]),
        )


def test_what_is_no_json_is_told_with_every_other_problem(capsys: pytest.CaptureFixture[str]) -> None:
    """The value, where it breaks, and the contract's own example; and nothing that only follows from it."""
    bad = ["--elements", '{"a": }', "--duration", "99"]
    code, out, _ = called(capsys, "submit", "kling-o3-reference-to-video", "Like @Element1", *bad, "--json")
    found = {problem["field"]: problem["message"] for problem in json.loads(out)["error"]["problems"]}
    example = next(iter(catalog().models["kling-o3-reference-to-video"].fields["elements"]["examples"]))
    assert (2, ["elements", "duration"]) == (code, list(found))
    assert json.dumps(example, ensure_ascii=False) in found["elements"]


@pytest.mark.parametrize("given", ["veo-3.1[4k|audio]", "google/veo-3.1", "google/veo-3.1[4k]"])
def test_ids_with_a_provider_or_a_tier_work(
    given: str, box: Sandbox, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """They go as they are, with no default beside a tier, and have their page."""
    code, out, _ = called(capsys, "generate", given, "A boat", "--dry-run")
    body = json.loads(out)
    assert (0, given, given.endswith("]")) == (code, body["model"], set(body) == {"model", "prompt"})
    assert 0 == called(capsys, "generate", given, "A boat")[0]
    assert 1 == len(list(tmp_path.glob("*.mp4")))
    code, out, _ = called(capsys, "models", given, "--json")
    assert (0, given, []) == (code, json.loads(out)["id"], check(json.loads(out)["example"]))
    assert given.endswith("]") == ({None} == {field["default"] for field in json.loads(out)["fields"]})


# ------------------------------------------------------------------ the list of the models


def ids(text: str) -> list[str]:
    """Return the ids that a list shows."""
    return [line.split()[0] for line in text.splitlines() if line.startswith("  ") and "FROM" not in line]


def test_models_are_listed_by_maker(capsys: pytest.CaptureFixture[str]) -> None:
    """The list names every id once, below its maker, in at most 100 columns and without trailing spaces."""
    _, out, _ = called(capsys, "models")
    assert sorted(catalog().models) == sorted(ids(out))
    assert 100 >= max(map(len, out.splitlines()))
    assert out.splitlines() == [line.rstrip() for line in out.splitlines()]
    group = ""
    for line in out.splitlines()[1:]:
        group = line if line and not line.startswith(" ") else group
        if line.startswith("  "):
            assert group in (info_of(line.split()[0]).maker, "others")


def info_of(model: str) -> ModelInfo:
    """Return what is known of a model."""
    return next(info for info in models() if info.id == model)


@pytest.mark.parametrize(
    ("arguments", "holds"),
    [
        (["kling"], lambda info: "kling" in info.id),
        (["KLING", "O3"], lambda info: "kling-o3" in info.id),
        (
            ["reference to video"],
            lambda info: all(w in f"{info.id} {info.title}" for w in ("reference", "to", "video")),
        ),
        (["--with", "image_urls"], lambda info: "image_urls" in names(info.fields)),
        (["--with", "image-urls", "--with", "SEED"], lambda info: {"image_urls", "seed"} <= names(info.fields)),
        (["--with", "frontal_image_url"], lambda info: "frontal_image_url" in names(info.fields)),
        (["--with", "audio"], lambda info: "audio" in kinds(info.fields)),
        (["--with", "sound"], lambda info: info.sound),
        (["--max-duration", "15"], lambda info: (info.longest or 0) >= 15),
        (["--resolution", "4K"], lambda info: "4k" in info.resolutions),
        (["veo-3.1", "--resolution", "4k"], lambda info: "veo-3.1" in info.id and "4k" in info.resolutions),
    ],
)
def test_the_list_is_narrowed(arguments: list[str], holds: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """By words and by wishes, all of which hold; as JSON too."""
    expected = [info.id for info in models() if holds(info)]
    assert 0 < len(expected) < len(catalog().models)
    code, out, _ = called(capsys, "models", *arguments, "--json")
    assert (0, expected) == (code, [each["id"] for each in json.loads(out)])
    _, out, err = called(capsys, "models", *arguments)
    assert sorted(expected) == sorted(ids(out))
    assert f"{len(expected)} model" in err
    assert ("do not say how long" in err) is ("--max-duration" in arguments)


def names(fields: Iterable[FieldInfo]) -> set[str]:
    """Collect the names of fields and of what is in them."""
    return {name for field in fields for name in (field.name, *names(field.inside))}


def kinds(fields: Iterable[FieldInfo]) -> set[str | None]:
    """Collect what fields are about and what kinds of files they take."""
    return {word for field in fields for word in (field.role, field.media, *kinds(field.inside))}


def test_the_live_list_is_what_the_key_can_use(
    box: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its ids as they are, those of no known model by their names alone; narrowed like the others."""
    assert sorted(catalog().models) == sorted(ids(called(capsys, "models", "--live")[1]))
    live = ["veo-3.1[4k|audio]", "openai/sora-2", "suno-5", "sora-9"]
    monkeypatch.setattr(FoxAPI, "live_models", lambda self: live)
    for arguments, expected in (
        ([], ["openai/sora-2", "veo-3.1[4k|audio]", "suno-5", "sora-9"]),
        (["sora"], ["openai/sora-2", "sora-9"]),
        (["--resolution", "4k"], ["veo-3.1[4k|audio]"]),
        (["sora-9"], ["sora-9"]),
    ):
        code, out, _ = called(capsys, "models", "--live", *arguments)
        assert (0, expected) == (code, ids(out))
    assert [{"id": "sora-9"}] == json.loads(called(capsys, "models", "--live", "sora-9", "--json")[1])
    live.clear()
    code, _, err = called(capsys, "models", "--live")
    assert (2, True) == (code, "the key can use no model" in err)


def test_a_combination_that_nothing_fulfils_says_what_to_leave_out(capsys: pytest.CaptureFixture[str]) -> None:
    """It counts the models without each of the wishes, as JSON too."""
    code, out, err = called(capsys, "models", "sora", "--resolution", "4k", "--json")
    count = sum("sora" in model for model in catalog().models)
    assert 2 == code
    assert f"{count} without --resolution 4k" in err
    assert f"{count} without --resolution 4k" in json.loads(out)["error"]["message"]


def test_what_a_model_can_be_asked_for_is_what_check_accepts() -> None:
    """`longest` and `resolutions` are the contract's, narrowed where a rule forbids a value on this model."""
    narrowed = set()
    for info in models():
        fields = {field.role: field for field in info.fields if field.role}
        if "resolution" not in fields:
            assert () == info.resolutions
            continue
        name, values = fields["resolution"].name, fields["resolution"].schema.get("enum", ())
        lengths = choices(fields["duration"].schema) if "duration" in fields else []
        beside = [{}, *({fields["duration"].name: length} for length in lengths)]
        fine = [
            value
            for value in values
            if value is not None and not all(check({**info.example, name: value, **more}) for more in beside)
        ]
        assert fine == list(info.resolutions)
        if len(fine) < sum(value is not None for value in values):
            narrowed.add(info.id)
            assert any(info.id in rule for rule in info.rules)
    assert "seedance-2.0-fast-text-to-video" in narrowed


def choices(schema: Mapping[str, Any]) -> list[int]:
    """List the lengths that a field holds."""
    if "enum" in schema:
        return [value for value in schema["enum"] if value]
    return [*range(schema.get("minimum", 1), schema.get("maximum", 0) + 1)]


def test_the_longest_video_is_the_fields_limit() -> None:
    """No rule of today makes a length impossible; where no limit is stated, none is claimed."""
    for info in models():
        found = [choices(field.schema) for field in info.fields if field.role == "duration"]
        assert max(found[0], default=None) == info.longest if found else info.longest is None


# ------------------------------------------------------------------ the page of a model


@pytest.mark.parametrize("columns", [80, 120])
def test_every_model_has_its_page(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says all that the contract says, in the columns there are; only what is copied may be longer."""
    monkeypatch.setattr(_pages, "PIPE_WIDTH", columns)
    for info in models():
        code, out, _ = called(capsys, "models", info.id)
        text = " ".join(out.split())
        family = catalog().models[info.id]
        words = [*info.ids, info.title, *info.pages, " ".join(info.note.split()), *info.rules, *family.rules]
        words += [f" {field.name} {limit_words(field)}" for field in info.fields]
        words += [field.files for field in info.fields]
        assert (0, []) == (code, [word for word in words if word not in text])
        assert ("there is no file" in text) is not family.makes_file
        before = out.partition("\nExample\n")[0].splitlines()
        assert [] == [line for line in before if len(line) > columns and "http" not in line]
        assert out.splitlines() == [line.rstrip() for line in out.splitlines()]


def test_a_page_marks_what_is_not_sent_and_what_is_inferred() -> None:
    """A default of ours, one of the server's, a type that was filled in and the limits of files, in words."""
    for info in models():
        schemas = catalog().models[info.id].fields
        for field in info.fields:
            schema, words = schemas[field.name], limit_words(field)
            assert (schema.get("default"), schema.get("x-server-default")) == (field.default, field.server_default)
            assert (field.default is None and field.server_default is not None) is ("default is" in words)
            assert schema.get("x-inferred", False) is ("type inferred" in words)
            limits = schema.get("x-file", {})
            assert all(str(limits[key]) in words for key in limits if key != "types")
            assert all(kind in words.lower() for kind in limits.get("types", ()))


def test_a_page_is_json_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    """For one model an object, for all of them a list."""
    _, out, _ = called(capsys, "models", "veo-3.1", "--json")
    one = json.loads(out)
    assert catalog().models["veo-3.1"].examples["veo-3.1"] == one["example"]
    _, out, _ = called(capsys, "models", "--json")
    assert [info.id for info in models()] == [each["id"] for each in json.loads(out)]
    assert one in json.loads(out)


def test_the_command_line_of_a_page_is_its_example(capsys: pytest.CaptureFixture[str]) -> None:
    """Run as it stands, it sends the example."""
    for info in models():
        words = shlex.split(command_line(info, 80).replace("\\\n", ""))
        assert "foxapi-video" == words[0]
        code, out, _ = called(capsys, *words[1:], "--dry-run")
        assert (0, catalog().models[info.id].with_defaults(info.example)) == (code, json.loads(out))


@pytest.mark.parametrize("value", [[], ["[1]", "x"], ["x", 1], [True], 'a "b" c', "it's", {"a": [None]}])
def test_every_value_can_be_written_on_a_command_line(value: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Lists that are empty, mixed or of texts that look like JSON come through as they are."""
    info = info_of("veed-subtitles")
    name = "vocabulary" if isinstance(value, list) else "customization" if isinstance(value, dict) else "srt_content"
    changed = evolve(info, example={**info.example, name: value})
    _, out, _ = called(capsys, *shlex.split(command_line(changed, 10_000))[1:], "--dry-run")
    assert value == json.loads(out)[name]


def test_the_python_lines_of_a_page_are_its_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as they stand, they generate the example, and save a file where there is one."""
    seen: list[tuple[Any, dict[str, Any]]] = []

    def generate(self: FoxAPI, request: Any, **settings: Any) -> Clip:
        seen.append((request if isinstance(request, dict) else request.to_dict(), settings))
        return Clip(Task("t", "completed"), None, (), None)

    monkeypatch.setenv("FOXAPI_API_KEY", "sk-test")
    monkeypatch.setattr(FoxAPI, "generate", generate)
    for info in models():
        exec(compile(python_lines(info), info.id, "exec"), {})
        request, settings = seen.pop()
        family = catalog().models[info.id]
        assert family.with_defaults(info.example) == family.with_defaults(request)
        assert family.makes_file is ("save_to" in settings)


def test_check_prints_a_problem_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each problem comes with its line; the exit code says whether there is any."""
    good, bad = {"model": "sora-2", "prompt": "A boat"}, {"model": "sora-2", "prompt": "", "duration": 5}
    lines = tmp_path / "lines.jsonl"
    lines.write_text("\n".join([json.dumps(good), "", json.dumps(bad), "{broken"]))
    code, out, err = called(capsys, "check", str(lines))
    assert 2 == code
    assert [f"{lines}:3: prompt", f"{lines}:3: duration", f"{lines}:4: is not JSON"] == [
        ": ".join(line.split(": ")[:2]) for line in out.splitlines()
    ]
    assert "3 problems in 3 requests" in err
    for content, expected in ((good, 0), ([good, bad], 2), (bad, 2), ([], 2)):
        lines.write_text(json.dumps(content))
        assert expected == called(capsys, "check", str(lines))[0]


def demonstrated(folder: Path, capsys: pytest.CaptureFixture[str], *, every: bool) -> tuple[int, list[dict[str, Any]]]:
    """Run the demo in a fast sandbox."""
    with Sandbox(speed=1000.0, share_renderings=True) as box:
        code = demonstrate(box, folder, every=every, as_json=True)
    return code, json.loads(capsys.readouterr().out)


def assert_as_asked(row: dict[str, Any]) -> None:
    """Compare a file with the body that asked for it."""
    info = info_of(row["model"])
    body = catalog().models[info.id].with_defaults(info.example)
    asked = {field.role: body[field.name] for field in info.fields if field.role and field.name in body}
    assert 10_000 < row["bytes"]
    if isinstance(asked.get("duration"), int) and asked["duration"] > 0:
        assert asked["duration"] == round(row["seconds"], 1)
    if info.sound:
        assert (info.sound == "always" or asked.get("audio", False)) is row["audio"]
    if str(asked.get("resolution")).endswith("p"):
        assert int(asked["resolution"][:-1]) == min(row["width"], row["height"])


def test_the_demo_makes_the_main_videos(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file for each model whose pages were given in full, as large and long and loud as was asked for."""
    code, out, _ = called(capsys, "demo", "-o", str(tmp_path / "out"), "--json")
    rows = json.loads(out)
    main = [info.id for info in models() if catalog().models[info.id].schema["x-source"]["kind"] == "seed"]
    assert (0, main) == (code, [row["model"] for row in rows])
    assert len(main) < 10
    for row in rows:
        assert_as_asked(row)
        assert mp4_trouble(Path(row["path"])) is None


def test_the_demo_of_all_makes_everything(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    everything: bool,
    chance: random.Random,
) -> None:
    """Every model has its file, or its result where there is none; every day, eight models are drawn."""
    wanted = list(catalog().models)
    if not everything:
        drawn = set(chance.sample(wanted, 8))
        wanted = [model for model in wanted if model in drawn]
        infos = [info for info in models() if info.id in drawn]
        monkeypatch.setattr(_demo, "models", lambda: infos)
    code, rows = demonstrated(tmp_path, capsys, every=True)
    assert (0, wanted) == (code, [row["model"] for row in rows])
    for row in rows:
        family = catalog().models[row["model"]]
        if family.makes_file:
            assert_as_asked(row)
        else:
            assert [sorted(family.result)] == [sorted(found) for found in row["results"]]


def test_a_failure_in_the_demo_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are made, in a table, and the exit code says that one is missing."""
    two = [info_of("sora-2"), info_of("sora-2-character")]
    monkeypatch.setattr(_demo, "models", lambda: two)
    monkeypatch.setattr(_demo, "TOGETHER", 1)
    for fails, expected in ((0, ["FILE", "sora-2-character:"]), (1, ["FILE", str(tmp_path / "sora-2.mp4")])):
        with Sandbox(speed=1000.0) as box:
            box.faults.add("create_video", *[Fault.none()] * fails, Fault.status(402))
            code = demonstrate(box, tmp_path, every=True, as_json=False)
        out, err = capsys.readouterr()
        assert (4, True) == (code, "top up the balance" in err)
        assert expected == [line.split()[0] for line in out.splitlines()]


def test_a_long_demo_shows_what_is_under_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal, a bar for all and one for each job that runs; the failed ones are counted, too."""
    screen = Console(file=io.StringIO(), force_terminal=True, width=100)
    monkeypatch.setattr(_display, "console", screen)
    monkeypatch.setattr(_demo, "TOGETHER", 1)
    some = [info_of(model) for model in ("sora-2", "veo-3.1", "sora-2-character")]
    monkeypatch.setattr(_demo, "models", lambda: some)
    with Sandbox(speed=1000.0) as box:
        box.faults.add("create_video", Fault.status(402))
        assert 4 == demonstrate(box, tmp_path, every=True, as_json=True)
    assert all(words in screen.file.getvalue() for words in ("3/3", "veo-3.1"))  # type: ignore[attr-defined]
    assert ["veo-3.1", "sora-2-character"] == [row["model"] for row in json.loads(capsys.readouterr().out)]


def test_the_sandbox_is_served_until_it_is_stopped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how to use it, and ends when it is stopped; a taken port is told."""
    with Sandbox() as taken:
        code, _, err = called(capsys, "sandbox", "--port", taken.url.rpartition(":")[2])
        assert (2, True) == (code, "in use" in err)

    def interrupted(box: Sandbox, stopped: threading.Event) -> int:
        stopped.set()
        return serve(box, stopped)

    serve = _sandbox.serve
    monkeypatch.setattr(_sandbox, "serve", interrupted)
    code, _, err = called(capsys, "sandbox", "--port", "0", "--speed", "10")
    assert (0, True) == (code, "export FOXAPI_BASE_URL=http://127.0.0.1:" in err)


def test_the_installed_command_runs() -> None:
    """`foxapi-video` and `python -m foxapi_video.cli` are the same command."""
    command = Path(sys.executable).with_name("foxapi-video")
    outputs = {
        subprocess.run([*words, "--version"], capture_output=True, text=True, check=True).stdout
        for words in ([str(command)], [sys.executable, "-m", "foxapi_video.cli"])
    }
    assert {"foxapi-video, version 0.1.0\n"} == outputs


@pytest.mark.parametrize("command", [[], *[[name] for name in app.commands]])
def test_help_needs_no_network_library(command: list[str]) -> None:
    """Reading the help imports neither httpx nor the sandbox's libraries."""
    code = (
        "import sys; from foxapi_video.cli.app import run; run(sys.argv[1:]);"
        "print([name for name in ('httpx', 'jsonschema_rs', 'starlette', 'av', 'PIL', 'rich') if name in sys.modules])"
    )
    arguments = [sys.executable, "-c", code, *command, "--help"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.splitlines()[-1]
