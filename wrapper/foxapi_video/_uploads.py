"""Uploading: a local file → a URL that any media field takes, each file once, several at a time."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from attrs import frozen

from . import errors
from ._actions import Call, Context, Do, Now, OnBytes, Sleep, Steps, Together, Upload, turn
from ._answers import UploadedFile, file_of
from ._local_files import at_home, marked, path_of
from ._media import probe
from ._problems import Problem, shown
from ._requests import Body

log = logging.getLogger("foxapi_video")

Source = str | os.PathLike[str] | bytes | BinaryIO
OnUpload = Callable[[Path, int, int], None]
"""Called with a file, the bytes of it that are sent, and its size."""

UPLOAD_WITHIN = 1800.0
"""Seconds that an upload may take in all."""
AT_A_TIME = 4
"""Uploads side by side."""
TRIES = 4
"""How often an upload is tried: it costs nothing, and may be repeated."""
LOOK_AGAIN = 0.2
"""Seconds between two looks at a file that somebody else uploads."""


@frozen
class _Place:
    """A local file in a body."""

    place: str
    path: Path
    digest: str | None
    """What it held when the job was written down; None when nobody wrote that down."""


def upload(
    context: Context, source: Source, *, file_name: str | None, auto_cleanup: bool | None, on_bytes: OnBytes | None
) -> Steps[UploadedFile]:
    """Upload one file."""
    from foxapi_video_client.api.files import upload_base64, upload_url
    from foxapi_video_client.models.base_64_upload import Base64Upload
    from foxapi_video_client.models.url_upload import UrlUpload
    from foxapi_video_client.types import UNSET

    if not isinstance(source, str | bytes | os.PathLike) and not callable(getattr(source, "read", None)):
        raise _invalid("source", f"{shown(source)} is no path, no bytes and no open file")
    name = _text(file_name) if file_name else UNSET
    cleanup = UNSET if auto_cleanup is None else auto_cleanup
    if isinstance(source, str) and source.partition(":")[0].lower() in ("http", "https"):
        by_url = UrlUpload(url=source, file_name=name, auto_cleanup=cleanup)
        action: Call | Upload = Call(upload_url, {"body": by_url}, context.within)
    elif isinstance(source, str) and source.startswith("data:"):
        as_text = Base64Upload(file_data=source, file_name=name, auto_cleanup=cleanup)
        action = Call(upload_base64, {"body": as_text}, context.within)
    else:
        readable: Path | bytes | BinaryIO = yield Do(partial(_readable, source))
        action = Upload(readable, _text(file_name or _name_of(readable)), auto_cleanup, UPLOAD_WITHIN, on_bytes)
    return (yield from _tried(context, action))


def _tried(context: Context, action: Call | Upload) -> Steps[UploadedFile]:
    """Upload, and again when that may help."""
    deadline = (yield Now()) + action.within
    tries = 0
    while True:
        tries += 1
        place = yield from turn(context, "upload", deadline)
        try:
            with place:
                answer = yield action._replace(within=max(deadline - (yield Now()), 0.1))
            return file_of(answer, now=(yield Now(wall=True)))
        except errors.FoxAPIError as error:
            passing = (errors.ConnectionFailed, errors.UnreadableAnswer, errors.RateLimited, errors.ServerError)
            asked = getattr(error, "retry_after", None)
            pause: float = min(2.0 ** (tries - 1), 15.0) if asked is None else asked
            if not isinstance(error, passing) or tries >= TRIES or (yield Now()) + pause >= deadline:
                raise
            log.warning("upload: %s; again in %.1f s", error, pause)
        yield Sleep(pause)


def uploaded(context: Context, body: Body, *, within: float, on_upload: OnUpload | None) -> Steps[Body]:
    """Upload the local files of a body and put their URLs in their places."""
    places = list(_places(body.values))
    if not places:
        return body
    deadline = (yield Now()) + within
    paths = {each.path: each for each in places}
    urls: list[str] = yield Together([_url(context, each, deadline, on_upload) for each in paths.values()], AT_A_TIME)
    if (yield Now()) > deadline:
        raise _too_late("the files")
    return Body(_replaced(body.values, dict(zip(paths, urls, strict=True))), tuple(urls))


def pinned(body: Mapping[str, Any]) -> dict[str, Any]:
    """Write beside each local file of a body what it holds, so that a job is known by its files' content."""
    found = {each.path: f"{each.path.as_uri()}#sha256={digest_of(each)}" for each in _places(body)}
    return _replaced(body, found) if found else dict(body)


def _url(context: Context, file: _Place, deadline: float, on_upload: OnUpload | None) -> Steps[str]:
    """Return the URL of a file, uploading it unless it is there already."""
    digest: str = yield Do(partial(digest_of, file))
    if file.digest not in (None, digest):
        raise _invalid(file.place, f"{file.path} has changed since the job was written down; submit it anew")
    by = object()
    try:
        while True:
            now: float = yield Now(wall=True)
            claimed: tuple[str | None, bool] = yield Do(partial(context.uploads.claim, digest, now, by))
            url, ours = claimed
            if url is not None:
                return url
            left = deadline - (yield Now())
            if left <= 0:
                raise _too_late(str(file.path))
            if ours:
                break
            yield Sleep(LOOK_AGAIN)
        seen = None if on_upload is None else partial(_seen, on_upload, file.path)
        action = Upload(file.path, _text(file.path.name), None, left, seen, digest)
        done = yield from _tried(context, action)
    except BaseException:
        context.uploads.settle(digest, by=by)  # not by an action: whoever interrupts may not perform another
        raise
    log.info("%s uploaded", file.path)
    yield Do(partial(context.uploads.settle, digest, done.url, done.expires, by))
    return done.url


def _too_late(what: str) -> errors.ConnectionFailed:
    words = f"the time was up before {what} had been uploaded; nothing was submitted"
    return errors.ConnectionFailed(words, nothing_sent=True)


def _seen(on_upload: OnUpload, path: Path, sent: int, size: int | None) -> None:
    on_upload(path, sent, size or 0)


def digest_of(file: _Place) -> str:
    """Return the SHA-256 of a file's content.

    Raises:
        InvalidRequest: it cannot be read any more.
    """
    try:
        with file.path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise _invalid(file.place, f"{file.path} cannot be read: {error.strerror or error}") from error


def _places(body: Mapping[str, Any]) -> Iterator[_Place]:
    """Find the local files of a body that was prepared."""
    for place, text in _texts(body, ""):
        if marked(text):
            yield _Place(place, path_of(text), text.partition("#sha256=")[2] or None)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, item in cast(Mapping[str, Any], value).items():
            yield from _texts(item, f"{place}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for number, item in enumerate(cast(Sequence[Any], value)):
            yield from _texts(item, f"{place}[{number}]")


def _replaced(value: Any, urls: Mapping[Path, str]) -> Any:
    """Put something else in the place of each local file."""
    if isinstance(value, str):
        return urls[path_of(value)] if marked(value) else value
    if isinstance(value, Mapping):
        return {name: _replaced(item, urls) for name, item in cast(Mapping[str, Any], value).items()}
    return [_replaced(item, urls) for item in cast(Sequence[Any], value)] if isinstance(value, list) else value


def _readable(source: str | os.PathLike[str] | bytes | BinaryIO) -> Path | bytes | BinaryIO:
    """Find out whether a file can be read, before anything is sent, and return it."""
    if not isinstance(source, str | os.PathLike):
        return source
    try:
        text = os.fsdecode(source)
        path = path_of(text) if text.startswith("file://") else at_home(text)
        _ = probe(path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise _invalid("source", f"{source} cannot be read: {why}") from error
    return path


def _name_of(source: Path | bytes | BinaryIO) -> str:
    name = source.name if isinstance(source, Path) else getattr(source, "name", None)
    return (Path(name).name if isinstance(name, str) else "") or "file"


def _text(name: str) -> str:
    """Return a name that can be sent: a file's can hold bytes that are no text."""
    return name.encode("utf-8", "replace").decode()


def _invalid(field: str, words: str) -> errors.InvalidRequest:
    return errors.InvalidRequest([Problem(field, words)])
