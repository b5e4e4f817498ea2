"""The bodies of requests: read within bounds, of the declared kind, or refused with the status that says why."""

from __future__ import annotations

from starlette.requests import Request

from ..service.checks import cut
from ..service.faults import documented_error

LARGEST = 1024 * 1024
"""Bytes of the largest body that is taken where no file is in it."""


class ApiError(Exception):
    """The request is answered with an error."""

    def __init__(self, status: int, message: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.error: dict[str, str] = documented_error(status, message, code)


async def read(request: Request, kind: str, largest: int) -> bytearray:
    """Return the body, which has to be of a kind; too large is worse than of another kind."""
    coding = ", ".join(request.headers.getlist("content-encoding"))
    if coding.strip().lower() not in ("", "identity"):  # nothing is inflated, so nothing can be a bomb
        raise ApiError(400, f"Content-Encoding {cut(coding)} is not supported: send the body as it is.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise ApiError(413)
    declared = request.headers.get("content-type", "")
    if declared.partition(";")[0].strip().lower() != kind:
        raise ApiError(400, f"Content-Type must be {kind}, not {cut(declared) or 'missing'}.")
    return body
