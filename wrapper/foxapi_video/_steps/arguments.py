"""Refuse arguments of another type before anything is sent: without a type checker, they would fail anywhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from inspect import iscoroutinefunction
from numbers import Integral, Real
from typing import cast

from .._contract.wording import format_value
from ..errors import ConfigurationError
from .polling import Poll

MOST_CONCURRENT = 1_000_000
"""Jobs of a batch at a time; more than that fit in no process."""


def check_arguments(**given: object) -> None:
    """Check arguments of the public calls, each under its own name.

    Raises:
        ConfigurationError: one cannot be used; nothing was sent.
    """
    for name, value in given.items():
        fits, words = _RULES[name]
        if not fits(value):
            raise ConfigurationError(f"{name} must be {words} (got {format_value(value)}); nothing was sent")


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _is_function(value: object) -> bool:
    """Accept no async function: nothing awaits what it returns."""
    call = getattr(value, "__call__", None)  # noqa: B004  an object's own, which may be async
    return value is None or (callable(value) and not iscoroutinefunction(value) and not iscoroutinefunction(call))


def _is_body(value: object) -> bool:
    if not isinstance(value, Mapping):
        return value is None
    return all(isinstance(name, str) for name in cast("Iterable[object]", value))


def _is_many(value: object) -> bool:
    if isinstance(value, str | bytes | Mapping):
        return False
    return hasattr(value, "__iter__") and not hasattr(value, "to_dict")


def _is_amount(value: object) -> bool:
    return value is None or (isinstance(value, Real) and not _is_bool(value) and 0 < float(value) < math.inf)


def _is_sequence(value: object) -> bool:
    return value is None or (_is_many(value) and hasattr(value, "__len__") and hasattr(value, "__getitem__"))


_Rule = tuple[Callable[[object], bool], str]
_FLAG = (_is_bool, "True or False")
_RULES: dict[str, _Rule] = {
    "auto_cleanup": (lambda value: value is None or _is_bool(value), "True, False or None"),
    "concurrency": (
        lambda value: isinstance(value, Integral) and not _is_bool(value) and 1 <= int(value) <= MOST_CONCURRENT,
        f"the number of jobs in progress at a time, from 1 to {MOST_CONCURRENT}",
    ),
    "extra_body": (_is_body, "a dict of fields by name, or None"),
    "file_name": (lambda value: value is None or isinstance(value, str), "text or None"),
    "keys": (_is_sequence, "a list with one key per request, or None"),
    "max_credits": (_is_amount, "a number of credits above 0, or None for no limit"),
    "on_bytes": (_is_function, "a function of two numbers that is not async, or None"),
    "on_progress": (_is_function, "a function of a task that is not async (in a batch, of a key and a task), or None"),
    "on_upload": (_is_function, "a function of a path and two numbers that is not async, or None"),
    "poll": (lambda value: isinstance(value, Poll), "a Poll, such as Poll(timeout=600)"),
    "requests": (_is_many, "a list of requests; for a single one, use generate"),
    "sync_upstream": _FLAG,
    "validate": _FLAG,
}
