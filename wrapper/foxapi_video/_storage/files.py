"""Write output files atomically: a temporary file beside the target is checked, synced and renamed."""

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
from .machine import MACHINE, Machine

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


MAX_BYTES = 20 * 1024**3
"""The maximum size of a file; no model returns a larger one, so the download has no end."""
MARGIN = 64 * 1024**2
"""The bytes of a disk that a download of unknown length leaves free."""
_STEP = 16 * 1024**2
"""The number of bytes after which the free space is checked again."""


@frozen
class Outputs:
    """How a client names its output files."""

    replace: bool = True
    """Replace an existing file. Otherwise the next free name is used, such as boat-2.mp4: no file is overwritten, even
    one that another process creates in the meantime."""
    add_suffix: bool = False
    """Append the suffix of the file's actual type to a name without one."""
    machine: Machine = MACHINE


class PartFile:
    """A temporary file that `commit` renames to its target once it is complete; otherwise it is deleted.

    Raises:
        DownloadFailed: the target is not a regular file, or its folder is not writable.
    """

    def __init__(self, target: str | os.PathLike[str], outputs: Outputs = Outputs()) -> None:
        self.target: Path
        self._real: Path
        """The file that the target links to, or the target itself."""
        self.size = 0
        self.expected: int | None = None
        """The size of the complete file, if HTTP states it."""
        self.framed = False
        """True if HTTP marks the end of the body: by its size, or by a last chunk."""
        self.validator: str | None = None
        """The strong validator of the file, with which an interrupted transfer can resume (RFC 9110, 8.8)."""
        self.content_type = ""
        self._outputs = outputs
        self._incomplete_size: int | None = None
        """The size of an MP4 file that was received completely, but is cut off."""
        self._saved = False
        with _explained(target):
            self.target, self._real = _resolve(target)
            self.target.parent.mkdir(parents=True, exist_ok=True)
            if outputs.replace and self._real.exists():
                _check_replaceable(self._real)
            self.path, self._file, self._locked = _open_part(self._real)

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
        """Set what the response says about the file, which is received from its start."""
        self.expected, self.framed = expected, framed or expected is not None
        self.validator, self.content_type = validator, content_type
        self.check_space()

    def check_space(self) -> None:
        """Check that the rest of the file can be written.

        Raises:
            DownloadFailed: it is too large for the disk, or larger than any result.
        """
        if max(self.expected or 0, self.size) > MAX_BYTES:
            raise DownloadFailed(f"the file is more than {MAX_BYTES // 1024**3} GB, the maximum; nothing was saved")
        needed = MARGIN if self.expected is None else self.expected - self.size
        with suppress(OSError):
            free = shutil.disk_usage(self._real.parent).free
            if free < needed and (self.size or self.expected is not None):
                words = f"{printable(self.target)} needs {needed} more bytes and the disk has {free}"
                raise DownloadFailed(f"cannot write {words}: free some space, then download again")

    def write(self, piece: bytes) -> None:
        """Append bytes."""
        with _explained(self.target):
            self._file.write(piece)
            before, self.size = self.size, self.size + len(piece)
            if before // _STEP != self.size // _STEP:
                self._file.flush()
                self.check_space()

    def restart(self) -> None:
        """Discard what was written."""
        with _explained(self.target):
            self._file.seek(0)
            self._file.truncate()
        self.size, self.expected, self.validator, self.framed = 0, None, None, False

    def commit(self) -> None:
        """Check that the file is complete, make it durable and rename it to the target.

        Raises:
            DownloadFailed: bytes are missing, it is text instead of a video, or it cannot be renamed.
        """
        if self.expected is not None and self.size < self.expected:
            raise DownloadFailed(f"received {self.size} of {self.expected} bytes", transient=True)
        with _explained(self.target):
            self._file.flush()
            if defect := self._defect():
                words = f"the {self.size} bytes received are not the file: {defect}"
                self.restart()
                raise DownloadFailed(words, transient=True)
            self._outputs.machine.sync(self._file.fileno())
            if not self._locked:  # Windows renames no open file
                self._file.close()
            if self._outputs.add_suffix and not self.target.suffix:
                suffix = suffix_of(self.path, self.content_type)
                self.target = self.target.with_name(self.target.name + suffix)
                self._real = self._real.with_name(self._real.name + suffix)
            self._rename()
            self._saved = True
            self._file.close()
            _sync_folder(self._real.parent, self._outputs.machine)

    def _defect(self) -> str | None:
        """Return why this cannot be the complete file; None if it is."""
        if not self.size:
            return "it is empty"
        if self.expected is not None and self.size > self.expected:
            return f"its size is {self.expected}"
        if text := text_in_place(self.path, self.content_type):
            return f"the server sent {text} instead"
        if not is_mp4(self.path):
            return None if self.framed else "the connection was closed, and without a length it may be incomplete"
        trouble = mp4_trouble(self.path, framed=self.framed)
        if trouble and self.expected is not None and self._incomplete_size == self.size:
            # on the first try, the service may still have been writing it
            log.warning("%s: the file is incomplete on the server: %s", printable(self.target), trouble)
            return None
        self._incomplete_size = self.size if trouble else None
        return trouble and f"not a complete MP4 file, {trouble}"

    def _rename(self) -> None:
        """Rename the part file to the target, or to the next free name."""
        if self._outputs.replace:
            with suppress(FileNotFoundError):
                if not S_ISREG(self._real.lstat().st_mode):  # it was replaced in the meantime
                    raise _InvalidTarget("is no longer a regular file")
            self.path.replace(self._real)
            return
        for number in range(1, 10_000):
            if _rename_new(self.path, _numbered(self._real, number)):
                self.target = _numbered(self.target, number)
                return
        raise OSError(errno.EEXIST, "10,000 files with this name exist")


class _InvalidTarget(ValueError):
    """A path where no file can be written; the message continues a sentence that begins with the path."""


@contextmanager
def _explained(target: object) -> Generator[None]:
    """Translate an error of the file system to a DownloadFailed that names the target."""
    try:
        yield
    except _InvalidTarget as error:
        raise DownloadFailed(f"{printable(target)} {error}") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise DownloadFailed(f"cannot write {printable(target)}: {why or error}") from error


def check_target(
    target: str | os.PathLike[str], field: str = "save_to", *, task_id: str | None = None, write: bool = True
) -> None:
    """Check that the target can be written, before anything is paid for.

    Without `write`, the folder is known to be writable, and only the path is checked.

    Raises:
        InvalidRequest: the target cannot be written; nothing was sent.
        DownloadFailed: the target cannot be written, and the task `task_id` is already paid for.
    """
    try:
        with PartFile(target) if write else _explained(target):
            _ = _resolve(target)
    except DownloadFailed as error:
        error.task_id = task_id
        if task_id is not None:
            raise
        raise InvalidRequest([Problem(field, str(error))]) from error.__cause__


def output_path(target: str | os.PathLike[str], field: str = "save_to") -> Path:
    """Return the absolute path of an output; "~" is the home folder.

    Raises:
        InvalidRequest: the path is invalid.
    """
    try:
        with _explained(target):
            return _path(target).absolute()
    except DownloadFailed as error:
        raise InvalidRequest([Problem(field, str(error))]) from error.__cause__


def _path(target: str | os.PathLike[str]) -> Path:
    """Return a path, with "~" expanded to the home folder."""
    try:
        text = os.fsdecode(target)
    except TypeError:
        raise _InvalidTarget("is not a path") from None
    if not text:
        raise _InvalidTarget("is empty: pass the path of a file")
    if "\0" in text:
        raise _InvalidTarget("contains the character NUL, which a file name cannot")
    _ = os.fsencode(text)  # raises UnicodeEncodeError for a lone surrogate
    path = Path(text)
    try:
        return path.expanduser() if text.startswith("~") else path
    except RuntimeError:
        if len(path.parts) == 1:  # a file called "~boat.mp4"
            return path
        raise _InvalidTarget(f"is in the home folder of an unknown user: {path.parts[0]}") from None


def _resolve(target: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Return the path, and the file to write: the one that the path links to, or the path itself."""
    path = _path(target)
    folder = _InvalidTarget("is a folder; pass the path of a file")
    if not path.name or path.name == ".." or os.fsdecode(target).endswith(("/", os.sep)):
        raise folder
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise _InvalidTarget("is a link to a file that does not exist; pass the path of the file itself") from None
        return path, path
    if S_ISDIR(mode):
        raise folder
    if not S_ISREG(mode):
        raise _InvalidTarget("is a device, a pipe or a socket; pass the path of a regular file")
    return path, Path(os.path.realpath(path)) if path.is_symlink() else path


def _check_replaceable(place: Path) -> None:
    """Raise OSError if an existing file cannot be replaced by renaming another one."""
    there, folder = place.stat(), place.parent.stat()
    if hasattr(os, "geteuid") and folder.st_mode & S_ISVTX and os.geteuid() not in (0, there.st_uid, folder.st_uid):
        raise PermissionError(errno.EPERM, "it is another user's file in a shared folder")
    try:
        os.close(os.open(place, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        if error.errno == errno.EPERM:  # immutable; a file that is only read-only can be replaced
            raise
    if str(place.absolute()) in _mount_points():
        raise OSError(errno.EBUSY, "a container mounts this very file; mount its folder instead")


def _mount_points() -> set[str]:
    """Return the mount points, on Linux."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return set()
    return {line.split(" ")[4].replace("\\040", " ") for line in lines}


def _open_part(place: Path) -> tuple[Path, BinaryIO, bool]:
    """Open a part file; return its path, the file, and whether it is locked.

    Its name is always the same, so that the part file of a killed process is reused; while another process writes to
    it, or if files cannot be locked, the name is unique. File systems limit the bytes of a name, so it is shortened.
    """
    name = os.fsdecode(os.fsencode(place.name)[:100].decode(errors="ignore").encode())
    path = place.with_name(f".{name}.part")
    if (file := _open_locked(path)) is not None:
        return path, file, True
    path = place.with_name(f".{name}.{secrets.token_hex(4)}.part")
    return path, path.open("xb"), False


def _open_locked(path: Path) -> BinaryIO | None:
    if fcntl is None:
        return None
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666), "r+b")
    except (OSError, ValueError):
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ours = os.fstat(file.fileno())
        # it may have been renamed before it was locked, or created by another user
        regular = S_ISREG(ours.st_mode) and ours.st_nlink == 1 and ours.st_uid == os.geteuid()
        if regular and os.path.samestat(ours, path.lstat()):
            file.truncate()
            return file
    except OSError:
        pass
    file.close()
    return None


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")


def _rename_new(part: Path, place: Path) -> bool:
    """Rename the part file to a name that no file has; return False if one has it."""
    try:
        os.link(part, place)
    except FileExistsError:
        return False
    except OSError:  # a file system without links: an empty file reserves the name for a moment
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


def _sync_folder(folder: Path, machine: Machine) -> None:
    """Make the renaming durable, if the system can sync a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            machine.sync(handle)
        finally:
            os.close(handle)
