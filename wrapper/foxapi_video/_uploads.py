"""Uploading: a local file → a URL that any media field takes, each file once, several at a time."""

# pyright: reportUnusedCallResult=true

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from attrs import frozen
from foxapi_video_client.api.files import upload_base64, upload_url
from foxapi_video_client.models.base_64_upload import Base64Upload
from foxapi_video_client.models.url_upload import UrlUpload
from foxapi_video_client.types import UNSET

from . import errors
from ._actions import Call, Context, Do, Now, OnBytes, Sleep, Steps, Together, Upload
from ._answers import UploadedFile, file_of
from ._catalogue import catalogue
from ._local_files import local_path
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
    if not isinstance(source, str | bytes | os.PathLike) and not hasattr(source, "read"):
        raise _invalid("source", f"{shown(source)} is no path, no bytes and no open file")
    name = file_name or UNSET
    cleanup = UNSET if auto_cleanup is None else auto_cleanup
    if isinstance(source, str) and source.partition(":")[0].lower() in ("http", "https"):
        by_url = UrlUpload(url=source, file_name=name, auto_cleanup=cleanup)
        action: Call | Upload = Call(upload_url, {"body": by_url}, context.within)
    elif isinstance(source, str) and source.startswith("data:"):
        as_text = Base64Upload(file_data=source, file_name=name, auto_cleanup=cleanup)
        action = Call(upload_base64, {"body": as_text}, context.within)
    else:
        yield Do(partial(_readable, source))
        action = Upload(source, file_name or _name_of(source), auto_cleanup, UPLOAD_WITHIN, on_bytes)
    return (yield from _tried(context, action))


def _tried(context: Context, action: Call | Upload) -> Steps[UploadedFile]:
    """Upload, and again when that may help."""
    deadline = (yield Now()) + action.within
    tries = 0
    while True:
        tries += 1
        try:
            answer = yield action
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
    places = _places(body.values)
    if not places:
        return body
    paths = {each.path: each for each in places}
    urls: list[str] = yield Together([_url(context, each, within, on_upload) for each in paths.values()], AT_A_TIME)
    return Body(_replaced(body.values, dict(zip(paths, urls, strict=True))))


def pinned(body: Mapping[str, Any]) -> dict[str, Any]:
    """Write beside each local file of a body what it holds, so that a job is known by its files' content."""
    found = {each.path: f"{each.path.as_uri()}#sha256={digest_of(each)}" for each in _places(body)}
    return _replaced(body, found) if found else dict(body)


def _url(context: Context, file: _Place, within: float, on_upload: OnUpload | None) -> Steps[str]:
    """Return the URL of a file, uploading it unless it is there already."""
    digest: str = yield Do(partial(digest_of, file))
    if file.digest not in (None, digest):
        raise _invalid(file.place, f"{file.path} has changed since the job was written down; submit it anew")
    while True:
        claimed: tuple[str | None, bool] = yield Do(partial(context.uploads.claim, digest, (yield Now(wall=True))))
        url, ours = claimed
        if url is not None:
            return url
        if ours:
            break
        yield Sleep(LOOK_AGAIN)
    try:
        seen = None if on_upload is None else partial(_seen, on_upload, file.path)
        done = yield from _tried(context, Upload(file.path, file.path.name, None, within, seen))
    except BaseException:
        context.uploads.settle(digest)  # not by an action: whoever interrupts may not perform another
        raise
    log.info("%s uploaded", file.path)
    yield Do(partial(context.uploads.settle, digest, done.url, done.expires))
    return done.url


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


def _places(body: Mapping[str, Any]) -> list[_Place]:
    """Find the local files of a body that was prepared: file: URLs in media fields."""
    family = catalogue().family(body.get("model"))
    found: list[_Place] = []

    def note(place: str, schema: Mapping[str, Any], text: str) -> str:
        path = local_path(schema, text) if text.startswith("file:") else None
        if path is not None:
            pinned_to = urlsplit(text).fragment.partition("sha256=")[2]
            found.append(_Place(place, path, pinned_to or None))
        return text

    if family is not None:
        _ = family.with_media(dict(body), note)
    return found


def _replaced(body: Mapping[str, Any], urls: Mapping[Path, str]) -> dict[str, Any]:
    """Put something else in the place of each local file."""
    family = catalogue().family(body["model"])
    assert family is not None  # else no place was found

    def change(place: str, schema: Mapping[str, Any], text: str) -> str:
        path = local_path(schema, text) if text.startswith("file:") else None
        return text if path is None else urls[path]

    return family.with_media(dict(body), change)


def _readable(source: str | os.PathLike[str] | bytes | BinaryIO) -> None:
    """Find out whether a file can be read, before anything is sent."""
    if isinstance(source, str | os.PathLike):
        try:
            _ = probe(Path(source))
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise _invalid("source", f"{source} cannot be read: {why}") from error


def _name_of(source: str | os.PathLike[str] | bytes | BinaryIO) -> str:
    if isinstance(source, str | os.PathLike):
        return Path(source).name
    return Path(str(getattr(source, "name", ""))).name or "file"


def _invalid(field: str, words: str) -> errors.InvalidRequest:
    return errors.InvalidRequest([Problem(field, words)])
