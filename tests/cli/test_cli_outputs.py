"""What the command line reads, replaces, records, prints and escapes."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from foxapi_video import FoxAPI, Journal, Task, errors, models
from foxapi_video._storage.files import mp4_trouble
from foxapi_video.cli.app import app, run
from foxapi_video.cli.output import display as _display
from foxapi_video.cli.output.display import exit_code, json_text, safe, table
from foxapi_video.cli.output.progress import ProgressView
from foxapi_video.cli.prompt import READ_AT_MOST
from foxapi_video.cli.record import state_journal
from foxapi_video.cli.targets import file_stem, name_of
from foxapi_video.sandbox import Fault, Sandbox

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)
OLD = b"what was there before"
EVIL = "\x1b]0;title\x07\x1b[31m\r\x9b2J\u202e[/x][bold]\u2066\u2028\x7f"
"""What steers a terminal, hides what stands beside it, or is markup."""


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    """Point the environment at a fast sandbox, with pauses that move its clock, in an empty folder."""
    with Sandbox(speed=1000.0) as box:
        monkeypatch.setenv("FOXAPI_BASE_URL", box.url)
        monkeypatch.setenv("FOXAPI_API_KEY", box.key)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        monkeypatch.setattr(time, "sleep", box.clock.advance)
        (tmp_path / "work").mkdir()
        monkeypatch.chdir(tmp_path / "work")
        yield box


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run commands; each returns its exit code, standard output and standard error."""

    def called(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return called


Call = Callable[..., tuple[int, str, str]]

# ------------------------------------------------------------------ files that exist


def test_an_existing_file_is_replaced_with_force_only(box: Sandbox, call: Call) -> None:
    """By generate, wait and download; nothing is sent before."""
    Path("boat.mp4").write_bytes(OLD)
    task = call("submit", "sora-2", "A boat")[1].strip()
    asked = len(box.requests)
    for words in (["generate", "sora-2", "A boat"], ["wait", task], ["download", task]):
        code, out, err = call(*words, "-o", "boat.mp4")
        assert (2, "", True, asked) == (code, out, "--force" in err, len(box.requests))
        assert OLD == Path("boat.mp4").read_bytes()
    for words in (["generate", "sora-2", "A boat"], ["wait", task], ["download", task]):
        Path("boat.mp4").write_bytes(OLD)
        assert (0, "boat.mp4\n") == call(*words, "-o", "boat.mp4", "--force")[:2]
        assert mp4_trouble(Path("boat.mp4")) is None


def test_a_batch_replaces_what_it_saved_itself_only(box: Sandbox, call: Call) -> None:
    """A file of that name from elsewhere stops it before anything is paid, unless with --force."""
    line = {"key": "boat", "request": {"model": "sora-2", "prompt": "A boat"}}
    Path("b.jsonl").write_text(json.dumps(line))
    Path("out").mkdir()
    Path("out/boat.mp4").write_bytes(OLD)
    code, _, err = call("batch", "b.jsonl", "-o", "out")
    assert (2, True, []) == (code, "out/boat.mp4 already exists" in err, box.tasks)
    assert 0 == call("batch", "b.jsonl", "-o", "out", "--force")[0]
    code, out, _ = call("batch", "b.jsonl", "-o", "out")
    assert (0, "1 already saved\n", 1) == (code, out, len(box.tasks))
    assert 1 == json.loads(call("batch", "b.jsonl", "-o", "out", "--json")[1])["already_saved"]
    code, out, _ = call("batch", "b.jsonl", "-o", "elsewhere")
    assert (0, True) == (code, out.startswith("1 saved in "))


@pytest.mark.parametrize(
    "path",
    [
        "/dev/null",
        "/dev/full",
        "fifo",
        "/proc/none/v.mp4",
        "file/v.mp4",
        "x" * 300 + ".mp4",
        "a\0b.mp4",
        "",
        "dangling",
    ],
)
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "force"])
def test_a_path_that_cannot_be_written_costs_nothing(path: str, force: list[str], box: Sandbox, call: Call) -> None:
    """Exit code 2 before anything is sent, whatever the path is; a device or FIFO is not replaced either."""
    os.mkfifo("fifo")
    Path("file").write_bytes(OLD)
    Path("dangling").symlink_to("/proc/none/v.mp4")
    task = call("submit", "sora-2", "A boat")[1].strip()
    asked = len(box.requests)
    for words in (["generate", "sora-2", "A boat"], ["wait", task], ["download", task]):
        code, out, err = call(*words, "-o", path, *force)
        assert (2, "", True) == (code, out, "Error: " in err)
    assert asked == len(box.requests)
    assert Path("fifo").is_fifo()
    assert Path("/dev/null").is_char_device()


def test_a_name_without_a_suffix_gets_that_of_the_file(box: Sandbox, call: Call) -> None:
    """What is there by then is kept."""
    Path("boat.mp4").write_bytes(OLD)
    assert (0, "boat-2.mp4\n") == call("generate", "sora-2", "A boat", "-o", "boat")[:2]
    assert OLD == Path("boat.mp4").read_bytes()


@pytest.mark.parametrize("folder", ["there", "there/", "new/deep/", ".", "./"])
def test_a_folder_gets_a_file_with_a_name_of_its_own(folder: str, box: Sandbox, call: Call) -> None:
    """The model's for generate, the task's for wait and download; the next free one if it is taken."""
    Path("there").mkdir()
    paths = [call("generate", "sora-2", "A boat", "-o", folder)[1].strip() for _ in range(2)]
    task = box.tasks[0].id
    paths += [call(command, task, "-o", folder)[1].strip() for command in ("wait", "download")]
    names = ["sora-2.mp4", "sora-2-2.mp4", f"{task}.mp4", f"{task}-2.mp4"]
    assert [str(Path(folder) / name) for name in names] == paths
    assert sorted(names) == sorted(path.name for path in Path(folder).iterdir() if path.suffix == ".mp4")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/v/boat.mp4?signature=SECRET", "boat.mp4"),
        ("https://a.example/boat?x=/SECRET/y", "boat.mp4"),
        ("https://a.example/boat.webm#SECRET", "boat.webm.mp4"),
        ("https://a.example/..%2F..%2Fetc%2Fboat?SECRET", "etc-boat.mp4"),
        ("https://a.example/?SECRET", "video.mp4"),
        ("https://a.example?SECRET", "a.example.mp4"),
        ("task-1", "task-1.mp4"),
        ("a/b?c", "a-b-c.mp4"),
    ],
)
def test_the_name_of_a_file_holds_no_signature(url: str, name: str) -> None:
    """A result's URL is signed in its query, which is a secret; a task's id is a name as it is."""
    assert name == f"{file_stem(name_of(url))}.mp4"


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc").exists(), reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_costs_nothing(box: Sandbox, call: Call) -> None:
    """For generate without -o, for a batch and for the demo, too."""
    Path("b.jsonl").write_text(json.dumps({"model": "sora-2", "prompt": "A boat"}))
    for words in (["generate", "sora-2", "A boat", "-o"], ["batch", "b.jsonl", "-o"], ["demo", "-o"]):
        code, _, err = call(*words, "/proc/none/")
        assert (2, True, []) == (code, "cannot write" in err, box.requests)


def test_the_demo_replaces_its_own_files_only(box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which, says what to try next, and asks for another folder where a file is not its own."""
    from foxapi_video.cli.commands import demo as _demo

    one = [info for info in models() if info.id == "sora-2"]
    monkeypatch.setattr(_demo, "models", lambda: one)
    code, _, err = call("demo", "-o", "out")
    assert (0, False, 2) == (code, "replacing" in err, err.count("foxapi-video "))
    code, _, err = call("demo", "-o", "out")
    assert (0, True) == (code, "replacing 1 files of a previous demo in out: sora-2.mp4" in err)
    Path("out/sora-2.mp4").write_bytes(OLD)
    code, out, err = call("demo", "-o", "out", "--json")
    assert (2, True) == (
        code,
        "out/sora-2.mp4 was not written by a previous demo" in json.loads(out)["error"]["message"],
    )
    assert OLD == Path("out/sora-2.mp4").read_bytes()


# ------------------------------------------------------------------ the record of paid jobs


def recorded(path: Path | None = None) -> list[tuple[str, str | None, str | None]]:
    """Return the state, task and file of each job in a journal."""
    with Journal(path or state_journal()) as journal:
        return [(job.state, job.task_id, job.path.name if job.path else None) for job in journal.jobs()]


def test_each_run_is_a_job_of_its_own(box: Sandbox, call: Call) -> None:
    """Asking twice makes two videos; `jobs` shows both, and those of a batch in the working folder."""
    assert [0, 0] == [call("generate", "sora-2", "A boat", "-o", f"{name}.mp4")[0] for name in "ab"]
    third = call("submit", "sora-2", "A boat")[1].strip()
    Path("b.jsonl").write_text(json.dumps({"model": "sora-2", "prompt": "A boat"}))
    assert 0 == call("batch", "b.jsonl", "-o", "out")[0]
    first, second, _, fourth = (task.id for task in box.tasks)
    assert [("saved", first, "a.mp4"), ("saved", second, "b.mp4"), ("submitted", third, None)] == recorded()
    code, out, _ = call("jobs", "--json")
    assert (0, [first, second, third, fourth]) == (code, [row["task_id"] for row in json.loads(out)])
    assert [fourth] == [
        row["task_id"] for row in json.loads(call("jobs", "--json", "--journal", "foxapi-jobs.sqlite")[1])
    ]
    assert 0 == call("wait", third, "-o", "c.mp4")[0]
    assert ("saved", third, "c.mp4") == recorded()[2]


def test_what_cost_nothing_is_not_recorded(box: Sandbox, call: Call) -> None:
    """Dry runs, the sandbox's jobs, refusals and --no-journal leave no job; what is uncertain leaves one."""
    call("generate", "sora-2", "A boat", "--dry-run")
    call("generate", "sora-2", "A boat", "--sandbox")
    call("submit", "sora-2", "A boat", "--no-journal")
    assert not state_journal().exists()
    box.faults.add("create_video", Fault.status(402))
    assert 3 == call("generate", "sora-2", "A boat")[0]
    assert [] == recorded()
    box.faults.add("create_video", Fault.lost())
    assert 6 == call("generate", "sora-2", "A boat")[0]
    assert ["uncertain"] == [state for state, _, _ in recorded()]
    key = json.loads(call("jobs", "--json")[1])[0]["key"]
    code, _, err = call("jobs", "retry", key)
    assert (2, True) == (code, "run the same `generate`" in err)
    assert 0 == call("jobs", "delete", key)[0]
    assert (0, "[]\n") == call("jobs", "--json")[:2]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("none.png", "none.png cannot be read"),
        ("", "cannot be read"),
        ("/dev/zero", "/dev/zero cannot be read"),
        ("FILE:///etc/pass%20wd", '"FILE:///etc/pass%20wd" is a file: URL: use the path /etc/pass wd instead'),
    ],
)
def test_no_file_is_uploaded_unless_all_can_be_read(bad: str, words: str, box: Sandbox, call: Call) -> None:
    """ "Nothing was sent" is true of all of them."""
    Path("a.png").write_bytes(PNG)
    code, _, err = call("upload", "a.png", bad, "a.png")
    assert (2, True, []) == (code, "nothing was sent" in err and words in err, box.uploads)


def test_an_expired_url_is_reported_with_what_helps(box: Sandbox, call: Call) -> None:
    """Downloading by task ID is advised where the user gave a URL, not where it has just been tried."""
    url = json.loads(call("generate", "sora-2", "A boat", "-o", "a.mp4", "--json")[1])["url"]
    box.clock.advance(25 * 3600)
    code, _, err = call("download", url, "-o", "b.mp4")
    assert (6, True) == (code, "to get a new one, download by task ID" in err), err
    code, _, err = call("download", box.tasks[0].id, "-o", "b.mp4")
    assert (6, True) == (code, "result URLs expire after 24 hours); the task has no other URL" in err), err


def test_what_was_uploaded_before_an_error_is_reported(box: Sandbox, call: Call) -> None:
    """Its URL is good for three days."""
    Path("a.png").write_bytes(PNG)
    box.faults.add("upload_file", Fault.none(), Fault.status(422))
    code, _, err = call("upload", "a.png", "a.png")
    assert (3, True) == (code, f"a.png was uploaded: {box.uploads[0].url}" in err), err


def test_a_damaged_job_is_removed_as_its_error_says(box: Sandbox, call: Call) -> None:
    """It must not hide the ids of the others for good."""
    for name in ("bad", "good"):
        Path(f"{name}.jsonl").write_text(json.dumps({"key": name, "request": {"model": "sora-2", "prompt": name}}))
        assert 0 == call("batch", f"{name}.jsonl", "-o", "out")[0]
    with closing(sqlite3.connect("foxapi-jobs.sqlite")) as db:
        db.execute("UPDATE jobs SET body = '{' WHERE key = 'bad'")
        db.commit()
    code, _, err = call("jobs")
    assert (2, True) == (code, "foxapi-video jobs delete bad" in err), err
    assert 0 == call("jobs", "delete", "bad")[0]
    assert ["good"] == [row["key"] for row in json.loads(call("jobs", "--json")[1])]


@pytest.mark.parametrize("content", [b"no database", b"", b"SQLite format 3\0" + bytes(500)])
def test_a_journal_that_cannot_be_read_hides_no_other(content: bytes, box: Sandbox, call: Call) -> None:
    """The ids of single jobs are listed beside whatever is called foxapi-jobs.sqlite in the working folder."""
    task = call("submit", "sora-2", "A boat")[1].strip()
    Path("foxapi-jobs.sqlite").write_bytes(content)
    code, out, err = call("jobs")
    assert (2 if content else 0, True) == (code, task in out)
    assert ("cannot be used as a journal" in err) == bool(content)


@pytest.mark.skipif(os.name != "posix", reason="there are no modes")
def test_the_state_folder_is_private(box: Sandbox, call: Call) -> None:
    """The folder and the journal in it are for its user alone: the journal holds prompts."""
    assert 0 == call("submit", "sora-2", "A boat")[0]
    journal = state_journal()
    assert [0o700, 0o600] == [stat.S_IMODE(path.stat().st_mode) for path in (journal.parent, journal)]


def test_another_journal_can_be_named(box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the option or by FOXAPI_JOURNAL; one that is named and cannot be used is an error."""
    assert 0 == call("submit", "sora-2", "A boat", "--journal", "mine.sqlite")[0]
    monkeypatch.setenv("FOXAPI_JOURNAL", "mine.sqlite")
    assert 0 == call("submit", "sora-2", "A boat")[0]
    assert [task.id for task in box.tasks] == [row["task_id"] for row in json.loads(call("jobs", "--json")[1])]
    assert (2, 2) == (call("submit", "sora-2", "A boat", "--journal", "/proc/none/j")[0], len(box.tasks))
    assert 0 == call("submit", "sora-2", "A boat", "--no-journal")[0]
    assert 2 == len(json.loads(call("jobs", "--json")[1]))


def test_a_record_that_fails_later_is_a_warning(box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full before anything is noted: the job is sent once, unrecorded."""

    def full(self: Journal, jobs: object) -> None:
        raise errors.ConfigurationError("the journal cannot be used") from sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(Journal, "add", full)
    code, out, err = call("generate", "sora-2", "A boat")
    assert (0, "sora-2.mp4\n", 1) == (code, out, len(box.tasks))
    assert "Warning: the job is not recorded" in err


def test_options_of_jobs_stand_before_or_after(box: Sandbox, call: Call) -> None:
    """--journal and --json, for each of its commands."""
    for words in (["{}", "retry", "KEY"], ["retry", "KEY", "{}"], ["retry", "{}", "KEY"], ["delete", "KEY", "{}"]):
        box.faults.add("create_video", Fault.lost())
        call("submit", "sora-2", "A boat", "--journal", "j.sqlite")
        key = json.loads(call("jobs", "--json", "--journal", "j.sqlite")[1])[-1]["key"]
        given = {"KEY": [key], "{}": ["--json", "--journal", "j.sqlite"]}
        filled = [each for word in words for each in given.get(word, [word])]
        code, out, _ = call("jobs", *filled)
        assert (0, key) == (code, json.loads(out)["key"])


# ------------------------------------------------------------------ prompts


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"A b\xc3\xb6at\n", "A b\u00f6at"),
        (b"\xef\xbb\xbfA boat\r\n\r\nat sea\n", "A boat\r\n\r\nat sea"),
        (b"", None),
        (b" \n\t", None),
        (b"\xff\xfeA\0", None),
        (b"a\0b", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"A" * (READ_AT_MOST + 1), None),
        (b"A" * 25_000, None),
    ],
    ids=["text", "BOM", "empty", "blank", "UTF-16", "NUL", "PNG", "huge", "longer than the limit"],
)
def test_a_prompt_is_read_from_a_file_or_standard_input(
    content: bytes, expected: str | None, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """UTF-8 text within the limits; anything else is exit code 2."""
    (tmp_path / "prompt.txt").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    for given in ("@prompt.txt", f"@{tmp_path}/prompt.txt", "-"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        code, out, _ = call("generate", "sora-2", given, "--dry-run", "--json")
        assert (0 if expected else 2) == code
        assert expected is None or expected == json.loads(out)["prompt"]


def test_only_a_file_is_a_prompt_file(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """References and other text stay as they are; FIFOs, folders, devices and missing files are refused."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prompt.txt").write_text("A boat")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    for text in (
        "@Image1 dances",
        "@Image1",
        "@",
        "@prompt.txt dances",
        " @prompt.txt",
        "mail me@prompt.txt",
    ):
        assert text == json.loads(call("generate", "wan-2.7-text-to-video", text, "--dry-run")[1])["prompt"]
    for text in ("@fifo", "@link", "@folder", "@/dev/zero", "@promt.txt", "@none/prompt"):
        assert (2, "") == call("generate", "sora-2", text, "--dry-run")[:2]
    lines = tmp_path / "b.json"
    lines.write_text(json.dumps({"model": "sora-2", "prompt": "@prompt.txt"}))
    assert 0 == call("check", str(lines))[0]
    text = " ".join(call("generate", "sora-2", "--help")[1].split())
    assert all(words in text for words in ("@FILE", "standard input"))


# ------------------------------------------------------------------ errors


def every_error() -> Iterator[errors.FoxAPIError]:
    """Make an error of each class, with a task's id."""
    made: dict[str, dict[str, Any]] = {
        "SubmissionUncertain": {"model": "sora-2", "sent_at": 1.0},
        "TaskFailed": {"task": Task("t", "failed")},
        "ResultMissing": {"task": Task("t", "completed")},
        "WaitTimeout": {"task_id": "t"},
        "CreditLimitReached": {"spent": 8.0},
    }
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.FoxAPIError):
            status = {"status_code": 500} if issubclass(kind, errors.APIStatusError) else {}
            error = kind([]) if name == "InvalidRequest" else kind("words", **made.get(name, status))
            error.task_id = "t"
            yield error


def test_no_error_with_a_task_says_that_nothing_was_spent() -> None:
    """Exit code 2 is for errors without one; one of a kind that is not known here is not 2 either."""
    assert all(exit_code(error) not in (0, 2) for error in every_error())
    assert (2, 2) == (exit_code(errors.InvalidRequest([])), exit_code(errors.ConfigurationError("no key")))
    assert 2 != exit_code(type("New", (errors.FoxAPIError,), {})("words"))


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "frobnicate"],
        ["generate", "veo31", "A boat"],
        ["generate", "sora-2", "A", "boat"],
        ["generate", "sora-2", "A boat", "--duration", "5"],
        ["generate", "sora-2", "A boat", "-o", "/dev/null"],
        ["submit", "sora-2"],
        ["submit", "sora-2", "A boat"],
        ["status", "t"],
        ["wait"],
        ["wait", "t", "--timeout", "x"],
        ["download", "t", "-o", "/dev/null"],
        ["models", "zzz"],
        ["check", "/none"],
        ["check", "bad.jsonl"],
        ["upload", "/none"],
        ["credits"],
        ["prices"],
        ["batch", "bad.jsonl", "-o", "out"],
        ["jobs", "retry", "no"],
        ["jobs", "delete"],
        ["jobs", "--journal", "/none"],
        ["sandbox", "--port", "x"],
        ["demo", "-o", "/dev/null"],
    ],
)
def test_every_error_is_json_in_one_form(
    words: list[str], call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With --json, whichever the command, and standard output holds nothing else."""
    monkeypatch.delenv("FOXAPI_API_KEY", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    Path("bad.jsonl").write_text('{"model": "sora-2", "prompt": "A"}\n\n{"model": "sora-2", "duration": 5}\n{broken\n')
    code, out, err = call(*words, "--json")
    error = json.loads(out)["error"]
    assert (2, {"type", "message", "task_id", "problems"}) == (code, set(error))
    assert "Error: " in err or error["type"] == "InvalidRequest"
    if "bad.jsonl" in words:
        assert [3, 3, 4] == [problem["line"] for problem in error["problems"]]
        assert {"bad.jsonl"} == {problem["file"] for problem in error["problems"]}


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError, OSError])
def test_whatever_ends_a_wait_names_the_task(
    kind: type[BaseException], box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody expected as well: exit code 1, the traceback escaped, JSON in the one form."""

    def stop(seconds: float) -> None:
        raise kind(EVIL)

    monkeypatch.setattr(time, "sleep", stop)
    code, out, err = call("generate", "sora-2", "A boat", "--json")
    task = box.tasks[0].id
    assert (130 if kind is KeyboardInterrupt else 1, task) == (code, json.loads(out)["error"]["task_id"])
    assert f"task {task} created" in err
    assert_harmless(out + err)


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "-inf", "1e999", "x", ""])
def test_a_timeout_is_a_positive_number(seconds: str, box: Sandbox, call: Call) -> None:
    """An invalid timeout is reported before a request is sent."""
    for words in (["generate", "sora-2", "A boat"], ["wait", "t"], ["batch", "b.jsonl", "-o", "out"]):
        Path("b.jsonl").write_text(json.dumps({"model": "sora-2", "prompt": "A boat"}))
        code, _, err = call(*words, "--timeout", seconds)
        assert (2, True, []) == (code, "positive number of seconds" in err, box.requests)


def test_json_is_an_option_of_every_command() -> None:
    """Of groups and of what is in them; the server for agents speaks JSON anyway."""
    for name, command in app.commands.items():
        if name == "mcp":
            continue
        inside = getattr(command, "commands", {})
        for each in [*inside.values(), *([] if name in ("generate", "submit") else [command])]:
            assert any("--json" in parameter.opts for parameter in each.params), each.name


def test_check_is_json_as_well(call: Call, tmp_path: Path) -> None:
    """Where there is no problem, too."""
    (tmp_path / "a.json").write_text(json.dumps({"model": "sora-2", "prompt": "A boat"}))
    code, out, _ = call("check", "--json", str(tmp_path / "a.json"))
    assert (0, {"requests": 1, "problems": []}) == (code, json.loads(out))


def test_without_a_key_the_sandbox_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the error and by the help, as a command that works."""
    monkeypatch.delenv("FOXAPI_API_KEY", raising=False)
    example = 'generate sora-2 "A paper boat" --sandbox'
    assert example in call("generate", "sora-2", "A boat", "--no-journal")[2]
    assert example in " ".join(call("--help")[1].split())


# ------------------------------------------------------------------ what is displayed


def assert_harmless(text: str) -> None:
    """Find nothing that a terminal obeys or hides."""
    assert all(line.isprintable() for line in text.split("\n")), repr(text)


@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
def test_nothing_from_outside_steers_the_terminal(
    terminal: bool, box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statuses, messages, ids, results, keys, fields, file names, prompts, balances and live models are escaped."""
    screen = Console(
        file=io.StringIO(), force_terminal=True, width=60, markup=False, highlight=False, color_system=None
    )
    if terminal:
        screen.is_interactive = False  # a progress bar moves the cursor by itself
        monkeypatch.setattr(screen.file, "isatty", lambda: True)
        monkeypatch.setattr(_display, "console", screen)
    task = Task(f"t{EVIL}", EVIL, error=None, raw={})
    monkeypatch.setattr(FoxAPI, "get", lambda self, *a, **b: task)
    monkeypatch.setattr(FoxAPI, "credits", lambda self: {EVIL: {EVIL: EVIL, "nan": float("nan")}})
    monkeypatch.setattr(FoxAPI, "live_models", lambda self: [EVIL])
    monkeypatch.setattr(FoxAPI, "submit", lambda self, *a, **b: task)
    Path("bad.jsonl").write_text(json.dumps({"model": "sora-2", "prompt": "A", EVIL: EVIL}) + "\n")
    with Journal("j.sqlite") as journal:
        _ = journal.add([(f"key{EVIL}", {"model": EVIL}, None)])
    name = f"{EVIL.replace('/', '')}.mp4"
    Path(name).write_bytes(OLD)
    box.faults.add("create_video", *[Fault.failed(message=EVIL)] * 2)
    for words in (
        ["status", EVIL], ["wait", EVIL], ["download", EVIL, "-o", "x.mp4"], ["credits"], ["models", "--live"],
        ["models", EVIL], ["submit", "sora-2", EVIL], ["check", "bad.jsonl"], ["batch", "bad.jsonl", "-o", EVIL],
        ["jobs", "--journal", "j.sqlite"], ["jobs", "retry", EVIL], ["generate", EVIL], ["submit", "sora-2", "a", EVIL],
        ["generate", "sora-2", "a", "-o", name], ["upload", EVIL], ["frobnicate", EVIL], [EVIL], ["check", EVIL],
        ["generate", "sora-2", "a", "--duration", EVIL, "--image-urls", EVIL], ["wait", "t", f"--{EVIL}"],
        ["generate", "sora-2", f"A{EVIL}", "--dry-run"], ["generate", "sora-2", f"A{EVIL}", "-o", "y.mp4"],
    ):  # fmt: skip
        for more in ([], ["--json"]):
            if "\x00" in "".join(words):
                continue
            _, out, err = call(*words, *more)
            assert_harmless(out + err)
            if more:
                json.loads(out)
    assert_harmless(screen.file.getvalue())  # type: ignore[attr-defined]


def test_markup_and_control_characters_in_a_progress_bar(
    box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A status is shown as it is written: `[/x]` ends no style and crashes nothing."""
    screen = Console(file=io.StringIO(), force_terminal=True, width=400, color_system=None)
    monkeypatch.setattr(_display, "console", screen)
    with ProgressView([f"task{EVIL}"]) as view:
        view.task(f"task{EVIL}", Task("t", f"run{EVIL}"))
        view.upload(f"task{EVIL}", Path(f"u{EVIL.replace('/', '')}"), 1, 2)
    shown = screen.file.getvalue()  # type: ignore[attr-defined]
    assert all(part in shown for part in (f"task{safe(EVIL)}", f"u{safe(EVIL.replace('/', ''))}"))
    assert not any(character in shown for character in "\x07\x9b\u202e\u2066\u2028\x7f")


def test_a_batch_shows_a_few_of_its_jobs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal, a bar for the batch and eight for jobs in progress; elsewhere, a count for each 20th."""
    screen = Console(file=io.StringIO(), force_terminal=True, width=100, color_system=None)
    with monkeypatch.context() as patch:
        patch.setattr(_display, "console", screen)
        with ProgressView(total=40) as view:
            for number in range(40):
                view.task(f"job-{number}.", Task("t", "processing"))
            view.end("job-0.", "saved")
            view.task("job-30.", Task("t", "processing"))
    late = screen.file.getvalue()  # type: ignore[attr-defined]
    assert ["job-30.", "1 of 40: 1 saved"] == [
        words for words in ("job-30.", "job-31.", "1 of 40: 1 saved") if words in late
    ]
    with ProgressView(total=40) as view:
        for number in range(40):
            view.end(f"job-{number}", "saved" if number else "without a file")
    lines = capsys.readouterr().err.splitlines()
    assert (20, "40 of 40: 39 saved, 1 without a file") == (len(lines), lines[-1])


def test_what_people_write_is_not_escaped() -> None:
    """Letters of any script, emoji and spaces stay."""
    for text in ("Böot 船 سفينة", "👩‍🚀 🏴", "a\u00a0b\u3000c", "می‌خواهم", r"\[/x] \n"):
        assert text == safe(text)
    assert r"a\x1b\x9b\u202e\n\ud800" == safe("a\x1b\x9b\u202e\n\ud800")
    value = {"a": "\x7f\x9b\u202e\U000e0041ü", "b": float("inf"), "c": ["\ud800", (1,)]}
    assert_harmless(json_text(value))
    assert {"a": value["a"], "b": None, "c": ["\ud800", [1]]} == json.loads(json_text(value))


@pytest.mark.parametrize("columns", ["60", "80", "400", "0", "x"])
def test_tables_break_nothing(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a row is wider than the terminal, it becomes lines; each cell stays whole, and no line is empty."""
    monkeypatch.setenv("COLUMNS", columns)
    rows = [("boat", "saved", "out/" + "long-name-" * 6 + "船.mp4"), ("x", "", "")]
    table(["JOB", "STATE", "FILE"], rows)
    lines = capsys.readouterr().out.splitlines()
    narrow = columns in ("60", "80") and len(lines) > 3
    assert all(cell in "\n".join(lines) for row in rows for cell in row)
    assert [] == [line for line in lines if not line.strip() or line != line.rstrip()]
    assert (columns in ("60", "80")) is narrow


@pytest.mark.parametrize("columns", [60, 80])
def test_lists_fit_into_the_columns_there_are(columns: int, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS counts in a pipe as well."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in (["models"], ["models", "sora"], ["--help"], ["generate", "--help"], ["generate", "sora-2", "--help"]):
        assert columns >= max(map(len, call(*words)[1].splitlines())), words


def test_a_pipe_gets_a_line_per_change(box: Sandbox, call: Call) -> None:
    """For one job and for each of a batch, with the id."""
    err = call("generate", "sora-2", "A boat")[2]
    task = box.tasks[0].id
    assert f"task {task} created" == err.splitlines()[0]
    assert len(err.splitlines()) == len(set(err.splitlines()))
    Path("b.jsonl").write_text("\n".join(json.dumps({"model": "sora-2", "prompt": f"Boat {n}"}) for n in range(3)))
    err = call("batch", "b.jsonl", "-o", "out")[2]
    assert all(f"task {each.id}" in err for each in box.tasks[1:])
