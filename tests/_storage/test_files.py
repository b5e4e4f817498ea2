"""The file on disk is whole or absent, and no path is written that the caller did not mean."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foxapi_video._media import downloaded
from foxapi_video._media.downloaded import MAX_BOXES, mp4_trouble, suffix_of
from foxapi_video._storage import files as _files
from foxapi_video._storage.files import Outputs, PartFile, check_target, output_path
from foxapi_video.errors import DownloadFailed, InvalidRequest


def box(name: bytes, payload: bytes = b"", *, size: int | None = None, long: bool = False) -> bytes:
    """Make one MP4 box; `size` lies about its length."""
    header = 16 if long else 8
    length = header + len(payload) if size is None else size
    head = (1).to_bytes(4) + name + length.to_bytes(8) if long else length.to_bytes(4) + name
    return head + payload


FTYP, MOOV, MDAT = box(b"ftyp", b"isom"), box(b"moov", b"m" * 20), box(b"mdat", b"d" * 50)
WHOLE = FTYP + MOOV + MDAT
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + bytes(50)
GIF = b"GIF89a\x01\0\x01\0" + bytes(50)
UNKNOWN = bytes(range(200))
PAGES = {
    "HTML or XML": b"<!doctype html><title>SECRET</title>",
    "JSON": b'\xef\xbb\xbf {"error": "SECRET"}',
    "text": b"SECRET",
}


@pytest.mark.parametrize(
    ("content", "trouble", "framed_trouble"),
    [
        (WHOLE, None, None),
        (FTYP + MDAT + MOOV, None, None),
        (FTYP + MOOV + box(b"mdat", b"d" * 50, long=True), None, None),
        (FTYP + MOOV + box(b"mdat", b"d" * 50, size=0), None, None),
        (FTYP + MOOV + box(b"moof") + MDAT, None, None),
        (FTYP + box(b"free") + MOOV + MDAT, None, None),
        (box(b"free") + WHOLE, None, None),
        (MOOV + MDAT, None, None),
        (box(b"wide") + MDAT + MOOV, None, None),
        (FTYP + box(b"meta") + MDAT, None, None),
        (WHOLE + box(b"free") * 2, None, None),
        (b"", "empty", "empty"),
        (WHOLE[:-1], "ends at byte", "ends at byte"),
        (WHOLE[: len(FTYP) + 4], "ends at byte", "ends at byte"),
        (WHOLE + b"\0", "ends at byte", None),
        (WHOLE + b"\r\n", "ends at byte", None),
        (WHOLE + b"\1\0\0\0\0\0\0\0\0", "ends at byte", None),
        (WHOLE + box(b"free", size=99), "ends at byte", "ends at byte"),
        (WHOLE + box(b"moof", b"x", size=99), "ends at byte", "ends at byte"),
        (FTYP + MOOV, "no mdat", "no mdat"),
        (FTYP + MDAT, "no moov", "no moov"),
        (FTYP, "no mdat and no moov", "no mdat and no moov"),
        (FTYP + MOOV + box(b"mdat", size=3), "ends at byte", "ends at byte"),
        (PAGES["HTML or XML"], "does not begin", "does not begin"),
        (FTYP + MOOV + box(b"free") * MAX_BOXES + MDAT, "boxes", None),
    ],
    ids=repr,
)
def test_the_structure_of_an_mp4_is_read(
    content: bytes, trouble: str | None, framed_trouble: str | None, tmp_path: Path
) -> None:
    """Boxes that do not add up to the file, or are missing, are found, and no byte of it is shown.

    Where HTTP tells that the body is whole, bytes after the last box are no sign of a missing piece.
    """
    path = tmp_path / "v.mp4"
    path.write_bytes(content)
    for framed, expected in ((False, trouble), (True, framed_trouble)):
        found = mp4_trouble(path, framed=framed)
        assert (expected is None) == (found is None)
        assert (expected or "") in (found or "")
        assert "SECRET" not in str(found)


def test_a_file_of_nothing_but_boxes_costs_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more boxes are read than the limit says, however many there are."""
    seen: list[int] = []
    boxes = downloaded.boxes

    def counted(*arguments: Any) -> Any:
        for each in boxes(*arguments):
            seen.append(1)
            yield each

    monkeypatch.setattr(downloaded, "boxes", counted)
    path = tmp_path / "v.mp4"
    path.write_bytes(WHOLE + box(b"free") * (2 * MAX_BOXES))
    assert (None, MAX_BOXES + 1) == (mp4_trouble(path, framed=True), len(seen))


LENGTH, CHUNKED, CLOSED = "a length", "chunks", "neither"


@pytest.mark.parametrize("how", [LENGTH, CHUNKED, CLOSED])
@pytest.mark.parametrize(
    ("content", "kind", "whole_with"),
    [
        (WHOLE, "video/mp4", {LENGTH, CHUNKED, CLOSED}),
        (WHOLE, "text/html", {LENGTH, CHUNKED, CLOSED}),
        (box(b"free") + WHOLE, "video/mp4", {LENGTH, CHUNKED, CLOSED}),
        (box(b"wide") + MDAT + MOOV, "video/quicktime", {LENGTH, CHUNKED, CLOSED}),
        (WHOLE + b"\0", "video/mp4", {LENGTH, CHUNKED}),
        (WEBM, "video/webm", {LENGTH, CHUNKED}),
        (WEBM, "text/plain", {LENGTH, CHUNKED}),
        (GIF, "image/gif", {LENGTH, CHUNKED}),
        (b"\xff\xfbP\xc4\0" + bytes(50), "audio/mpeg", {LENGTH, CHUNKED}),
        (UNKNOWN, "application/octet-stream", {LENGTH, CHUNKED}),
        (UNKNOWN, "", {LENGTH, CHUNKED}),
        (UNKNOWN, "text/html", set()),
        (UNKNOWN, "application/problem+json", set()),
        (WHOLE[:-1], "video/mp4", set()),
        (b"", "video/mp4", set()),
        (PAGES["HTML or XML"], "video/mp4", set()),
        (PAGES["JSON"], "application/octet-stream", set()),
        (PAGES["text"], "", set()),
        ("<p>SECRET".encode("utf-16"), "video/mp4", set()),
        ("<p>Verg\xe4nglich".encode("latin-1"), "", set()),
        (b"BMW is no bitmap", "", set()),
    ],
    ids=lambda value: repr(sorted(value) if isinstance(value, set) else value)[:30],
)
def test_what_http_tells_decides_whether_a_file_is_whole(
    content: bytes, kind: str, whole_with: set[str], how: str, tmp_path: Path
) -> None:
    """Any type is taken where its end is certain; without that an MP4's structure decides; a page is none at all."""
    target = tmp_path / "v"
    with PartFile(target) as part:
        length = len(content) if how == LENGTH else None
        part.begin(expected=length, framed=how == CHUNKED, validator=None, content_type=kind)
        part.write(content)
        failure = None
        try:
            part.commit()
        except DownloadFailed as error:
            failure = (error.transient, "SECRET" in str(error), part.size)
    found = target.read_bytes() if target.exists() else None
    expected = (content, None) if how in whole_with else (None, (True, False, 0))
    assert expected == (found, failure)


def test_a_file_that_is_cut_at_the_server_is_taken_at_the_second_try(tmp_path: Path) -> None:
    """An exact length decides; but a service that is still writing the file gets another chance."""
    cut, target = WHOLE[:-9], tmp_path / "v.mp4"

    def arrive(part: PartFile, content: bytes) -> None:
        part.begin(expected=len(content), framed=False, validator=None, content_type="")
        part.write(content)
        part.commit()

    with PartFile(target) as part:
        for content in (cut[:-9], cut):
            with pytest.raises(DownloadFailed) as caught:
                arrive(part, content)
            assert (True, []) == (caught.value.transient, [path for path in tmp_path.iterdir() if path == target])
        arrive(part, cut)
    assert cut == target.read_bytes()


def test_a_committed_file_replaces_the_old_one(tmp_path: Path) -> None:
    """The target changes at once and nothing else stays behind; its mode is that of any new file."""
    target = tmp_path / "v.mp4"
    target.write_bytes(b"old")
    with PartFile(target) as part:
        part.write(WHOLE[:10])
        assert b"old" == target.read_bytes()
        part.write(WHOLE[10:])
        part.commit()
    assert [target] == list(tmp_path.iterdir())
    assert WHOLE == target.read_bytes()
    (tmp_path / "new").touch()
    assert (tmp_path / "new").stat().st_mode == target.stat().st_mode


@pytest.mark.parametrize(("content", "expected"), [(WHOLE, len(WHOLE) + 1), (WHOLE, 9), (WHOLE[:-1], None)])
def test_what_is_not_whole_is_never_committed(content: bytes, expected: int | None, tmp_path: Path) -> None:
    """The old file survives a short, long or cut one, and the part file is gone."""
    target = tmp_path / "v.mp4"
    target.write_bytes(b"old")
    with PartFile(target) as part:
        part.expected = expected
        part.write(content)
        with pytest.raises(DownloadFailed) as caught:
            part.commit()
    assert caught.value.transient
    assert (b"old", [target]) == (target.read_bytes(), list(tmp_path.iterdir()))


def test_a_restarted_file_holds_only_what_came_after(tmp_path: Path) -> None:
    """A second try starts from nothing."""
    with PartFile(tmp_path / "v.mp4") as part:
        part.write(b"rubbish" * 100)
        part.restart()
        part.write(WHOLE)
        part.commit()
    assert WHOLE == (tmp_path / "v.mp4").read_bytes()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fails_is_said_with_the_target(
    code: int, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It becomes a DownloadFailed that names the file and is not retried; the old file is untouched."""
    target = tmp_path / "v.mp4"
    target.write_bytes(b"old")

    def fail(*arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    with PartFile(target) as part:
        part.write(WHOLE)
        monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), fail)
        with pytest.raises(DownloadFailed, match=rf"v\.mp4: {os.strerror(code)}") as caught:
            part.commit()
    assert (False, b"old", [target]) == (caught.value.transient, target.read_bytes(), list(tmp_path.iterdir()))


@pytest.mark.parametrize("locks", [True, False])
def test_a_full_disk_leaves_no_part_file(locks: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing the file writes what is buffered, and fails as well; where files cannot be locked it is closed first."""
    resource = pytest.importorskip("resource")
    if not locks:
        monkeypatch.setattr(_files, "fcntl", None)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    part = PartFile(tmp_path / "v.mp4")
    part.write(WHOLE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))  # each write of a byte to a file fails
    try:
        with pytest.raises(DownloadFailed, match="File too large"):
            part.commit()
        part.__exit__()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [] == list(tmp_path.iterdir())


CHANGES: dict[str, Callable[[Path], Any]] = {
    "the folder is gone": lambda target: shutil.rmtree(target.parent),
    "the target is a folder": lambda target: target.mkdir(),
    "the target is a pipe": lambda target: os.mkfifo(target),
    "the target is a link": lambda target: target.symlink_to("elsewhere"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_target_that_changes_meanwhile(change: str, tmp_path: Path) -> None:
    """What another process does to the target during the transfer is a DownloadFailed, and is left as it is."""
    target = tmp_path / "new" / "v.mp4"
    with PartFile(target) as part:
        part.write(WHOLE)
        CHANGES[change](target)
        before = target.lstat().st_mode if target.parent.exists() else None
        with pytest.raises(DownloadFailed, match=r"v\.mp4") as caught:
            part.commit()
    left = list(target.parent.iterdir()) if before else []
    after = target.lstat().st_mode if before else None
    assert (False, [target] if before else [], before) == (caught.value.transient, left, after)


# ---- which paths can be written


def test_a_long_name_leaves_room_for_the_part_files(tmp_path: Path) -> None:
    """Names of the longest allowed length work; file systems count bytes, not characters."""
    for name in ("v" * 251 + ".mp4", "\N{SAILBOAT}" * 84 + "v", "\N{MOVIE CAMERA}" * 63):
        with PartFile(tmp_path / name) as part:
            part.write(WHOLE)
            part.commit()
        assert WHOLE == (tmp_path / name).read_bytes()


def _socket(path: Path) -> str:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
    return str(path)


def _fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _link(path: Path, to: str) -> Path:
    path.symlink_to(to)
    return path


UNUSABLE: dict[str, Callable[[Path], Any]] = {
    "a device": lambda folder: "/dev/null",
    "a link to a device": lambda folder: _link(folder / "v", "/dev/null"),
    "a pipe": lambda folder: _fifo(folder / "v"),
    "a socket": lambda folder: _socket(folder / "v"),
    "a folder": lambda folder: folder,
    "a folder to come": lambda folder: f"{folder}/new/",
    "the home folder": lambda folder: "~",
    "another user's": lambda folder: "~no-such-user/v.mp4",
    "here": lambda folder: ".",
    "above": lambda folder: f"{folder}/..",
    "nothing": lambda folder: "",
    "NUL": lambda folder: f"{folder}/v\0.mp4",
    "a lone surrogate": lambda folder: f"{folder}/v\ud800.mp4",
    "300 characters": lambda folder: folder / ("v" * 300),
    "300 bytes": lambda folder: folder / ("\N{SAILBOAT}" * 100),
    "a path of 5000 characters": lambda folder: "/".join([str(folder), *["v" * 100] * 50]),
    "a dangling link": lambda folder: _link(folder / "v", "nowhere"),
    "a link to itself": lambda folder: _link(folder / "v", "v"),
    "below a file": lambda folder: Path(__file__) / "v.mp4",
    "in a system folder": lambda folder: "/proc/v.mp4",
    "no path": lambda folder: 7,
    "a file of the process": lambda folder: "/proc/self/mem/v",
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_path_that_cannot_be_written_is_found_before_anything_is_paid(kind: str, tmp_path: Path) -> None:
    """It is a problem of the argument, in one short line; nothing is made, opened or replaced."""
    target = UNUSABLE[kind](tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InvalidRequest) as caught:
        check_target(target)
    assert before == sorted(tmp_path.rglob("*"))
    (problem,) = caught.value.problems
    assert ("save_to", True, True) == (problem.field, problem.message.isprintable(), len(problem.message) < 600)
    with pytest.raises(DownloadFailed):
        PartFile(target)
    with pytest.raises(DownloadFailed) as paid:
        check_target(target, task_id="t_42")
    assert "t_42" == paid.value.task_id


def test_the_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every way to name an output; a file whose name merely begins so stays where it is."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for target in ("~/a.mp4", Path("~/b.mp4"), "~boat.mp4", "./~/c.mp4"):
        with PartFile(target) as part:
            part.write(WHOLE)
            part.commit()
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.mp4"))
    assert ["home/a.mp4", "home/b.mp4", "~/c.mp4", "~boat.mp4"] == found
    assert tmp_path / "home" / "x" == output_path("~/x")
    with pytest.raises(InvalidRequest, match="NUL"):
        output_path("\0")


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    """The file that it points to is replaced; one that merely stands in the path's folders does not matter."""
    real, link, folder = tmp_path / "disk" / "v.mp4", tmp_path / "v.mp4", tmp_path / "folder"
    real.parent.mkdir()
    real.write_bytes(b"old")
    link.symlink_to("disk/v.mp4")
    folder.symlink_to("disk")
    for target in (link, folder / "w.mp4"):
        with PartFile(target) as part:
            part.write(WHOLE)
            part.commit()
        assert (target, WHOLE) == (part.target, target.read_bytes())
    assert (True, True, WHOLE) == (link.is_symlink(), folder.is_symlink(), real.read_bytes())
    assert ["v.mp4", "w.mp4"] == sorted(path.name for path in real.parent.iterdir())


def test_a_file_that_cannot_be_replaced_is_found_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another user's in a sticky folder, an immutable one, or a mount point; one that is read-only can be replaced."""
    target = tmp_path / "v.mp4"
    target.write_bytes(b"old")
    target.chmod(0o444)
    check_target(target)
    with monkeypatch.context() as patched:
        patched.setattr(_files, "_mount_points", lambda: {str(target)})
        with pytest.raises(InvalidRequest, match="container"):
            check_target(target)
    with monkeypatch.context() as patched:
        tmp_path.chmod(0o1777)
        patched.setattr(os, "geteuid", lambda: 12345)
        with pytest.raises(InvalidRequest, match="another user's"):
            check_target(target)
    opened = os.open

    def immutable(path: Any, flags: int, *rest: Any) -> int:
        if Path(path) == target and flags & os.O_WRONLY:
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", immutable)
    with pytest.raises(InvalidRequest, match="not permitted"):
        check_target(target)


def test_no_output_is_mistaken_for_a_message(tmp_path: Path) -> None:
    """A path with control characters, or a long one, takes one line and no more room than a few."""
    for name in ("v\n\x1b[31m", "v\u202e"):
        (tmp_path / name).mkdir()
        with pytest.raises(InvalidRequest) as caught:
            check_target(tmp_path / name)
        assert caught.value.problems[0].message.isprintable()


# ---- the disk


def test_a_download_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit is announced, or arrives: nothing is saved and nothing is retried."""
    monkeypatch.setattr(_files, "MAX_BYTES", 1000)
    monkeypatch.setattr(_files, "_STEP", 100)
    with PartFile(tmp_path / "v.mp4") as part:
        with pytest.raises(DownloadFailed, match="more than") as announced:
            part.begin(expected=1001, framed=False, validator=None, content_type="")
        part.begin(expected=None, framed=True, validator=None, content_type="")
        with pytest.raises(DownloadFailed, match="more than") as arrived:
            any(part.write(bytes(60)) for _ in range(20))
    assert (False, False) == (announced.value.transient, arrived.value.transient)
    assert (True, []) == (part.size <= 1100, list(tmp_path.iterdir()))


def test_a_disk_that_is_too_small_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first byte where a length is announced; otherwise before the last bytes of the disk are taken."""
    usage = shutil.disk_usage(tmp_path)
    free = 500
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=free))
    monkeypatch.setattr(_files, "_STEP", 100)
    with PartFile(tmp_path / "v.mp4") as part:
        part.begin(expected=500, framed=False, validator=None, content_type="")
        with pytest.raises(DownloadFailed, match=r"v\.mp4 needs 501 more bytes and the disk has 500") as caught:
            part.begin(expected=501, framed=False, validator=None, content_type="")
        assert not caught.value.transient
        part.begin(expected=None, framed=True, validator=None, content_type="")
        part.write(bytes(60))
        with pytest.raises(DownloadFailed, match="free some space"):
            part.write(bytes(60))
    assert [] == list(tmp_path.iterdir())


# ---- part files


def test_what_a_killed_process_left_is_used_up(tmp_path: Path) -> None:
    """The next download of the same target leaves nothing but the file."""
    begin = f"p = PartFile({str(tmp_path / 'v.mp4')!r})"
    script = f"from foxapi_video._storage.files import PartFile; import os; {begin}; os.abort()"
    subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert 1 == len(list(tmp_path.iterdir()))
    with PartFile(tmp_path / "v.mp4") as part:
        part.write(WHOLE)
        part.commit()
    assert [tmp_path / "v.mp4"] == list(tmp_path.iterdir())


def test_two_downloads_of_one_target_do_not_mix(tmp_path: Path) -> None:
    """Each process has its own part file, and the target is a whole file at each moment."""
    target = tmp_path / "v.mp4"
    other = WHOLE + box(b"free", b"other")
    with PartFile(target) as first:
        with PartFile(target) as second:
            assert first.path != second.path
            first.write(WHOLE[:20])
            second.write(other)
            second.commit()
            assert other == target.read_bytes()
        with PartFile(target) as third:
            third.write(WHOLE[:5])
        first.write(WHOLE[20:])
        first.commit()
        assert WHOLE == target.read_bytes()
        with PartFile(target) as fourth:
            fourth.write(b"x")
            first.__exit__()
            assert fourth.path.exists()
    assert [target] == list(tmp_path.iterdir())


@pytest.mark.parametrize("plant", [os.symlink, os.link])
def test_a_planted_part_file_is_not_written(plant: Callable[[Path, Path], None], tmp_path: Path) -> None:
    """In a folder that others write to, a link with the part file's name leads nowhere."""
    victim, target = tmp_path / "victim", tmp_path / "v.mp4"
    victim.write_bytes(b"precious")
    plant(victim, tmp_path / ".v.mp4.part")
    with PartFile(target) as part:
        part.write(WHOLE)
        part.commit()
    assert (b"precious", WHOLE) == (victim.read_bytes(), target.read_bytes())


# ---- names


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_is_there_is_not_replaced(links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `replace`, the next free name is taken when the file is whole, also on file systems without links."""

    def no_links(*arguments: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "v-2.mp4").symlink_to("nowhere")
    names = []
    with PartFile(tmp_path / "v.mp4", Outputs(replace=False)) as part:
        (tmp_path / "v.mp4").write_bytes(b"another's, of the same moment")
        part.write(WHOLE)
        part.commit()
        names.append(part.target.name)
    for _ in range(2):
        with PartFile(tmp_path / "v.mp4", Outputs(replace=False)) as part:
            part.write(WHOLE)
            part.commit()
        names.append(part.target.name)
    assert ["v-3.mp4", "v-4.mp4", "v-5.mp4"] == names
    assert b"another's, of the same moment" == (tmp_path / "v.mp4").read_bytes()
    assert ["v-2.mp4", *names, "v.mp4"] == sorted(path.name for path in tmp_path.iterdir())
    assert all(WHOLE == (tmp_path / name).read_bytes() for name in names)


def test_a_full_disk_reserves_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be put at its name on a file system without links leaves no empty file there."""

    def fail(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", fail)
    monkeypatch.setattr(Path, "replace", fail)
    with PartFile(tmp_path / "v.mp4", Outputs(replace=False)) as part:
        part.write(WHOLE)
        with pytest.raises(DownloadFailed, match="No space left"):
            part.commit()
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("content", "kind", "suffix"),
    [
        (WHOLE, "", ".mp4"),
        (WEBM, "video/mp4", ".webm"),
        (GIF, "", ".gif"),
        (b"\xff\xd8\xff" + bytes(20), "", ".jpg"),
        (UNKNOWN, "video/x-flv; charset=binary", ".flv"),
        (UNKNOWN, "", ""),
    ],
)
def test_a_name_without_a_suffix_takes_that_of_the_type(content: bytes, kind: str, suffix: str, tmp_path: Path) -> None:
    """With `add_suffix`, the bytes tell the type, then the server; a name with a suffix is the caller's own."""
    for name, expected in (("boat", f"boat{suffix}"), ("boat.v1", "boat.v1")):
        with PartFile(tmp_path / name, Outputs(add_suffix=True)) as part:
            part.begin(expected=len(content), framed=False, validator=None, content_type=kind)
            part.write(content)
            part.commit()
        assert (tmp_path / expected, content) == (part.target, (tmp_path / expected).read_bytes())
        assert suffix == suffix_of(part.target, kind)
