"""Serve the sandbox until Ctrl-C, showing what it is asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ._display import say

if TYPE_CHECKING:
    from foxapi_video.sandbox import Sandbox


def serve(box: Sandbox) -> int:
    """Say how to use the sandbox, and wait for Ctrl-C."""
    say(f"a local FoxAPI at {box.url} (results at {box.media_url}); Ctrl-C ends it\n")
    say(f"  export FOXAPI_BASE_URL={box.url} FOXAPI_API_KEY={box.key}\n")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        say("stopped")
    return 0


def show(method: str, path: str, status: int | None) -> None:
    """Show one request."""
    say(f"{method} {path} {status or 'no answer'}")
