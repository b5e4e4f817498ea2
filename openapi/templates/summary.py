"""One bounded line that shows an instance of an attrs class."""

import re
from collections.abc import Mapping
from reprlib import recursive_repr
from typing import Any

from .types import UNSET, Unset

_LONGEST, _MOST, _DEEPEST = 100, 8, 4
""" Characters of a text, items of a list and levels of nesting that a summary shows. """
_USER = re.compile(r"//[^\s/@]*@")
_QUERY = re.compile(r"((?:[a-z][a-z0-9+.-]{0,20}:)?//[^\s?#'\"<>\\]*[?#])[^\s'\"<>\\]+", re.IGNORECASE)


@recursive_repr("…")
def summary(instance: Any, /) -> str:
    """Return a repr of one bounded line: the fields that are set, and URLs without what signs them"""
    cls = type(instance)
    is_request = hasattr(cls, "to_dict")  # there, None is a value, which is sent as null
    shown = []
    for field in cls.__attrs_attrs__:
        value = getattr(instance, field.name, UNSET)
        unset = isinstance(value, Unset) or (value is None and not is_request)
        if field.repr and not unset and not (isinstance(value, (dict, tuple)) and not value):
            shown.append(f"{field.name}={_readable(value)}")
    return f"{cls.__qualname__}({', '.join(shown)})"


def _readable(value: Any, depth: int = 0) -> str:
    if isinstance(value, str):
        text = _QUERY.sub(r"\1…", _USER.sub("//…@", value[: 10 * _LONGEST]))
        return str.__repr__(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
    if isinstance(value, (bytes, bytearray)):
        return f"<{len(value)} bytes>"
    if isinstance(value, (list, tuple, Mapping)):
        left, right = "[]" if isinstance(value, list) else "()" if isinstance(value, tuple) else "{}"
        if depth == _DEEPEST:
            return f"{left}…{right}"
        names = [*value][:_MOST]
        if isinstance(value, Mapping):
            items = [f"{_readable(name, depth)}: {_readable(value[name], depth + 1)}" for name in names]
        else:
            items = [_readable(item, depth + 1) for item in names]
        items += [f"… {len(value) - _MOST} more"] if len(value) > _MOST else []
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return f"{left}{', '.join(items)}{comma}{right}"
    try:
        if hasattr(type(value), "__attrs_attrs__"):
            return summary(value)
        text = repr(value)
    except Exception:
        return f"<{type(value).__name__}>"
    text = " ".join(_QUERY.sub(r"\1…", _USER.sub("//…@", text[: 10 * _LONGEST])).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
