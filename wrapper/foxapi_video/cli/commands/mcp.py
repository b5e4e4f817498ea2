"""Implement `mcp`: serve agents, over standard input and output or by HTTP on this machine."""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import TextIO, cast

import click

from foxapi_video import AsyncFoxAPI, Journal

from ..clients import SANDBOX_SPEED, open_sandbox, require_key
from ..output.display import say
from ..record import state_journal
from ..targets import keep_files


def serve_agents(
    *,
    output: str,
    uploads: str | None,
    allow_spending: bool,
    max_credits: float | None,
    journal: str | None,
    sandbox: bool,
    port: int | None,
    base_url: str | None,
) -> int:
    """Run the server until its client or a signal ends it.

    Raises:
        UsageError: the port is in use.
    """
    from foxapi_video.mcp import Limits, State, serve

    if port is not None:
        _check_port(port)
    limits = Limits(Path(output).absolute(), Path(uploads).absolute() if uploads else None, allow_spending, max_credits)
    with ExitStack() as stack:
        if sandbox:
            box = stack.enter_context(open_sandbox(speed=SANDBOX_SPEED))
            kept = stack.enter_context(Journal(None))
            fox = AsyncFoxAPI(box.key, base_url=box.url, journal=kept)
        else:
            require_key()
            path = Path(journal) if journal else state_journal()
            if not journal:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept = stack.enter_context(Journal(path))
            fox = AsyncFoxAPI(base_url=base_url, journal=kept)
        keep_files(fox, force=False)
        say(f"serving agents{'' if port is None else f' at http://127.0.0.1:{port}/mcp'}; videos go to {limits.folder}")
        # standard output belongs to the protocol
        with redirect_stdout(cast(TextIO, sys.__stdout__)):
            asyncio.run(serve(State(fox, kept, limits), port=port))
    return 0


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise click.UsageError(f"port {port} cannot be used: {error.strerror}") from error
