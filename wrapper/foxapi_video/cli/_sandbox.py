"""Serve the sandbox until Ctrl-C, showing what it is asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ._display import say

if TYPE_CHECKING:
    from foxapi_video.sandbox import Sandbox


def serve(box: Sandbox) -> int:
    """Say how to use the sandbox, then show each request until Ctrl-C."""
    say(f"a local FoxAPI at {box.url} (results at {box.media_url}); Ctrl-C ends it\n")
    say(f"  export FOXAPI_BASE_URL={box.url} FOXAPI_API_KEY={box.key}\n")
    shown = 0
    try:
        while True:
            seen = list(box.requests)
            for method, path, status in seen[shown:]:
                say(f"{method} {path} {status or 'no answer'}")
            shown = len(seen)
            time.sleep(0.2)
    except KeyboardInterrupt:
        say("stopped")
    return 0
