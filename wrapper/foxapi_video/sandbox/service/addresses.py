"""Signed URLs of the media origin, which expire."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote


class Addresses:
    """Sign and parse the URLs of one origin."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._secret = secrets.token_bytes(16)

    def url(self, path: str, expires: float) -> str:
        """Return the URL of an unquoted path; `expires` is a Unix time."""
        until = str(int(expires))
        return f"{self.origin}{quote(path)}?expires={until}&signature={self._signature(path, until)}"

    def is_signed(self, path: str, query: Mapping[str, str]) -> bool:
        """Return True if the signature in the query is valid for the path."""
        signature = self._signature(path, query.get("expires", ""))
        return hmac.compare_digest(signature.encode(), query.get("signature", "").encode())

    def parse(self, url: str) -> tuple[str, Mapping[str, str]] | None:
        """Return the path and query of a URL of this origin, or None for any other URL."""
        origin, rest = url[: len(self.origin)], url[len(self.origin) :]
        if origin.lower() != self.origin or not rest.startswith("/"):
            return None
        path, _, query = rest.partition("#")[0].partition("?")
        return unquote(path), dict(parse_qsl(query, keep_blank_values=True))

    def _signature(self, path: str, expires: str) -> str:
        return hmac.new(self._secret, f"{path}\n{expires}".encode(), sha256).hexdigest()
