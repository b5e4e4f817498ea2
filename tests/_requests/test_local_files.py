"""Local files in a request: a Path is one and text never is, what is said of a file offline, and what stays a URL."""

from __future__ import annotations

import copy
import io
import json
import os
import pickle
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foxapi_video import InvalidRequest, KlingElement, KlingO3ReferenceRequest, Sora2Request, check
from foxapi_video._media import open_files as _regular
from foxapi_video._media import probe as _media
from foxapi_video._requests.check import Body, body_of, prepare
from foxapi_video._requests.local_files import from_column, to_column
from foxapi_video._steps.uploads import with_digests
from foxapi_video._storage.upload_cache import Digests

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)
WAV = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x90\1\0\0\x20\3\0\0\2\0\x10\0data\x80\x0c\0\0" + bytes(3200)
"""Four seconds of audio."""
MP4 = b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov" + b"\0\0\0\x08mdat"
AS_ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of each kind, which is the current one."""
    for name, content in {
        "boat.png": PNG,
        "sea.wav": WAV,
        "clip.mp4": MP4,
        "notes.txt": b"Hello",
        "none.png": b"",
    }.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sora(*images: Any, **more: Any) -> dict[str, Any]:
    return {"model": "sora-2", "prompt": "A boat", "generation_type": "image-to-video", "image_urls": [*images], **more}


def wrong(request: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in check(request)]


def prepared(request: Any, **options: Any) -> Body:
    return body_of(request, **{"extra_body": None, "validate": True, **options})


def places(request: Any) -> dict[str, Path]:
    """Return the local files of a request by their places, which hold null in the body."""
    body = prepared(request)
    assert {"null"} >= {json.dumps(value_at(body.values, file.where)) for file in body.files}
    return {file.place: file.path for file in body.files}


def value_at(value: Any, where: Any) -> Any:
    for step in where:
        value = value[step]
    return value


# ------------------------------------------------------------------ a path is kept beside the body


@pytest.mark.parametrize("write", [Path, lambda name: Path(name).absolute()])
def test_a_path_is_kept_beside_the_body(write: Any, folder: Path) -> None:
    """Relative or absolute: the file is known from the root, and nothing in the body names it."""
    body = prepared(sora(write("boat.png")))
    assert ([None], [folder / "boat.png"]) == (body.values["image_urls"], [file.path for file in body.files])
    assert str(folder) not in json.dumps(body.values)


def test_a_url_stays_as_it_is() -> None:
    """Whatever is a URL for the contract is none of our files, even where a file has that name."""
    urls = ["https://example.com/boat.png", "HTTP://EXAMPLE.COM/a", "https://example.com/a%20b?x=1#y"]
    for url in urls:
        assert [url] == prepared(sora(url)).values["image_urls"]


def test_the_request_is_left_alone(folder: Path) -> None:
    """Checking changes neither a dict nor a request object."""
    request, given = Sora2Request(prompt="A boat", image_urls=[Path("boat.png")]), sora(Path("boat.png"))  # type: ignore[list-item]
    assert ([], []) == (check(request), check(given))
    assert ([Path("boat.png")], [Path("boat.png")]) == (request.image_urls, given["image_urls"])


def test_files_and_urls_can_be_mixed(folder: Path) -> None:
    """Each entry of a list is what it is."""
    images = ["https://example.com/a.png", Path("boat.png"), Path("./boat.png")]
    request = {"model": "vidu-q3-reference-to-video", "prompt": "A boat", "reference_image_urls": images}
    local = folder / "boat.png"
    assert {"reference_image_urls[1]": local, "reference_image_urls[2]": local} == places(request)
    assert ["https://example.com/a.png", None, None] == prepared(request).values["reference_image_urls"]


def test_a_file_is_found_in_nested_objects(folder: Path) -> None:
    """In an object of a list, and in a list of such an object, as a dict and as a request object."""
    images = [Path("boat.png"), "https://example.com/b.png"]
    element = {"frontal_image_url": Path("boat.png"), "reference_image_urls": images}
    asked = {"model": "kling-o3-reference-to-video", "prompt": "A boat", "elements": [element]}
    made = KlingO3ReferenceRequest(
        prompt="A boat", elements=[KlingElement(frontal_image_url=Path("boat.png"), reference_image_urls=images)]
    )
    local = folder / "boat.png"
    expected = {"elements[0].frontal_image_url": local, "elements[0].reference_image_urls[0]": local}
    for request in (asked, made, copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert ([], expected) == (check(request), places(request))


@pytest.mark.parametrize("validate", [True, False])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("passwd", b"root:x:0:0:root:/root:/bin/bash\n"),
        ("id_rsa", b"-----BEGIN OPENSSH PRIVATE KEY-----\n"),
        ("code.py", b"import os\n"),
        ("empty", b""),
        ("boat.png", b"<html>not an image</html>"),
    ],
)
@pytest.mark.parametrize(
    "request_to",
    [
        lambda path: sora(path),
        lambda path: {"model": "heygen-video-agent", "prompt": "A boat", "file_urls": [path]},
        lambda path: {"model": "pixverse-c1-reference-to-video", "prompt": "@a", "references": [{"url": path}]},
    ],
    ids=["image", "file", "nested file"],
)
def test_only_files_of_the_declared_kinds_leave(request_to: Any, name: str, content: bytes, validate: bool) -> None:
    """Whatever a field is called, and with or without validation: no password file, key or program is uploaded."""
    Path(name).write_bytes(content)
    with pytest.raises(InvalidRequest, match=name):
        prepared(request_to(Path(name)), validate=validate)


def test_a_field_for_several_kinds_takes_what_its_page_names(folder: Path) -> None:
    """An agent takes images, videos, audio and PDF; a reference what is seen or heard."""
    Path("paper.pdf").write_bytes(b"%PDF-1.7\n")
    names = ["boat.png", "sea.wav", "clip.mp4", "paper.pdf"]
    agent = {"model": "heygen-video-agent", "prompt": "A boat"}
    refused = [bool(wrong({**agent, "file_urls": [Path(name)]})) for name in [*names, "notes.txt"]]
    assert [False, False, False, False, True] == refused
    request = {"model": "pixverse-c1-reference-to-video", "prompt": "@a"}
    refused = [
        any("url" in field for field, _ in wrong({**request, "references": [{"url": Path(name)}]})) for name in names
    ]
    assert [False, False, False, True] == refused


def test_the_place_of_a_nested_file_is_named() -> None:
    """As one would write it in Python."""
    images = [Path("boat.png"), Path("sea.wav"), Path("none.png")]
    elements = [{"frontal_image_url": Path("boat.png")}, {"reference_image_urls": images}]
    found = wrong({"model": "kling-o3-reference-to-video", "prompt": "A boat", "elements": elements})
    assert ["elements[1].reference_image_urls[1]", "elements[1].reference_image_urls[2]"] == [
        field for field, _ in found
    ]


# ------------------------------------------------------------------ problems


def test_a_missing_file_is_a_problem() -> None:
    """Its place and its path, as it was given, are named."""
    words = '"absent.png" cannot be read: No such file or directory'
    assert [("image_urls[0]", words)] == wrong(sora(Path("absent.png")))


TEXTS = {
    "dawn.png": 'Path("dawn.png")',
    "./dawn.png": 'Path("./dawn.png")',
    "/etc/passwd": 'Path("/etc/passwd")',
    "~/dawn.png": 'Path("~/dawn.png")',
    "C:\\dawn.png": 'Path("C:',
    "example.com/dawn.png": "Path(",
    "file:///etc/passwd": 'Path("/etc/passwd")',
    "file:/etc/passwd": 'Path("/etc/passwd")',
    "FILE://localhost/etc/passwd": 'Path("/etc/passwd")',
    " file:///etc/a%20b": 'Path("/etc/a b")',
    "file:///etc/passwd#upload": "Path(",
    "file:///etc/passwd#sha256=00": "Path(",
}


class Text(str):
    """Text of another library's class, which is a path as well."""

    def __fspath__(self) -> str:
        return "/etc/passwd"


@pytest.mark.parametrize("kind", [str, Text])
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_never_a_file(text: str, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """In any media field, nested or not, validated or not, in `extra_body`: refused in words, and nothing is opened."""
    opened: list[Any] = []
    monkeypatch.setattr(_media, "open_regular", opened.append)
    url, given = "https://example.com/a.png", kind(text)
    nested = {"model": "kling-o3-reference-to-video", "prompt": "A boat"}
    requests: list[tuple[Any, Any]] = [
        (sora(given), None),
        ({**nested, "elements": [{"frontal_image_url": given, "reference_image_urls": [url]}]}, None),
        ({**nested, "elements": [{"frontal_image_url": url, "reference_image_urls": [given]}]}, None),
        ({**sora(url), "image_urls": given}, None),
        (Sora2Request(prompt="A boat", generation_type="image-to-video", image_urls=[given]), None),
        (sora(url), {"image_urls": [given]}),
        (sora(url), {"model": nested["model"], "elements": [{"frontal_image_url": given}]}),
    ]
    for request, extra in requests:
        assert extra or wrong(request)
        for validate in (True, False):
            with pytest.raises(InvalidRequest, match="for a local file pass") as caught:
                prepared(request, extra_body=extra, validate=validate)
            assert TEXTS[text] in str(caught.value)
    assert [] == opened


@pytest.mark.parametrize("text", ["file:///etc/passwd#upload", "/etc/passwd", "boat.png", "file:///dev/zero#upload"])
@pytest.mark.parametrize("validate", [True, False])
def test_a_prompt_is_a_prompt(text: str, validate: bool) -> None:
    """Outside of media fields text is text, whatever it looks like, and no file is read for it."""
    extra = {"anything": text}
    body = prepared({"model": "sora-2", "prompt": text}, validate=validate, extra_body=extra)
    assert (text, text, ()) == (body.values["prompt"], body.values["anything"], body.files)
    if not validate:
        unknown = {"model": "sora-9", "image_urls": [text]}
        assert (unknown, ()) == ((body := prepared(unknown, validate=False)).values, body.files)


def test_every_problem_comes_at_once() -> None:
    """Of the request and of its files, two of one file among them."""
    with open("large.wav", "wb") as file:
        file.write(WAV)
        file.truncate(16 * 1024 * 1024)
    request = {"model": "seedance-2.0-image-to-video", "prompt": "", "image_url": Path("large.wav"), "duration": 99}
    fields = [field for field, _ in wrong(request)]
    assert {"prompt", "duration", "image_url"} == set(fields)
    with open("large.wav", "ab") as file:
        file.truncate(31 * 1024 * 1024)
    assert ["large.wav is a wav file", "large.wav is 31.0 MB, the maximum is 30 MB"] == [
        words.partition(":")[0] for field, words in wrong(request) if field == "image_url"
    ]


def test_files_are_limited_together() -> None:
    """A list's problem names the list."""
    for number in range(3):
        with open(f"{number}.mp4", "wb") as file:
            file.write(MP4)
            file.truncate(20 * 1024 * 1024)
    request = {"model": "seedance-2.0-reference-to-video", "prompt": "A boat"}
    assert [] == wrong({**request, "video_urls": [Path("0.mp4"), Path("1.mp4")]})
    assert [("video_urls", "the files together are 60.0 MB, the maximum is 50 MB")] == wrong(
        {**request, "video_urls": [Path(f"{number}.mp4") for number in range(3)]}
    )


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (Path("none.png"), "none.png is empty"),
        (Path("notes.txt"), "notes.txt has an unknown file type"),
        (Path("sea.wav"), "sea.wav is a wav file"),
        (Path("clip.mp4"), "clip.mp4 is an mp4 file"),
        (Path("."), "a folder"),
        (Path(".."), "a folder"),
        (Path("/"), "a folder"),
        (Path("boat.png/x"), "Not a directory"),
        (Path("x" * 5000), "File name too long"),
        (Path("/".join(["x" * 200] * 30)), "File name too long"),
        (Path("boat.png\n"), "No such file"),
        (Path(" boat.png"), "No such file"),
        (Path("boat\0.png"), "not a valid path"),
        (Path("https://example.com/boat.png"), "No such file"),
        ("", "(got "),
        (" ", "(got "),
        ("ftp://example.com/boat.png", "(got "),
        ("s3://bucket/boat.png", "(got "),
        ("https://", "(got "),
        ("data:image/png;base64,AAAA", "(got "),
        ("boat\ud800.png", "lone surrogate"),
        (b"boat.png", "for a local file pass its Path"),
        (bytearray(PNG), "for a local file pass its Path"),
        (io.BytesIO(PNG), "for a local file pass its Path"),
        (7, "(got "),
    ],
    ids=lambda value: re.sub(" at 0x[0-9a-f]+", "", repr(value))[:30],
)
def test_what_is_no_usable_file_is_reported(image: Any, words: str) -> None:
    """One problem, at its place, in words; nothing else is raised."""
    found = wrong(sora(image))
    assert (["image_urls[0]"], True) == ([field for field, _ in found], words in found[0][1])


def test_a_tilde_is_a_letter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Python, as for open(): the problem says how to get the home folder."""
    monkeypatch.setenv("HOME", str(folder))
    assert "Path.expanduser" in wrong(sora(Path("~/boat.png")))[0][1]
    assert [] == wrong(sora(Path("~/boat.png").expanduser()))
    Path("~boat.png").write_bytes(PNG)
    assert [] == wrong(sora(Path("~boat.png")))


def test_a_working_folder_that_is_gone_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path means nothing then."""
    (gone := tmp_path / "gone").mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert ["image_urls[0]"] == [field for field, _ in wrong(sora(Path("boat.png")))]


def test_a_link_is_what_it_points_at(folder: Path) -> None:
    """A broken one and a ring of them are problems."""
    Path("link").symlink_to("boat.png")
    Path("broken").symlink_to("absent.png")
    Path("ring").symlink_to("ring")
    assert [] == wrong(sora(Path("link")))
    for name in ("broken", "ring"):
        assert ["image_urls[0]"] == [field for field, _ in wrong(sora(Path(name)))]


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_reported() -> None:
    """Before anything is sent."""
    Path("boat.png").chmod(0)
    assert "Permission denied" in wrong(sora(Path("boat.png")))[0][1]


@pytest.fixture
def pipe() -> Iterator[int]:
    """A named pipe that is open at both ends and holds the bytes of a picture: nobody who reads it has to wait."""
    os.mkfifo("pipe.png")
    handle = os.open("pipe.png", os.O_RDWR | os.O_NONBLOCK)
    os.write(handle, PNG)
    yield handle
    os.close(handle)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("validate", [True, False])
def test_a_pipe_is_refused_and_not_read(pipe: int, validate: bool) -> None:
    """Opening one would wait for who writes, and what was read from it would be gone."""
    with pytest.raises(InvalidRequest, match="not a regular file"):
        body_of(sora(Path("pipe.png")), extra_body=None, validate=validate)
    assert PNG == os.read(pipe, 1000)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices")
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/urandom", "/dev/full"])
def test_a_device_is_refused(name: str) -> None:
    """It has no end."""
    assert ["image_urls[0]"] == [field for field, _ in wrong(sora(Path(name)))]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no such sockets")
def test_a_socket_is_refused() -> None:
    """It is no file either."""
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.png")
        assert ["image_urls[0]"] == [field for field, _ in wrong(sora(Path("socket.png")))]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="there is no /proc")
@pytest.mark.parametrize("validate", [True, False])
@pytest.mark.parametrize("name", ["/proc/self/environ", "/proc/kmsg", "/sys/kernel/mm/transparent_hugepage/enabled"])
def test_a_file_of_the_kernel_is_refused(name: str, validate: bool) -> None:
    """It says that it is empty and is not, or never ends, or is no media."""
    with pytest.raises(InvalidRequest):
        prepared(sora(Path(name)), validate=validate)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_behind_a_link_and_one_that_came_later_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was opened is checked again, and opening does not wait for a writer."""
    os.mkfifo("pipe.png")
    Path("link.png").symlink_to("pipe.png")
    assert "not a regular file" in wrong(sora(Path("link.png")))[0][1]
    there = os.stat("boat.png")
    monkeypatch.setattr(_regular.os, "stat", lambda path: there)
    with pytest.raises(OSError, match="not a regular file"):
        _regular.open_regular("pipe.png")


def test_without_validation_a_missing_file_is_still_refused() -> None:
    """There is nothing to send; limits of size, length and type are for the service to judge."""
    with pytest.raises(InvalidRequest, match=r"absent\.png"):
        prepared(sora(Path("absent.png")), validate=False)
    body = prepared(sora(Path("boat.png"), Path("boat.png"), duration=5), validate=False)
    assert (2, 5) == (len(body.files), body.values["duration"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", Path("boat.png")),
        ("model", Path("boat.png")),
        ("duration", Path("boat.png")),
        ("character_ids", [Path("boat.png")]),
        ("image_urls", {"first": Path("boat.png")}),
        ("image_urls", [[Path("boat.png")]]),
        ("image_url", Path("boat.png")),
        ("anything", {"deep": [{"down": Path("boat.png")}]}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_path_where_no_file_belongs_is_refused(field: str, value: Any) -> None:
    """A Path anywhere else never becomes text that is sent, with or without validation."""
    request = {**sora("https://example.com/a.png"), field: value}
    places = [place for place, words in wrong(request) if "this field does not accept" in words]
    assert [field] == [place.partition("[")[0].partition(".")[0] for place in places]
    with pytest.raises(InvalidRequest, match="this field does not accept"):
        body_of(request, extra_body=None, validate=False)


def test_a_path_of_an_unknown_model_is_refused() -> None:
    """Nobody knows which of its fields are for files."""
    request = {"model": "sora-9", "image_urls": [Path("boat.png")]}
    assert ["image_urls[0]", "model"] == [field for field, _ in wrong(request)]
    with pytest.raises(InvalidRequest, match="this field does not accept"):
        body_of(request, extra_body=None, validate=False)


@pytest.mark.parametrize("value", [Path("boat.png"), [Path("boat.png")], {"a": Path("boat.png")}], ids=str)
def test_a_path_in_extra_body_is_refused(value: Any) -> None:
    """What goes there goes unchecked, as JSON."""
    with pytest.raises(InvalidRequest, match="image_urls"):
        body_of(sora("https://example.com/a.png"), extra_body={"image_urls": value}, validate=True)


@pytest.mark.parametrize("model", ["sora-2", "openai/sora-2", "sora-2[4k]"])
def test_an_id_with_a_provider_or_a_tier_takes_files(model: str, folder: Path) -> None:
    """The family's fields are known all the same."""
    request = {**sora(Path("boat.png")), "model": model}
    assert ([], {"image_urls[0]": folder / "boat.png"}) == (wrong(request), places(request))


def test_text_for_a_list_is_no_list() -> None:
    """One file in the place of a list is reported as such."""
    (found,) = wrong({**sora(), "image_urls": "boat.png"})
    assert ("image_urls", True) == (found[0], "a list" in found[1])


def test_a_problem_with_a_file_can_be_pickled() -> None:
    """It crosses to another process as every error does."""
    with pytest.raises(InvalidRequest) as caught:
        body_of(sora(Path("absent.png")), extra_body=None, validate=True)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(caught.value), caught.value.problems) == (str(again), again.problems)


# ------------------------------------------------------------------ what is data and what is a path


DATA = "data:image/png;base64,iVBORw0KGgo="
BASE64 = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


@pytest.mark.parametrize("image", ["https://example.com/a.png", DATA, BASE64, BASE64[:-2] * 10_000], ids=len)
def test_data_is_not_taken_for_a_path(image: str) -> None:
    """Where a field takes a data URL or base64 they go as they are."""
    request = {"model": "vidu-q3-turbo-image-to-video", "prompt": "A boat", "image_url": image}
    assert ([], image) == (wrong(request), prepare(request)[0]["image_url"])


def test_a_path_is_a_path_where_data_would_do(folder: Path) -> None:
    """The same field takes a file; text that is neither a URL nor data is a problem."""
    request = {"model": "vidu-q3-turbo-image-to-video", "prompt": "A boat", "image_url": Path("boat.png")}
    assert ([], {"image_url": folder / "boat.png"}) == (wrong(request), places(request))
    (found,) = wrong({**request, "image_url": BASE64[:40]})
    assert "is not an absolute http or https URL, a data URL, or base64" in found[1]


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    "name",
    ["a b.png", "a#b.png", "a?b.png", "a%20b.png", "100%.png", "ü漢🎬.png", "a\nb.png", "a\\b.png", "a:b", "a;b&c=d"],
)
def test_any_name_is_kept(name: str, folder: Path) -> None:
    """A path is never written as a URL, in the journal's column neither."""
    (folder / name).write_bytes(PNG)
    body = with_digests(prepared(sora(Path(name))), Digests())
    assert folder / name == body.files[0].path
    assert body.files == from_column(json.loads(json.dumps(to_column(body.files))))


def test_a_name_that_is_no_utf8_is_found(folder: Path) -> None:
    """Old archives have such names, and the system opens them."""
    path = Path(os.fsdecode(os.fsencode(folder) + b"/b\xf6ot.png"))
    path.write_bytes(PNG)
    assert [] == wrong(sora(path))


def test_a_relative_path_is_that_of_the_moment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the folder after the check does not change which file is meant."""
    body = prepared(sora(Path("boat.png")))
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert folder / "boat.png" == body.files[0].path


class Answers:
    """A path that is whatever it is asked to be."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __fspath__(self) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize("answer", [RuntimeError("broken"), 7, None, PNG, "half \ud800"], ids=str)
def test_a_path_that_cannot_be_read_is_a_problem(answer: Any) -> None:
    """`check` raises nothing, whatever a path class says."""
    assert ["image_urls[0]"] == [field for field, _ in wrong(sora(Answers(answer)))]


def test_a_path_of_bytes_is_a_path(folder: Path) -> None:
    """As the system takes it."""
    assert {"image_urls[0]": folder / "boat.png"} == places(sora(Answers(b"boat.png")))


@pytest.mark.parametrize("request_", [{Path("a"): 1, **sora()}, sora({Path("boat.png"): 1}), {"x": {Path("a"): 1}}])
def test_a_path_is_no_key(request_: Any) -> None:
    """A dict with a path as a field's name is reported, and no file is read."""
    assert [words for _, words in wrong(request_) if "is not text" in words]


def test_an_entry_of_a_folder_is_a_path(folder: Path) -> None:
    """Whatever the system calls it: `os.scandir` gives text or bytes."""
    for where in (".", b"."):
        (entry,) = [each for each in os.scandir(where) if os.fsdecode(each.name) == "boat.png"]
        assert [] == wrong(sora(entry))
