"""Addresses at the media origin: signed, and good until a time that they name."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote


class Addresses:
    """Sign the addresses of one origin, and read them back."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._secret = secrets.token_bytes(16)

    def url(self, path: str, expires: float) -> str:
        """Return the address of a path, which is not quoted yet, until a Unix time."""
        until = str(int(expires))
        return f"{self.origin}{quote(path)}?expires={until}&signature={self._signature(path, until)}"

    def genuine(self, path: str, query: Mapping[str, str]) -> bool:
        """Say whether a path and its query are as they were signed."""
        signature = self._signature(path, query.get("expires", ""))
        return hmac.compare_digest(signature.encode(), query.get("signature", "").encode())

    def taken_apart(self, url: str) -> tuple[str, Mapping[str, str]] | None:
        """Return path and query of an address at this origin, None for an address elsewhere."""
        origin, rest = url[: len(self.origin)], url[len(self.origin) :]
        if origin.lower() != self.origin or not rest.startswith("/"):
            return None
        path, _, query = rest.partition("#")[0].partition("?")
        return unquote(path), dict(parse_qsl(query, keep_blank_values=True))

    def _signature(self, path: str, expires: str) -> str:
        return hmac.new(self._secret, f"{path}\n{expires}".encode(), sha256).hexdigest()
