"""Pytest fixtures for users of foxapi-video: `foxapi_sandbox` and `fox`. Nothing is imported before a test uses one."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from foxapi_video import FoxAPI
    from foxapi_video.sandbox import Sandbox


@pytest.fixture
def foxapi_sandbox() -> Generator[Sandbox]:
    """Return a local sandbox of FoxAPI for one test; its clock runs 1000 times as fast as real time."""
    from foxapi_video.sandbox import Sandbox

    with Sandbox(speed=1000.0) as box:
        yield box


@pytest.fixture
def fox(foxapi_sandbox: Sandbox) -> Generator[FoxAPI]:
    """Return a client of `foxapi_sandbox` that never sleeps: it advances the sandbox's clock instead."""
    from foxapi_video import Clock, FoxAPI

    class SandboxClock(Clock):
        slept = 0.0

        def monotonic(self) -> float:
            return self.slept

        def sleep(self, seconds: float) -> None:
            self.slept += seconds
            foxapi_sandbox.clock.advance(seconds)

    with FoxAPI(foxapi_sandbox.key, base_url=foxapi_sandbox.url, clock=SandboxClock()) as client:
        yield client
