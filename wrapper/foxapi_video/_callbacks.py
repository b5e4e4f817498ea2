"""What a caller's own function raises reaches the caller as it is: no step retries, translates or records it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import ParamSpec

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


@contextmanager
def callback_errors() -> Generator[None]:
    """Raise what a callback raised, with the notes that the steps added to it."""
    raised: Exception
    try:
        yield
        return
    except CallbackRaised as carrier:
        raised = carrier.error
        for note in getattr(carrier, "__notes__", ()):
            raised.add_note(note)
    raise raised
