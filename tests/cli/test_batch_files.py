"""Files of requests as `check` and `batch` read them, and where text becomes the path of a local file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from foxapi_video.cli import requests as _requests
from foxapi_video.cli.app import run

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)
GOOD = {"model": "sora-2", "prompt": "A boat"}
LINE = json.dumps(GOOD).encode()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOXAPI_API_KEY", raising=False)
    (tmp_path / "sub").mkdir()
    for name in ("here.png", "sub/there.png"):
        (tmp_path / name).write_bytes(PNG)
    return tmp_path


def reported(
    capsys: pytest.CaptureFixture[str], content: bytes, *options: str, command: str = "check"
) -> tuple[int, str]:
    """Run a command on a file and return its exit code and all that it printed."""
    Path("sub/jobs.jsonl").write_bytes(content)
    more = ["-o", "out", "--dry-run"] if command == "batch" else []
    code = run([command, "sub/jobs.jsonl", *more, *options])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


BOTH = pytest.mark.parametrize("command", ["check", "batch"])


@BOTH
@pytest.mark.parametrize(
    "content",
    [
        LINE,
        b"\xef\xbb\xbf" + LINE + b"\r\n\r\n" + json.dumps({**GOOD, "prompt": "two"}).encode() + b"\r\n",
        json.dumps({**GOOD, "prompt": "one\u2028line\x85\x0b"}, ensure_ascii=False).encode() + b"\n",
        json.dumps([GOOD, {"key": "boat", "request": {**GOOD, "prompt": "two"}}]).encode(),
        json.dumps(GOOD, indent=2).encode(),
        json.dumps({"key": "boat", "request": GOOD}, indent=2).encode(),
        b'{"key": "a", "request": ' + LINE + b'}\n{"key": "b", "request": ' + LINE + b"}\n",
        b'{"request": ' + LINE + b"}",
    ],
    ids=["line", "BOM and CRLF", "U+2028", "list", "document", "wrapper document", "wrappers", "no key"],
)
def test_what_is_valid_is_read(capsys: pytest.CaptureFixture[str], command: str, content: bytes) -> None:
    """JSON Lines end with a newline alone; a list and an object over several lines are read as well."""
    code, text = reported(capsys, content, command=command)
    assert 0 == code, text


DEEP = b"[" * 100_000
INVALID: dict[str, tuple[bytes, str]] = {
    "UTF-16": (LINE.decode().encode("utf-16"), "line 1: the text is UTF-16"),
    "UTF-16 without a mark": (LINE.decode().encode("utf-16-le"), "line 1: the text is UTF-16"),
    "Latin-1": (LINE + b'\n{"prompt": "\xe9"}', "line 2: the text is not UTF-8 (byte 0xe9)"),
    "nothing": (b"", "contains no requests"),
    "blank": (b"\n \r\n\t\n", "contains no requests"),
    "mark only": (b"\xef\xbb\xbf", "contains no requests"),
    "empty list": (b"[]", "contains no requests"),
    "deep line": (LINE + b'\n{"a": ' + DEEP, ":2: is nested too deeply"),
    "deep list": (DEEP, "is nested too deeply"),
    "same key twice": (LINE + b'\n{"model": "sora-2", "model": "sora-2-pro", "prompt": "x"}', ":2: invalid JSON"),
    "nested key twice": (b'{"key": "a", "request": {"model": "sora-2", "prompt": "x", "prompt": "y"}}', '"prompt" is'),
    "broken line": (LINE + b"\n{broken", ":2: invalid JSON"),
    "no number": (b'{"model": "sora-2", "prompt": "x", "duration": NaN}', "NaN is not a JSON number"),
    "huge number": (b'{"model": "sora-2", "duration": ' + b"9" * 5000 + b"}", ":1: invalid JSON"),
    "no object": (LINE + b"\n5", ":2: "),
    "null": (LINE + b"\nnull", ":2: "),
    "keys": (LINE + b'\n{"keys": "a", "request": ' + LINE + b"}", ':2: "keys": unknown field: did you'),
    "requests": (b'{"key": "a", "requests": ' + LINE + b"}", '"requests": unknown field: did you'),
    "both": (b'{"keys": "a", "requests": ' + LINE + b"}", '"requests": unknown field'),
    "extra": (b'{"key": "a", "request": ' + LINE + b', "n": 1}', '"n": unknown field: the fields are'),
    "number key": (b'{"key": 5, "request": ' + LINE + b"}", "key: must be text (got 5)"),
    "null key": (b'{"key": null, "request": ' + LINE + b"}", "key: must be text (got null)"),
    "no request": (b'{"key": "a"}', "request: required"),
    "inside": (
        b'{"key": "a", "request": {"model": "sora-2", "prompt": "", "duration": 5}}',
        ":1: duration: must be one of",
    ),
}


@BOTH
@pytest.mark.parametrize("what", INVALID)
def test_what_is_invalid_is_reported_with_its_line(capsys: pytest.CaptureFixture[str], command: str, what: str) -> None:
    """Exit code 2, what is wrong and where, and no traceback."""
    content, words = INVALID[what]
    code, text = reported(capsys, content, command=command)
    assert (2, True) == (code, words in text), text


@BOTH
def test_a_file_of_named_requests_has_no_false_problems(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """The real ones are reported, once each."""
    lines = [{"key": f"k{number}", "request": {**GOOD, "prompt": str(number)}} for number in range(28)]
    lines += [{"key": "k28", "request": {**GOOD, "duration": 5}}, {"kye": "k29", "request": GOOD}]
    code, text = reported(capsys, "\n".join(map(json.dumps, lines)).encode(), command=command)
    problems = [line for line in text.splitlines() if line.startswith("sub/jobs.jsonl:")]
    assert (2, ["29: duration", '30: "kye"']) == (code, [": ".join(x.split(": ")[:2])[15:] for x in problems])


@BOTH
@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        (["a", "b", "../c"], '3: key: "../c" is not a valid key'),
        (["a", "", "c"], '2: key: "" is not a valid key'),
        (["nul", "b", "c"], '1: key: "nul" is not a valid file name'),
        (["a" * 250, "b", "c"], "is 250 bytes, too long"),
        (["Boat", "b", "boat"], "3: key: is the same job as number 1;"),
        (["a", "straße", "STRASSE"], "3: key: is the same job as number 2;"),
    ],
)
@pytest.mark.parametrize("form", ["lines", "list"])
def test_keys_are_checked_with_the_requests(
    capsys: pytest.CaptureFixture[str], command: str, keys: list[str], problem: str, form: str
) -> None:
    """What `batch` would refuse, `check` tells as well, with the line or entry that people count."""
    entries = [{"key": key, "request": {**GOOD, "prompt": str(number)}} for number, key in enumerate(keys)]
    text = json.dumps(entries) if form == "list" else "\n".join(map(json.dumps, entries))
    code, told_text = reported(capsys, text.encode(), command=command)
    assert (2, True, 1) == (code, problem in told_text, told_text.count("sub/jobs.jsonl:")), told_text


@BOTH
def test_the_same_request_twice_is_reported(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """Without a key each, both are one job, and one video."""
    lines = [GOOD, {"request": {**GOOD, "prompt": "two"}}, dict(reversed(GOOD.items())), {"key": "k", "request": GOOD}]
    lines.append({**GOOD, "prompt": "TWO"})
    code, text = reported(capsys, "\n".join(map(json.dumps, lines)).encode(), command=command)
    assert (2, True, 1) == (code, "3: key: is the same job as number 1;" in text, text.count("sub/jobs.jsonl:")), text


@BOTH
def test_what_is_too_large_is_reported(
    capsys: pytest.CaptureFixture[str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line has a limit, and so has a file: neither is read to its end."""
    monkeypatch.setattr(_requests, "LARGEST_LINE", 1000)
    code, text = reported(capsys, LINE + b'\n{"prompt": "' + b"x" * 1000 + b'"}', command=command)
    assert (2, True) == (code, "line 2: the line is longer" in text)
    monkeypatch.setattr(_requests, "LARGEST_FILE", 100)
    code, text = reported(capsys, LINE * 10, command=command)
    assert (2, True) == (code, "is larger than" in text)


def images(*given: Any) -> bytes:
    request = {"model": "seedance-2.0-fast-reference-to-video", "prompt": "A boat", "image_urls": [*given]}
    return json.dumps({"key": "a", "request": request}).encode()


@BOTH
def test_a_path_is_relative_to_its_file(
    capsys: pytest.CaptureFixture[str], command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the root or the home folder as well; the working folder means nothing in a file."""
    monkeypatch.setenv("HOME", str(folder))
    fine = images("there.png", "../here.png", str(folder / "here.png"), "~/here.png", "https://example.com/a.png")
    assert 0 == reported(capsys, fine, command=command)[0]
    code, text = reported(capsys, images("here.png"), command=command)
    assert (2, True) == (code, '"sub/here.png" cannot be read' in text)


@BOTH
def test_a_file_url_is_refused_with_its_path(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """One problem, which says what to write in the file instead; `Path(...)` would be Python."""
    code, text = reported(capsys, images("file:///a%20b.png", "there.png"), command=command)
    assert (2, True) == (code, 'image_urls[0]: "file:///a%20b.png" is a file: URL: use the path /a b.png' in text)
    assert (1, 0) == (text.count("image_urls["), text.count("Path("))


@BOTH
def test_paths_can_be_refused(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """For files that others wrote: one problem per path, URLs pass."""
    assert 0 == reported(capsys, images("https://example.com/a.png"), "--no-local-files", command=command)[0]
    code, text = reported(capsys, images("there.png", "/etc/passwd", "file:///a"), "--no-local-files", command=command)
    assert (2, 3, 3) == (code, text.count("--no-local-files does not allow"), text.count("image_urls["))


def test_a_prompt_of_a_file_is_a_prompt(capsys: pytest.CaptureFixture[str]) -> None:
    """Only media fields name files."""
    content = json.dumps({**GOOD, "prompt": "file:///etc/passwd#upload"}).encode()
    assert (0, "1 request, no problem\n") == reported(capsys, content)


def test_a_dry_run_shows_a_path_as_it_was_given(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the command line text in a media field is a path, in JSON for nested fields as well."""
    monkeypatch.setenv("HOME", str(folder))
    options = ["--generation-type", "first-last-frame", "--image-urls", "here.png", "--image-urls", "~/here.png"]
    assert 0 == run(["generate", "veo-3.1", "A boat", *options, "--dry-run"])
    assert ["here.png", str(folder / "here.png")] == json.loads(capsys.readouterr().out)["image_urls"]
    elements = json.dumps([{"frontal_image_url": "here.png", "reference_image_urls": ["sub/there.png"]}])
    assert 0 == run(["submit", "kling-o3-reference-to-video", "A boat", "--elements", elements, "--dry-run"])
    assert json.loads(elements) == json.loads(capsys.readouterr().out)["elements"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_a_batch_file_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """At once: nobody writes into it."""
    os.mkfifo("sub/pipe.png")
    code, text = reported(capsys, images("pipe.png"))
    assert (2, True) == (code, "not a regular file" in text)
