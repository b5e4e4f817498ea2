"""The command line, as a person or a script uses it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foxapi_video import models
from foxapi_video._catalogue import catalogue
from foxapi_video._files import mp4_trouble
from foxapi_video.cli._app import app, run
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
    monkeypatch.setattr(sys, "stdin", io.StringIO("A boat\n"))
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
    assert (5, True) == (code, f"foxapi-video wait {box.tasks[0].id} goes on" in err)


def test_an_interrupt_prints_the_task(
    box: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C exits with 130 and says how to go on with what is paid."""

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    code, _, err = called(capsys, "generate", "sora-2", "A paper boat", "-o", "v.mp4")
    assert (130, True) == (code, f"foxapi-video wait {box.tasks[0].id}" in err)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", "veo31", "A boat"], "did you mean veo-3.1?"),
        (["generate", "zzz", "A boat"], "lists them"),
        (["models", "sora2"], "did you mean sora-2?"),
        (["models", "zzz"], "wan-2.7-reference-to-video"),
        (["generate", "veo-3.1"], "Missing argument"),
        (["generate", "veo-3.1", "A boat", "--image_urls", "x"], "--image-urls"),
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
        flags = [f"--{field.name.replace('_', '-')}" for field in info.fields if field.name not in ("model", "prompt")]
        assert (0, []) == (code, [flag for flag in flags if flag not in out])
        assert info.rules == () or "Rules:" in out


def test_models_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The list names every id; a page has fields, rules and an example; JSON says the same."""
    _, out, _ = called(capsys, "models")
    assert list(catalogue().models) == [line.split()[0] for line in out.splitlines()[1:]]
    _, out, _ = called(capsys, "models", "veo-3.1")
    assert all(words in out for words in ("4, 6 or 8", "first-last-frame takes exactly 2 images", '"veo-3.1"'))
    _, out, _ = called(capsys, "models", "veo-3.1", "--json")
    assert catalogue().examples["veo-3.1"] == json.loads(out)["example"]
    _, out, _ = called(capsys, "models", "--json")
    assert [info.id for info in models()] == [each["id"] for each in json.loads(out)]


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
    for content, expected in ((good, 0), ([good, bad], 2), (bad, 2), ([], 0)):
        lines.write_text(json.dumps(content))
        assert expected == called(capsys, "check", str(lines))[0]


def test_the_demo_makes_every_video(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo leaves a file a model, as large and long and loud as was asked for."""
    code, out, _ = called(capsys, "demo", "-o", str(tmp_path / "out"), "--json")
    rows = {row["model"]: row for row in json.loads(out)}
    assert (0, list(catalogue().models)) == (code, list(rows))
    assert {
        "sora-2": (1280, 720, 8, False),
        "sora-2-pro": (1920, 1080, 4, True),
        "veo-3.1": (1920, 1080, 8, True),
        "veo-3.1-fast": (1920, 1080, 8, True),
        "seedance-2.0-reference-to-video": (1280, 720, 5, True),
        "seedance-2.0-fast-reference-to-video": (1120, 480, 5, True),
        "wan-2.7-reference-to-video": (1920, 1080, 5, False),
    } == {model: (row["width"], row["height"], round(row["seconds"], 1), row["audio"]) for model, row in rows.items()}
    code, out, _ = called(capsys, "demo", "-o", str(tmp_path / "out"))
    assert (0, 8) == (code, len(out.splitlines()))


def test_the_sandbox_is_served_until_it_is_stopped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how to use it, shows what it is asked, and ends at Ctrl-C; a taken port is told."""
    with Sandbox() as taken:
        code, _, err = called(capsys, "sandbox", "--port", taken.url.rpartition(":")[2])
        assert (2, True) == (code, "in use" in err)

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
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
        "import sys; from foxapi_video.cli._app import run; run(sys.argv[1:]);"
        "print([name for name in ('httpx', 'jsonschema_rs', 'starlette', 'av', 'PIL', 'rich') if name in sys.modules])"
    )
    arguments = [sys.executable, "-c", code, *command, "--help"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.splitlines()[-1]
