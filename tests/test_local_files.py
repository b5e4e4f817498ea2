"""Files of this machine in a request: which text is a path, what is said of a file offline, and what stays a URL."""

from __future__ import annotations

import os
import pickle
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foxapi_video import InvalidRequest, KlingElement, KlingO3ReferenceRequest, Sora2Request, check
from foxapi_video._local_files import file_url, local_path
from foxapi_video._requests import body_of, prepare

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)
WAV = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x90\1\0\0\x20\3\0\0\2\0\x10\0data\x80\x0c\0\0" + bytes(3200)
"""Four seconds of sound."""
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


# ------------------------------------------------------------------ a path becomes a file: URL


@pytest.mark.parametrize(
    "write", [Path, str, lambda name: Path(name).absolute(), lambda name: str(Path(name).absolute())]
)
def test_a_path_stands_in_the_body_as_a_file_url(write: Any, folder: Path) -> None:
    """Relative or absolute, a Path or text: until it is uploaded the body names the file, from the root."""
    body = body_of(sora(write("boat.png")), extra_body=None, validate=True).values
    assert [f"{folder.as_uri()}/boat.png#upload"] == body["image_urls"]


def test_a_url_stays_as_it_is() -> None:
    """Whatever is a URL for the contract is none of our files, even where a file has that name."""
    urls = ["https://example.com/boat.png", "HTTP://EXAMPLE.COM/a", "https://example.com/a%20b?x=1#y"]
    for url in urls:
        assert [url] == body_of(sora(url), extra_body=None, validate=True).values["image_urls"]


def test_the_request_is_left_alone(folder: Path) -> None:
    """Neither a mapping nor a request object is changed by being checked."""
    request, given = Sora2Request(prompt="A boat", image_urls=[Path("boat.png")]), sora(Path("boat.png"))  # type: ignore[list-item]
    assert ([], []) == (check(request), check(given))
    assert ([Path("boat.png")], [Path("boat.png")]) == (request.image_urls, given["image_urls"])


def test_files_and_urls_stand_side_by_side(folder: Path) -> None:
    """Each entry of a list is what it is."""
    images = ["https://example.com/a.png", Path("boat.png"), "boat.png"]
    request = {"model": "vidu-q3-reference-to-video", "prompt": "A boat", "reference_image_urls": images}
    local = f"{folder.as_uri()}/boat.png#upload"
    body = body_of(request, extra_body=None, validate=True).values
    assert ["https://example.com/a.png", local, local] == body["reference_image_urls"]


def test_a_file_is_found_in_nested_objects(folder: Path) -> None:
    """In an object of a list, and in a list of such an object, by mapping and by class alike."""
    element = {"frontal_image_url": Path("boat.png"), "reference_image_urls": ["boat.png", "https://example.com/b.png"]}
    asked = {"model": "kling-o3-reference-to-video", "prompt": "A boat", "elements": [element]}
    made = KlingO3ReferenceRequest(
        prompt="A boat",
        elements=[
            KlingElement(frontal_image_url=Path("boat.png"), reference_image_urls=element["reference_image_urls"])
        ],  # type: ignore[arg-type]
    )
    local = f"{folder.as_uri()}/boat.png#upload"
    expected = [{"frontal_image_url": local, "reference_image_urls": [local, "https://example.com/b.png"]}]
    for request in (asked, made):
        assert ([], expected) == (check(request), prepare(request)[0]["elements"])


def test_a_file_is_found_where_any_kind_is_taken() -> None:
    """references[0].url may be a picture or a film: a file of any type is fine, a missing one is not."""
    request = {"model": "pixverse-c1-reference-to-video", "prompt": "@a", "references": [{"url": Path("notes.txt")}]}
    found = wrong(request)
    assert [] == [problem for problem in found if "url" in problem[0]]
    request["references"][0]["url"] = Path("absent.txt")  # type: ignore[index]
    assert ["references[0].url"] == [field for field, _ in wrong(request) if "url" in field]


def test_the_place_of_a_nested_file_is_named() -> None:
    """As one would write it in Python."""
    elements = [{"frontal_image_url": "boat.png"}, {"reference_image_urls": ["boat.png", Path("sea.wav"), "none.png"]}]
    found = wrong({"model": "kling-o3-reference-to-video", "prompt": "A boat", "elements": elements})
    assert ["elements[1].reference_image_urls[1]", "elements[1].reference_image_urls[2]"] == [
        field for field, _ in found
    ]


# ------------------------------------------------------------------ problems


def test_a_missing_file_is_a_problem() -> None:
    """Its place and its path are named, and what is allowed besides a file."""
    found = wrong(sora("absent.png"))
    words = (
        '"absent.png" is neither an absolute http or https URL nor a file that can be read (No such file or directory)'
    )
    assert [("image_urls[0]", words)] == [(field, words.replace(str(Path.cwd()) + "/", "")) for field, words in found]


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
    assert [] == wrong({**request, "video_urls": ["0.mp4", "1.mp4"]})
    assert [("video_urls", "the files are 60.0 MB together, the maximum is 50 MB")] == wrong(
        {**request, "video_urls": ["0.mp4", "1.mp4", "2.mp4"]}
    )


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("none.png", "none.png is empty"),
        ("notes.txt", "notes.txt has an unknown file type"),
        ("sea.wav", "sea.wav is a wav file"),
        ("clip.mp4", "clip.mp4 is an mp4 file"),
        (".", "a folder"),
        ("..", "a folder"),
        ("/", "a folder"),
        (Path(), "a folder"),
        ("boat.png/x", "Not a directory"),
        ("x" * 5000, "File name too long"),
        ("/".join(["x" * 200] * 30), "File name too long"),
        ("C:\\Users\\fox\\boat.png", "No such file"),
        ("C:/Users/fox/boat.png", "No such file"),
        ("\\\\server\\share\\boat.png", "No such file"),
        ("//server/share/boat.png", "No such file"),
        ("example.com/boat.png", "No such file"),
        ("boat.png\n", "No such file"),
        (" boat.png", "No such file"),
        ("", "is not allowed"),
        (" ", "is not allowed"),
        ("boat\0.png", "is not allowed"),
        (Path("boat\0.png"), "not a valid path"),
        ("ftp://example.com/boat.png", "is not allowed"),
        ("s3://bucket/boat.png", "is not allowed"),
        ("https://", "is not allowed"),
        ("data:image/png;base64,AAAA", "is not allowed"),
        ("boat\ud800.png", "half a character"),
        (b"boat.png", "JSON"),
        (7, "is not allowed"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_usable_file_is_told(image: Any, words: str) -> None:
    """One problem, at its place, in words; nothing else is raised."""
    found = wrong(sora(image))
    assert (["image_urls[0]"], True) == ([field for field, _ in found], words in found[0][1])


@pytest.mark.parametrize("write", [str, Path])
def test_a_tilde_that_is_nobodys_home_is_told(write: Any) -> None:
    """A name with a tilde in front is a file like any other."""
    assert ["image_urls[0]"] == [field for field, _ in wrong(sora(write("~nobody-of-this-name.png")))]
    Path("~boat.png").write_bytes(PNG)
    assert [] == wrong(sora(write("./~boat.png")))


def test_a_tilde_is_ones_own_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a shell, for text and for a Path."""
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.chdir("/")
    for path in ("~/boat.png", Path("~/boat.png"), Path("~") / "boat.png"):
        assert [f"{folder.as_uri()}/boat.png#upload"] == body_of(sora(path), extra_body=None, validate=True).values[
            "image_urls"
        ]


def test_a_link_is_what_it_points_at(folder: Path) -> None:
    """A broken one and a ring of them are problems."""
    Path("link").symlink_to("boat.png")
    Path("broken").symlink_to("absent.png")
    Path("ring").symlink_to("ring")
    assert [] == wrong(sora(Path("link")))
    for name in ("broken", "ring"):
        assert ["image_urls[0]"] == [field for field, _ in wrong(sora(name))]


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told() -> None:
    """Before anything is sent."""
    Path("boat.png").chmod(0)
    assert "Permission denied" in wrong(sora("boat.png"))[0][1]


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
    with pytest.raises(InvalidRequest, match="no regular file"):
        body_of(sora(Path("pipe.png")), extra_body=None, validate=validate)
    assert PNG == os.read(pipe, 1000)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices")
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/urandom", "/dev/full"])
def test_a_device_is_refused(name: str) -> None:
    """It has no end."""
    assert ["image_urls[0]"] == [field for field, _ in wrong(sora(name))]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no such sockets")
def test_a_socket_is_refused() -> None:
    """It is no file either."""
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.png")
        assert ["image_urls[0]"] == [field for field, _ in wrong(sora("socket.png"))]


def test_without_validation_a_missing_file_is_still_refused() -> None:
    """There is nothing to send; of a file that is there nothing is said."""
    with pytest.raises(InvalidRequest, match=r"absent\.png"):
        body_of(sora("absent.png"), extra_body=None, validate=False)
    body = body_of(sora("notes.txt", "none.png", duration=5), extra_body=None, validate=False).values
    assert (2, 5) == (len(body["image_urls"]), body["duration"])


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
    places = [place for place, words in wrong(request) if "no file belongs here" in words]
    assert [field] == [place.partition("[")[0].partition(".")[0] for place in places]
    with pytest.raises(InvalidRequest, match="no file belongs here"):
        body_of(request, extra_body=None, validate=False)


def test_a_path_of_an_unknown_model_is_refused() -> None:
    """Nobody knows which of its fields are for files."""
    request = {"model": "sora-9", "image_urls": [Path("boat.png")]}
    assert ["image_urls[0]", "model"] == [field for field, _ in wrong(request)]
    with pytest.raises(InvalidRequest, match="no file belongs here"):
        body_of(request, extra_body=None, validate=False)
    text = {"model": "sora-9", "image_urls": ["boat.png"]}
    assert text == body_of(text, extra_body=None, validate=False).values


@pytest.mark.parametrize("value", [Path("boat.png"), [Path("boat.png")], {"a": Path("boat.png")}], ids=str)
def test_a_path_in_extra_body_is_refused(value: Any) -> None:
    """What goes there goes unchecked, as JSON."""
    with pytest.raises(InvalidRequest, match="image_urls"):
        body_of(sora("https://example.com/a.png"), extra_body={"image_urls": value}, validate=True)


@pytest.mark.parametrize("model", ["sora-2", "openai/sora-2", "sora-2[4k]"])
def test_an_id_with_a_provider_or_a_tier_takes_files(model: str, folder: Path) -> None:
    """The family's fields are known all the same."""
    request = {**sora(Path("boat.png")), "model": model}
    assert ([], [f"{folder.as_uri()}/boat.png#upload"]) == (wrong(request), prepare(request)[0]["image_urls"])


def test_text_for_a_list_is_no_list() -> None:
    """One file where a list belongs is told as such."""
    (found,) = wrong({**sora(), "image_urls": "boat.png"})
    assert ("image_urls", True) == (found[0], "a list" in found[1])


def test_a_problem_with_a_file_can_be_pickled() -> None:
    """It crosses to another process as every error does."""
    with pytest.raises(InvalidRequest) as caught:
        body_of(sora(Path("absent.png")), extra_body=None, validate=True)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(caught.value), caught.value.problems) == (str(copy), copy.problems)


# ------------------------------------------------------------------ what is data and what is a path


DATA = "data:image/png;base64,iVBORw0KGgo="
BASE64 = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


@pytest.mark.parametrize("image", ["https://example.com/a.png", DATA, BASE64, BASE64[:-2] * 10_000], ids=len)
def test_data_is_not_taken_for_a_path(image: str) -> None:
    """Where a field takes a data URL or base64 they go as they are."""
    request = {"model": "vidu-q3-turbo-image-to-video", "prompt": "A boat", "image_url": image}
    assert ([], image) == (wrong(request), prepare(request)[0]["image_url"])


def test_a_path_is_a_path_where_data_would_do(folder: Path) -> None:
    """The same field takes a file; what is neither data nor a file is a problem."""
    request = {"model": "vidu-q3-turbo-image-to-video", "prompt": "A boat", "image_url": "boat.png"}
    assert ([], f"{folder.as_uri()}/boat.png#upload") == (wrong(request), prepare(request)[0]["image_url"])
    (found,) = wrong({**request, "image_url": BASE64[:40]})
    assert "neither an absolute http or https URL, a data URL, or base64 nor a file" in found[1]


# ------------------------------------------------------------------ file: URLs


@pytest.mark.parametrize(
    "name",
    ["a b.png", "a#b.png", "a?b.png", "a%20b.png", "100%.png", "ü漢🎬.png", "a\nb.png", "a\\b.png", "a:b", "a;b&c=d"],
)
def test_every_name_survives_being_a_url(name: str, folder: Path) -> None:
    """A path goes into the body and comes out of it the same."""
    (folder / name).write_bytes(PNG)
    for given_as in (name, Path(name), (folder / name).as_uri()):
        (url,) = body_of(sora(given_as), extra_body=None, validate=True).values["image_urls"]
        assert folder / name == local_path({}, url)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1), min_size=1, max_size=4))
def test_any_path_survives_being_a_url(parts: list[str]) -> None:
    """Whatever letters it is made of."""
    path = Path("/above", *parts)
    assert path == local_path({}, file_url(path))


@pytest.mark.parametrize(
    "url",
    [
        "file://{folder}/boat.png",
        "file://{folder}/boat.png#here",
        "file://{folder}/./boat.png",
        ("file://localhost{folder}/boat.png"),
    ],
)
def test_a_file_url_is_taken_for_its_file(url: str, folder: Path) -> None:
    """A user may write one, with this machine's name in it or none (RFC 8089, 2)."""
    request = sora(url.format(folder=folder))
    path = local_path({}, prepare(request)[0]["image_urls"][0])
    assert ([], folder / "boat.png") == (wrong(request), path)


def test_a_name_that_is_no_utf8_is_found(folder: Path) -> None:
    """Old archives have such names, and the system opens them."""
    path = Path(os.fsdecode(os.fsencode(folder) + b"/b\xf6ot.png"))
    path.write_bytes(PNG)
    assert [] == wrong(sora(path))


@pytest.mark.skipif(os.name == "nt", reason="there it is a drive")
def test_a_colon_is_no_drive_where_there_are_none() -> None:
    """Outside of Windows a folder may be called c: as well."""
    assert Path("/c:/boat.png") == local_path({}, file_url("/c:/boat.png"))


def test_a_relative_path_is_that_of_the_moment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the folder after the check does not change which file is meant."""
    body = body_of(sora("boat.png"), extra_body=None, validate=True).values
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert folder / "boat.png" == local_path({}, body["image_urls"][0])


class Broken:
    """A path that cannot say what it is."""

    def __fspath__(self) -> str:
        raise RuntimeError("broken")


def test_a_path_that_cannot_be_read_is_a_problem() -> None:
    """`check` raises nothing, whatever stands in a request."""
    assert ["image_urls[0]"] == [field for field, _ in wrong(sora(Broken()))]


def test_an_entry_of_a_folder_is_a_path(folder: Path) -> None:
    """Whatever the system calls it: `os.scandir` gives text or bytes."""
    for where in (".", b"."):
        (entry,) = [each for each in os.scandir(where) if os.fsdecode(each.name) == "boat.png"]
        assert [] == wrong(sora(entry))
