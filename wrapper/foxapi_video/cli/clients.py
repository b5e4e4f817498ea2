"""Create what the commands talk to: a client, the local sandbox, and the settings for polling them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from foxapi_video import FoxAPI, Journal, Poll
    from foxapi_video.sandbox import Sandbox

SANDBOX_SPEED = 20.0
"""Clock speed multiplier of the sandbox of `--sandbox` and `demo`."""


@contextmanager
def open_client(base_url: str | None, *, sandbox: bool = False, journal: Journal | None = None) -> Generator[FoxAPI]:
    """Yield a client of the API, or of a new sandbox."""
    from foxapi_video import FoxAPI

    with ExitStack() as stack:
        if sandbox:
            box = stack.enter_context(open_sandbox(speed=SANDBOX_SPEED))
            fox = FoxAPI(box.key, base_url=box.url)
        else:
            require_key()
            fox = FoxAPI(base_url=base_url, journal=journal)
        yield stack.enter_context(fox)


def require_key() -> None:
    """Check that there is an API key; the library's own message also tells what to do in Python.

    Raises:
        ConfigurationError: no variable of an API key is set.
    """
    from foxapi_video import ConfigurationError
    from foxapi_video._http.environment import environment_key, key_variables

    if not environment_key().reveal():
        error = ConfigurationError(f"no API key: set {key_variables()}")
        error.add_note('to try it without a key: foxapi-video generate sora-2 "A paper boat" --sandbox')
        raise error


@contextmanager
def open_sandbox(**settings: Any) -> Generator[Sandbox]:
    """Yield a running sandbox.

    Raises:
        UsageError: an extra is not installed, a setting is invalid, or the address cannot be bound.
    """
    from foxapi_video.sandbox import Sandbox

    try:
        box = Sandbox(**settings).start()
    except (ImportError, OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else None
        raise click.UsageError(words or str(error)) from error
    try:
        yield box
    finally:
        box.stop()


def poll_settings(timeout: float | None, *, sandbox: bool = False) -> Poll:
    """Return how to poll; a task in the sandbox takes seconds."""
    from attrs import evolve

    from foxapi_video import Poll

    plan = Poll(shortest=0.2, longest=1.0) if sandbox else Poll()
    return plan if timeout is None else evolve(plan, timeout=timeout)
