"""Upload local files and return URLs for media fields: each file once, several concurrently."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from attrs import evolve

from .. import errors
from .._contract.wording import format_value
from .._log import log
from .._media.open_files import open_regular, reason
from .._requests.check import Body
from .._requests.local_files import LocalFile, as_path, replaced
from .._requests.to_json import canonical
from .._storage.upload_cache import Digests
from ..values import Problem, UploadedFile
from .actions import Call, Context, Gather, OnBytes, RunBlocking, Sleep, Steps, Upload, acquire_slot
from .arguments import check_arguments
from .responses import file_of

Source = str | os.PathLike[str] | bytes | BinaryIO
OnUpload = Callable[[Path, int, int], None]
"""Called with a file, the bytes of it that are sent, and its size."""

UPLOAD_TIMEOUT = 1800.0
"""The total timeout of an upload, in seconds."""
MAX_CONCURRENT_UPLOADS = 4
TRIES = 4
"""The maximum number of tries of an upload, which is free and safe to retry."""
RECHECK_SECONDS = 0.2
"""Seconds between two checks of a file that another thread or task is uploading."""


def upload(
    context: Context, source: Source, *, file_name: str | None, auto_cleanup: bool | None, on_bytes: OnBytes | None
) -> Steps[UploadedFile]:
    """Upload one file."""
    from foxapi_video_client.api.files import upload_base64, upload_url
    from foxapi_video_client.models.base_64_upload import Base64Upload
    from foxapi_video_client.models.url_upload import UrlUpload
    from foxapi_video_client.types import UNSET

    check_arguments(file_name=file_name, auto_cleanup=auto_cleanup, on_bytes=on_bytes)
    if not isinstance(source, str | bytes | os.PathLike) and not callable(getattr(source, "read", None)):
        raise _invalid("source", f"must be a path, bytes, an open file or a URL (got {format_value(source)})")
    scheme = source.partition(":")[0].lower() if isinstance(source, str) else ""
    if isinstance(source, str) and (scheme not in ("http", "https", "data") or source != _text(source)):
        words = f"{format_value(source)} is not an http, https or data URL; for a local file pass {as_path(source)}"
        raise _invalid("source", words)
    name = _text(file_name) if file_name else UNSET
    cleanup = UNSET if auto_cleanup is None else auto_cleanup
    if isinstance(source, str) and scheme != "data":
        by_url = UrlUpload(url=source, file_name=name, auto_cleanup=cleanup)
        action: Call | Upload = Call(upload_url, {"body": by_url}, context.timeout)
    elif isinstance(source, str):
        as_text = Base64Upload(file_data=source, file_name=name, auto_cleanup=cleanup)
        action = Call(upload_base64, {"body": as_text}, context.timeout)
    else:
        readable: Path | bytes | BinaryIO = yield RunBlocking(partial(_readable, source))
        action = Upload(readable, _text(file_name or _name_of(readable)), auto_cleanup, UPLOAD_TIMEOUT, on_bytes)
    return (yield from _tried(context, action))


def _tried(context: Context, action: Call | Upload) -> Steps[UploadedFile]:
    """Upload, with retries of transient errors."""
    deadline = context.clock.monotonic() + action.timeout
    tries = 0
    while True:
        tries += 1
        permit = yield from acquire_slot(context, "upload", deadline)
        try:
            with permit:
                answer = yield action._replace(timeout=max(deadline - context.clock.monotonic(), 0.1))
            return file_of(answer, now=context.clock.time())
        except errors.FoxAPIError as error:
            passing = (errors.ConnectionFailed, errors.InvalidResponse, errors.RateLimited, errors.ServerError)
            asked = getattr(error, "retry_after", None)
            pause: float = min(2.0 ** (tries - 1), 15.0) if asked is None else asked
            if not isinstance(error, passing) or tries >= TRIES or context.clock.monotonic() + pause >= deadline:
                raise
            log.warning("upload: %s; again in %.1f s", error, pause)
        yield Sleep(pause)


def uploaded(context: Context, body: Body, *, timeout: float, on_upload: OnUpload | None) -> Steps[Body]:
    """Upload the local files of a body and put their URLs in their places."""
    if not body.files:
        return body
    if any(file.digest is None for file in body.files):  # no journal, so no file was read before
        context = evolve(context, digests=Digests())
    deadline = context.clock.monotonic() + timeout
    different = {(file.path, file.digest): file for file in body.files}
    each_url = [upload_if_needed(context, each, deadline, on_upload) for each in different.values()]
    urls: list[str] = yield Gather(each_url, MAX_CONCURRENT_UPLOADS)
    if context.clock.monotonic() > deadline:
        raise _too_late("the files")
    found = dict(zip(different, urls, strict=True))
    values = replaced(body.values, {file.where: found[file.path, file.digest] for file in body.files})
    return evolve(body, values=values, files=(), uploads=tuple(urls))


def with_digests(body: Body, digests: Digests) -> Body:
    """Note with each local file of a body what it holds, so that nothing else is sent in its place.

    Raises:
        InvalidRequest: a file cannot be read.
    """
    files = (file if file.digest else evolve(file, digest=_digest_of(file, digests)) for file in body.files)
    return evolve(body, files=tuple(files)) if body.files else body


def fingerprint(body: Body) -> str:
    """Return the SHA-256 of the fields that identify a request, as JSON, and of its files' content.

    Fields that only repeat a default do not count: a request object and a dict give the same hash, as does another
    release with more fields.
    """
    files = {file.place: file.digest for file in body.files}
    passed = [body.given, files] if files else body.given
    return hashlib.sha256(canonical(passed).encode()).hexdigest()


def upload_if_needed(context: Context, file: LocalFile, deadline: float, on_upload: OnUpload | None) -> Steps[str]:
    """Return the URL of a file, uploading it unless a valid URL is known."""
    digest: str = yield RunBlocking(partial(_digest_of, file, context.digests))
    if file.digest not in (None, digest):
        raise _invalid(file.place, f"{file.path} has changed since the job was recorded; submit it as a new job")
    by = object()
    try:
        while True:
            now = context.clock.time()
            claimed: tuple[str | None, bool] = yield RunBlocking(partial(context.uploads.claim, digest, now, by))
            url, ours = claimed
            if url is not None:
                return url
            left = deadline - context.clock.monotonic()
            if left <= 0:
                raise _too_late(str(file.path))
            if ours:
                break
            yield Sleep(RECHECK_SECONDS)
        seen = None if on_upload is None else partial(_seen, on_upload, file.path)
        action = Upload(file.path, _text(file.path.name), None, left, seen, digest)
        done = yield from _tried(context, action)
    except BaseException:
        context.uploads.finish(digest, by=by)  # no `yield` here: the driver is unwinding and would not run it
        raise
    log.info("%s uploaded", file.path)
    yield RunBlocking(partial(context.uploads.finish, digest, done.url, done.expires, by))
    return done.url


def _too_late(what: str) -> errors.ConnectionFailed:
    words = f"timed out uploading {what}; nothing was submitted"
    return errors.ConnectionFailed(words, nothing_sent=True)


def _seen(on_upload: OnUpload, path: Path, sent: int, size: int | None) -> None:
    on_upload(path, sent, size or 0)


def _digest_of(file: LocalFile, digests: Digests) -> str:
    try:
        return digests.of(file.path)
    except (OSError, ValueError) as error:
        raise _invalid(file.place, f"{file.path} cannot be read: {reason(error)}") from error


def _readable(source: os.PathLike[str] | bytes | BinaryIO) -> Path | bytes | BinaryIO:
    """Check that a file is readable, before anything is sent, and return it."""
    if not isinstance(source, os.PathLike):
        return source
    try:
        path = Path(os.fsdecode(source))
        open_regular(path).close()
    except (OSError, ValueError) as error:
        raise _invalid("source", f"{format_value(os.fsdecode(source))} cannot be read: {reason(error)}") from error
    except Exception as error:  # a path class of the caller's own may be broken
        raise _invalid("source", f"the path cannot be read ({type(error).__name__}: {error})") from error
    return path


def _name_of(source: Path | bytes | BinaryIO) -> str:
    name = source.name if isinstance(source, Path) else getattr(source, "name", None)
    return (Path(name).name if isinstance(name, str) else "") or "file"


def _text(name: str) -> str:
    """Return a name that can be sent: a file's can hold bytes that are no text."""
    return name.encode("utf-8", "replace").decode()


def _invalid(field: str, words: str) -> errors.InvalidRequest:
    return errors.InvalidRequest([Problem(field, words)])
