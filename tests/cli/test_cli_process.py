"""The command line as a process: signals, closed terminals, and output that cannot be written."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fault_server import Does, FaultServer, Origin, http

from foxapi_video import Journal
from foxapi_video.sandbox import Sandbox

MP4 = b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov" + (8 + 500).to_bytes(4) + b"mdat" + bytes(500)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)
COMMAND = [sys.executable, "-m", "foxapi_video.cli"]
GENERATE = [*COMMAND, "generate", "sora-2", "A boat"]


class Api:
    """An API whose tasks run for ever, or are completed at the first poll."""

    def __init__(self) -> None:
        self.completes = False
        self.answers = True
        self.asked = threading.Event()
        """A create request has arrived that gets no response."""
        self.origin = Origin(usual=self.answer)

    def answer(self, method: str, path: str, number: int) -> Does:
        if path.startswith("/file/"):
            return Does(http(MP4, kind="video/mp4"))
        if method == "POST" and not self.answers:
            return Does(creates=True, end="silence", hook=self.asked.set)
        if method == "POST":
            return Does(http(json.dumps({"id": f"task-{number}", "status": "pending"}).encode()), creates=True)
        task: dict[str, Any] = {"id": path.split("/")[-1].partition("?")[0], "status": "processing"}
        if self.completes:
            task |= {"status": "completed", "results": [{"url": f"{self.origin.url}/file/v.mp4"}]}
        return Does(http(json.dumps(task).encode()))


@pytest.fixture
def api() -> Iterator[Api]:
    """Serve the API."""
    api = Api()
    with FaultServer(api.origin):
        yield api


@pytest.fixture
def env(api: Api, tmp_path: Path) -> dict[str, str]:
    """The environment of the processes: the API, and a state folder of their own."""
    return os.environ | {
        "FOXAPI_BASE_URL": api.origin.url,
        "FOXAPI_API_KEY": "sk-x",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PYTHONUNBUFFERED": "",
    }


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(speed=200.0) as box:
        yield box


def started(env: Mapping[str, str], folder: Path, *words: str, **settings: Any) -> subprocess.Popen[str]:
    """Start a command in a folder."""
    usual = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": heed_every_signal}
    return subprocess.Popen([*COMMAND, *words], env=env, cwd=folder, text=True, **(usual | settings))


def heed_every_signal() -> None:
    """Let signals do what they do in a terminal: tests started in the background inherit that they are ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def recorded(env: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Return the state and the task of each job in the state folder's journal."""
    with Journal(Path(env["XDG_STATE_HOME"]) / "foxapi-video" / "jobs.sqlite") as journal:
        return [(job.state, job.task_id) for job in journal.jobs()]


@pytest.mark.sample(4)
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGHUP, 130), (signal.SIGKILL, -9)]
)
@pytest.mark.parametrize("options", [[], ["--json"], ["--no-journal"]], ids=["text", "json", "no-journal"])
def test_a_signal_never_hides_the_id(
    number: int, code: int, options: list[str], env: dict[str, str], tmp_path: Path
) -> None:
    """The id is printed before anything can end the process, is said again at the end, and is in the journal."""
    process = started(env, tmp_path, "generate", "sora-2", "A boat", *options)
    assert process.stderr is not None
    assert "task task-1 created\n" == process.stderr.readline()
    process.send_signal(number)
    out, err = process.communicate()
    assert code == process.returncode
    if code == 130:
        assert "foxapi-video wait task-1" in err
        assert ("--json" in options) is (out != "" and "task-1" == json.loads(out)["error"]["task_id"])
    if options != ["--no-journal"]:
        assert [("submitted", "task-1")] == recorded(env)


@pytest.mark.sample(3)
@pytest.mark.parametrize("command", ["generate", "submit"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_before_there_is_an_id_leaves_a_trace(
    number: int, command: str, api: Api, env: dict[str, str], tmp_path: Path
) -> None:
    """While the create request is in flight: the journal says that it may have arrived."""
    api.answers = False
    process = started(env, tmp_path, command, "sora-2", "A boat")
    assert api.asked.wait(60)
    process.send_signal(number)
    _, err = process.communicate()
    if number == signal.SIGKILL:
        assert [("sending", None)] == recorded(env)
    else:
        assert (130, [("uncertain", None)]) == (process.returncode, recorded(env))
        assert "a task may be running and paid" in err


@pytest.mark.sample(1)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_a_batch_lists_the_jobs_in_flight(number: int, env: dict[str, str], tmp_path: Path) -> None:
    """Each job's id has a line of its own, and the journal in the working folder has them all."""
    (tmp_path / "b.jsonl").write_text('{"model": "sora-2", "prompt": "A"}\n{"model": "sora-2", "prompt": "B"}\n')
    process = started(env, tmp_path, "batch", "b.jsonl", "-o", "out")
    assert process.stderr is not None
    lines = [process.stderr.readline() for _ in range(2)]
    assert {"task-1", "task-2"} == {found for line in lines for found in re.findall(r"task (\S+) pending", line)}
    process.send_signal(number)
    _, err = process.communicate()
    assert (130, True) == (process.returncode, "2 submitted; run the same command to resume" in err)


@pytest.mark.parametrize("ignored", [signal.SIGHUP, signal.SIGTERM])
def test_an_ignored_signal_stays_ignored(ignored: int) -> None:
    """As under nohup; where Ctrl-C is ignored, as in a shell's background jobs, SIGTERM still interrupts."""
    code = (
        "import signal, sys; from foxapi_video.cli.process import heed_signals\n"
        f"signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal({int(ignored)}, signal.SIG_IGN); heed_signals()\n"
        f"signal.raise_signal({int(ignored)}); print('still here')\n"
        f"other = ({{signal.SIGHUP, signal.SIGTERM}} - {{{int(ignored)}}}).pop()\n"
        "try: signal.raise_signal(other)\n"
        "except KeyboardInterrupt: print('interrupted')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, preexec_fn=heed_every_signal
    )
    assert ["still here", "interrupted"] == done.stdout.splitlines()


def test_a_closed_terminal_loses_nothing(env: dict[str, str], tmp_path: Path) -> None:
    """The window is closed during the wait: the id was on the screen, and is in the journal."""
    main, side = pty.openpty()

    def own_terminal() -> None:
        heed_every_signal()
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        GENERATE, env=env | {"TERM": "xterm"}, cwd=tmp_path, stdin=side, stdout=side, stderr=side,
        preexec_fn=own_terminal,
    )  # fmt: skip
    os.close(side)
    screen = b""
    while b"task task-1 created" not in screen:
        screen += os.read(main, 1000)
    os.close(main)
    assert 130 == process.wait()
    assert [("submitted", "task-1")] == recorded(env)


@pytest.mark.parametrize("terminal", ["dumb", "xterm"])
def test_a_terminal_shows_the_id_and_the_end(terminal: str, api: Api, env: dict[str, str], tmp_path: Path) -> None:
    """A terminal that cannot redraw a line gets one per change of state."""
    api.completes = True
    main, side = pty.openpty()
    process = subprocess.Popen(
        [*GENERATE, "--timeout", "3"], env=env | {"TERM": terminal, "COLUMNS": "60"}, cwd=tmp_path, stdin=side,
        stdout=side, stderr=side,
    )  # fmt: skip
    os.close(side)
    screen = b""
    try:
        while piece := os.read(main, 1000):
            screen += piece
    except OSError:  # how Linux says that the other side is closed
        pass
    assert 0 == process.wait()
    lines = [re.sub(r"\x1b\[[0-9?;]*[a-zA-Z]", "", line).strip() for line in screen.decode().splitlines()]
    assert "task task-1 created" in lines
    assert "sora-2.mp4" in lines
    assert (terminal == "dumb") is ("sora-2: task task-1 completed" in lines)


@pytest.mark.sample(3)
@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
@pytest.mark.parametrize("size", ["²", "-1", "", "0", "٨٠", "9" * 5000])
def test_no_terminal_size_is_an_error(name: str, size: str, env: dict[str, str], tmp_path: Path) -> None:
    """rich crashes at import where a size is a digit that `int` refuses."""
    process = started(env | {name: size}, tmp_path, "models", "sora")
    out, err = process.communicate()
    assert (0, True, False) == (process.returncode, "sora-2" in out, "Traceback" in err), err


def test_forced_colors_make_no_terminal(api: Api, env: dict[str, str], tmp_path: Path) -> None:
    """FORCE_COLOR, which many CI systems set, leaves a line per change of state."""
    api.completes = True
    process = started(env | {"FORCE_COLOR": "1"}, tmp_path, "generate", "sora-2", "A boat", "--timeout", "3")
    _, err = process.communicate()
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in err.splitlines()]
    assert ["task task-1 created", "sora-2: task task-1 pending"] == lines[:2]
    assert all(map(str.isprintable, lines))


SINKS = {
    "full": "{command} 1>/dev/full",
    "closed": "{command} 1>&-",
    "full stderr": "{command} 2>/dev/full",
    "closed stderr": "{command} 2>&-",
    "both full": "{command} 1>/dev/full 2>/dev/full",
    "all closed": "{command} <&- 1>&- 2>&-",
    "no reader": "{{ {command} 2>err; echo $? >code; }} | true; exit $(cat code)",
    "ascii": "PYTHONIOENCODING=ascii {command}",
    "cp1252": "PYTHONIOENCODING=cp1252 {command}",
    "C locale": "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {command}",
}


@pytest.mark.sample(4)
@pytest.mark.parametrize("sink", SINKS)
def test_output_that_cannot_be_written_ends_no_wait(sink: str, api: Api, env: dict[str, str], tmp_path: Path) -> None:
    """The paid video is fetched all the same; only a result that could not be written is exit code 1."""
    api.completes = True
    command = f"'{sys.executable}' -m foxapi_video.cli generate sora-2 'Ein Böot → 船' --timeout 3 -o 'Böot → 船.mp4'"
    done = subprocess.run(
        ["bash", "-c", SINKS[sink].format(command=command)], env=env, cwd=tmp_path, capture_output=True
    )
    written = sink in ("full stderr", "closed stderr", "ascii", "cp1252", "C locale")
    assert (0 if written else 1) == done.returncode, done.stderr
    assert MP4 == (tmp_path / "Böot → 船.mp4").read_bytes()
    assert b"Traceback" not in done.stderr + done.stdout
    assert written is (b"\nB" in b"\n" + done.stdout)
    assert any(text in api.origin.seen for text in ("Ein Böot → 船".encode(), rb"Ein B\u00f6ot \u2192 \u8239"))


@pytest.mark.sample(4)
@pytest.mark.parametrize("sink", SINKS)
def test_the_id_of_a_submit_goes_where_it_can(sink: str, env: dict[str, str], tmp_path: Path) -> None:
    """On standard output, on standard error if that cannot be written, and in the journal in any case."""
    command = f"'{sys.executable}' -m foxapi_video.cli submit sora-2 'A boat'"
    done = subprocess.run(
        ["bash", "-c", SINKS[sink].format(command=command)], env=env, cwd=tmp_path, capture_output=True
    )
    text = (done.stdout + done.stderr).decode()
    if sink == "no reader":  # whether `true` has ended before the id is written is not known
        text += (tmp_path / "err").read_text() + "task-1"
    assert ("task-1" in text) is (sink not in ("both full", "all closed"))
    assert [("submitted", "task-1")] == recorded(env)


def test_an_id_goes_to_standard_output_if_standard_error_is_full(env: dict[str, str], tmp_path: Path) -> None:
    """So that a process that is killed has shown it; with --json, standard output stays JSON."""
    with open("/dev/full", "w") as full:
        process = started(env, tmp_path, "generate", "sora-2", "A boat", stderr=full)
        assert process.stdout is not None
        assert "task task-1 created\n" == process.stdout.readline()
        process.kill()
        process.communicate()
        process = started(env, tmp_path, "generate", "sora-2", "A boat", "--json", "--timeout", "1", stderr=full)
        out, _ = process.communicate()
    assert (5, "task-2") == (process.returncode, json.loads(out)["error"]["task_id"])


def test_a_reader_that_leaves_is_no_error_to_read_about(env: dict[str, str], tmp_path: Path) -> None:
    """`models --json | head` says nothing on standard error."""
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m foxapi_video.cli models --json | head -1"],
        env=env, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert ("[\n", "") == (done.stdout, done.stderr)


@pytest.mark.sample(2)
@pytest.mark.parametrize("broken", ["unset", "unwritable", "a file", "not a database"])
def test_a_state_folder_that_fails_is_a_warning(broken: str, api: Api, env: dict[str, str], tmp_path: Path) -> None:
    """The video is generated all the same, and nothing is written elsewhere."""
    api.completes = True
    state = tmp_path / "state"
    if broken == "unset":
        env = {name: value for name, value in env.items() if name not in ("XDG_STATE_HOME", "HOME")}
        env["XDG_STATE_HOME"] = "/proc/none"
    elif broken == "unwritable":
        env["XDG_STATE_HOME"] = "/proc/none"
    elif broken == "a file":
        state.write_text("")
    else:
        (state / "foxapi-video").mkdir(parents=True)
        (state / "foxapi-video" / "jobs.sqlite").write_bytes(b"not a database" * 100)
    out, err = started(env, tmp_path, "generate", "sora-2", "A boat", "--timeout", "3").communicate()
    assert ("sora-2.mp4\n", True) == (out, "Warning: the job is not recorded" in err)
    assert {"sora-2.mp4", "state"} >= {path.name for path in tmp_path.iterdir()}


def test_two_at_once_without_a_name_make_two_files(api: Api, env: dict[str, str], tmp_path: Path) -> None:
    """The name is taken when the file is whole, and never twice."""
    api.completes = True
    both = [started(env, tmp_path, "generate", "sora-2", "A boat", "--timeout", "3") for _ in range(2)]
    names = {process.communicate()[0] for process in both}
    assert {"sora-2.mp4\n", "sora-2-2.mp4\n"} == names
    assert ["sora-2-2.mp4", "sora-2.mp4"] == sorted(path.name for path in tmp_path.glob("*.mp4"))
    assert [("saved", "task-1"), ("saved", "task-2")] == sorted(recorded(env))


def test_a_shell_completes_models_fields_and_values(env: dict[str, str], tmp_path: Path) -> None:
    """Without reading a prompt, and without a word on standard error at what is no model."""
    for words, expected in (
        ("models vidu-q3-p", "vidu-q3-pro"),
        ("models --resolution 108", "1080p"),
        ("models --with see", "seed"),
        ("generate vidu-q3-p", "vidu-q3-pro"),
        ("generate sora-2 --resol", "--resolution"),
        ("generate sora-2 --resolution 7", "720p"),
        ("generate sora-2 --duration 1", "12 16"),
        ("generate sora-2 - --duration 1", "12 16"),
        ("generate no-such-model --x", ""),
        ("jobs re", "retry"),
    ):
        done = subprocess.run(
            COMMAND, cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.PIPE,
            env=env | {"_FOXAPI_VIDEO_COMPLETE": "bash_complete", "COMP_WORDS": f"foxapi-video {words}",
                       "COMP_CWORD": str(len(words.split()))},
        )  # fmt: skip
        found = re.findall(r"^plain,(.*)$", done.stdout, re.MULTILINE)
        assert (expected, "") == (" ".join(found), done.stderr), words


@pytest.mark.parametrize("words", ["check -", "batch - -o out", "generate sora-2 -", "check --json -"])
def test_closed_standard_input_is_a_usage_error(words: str, env: dict[str, str], tmp_path: Path) -> None:
    """It is reported, with exit code 2 and without a traceback."""
    shell = " ".join([*COMMAND, words, "<&-"])
    done = subprocess.run(["bash", "-c", shell], env=env, cwd=tmp_path, capture_output=True, text=True)
    assert (2, True, False) == (done.returncode, "input is closed" in done.stderr, "Traceback" in done.stderr)


def test_names_of_files_are_utf8_in_any_locale(box: Sandbox, env: dict[str, str], tmp_path: Path) -> None:
    """Files of requests, media files in them, prompts, outputs and journals, where the locale is ASCII."""
    ascii_only = env | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ascii_only |= {"FOXAPI_BASE_URL": box.url, "FOXAPI_API_KEY": box.key}
    (tmp_path / "船").mkdir()
    (tmp_path / "船" / "é.png").write_bytes(PNG)
    request = {"model": "veo-3.1", "prompt": "ü", "generation_type": "image-to-video", "image_urls": ["é.png"]}
    (tmp_path / "船" / "ö.jsonl").write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    for words in (
        ["check", "船/ö.jsonl"],
        ["batch", "船/ö.jsonl", "-o", "船/out", "--journal", "船/ä.sqlite"],
        ["upload", "船/é.png"],
        ["generate", "veo-3.1", "ü", "--generation-type", "image-to-video", "--image-urls", "船/é.png", "-o", "ü.mp4"],
    ):
        done = subprocess.run([*COMMAND, *words], env=ascii_only, cwd=tmp_path, capture_output=True, text=True)
        assert 0 == done.returncode, done.stdout + done.stderr
    assert (tmp_path / "ü.mp4").exists()
    assert (tmp_path / "船" / "ä.sqlite").exists()


def test_the_sandbox_says_as_json_where_it_is(env: dict[str, str], tmp_path: Path) -> None:
    """The one thing on standard output, before the first request."""
    process = started(env, tmp_path, "sandbox", "--port", "0", "--json")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(5)]
    found = json.loads("".join(lines))
    assert ({"url", "media_url", "key"}, "sk-sandbox") == (set(found), found["key"])
    process.send_signal(signal.SIGTERM)
    assert "" == process.communicate()[0]
