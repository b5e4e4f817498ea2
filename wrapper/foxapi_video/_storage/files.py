"""The file on disk is whole or absent: a temporary file beside the target, checked, synced and renamed."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG, S_ISVTX
from typing import BinaryIO

from attrs import frozen

from .._contract.wording import printable
from .._log import log
from .._media.downloaded import is_mp4, mp4_trouble, suffix_of, text_in_place
from ..errors import DownloadFailed, InvalidRequest
from ..values import Problem

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


MAX_BYTES = 20 * 1024**3
"""A larger file is no result of any model, but a download without end."""
MARGIN = 64 * 1024**2
"""Bytes of a disk that a download whose length nobody knows leaves free."""
_STEP = 16 * 1024**2
"""After so many bytes each, the free space is looked up again."""


@frozen
class Outputs:
    """How the files of a client get their names."""

    replace: bool = True
    """Replace a file that is there. Otherwise the next free name is taken, such as boat-2.mp4: never is a file lost,
    even one that another process has put there meanwhile."""
    add_suffix: bool = False
    """Give a name without a suffix that of the file's actual type."""


class PartFile:
    """A file that appears at its target only once it is whole; anything less is removed.

    Raises:
        DownloadFailed: the target is no regular file, or nothing can be written beside it.
    """

    def __init__(self, target: str | os.PathLike[str], outputs: Outputs = Outputs()) -> None:
        self.target: Path
        self.size = 0
        self.expected: int | None = None
        """The bytes of the whole file, where HTTP tells."""
        self.framed = False
        """True when HTTP tells in another way that the body is whole: its last chunk."""
        self.validator: str | None = None
        """The strong validator of what is being fetched, which lets an interrupted transfer resume (RFC 9110, 8.8)."""
        self.content_type = ""
        self._outputs = outputs
        self._place: Path
        self._odd_size: int | None = None
        self._saved = False
        with _explained(target):
            self.target, self._place = _located(target)
            self.target.parent.mkdir(parents=True, exist_ok=True)
            if outputs.replace and self._place.exists():
                _check_replaceable(self._place)
            self.path, self._file, self._locked = _opened(self._place)

    def __enter__(self) -> PartFile:
        return self

    def __exit__(self, *raised: object) -> None:
        if not self._locked:  # Windows cannot delete an open file; otherwise the lock is kept until the name is gone
            with suppress(OSError):  # a full disk: closing writes what is buffered
                self._file.close()
        if not self._saved:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        with suppress(OSError):
            self._file.close()

    def begin(self, *, expected: int | None, framed: bool, validator: str | None, content_type: str) -> None:
        """Note what the response says about the file that now arrives from its start."""
        self.expected, self.framed = expected, framed or expected is not None
        self.validator, self.content_type = validator, content_type
        self.check_space()

    def check_space(self) -> None:
        """Check that what is missing can be written.

        Raises:
            DownloadFailed: it is too large for the disk, or for any result.
        """
        if max(self.expected or 0, self.size) > MAX_BYTES:
            words = f"the file has more than {MAX_BYTES // 1024**3} GB, which no result has"
            raise DownloadFailed(f"{words}; nothing was saved")
        wanted = MARGIN if self.expected is None else self.expected - self.size
        with suppress(OSError):
            free = shutil.disk_usage(self._place.parent).free
            if free < wanted and (self.size or self.expected is not None):
                words = f"{printable(self.target)} needs {wanted} more bytes and the disk has {free}"
                raise DownloadFailed(f"cannot write {words}: free some space, then download again")

    def write(self, piece: bytes) -> None:
        """Append a piece."""
        with _explained(self.target):
            self._file.write(piece)
        before, self.size = self.size, self.size + len(piece)
        if before // _STEP != self.size // _STEP:
            with _explained(self.target):
                self._file.flush()
            self.check_space()

    def restart(self) -> None:
        """Drop what was written."""
        with _explained(self.target):
            self._file.seek(0)
            self._file.truncate()
        self.size, self.expected, self.validator, self.framed = 0, None, None, False

    def commit(self) -> None:
        """Check that the file is whole, make it durable and put it in the target's place.

        Raises:
            DownloadFailed: bytes are missing, it is text where a video should be, or it cannot be put there.
        """
        if self.expected is not None and self.size < self.expected:
            raise DownloadFailed(f"{self.size} of {self.expected} bytes arrived", transient=True)
        with _explained(self.target):
            self._file.flush()
            trouble = self._trouble()
            if trouble:
                size = self.size
                self.restart()
                raise DownloadFailed(f"the {size} bytes that arrived are not the file: {trouble}", transient=True)
            os.fsync(self._file.fileno())
            if not self._locked:  # Windows renames no open file
                self._file.close()
            if self._outputs.add_suffix and not self.target.suffix:
                suffix = suffix_of(self.path, self.content_type)
                self.target = self.target.with_name(self.target.name + suffix)
                self._place = self._place.with_name(self._place.name + suffix)
            self._put()
            self._saved = True
            self._file.close()
            _sync_folder(self._place.parent)

    def _trouble(self) -> str | None:
        """Say why what arrived cannot be the whole file; None when it is."""
        if not self.size:
            return "it is empty"
        if self.expected is not None and self.size > self.expected:
            return f"it has {self.expected}"
        if text := text_in_place(self.path, self.content_type):
            return f"the server sent {text} instead"
        if not is_mp4(self.path):
            return None if self.framed else "the connection ended, and only its length could tell that it is whole"
        trouble = mp4_trouble(self.path, framed=self.framed)
        if trouble and self.expected is not None and self._odd_size == self.size:
            # the service may still have been writing it at the first try; now it is what the service has
            log.warning("%s: the server has only a file that is not whole: %s", printable(self.target), trouble)
            return None
        self._odd_size = self.size if trouble else None
        return trouble and f"not a whole MP4 file, {trouble}"

    def _put(self) -> None:
        """Rename the part file to the target, or give it the next free name."""
        if self._outputs.replace:
            with suppress(FileNotFoundError):
                if not S_ISREG(self._place.lstat().st_mode):  # it became one meanwhile
                    raise _Unusable("is no regular file any more")
            self.path.replace(self._place)
            return
        for number in range(1, 10_000):
            if _put_new(self.path, _numbered(self._place, number)):
                self.target = _numbered(self.target, number)
                return
        raise OSError(errno.EEXIST, "10,000 files have its name")


class _Unusable(ValueError):
    """A path at which no file can be written, in words that follow its name."""


@contextmanager
def _explained(target: object) -> Generator[None]:
    """Slot an error of the file system into a DownloadFailed that names the target."""
    try:
        yield
    except _Unusable as error:
        raise DownloadFailed(f"{printable(target)} {error}") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise DownloadFailed(f"cannot write {printable(target)}: {why or error}") from error


def check_target(
    target: str | os.PathLike[str], field: str = "save_to", *, task_id: str | None = None, write: bool = True
) -> None:
    """Find out whether the target can be written, before anything is paid for.

    Without `write`, the folder is known to be writable, and only what is at the path is looked up.

    Raises:
        InvalidRequest: it cannot; nothing was sent.
        DownloadFailed: it cannot, and the task with `task_id` is paid for already.
    """
    try:
        with PartFile(target) if write else _explained(target):
            _ = _located(target)
    except DownloadFailed as error:
        error.task_id = task_id
        if task_id is not None:
            raise
        raise InvalidRequest([Problem(field, str(error))]) from error.__cause__


def output_path(target: str | os.PathLike[str], field: str = "save_to") -> Path:
    """Return the absolute path of an output, with the home folder in the place of "~".

    Raises:
        InvalidRequest: no path is written so.
    """
    try:
        with _explained(target):
            return _path(target).absolute()
    except DownloadFailed as error:
        raise InvalidRequest([Problem(field, str(error))]) from error.__cause__


def _path(target: str | os.PathLike[str]) -> Path:
    """Read a path; "~" is the home folder."""
    try:
        text = os.fsdecode(target)
    except TypeError:
        raise _Unusable("is no path") from None
    if not text:
        raise _Unusable("is empty: name the file to write")
    if "\0" in text:
        raise _Unusable("holds the character NUL, which no file name can")
    _ = os.fsencode(text)  # what cannot be encoded is no path
    path = Path(text)
    try:
        return path.expanduser() if text.startswith("~") else path
    except RuntimeError:
        if len(path.parts) == 1:  # a file called "~boat.mp4"
            return path
        raise _Unusable(f"is in the home folder of a user who is not known: {path.parts[0]}") from None


def _located(target: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Return the path to write, and the file that is there: what the path links to, or the path itself."""
    path = _path(target)
    folder = _Unusable("is a folder; name the file to write")
    if not path.name or path.name == ".." or os.fsdecode(target).endswith(("/", os.sep)):
        raise folder
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise _Unusable("is a link to a file that is not there; name the file itself") from None
        return path, path
    if S_ISDIR(mode):
        raise folder
    if not S_ISREG(mode):
        raise _Unusable("is a device, a pipe or a socket; name a regular file")
    return path, Path(os.path.realpath(path)) if path.is_symlink() else path


def _check_replaceable(place: Path) -> None:
    """Raise OSError for a file that is there and whose name cannot be given to another one."""
    there, folder = place.stat(), place.parent.stat()
    if hasattr(os, "geteuid") and folder.st_mode & S_ISVTX and os.geteuid() not in (0, there.st_uid, folder.st_uid):
        raise PermissionError(errno.EPERM, "it is another user's file in a shared folder")
    try:
        os.close(os.open(place, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        if error.errno == errno.EPERM:  # immutable; one that is merely read-only can be replaced
            raise
    if str(place.absolute()) in _mount_points():
        raise OSError(errno.EBUSY, "a container mounts this very file; mount its folder instead")


def _mount_points() -> set[str]:
    """Return what is mounted at a path of its own, on Linux."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return set()
    return {line.split(" ")[4].replace("\\040", " ") for line in lines}


def _opened(place: Path) -> tuple[Path, BinaryIO, bool]:
    """Open a part file; say whether it is locked.

    Its name is always the same, so that one that a killed process left behind is used up; while another process
    writes to it, or where files cannot be locked, it is one of its own. The name is short in bytes, which file systems
    count.
    """
    name = os.fsdecode(os.fsencode(place.name)[:100].decode(errors="ignore").encode())
    path = place.with_name(f".{name}.part")
    if (file := _opened_locked(path)) is not None:
        return path, file, True
    path = place.with_name(f".{name}.{secrets.token_hex(4)}.part")
    return path, path.open("xb"), False


def _opened_locked(path: Path) -> BinaryIO | None:
    if fcntl is None:
        return None
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666), "r+b")
    except (OSError, ValueError):
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ours = os.fstat(file.fileno())
        # it may have been renamed before it was locked, or be put there by another user
        plain = S_ISREG(ours.st_mode) and ours.st_nlink == 1 and ours.st_uid == os.geteuid()
        if plain and os.path.samestat(ours, path.lstat()):
            file.truncate()
            return file
    except OSError:
        pass
    file.close()
    return None


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")


def _put_new(part: Path, place: Path) -> bool:
    """Give the part file a name that no file has; return False when one has it."""
    try:
        os.link(part, place)
    except FileExistsError:
        return False
    except OSError:  # a file system without links: an empty file holds the name for a moment
        try:
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            return False
        try:
            part.replace(place)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
    else:
        part.unlink(missing_ok=True)
    return True


def _sync_folder(folder: Path) -> None:
    """Make the renaming durable, where the system can sync a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
