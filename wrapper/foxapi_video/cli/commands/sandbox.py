"""Implement `sandbox`: serve until a signal arrives, and log each request."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Generator
from types import FrameType
from typing import TYPE_CHECKING

from ..output.display import say

if TYPE_CHECKING:
    from foxapi_video.sandbox import Sandbox

STOPPING = ("SIGTERM", "SIGHUP")
"""The signals that stop the sandbox besides Ctrl-C; Windows has no SIGHUP."""


@contextlib.contextmanager
def stop_signals() -> Generator[threading.Event]:
    """Yield an event that is set by a stop signal; an ignored signal (nohup) stays ignored."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    before = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in STOPPING if hasattr(signal, name)]
        before = {
            number: signal.signal(number, stop) for number in numbers if signal.getsignal(number) != signal.SIG_IGN
        }
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve(box: Sandbox, stopped: threading.Event) -> int:
    """Print how to use the sandbox, and wait for Ctrl-C or a stop signal."""
    if box.is_public:
        say(
            "Warning: anyone on the network can use this sandbox (its API key is public) and fill this machine's memory"
        )
        say("with uploads. Without --host, only this machine can use it.\n")
    say(f"FoxAPI sandbox at {box.url} (results at {box.media_url}); press Ctrl-C to stop\n")
    say(f"  export FOXAPI_BASE_URL={box.url} FOXAPI_API_KEY={box.key}\n")
    with contextlib.suppress(KeyboardInterrupt):
        while not stopped.wait(1):  # without a timeout, Windows does not deliver Ctrl-C
            pass
    box.stop()
    say("stopped")
    return 0


def show(method: str, path: str, status: int | None) -> None:
    """Print one request."""
    say(f"{method} {path} {status or 'no response'}")
