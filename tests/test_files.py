"""The file on disk is whole or absent."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from foxapi_video._files import PartFile, mp4_trouble
from foxapi_video.errors import DownloadFailed


def box(name: bytes, payload: bytes = b"", *, size: int | None = None, long: bool = False) -> bytes:
    """Make one MP4 box; `size` lies about its length."""
    header = 16 if long else 8
    length = header + len(payload) if size is None else size
    head = (1).to_bytes(4) + name + length.to_bytes(8) if long else length.to_bytes(4) + name
    return head + payload


FTYP, MOOV, MDAT = box(b"ftyp", b"isom"), box(b"moov", b"m" * 20), box(b"mdat", b"d" * 50)
WHOLE = FTYP + MOOV + MDAT


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (WHOLE, None),
        (FTYP + MDAT + MOOV, None),
        (FTYP + MOOV + box(b"mdat", b"d" * 50, long=True), None),
        (FTYP + MOOV + box(b"mdat", b"d" * 50, size=0), None),
        (FTYP + MOOV + box(b"moof") + MDAT, None),
        (FTYP + box(b"free") + MOOV + MDAT, None),
        (b"", "empty"),
        (WHOLE[:-1], "ends at byte"),
        (WHOLE[: len(FTYP) + 4], "ends at byte"),
        (WHOLE + b"\0\0\0", "ends at byte"),
        (FTYP + MOOV, "no mdat"),
        (FTYP + MDAT, "no moov"),
        (FTYP, "no mdat and no moov"),
        (FTYP + MOOV + box(b"mdat", size=3), "ends at byte"),
        (b"<!doctype html><title>Not found</title>", "<!doctype html>"),
        (b'{"error": "expired"}', "expired"),
        (MOOV + MDAT, "starts with"),
    ],
)
def test_the_structure_of_an_mp4_is_read(content: bytes, trouble: str | None, tmp_path: Path) -> None:
    """Boxes that do not add up to the file, or are missing, are found."""
    path = tmp_path / "v.mp4"
    path.write_bytes(content)
    found = mp4_trouble(path)
    assert (trouble is None) == (found is None)
    assert (trouble or "") in (found or "")


def test_a_committed_file_replaces_the_old_one(tmp_path: Path) -> None:
    """The target changes at once and nothing else stays behind; its mode is that of any new file."""
    target = tmp_path / "v.mp4"
    target.write_bytes(b"old")
    with PartFile(target) as part:
        part.write(WHOLE[:10])
        assert b"old" == target.read_bytes()
        part.write(WHOLE[10:])
        part.commit(len(WHOLE))
    assert [target] == list(tmp_path.iterdir())
    assert WHOLE == target.read_bytes()
    (tmp_path / "new").touch()
    assert (tmp_path / "new").stat().st_mode == target.stat().st_mode


@pytest.mark.parametrize(("content", "expected"), [(WHOLE, len(WHOLE) + 1), (WHOLE[:-1], None), (b"<html>", None)])
def test_what_is_not_whole_is_never_committed(content: bytes, expected: int | None, tmp_path: Path) -> None:
    """The old file survives a short or foreign one, and the part file is gone."""
    target = tmp_path / "v.mp4"
    target.write_bytes(b"old")
    with PartFile(target) as part:
        part.write(content)
        with pytest.raises(DownloadFailed) as caught:
            part.commit(expected)
    assert caught.value.transient
    assert (b"old", [target]) == (target.read_bytes(), list(tmp_path.iterdir()))


def test_a_restarted_file_holds_only_what_came_after(tmp_path: Path) -> None:
    """A second try starts from nothing."""
    with PartFile(tmp_path / "v.mp4") as part:
        part.write(b"rubbish" * 100)
        part.restart()
        part.write(WHOLE)
        part.commit(len(WHOLE))
    assert WHOLE == (tmp_path / "v.mp4").read_bytes()


def test_a_full_disk_is_said_with_the_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENOSPC becomes a DownloadFailed that names the file and is not tried again."""

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with PartFile(tmp_path / "v.mp4") as part:
        part.write(WHOLE)
        with pytest.raises(DownloadFailed, match=r"v\.mp4: No space left on device") as caught:
            part.commit(None)
    assert (False, []) == (caught.value.transient, list(tmp_path.iterdir()))


def test_a_long_name_leaves_room_for_the_part_files(tmp_path: Path) -> None:
    """A target name of the longest allowed length works."""
    target = tmp_path / ("v" * 251 + ".mp4")
    with PartFile(target) as part:
        part.write(WHOLE)
        part.commit(None)
    assert WHOLE == target.read_bytes()
