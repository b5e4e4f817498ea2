"""Implement `sandbox`: serve until Ctrl-C, SIGTERM or SIGHUP, and log each request."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from ..output.display import result, say

if TYPE_CHECKING:
    from foxapi_video.sandbox import Sandbox


def serve(box: Sandbox, *, as_json: bool) -> int:
    """Print how to use the sandbox, and wait for a signal that stops it; `heed_signals` makes all of them Ctrl-C."""
    with suppress(KeyboardInterrupt):
        if as_json:
            result({"url": box.url, "media_url": box.media_url, "key": box.key}, "", as_json=True)
        if box.is_public:
            say(
                "Warning: anyone on the network can use this sandbox, since its API key is public, and fill this "
                "machine's memory with uploads. Without --host, only this machine can use it.\n",
                wrap=True,
            )
        say(f"FoxAPI sandbox at {box.url} (results at {box.media_url}); press Ctrl-C to stop\n")
        say(f"  export FOXAPI_BASE_URL={box.url} FOXAPI_API_KEY={box.key}\n")
        while True:
            time.sleep(1)
    box.stop()
    say("stopped")
    return 0


def show(method: str, path: str, status: int | None) -> None:
    """Print one request."""
    say(f"{method} {path} {status or 'no response'}")
