"""What a caller's own function raises reaches the caller as it is: no step retries, translates or records it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, ParamSpec

P = ParamSpec("P")


class CallbackRaised(Exception):
    """Carries what a callback raised through steps and drivers, which handle errors of the same types themselves.

    A generator could not even pass on a StopIteration. Ctrl-C and cancellation need no such protection.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


def report(callback: Callable[P, object], *arguments: P.args, **options: P.kwargs) -> None:
    """Call a caller's function."""
    try:
        _ = callback(*arguments, **options)
    except Exception as error:
        raise CallbackRaised(error) from None


def raise_original(carrier: CallbackRaised) -> NoReturn:
    """Raise what a callback raised, with the notes that the steps added to it."""
    error = carrier.error
    for note in getattr(carrier, "__notes__", ()):
        error.add_note(note)
    context = error.__context__
    try:
        raise error
    finally:
        error.__context__ = context  # the carrier is no business of the caller's
