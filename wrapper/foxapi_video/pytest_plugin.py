"""Fixtures for the tests of those who build on foxapi-video: `foxapi_sandbox` and `fox`. Free until one is used."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from foxapi_video import FoxAPI
    from foxapi_video.sandbox import Sandbox


@pytest.fixture
def foxapi_sandbox() -> Generator[Sandbox]:
    """Serve a local FoxAPI for one test; a minute of the service's time takes 60 ms of yours."""
    from foxapi_video.sandbox import Sandbox

    with Sandbox(speed=1000.0) as box:
        yield box


@pytest.fixture
def fox(foxapi_sandbox: Sandbox) -> Generator[FoxAPI]:
    """Return a client of `foxapi_sandbox` that never really waits: a pause between looks moves the sandbox's clock."""
    from foxapi_video import FoxAPI

    with FoxAPI(foxapi_sandbox.key, base_url=foxapi_sandbox.url) as client:
        slept = 0.0

        def sleep(seconds: float) -> None:
            nonlocal slept
            slept += seconds
            foxapi_sandbox.clock.advance(seconds)

        client._driver.sleep = sleep  # pyright: ignore[reportPrivateUsage]
        client._driver.clock = lambda: slept  # pyright: ignore[reportPrivateUsage]
        yield client
