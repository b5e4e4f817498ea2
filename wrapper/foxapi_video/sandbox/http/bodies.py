"""Read the bodies of requests: of a limited size and of the declared content type, or refused."""

from __future__ import annotations

from starlette.requests import Request

from ..service.checks import cut
from ..service.faults import documented_error

LARGEST = 1024 * 1024
"""Maximum size of a body without a file, in bytes."""


class ApiError(Exception):
    """The request is refused with this status and error object."""

    def __init__(self, status: int, message: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.error: dict[str, str] = documented_error(status, message, code)


async def read(request: Request, kind: str, largest: int) -> bytearray:
    """Return the body; its size is checked before its content type."""
    coding = ", ".join(request.headers.getlist("content-encoding"))
    if coding.strip().lower() not in ("", "identity"):  # nothing is decompressed, so there are no bombs
        raise ApiError(
            400, f"Content-Encoding {cut(coding)} is not supported: send the body without a content encoding."
        )
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise ApiError(413)
    declared = request.headers.get("content-type", "")
    if declared.partition(";")[0].strip().lower() != kind:
        raise ApiError(400, f"Content-Type must be {kind} (got {cut(declared) or 'none'}).")
    return body
