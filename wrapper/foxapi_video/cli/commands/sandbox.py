"""Serve the sandbox until a signal stops it, showing what it is asked."""

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
"""What stops the sandbox, beside Ctrl-C; Windows has no SIGHUP."""


@contextlib.contextmanager
def stop_signals() -> Generator[threading.Event]:
    """Yield an event that a signal to stop sets; a signal that is ignored (nohup) stays so."""
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
    """Say how to use the sandbox, and wait for Ctrl-C or a signal to stop."""
    if box.is_public:
        say("warning: anyone on the network can use this sandbox, and fill this machine's memory with uploads:")
        say("its key is well known. Without --host only this machine can.\n")
    say(f"a local FoxAPI at {box.url} (results at {box.media_url}); Ctrl-C ends it\n")
    say(f"  export FOXAPI_BASE_URL={box.url} FOXAPI_API_KEY={box.key}\n")
    with contextlib.suppress(KeyboardInterrupt):
        while not stopped.wait(1):  # without a timeout, Windows would not let Ctrl-C through
            pass
    box.stop()
    with contextlib.suppress(OSError):  # after SIGHUP the terminal can be gone
        say("stopped")
    return 0


def show(method: str, path: str, status: int | None) -> None:
    """Show one request; its method and path are the client's words."""
    words = f"{method} {path} {status or 'no response'}"
    with contextlib.suppress(OSError):
        say("".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in words))
