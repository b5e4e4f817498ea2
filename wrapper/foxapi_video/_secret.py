"""Keep the API key out of reprs, local variables and messages."""

from __future__ import annotations

import re
from weakref import WeakValueDictionary

SHORTEST = 8
"""Characters. A shorter key may be part of ordinary words and ids, so it is only hidden after the word Bearer."""
HIDDEN = "sk-…"
"""The replacement for the key."""


class Secret:
    """An API key, displayed as asterisks; only `reveal` returns its text."""

    __slots__ = ("__weakref__", "_pattern", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        characters = "".join(map(_written, text))
        self._pattern = re.compile(characters if len(text) >= SHORTEST else rf"(?i:(?<=\bbearer )){characters}(?!\w)")

    @classmethod
    def of(cls, text: str) -> Secret:
        """Return the secret of a key; `hide_keys` hides it as long as a client uses it."""
        return _known.setdefault(text, cls(text))

    def reveal(self) -> str:
        return self._text

    def hide_in(self, text: str) -> str:
        return self._pattern.sub(HIDDEN, text)

    def __repr__(self) -> str:
        return "Secret(****)"

    def __reduce__(self) -> str:
        raise TypeError("an API key cannot be pickled")


def _written(character: str) -> str:
    """Return a pattern for a character as a server may return it: plain, or escaped in JSON, a URL or HTML."""
    number = ord(character)
    escaped = (rf"\\u(?i:{number:04x})", rf"%(?i:{number:02x})", rf"&\#(?:{number}|(?i:x{number:x}));")
    return rf"(?:\\?{re.escape(character)}|{'|'.join(escaped)})"


_known: WeakValueDictionary[str, Secret] = WeakValueDictionary()


def hide_keys(text: str) -> str:
    """Hide the keys of all clients of this process in a text to display."""
    for reference in _known.valuerefs():
        secret = reference()
        if secret is not None:
            text = secret.hide_in(text)
    return text
