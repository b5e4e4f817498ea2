"""The API key: in no repr, no local variable and no message."""

from __future__ import annotations

import re
from weakref import WeakValueDictionary

SHORTEST = 8
"""Characters. A shorter key is part of ordinary words and ids, so it is hidden after the word Bearer only."""
HIDDEN = "sk-…"
"""What is shown in the key's place."""


class Secret:
    """An API key, shown as asterisks; `reveal` is the only way to its text."""

    __slots__ = ("__weakref__", "_pattern", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        characters = "".join(map(_written, text))
        self._pattern = re.compile(characters if len(text) >= SHORTEST else rf"(?i:(?<=\bbearer )){characters}(?!\w)")

    @classmethod
    def of(cls, text: str) -> Secret:
        """Return the one secret of a key, which `hide_keys` knows for as long as a client has it."""
        return _known.setdefault(text, cls(text))

    def reveal(self) -> str:
        return self._text

    def hide_in(self, text: str) -> str:
        return self._pattern.sub(HIDDEN, text)

    def __repr__(self) -> str:
        return "Secret(****)"

    def __reduce__(self) -> str:
        raise TypeError("an API key is not pickled")


def _written(character: str) -> str:
    """Return the pattern of a character as a server may repeat it: plain, or escaped in JSON, a URL or HTML."""
    number = ord(character)
    escaped = (rf"\\u(?i:{number:04x})", rf"%(?i:{number:02x})", rf"&\#(?:{number}|(?i:x{number:x}));")
    return rf"(?:\\?{re.escape(character)}|{'|'.join(escaped)})"


_known: WeakValueDictionary[str, Secret] = WeakValueDictionary()


def hide_keys(text: str) -> str:
    """Hide the key of every client of this process in a text that is going to be displayed."""
    for reference in _known.valuerefs():
        secret = reference()
        if secret is not None:
            text = secret.hide_in(text)
    return text
