"""A server that misbehaves on purpose, byte by byte, and counts what it was asked."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import Literal, Self


@dataclass(frozen=True)
class Does:
    """What is done with one request once all of it was read: bytes are written, then the connection ends, or not."""

    data: bytes = b""
    end: Literal["keep", "close", "reset", "silence"] = "keep"
    creates: bool = False
    """The request makes a paid job, whatever is answered."""
    drip_after: int | None = None
    """So many bytes go at once, the others one by one …"""
    drip: float = 0.0
    """… with this pause between them, in seconds."""
    hook: Callable[[], object] | None = None
    """Called when the bytes are written, before the connection ends."""
    endless: bytes = b""
    """Written after the data, again and again without a pause, until the client hangs up."""
    early: bool = False
    """It is done before the request's body is read; of a connection that is closed then, what comes is let go by."""


def http(
    body: bytes = b"",
    status: int = 200,
    *,
    kind: str = "application/json",
    length: int | None = -1,
    headers: Mapping[str, str] = {},
) -> bytes:
    """Write an HTTP answer; its Content-Length is the true one, the given one, or missing (None)."""
    head = {"Content-Type": kind, **headers}
    if length is not None:
        head["Content-Length"] = str(len(body) if length == -1 else length)
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Origin:
    """One address: what it does with each request, and what it has seen."""

    usual: Callable[[str, str, int], Does]
    """What is done with (method, path, number of the job) when nothing is planned."""
    tls: ssl.SSLContext | None = None
    port: int = 0
    resets_on_accept: int = 0
    connections: int = 0
    jobs: int = 0
    requests: list[tuple[str, str]] = field(default_factory=list)
    seen: bytearray = field(default_factory=bytearray)
    """Every byte that came."""
    keeps_bodies: bool = True
    """Whether the bytes of bodies are among them; they are counted in any case."""
    body_bytes: int = 0
    cut_short: int = 0
    """How many answers were not written to their end, since the client hung up."""
    _plans: list[tuple[str, str, object]] = field(default_factory=list)
    _creating: int = 0
    """How many create requests have a number and a body that is still to be read."""

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}"

    def plan(self, method: str, *does: Does, path: str = "/", forever: bool = False) -> None:
        """Do these things with the next requests of a method and path prefix, the last one for ever if so wished."""
        self._plans.insert(0, (method, path, chain(does, repeat(does[-1])) if forever else iter(does)))

    def asked(self, method: str, path: str = "/") -> int:
        """Count the requests of a method and path prefix."""
        return sum(method == name and at.startswith(path) for name, at in self.requests)

    def _next(self, method: str, path: str) -> Does:
        for name, prefix, does in self._plans:
            if method == name and path.startswith(prefix) and (act := next(does, None)) is not None:  # type: ignore[call-overload]
                return act
        return self.usual(method, path, self.jobs + self._creating + (method == "POST"))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handle one connection."""
        self.connections += 1
        try:
            if self.resets_on_accept:
                self.resets_on_accept -= 1
                return _reset(writer)
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError, ssl.SSLError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Read a request and do what is planned; say whether another one can follow."""
        first = await reader.readexactly(1)
        if first == b"\x16":  # a TLS handshake at a plain port
            writer.write(http(b"plain HTTP here", 400, kind="text/plain"))
            return False
        head = first + await reader.readuntil(b"\r\n\r\n")
        self.seen += head
        method, path, _ = head.split(b"\r\n")[0].decode().split(" ")
        lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        act = self._next(method, path)
        if not act.early:
            self._creating += act.creates
            try:
                await self._read(reader, int(lengths[0]) if lengths else 0)
            finally:
                self._creating -= act.creates
        self.requests.append((method, path))
        self.jobs += act.creates
        if not await self._write(act, reader, writer):
            self.cut_short += 1
            return False
        if act.hook is not None:
            act.hook()
        if act.end == "reset":
            _reset(writer)
        elif act.end == "silence":
            self.seen += await reader.read()
        elif act.early:
            while await reader.read(65536):
                pass
        return act.end == "keep"

    async def _read(self, reader: asyncio.StreamReader, left: int) -> None:
        """Read a body."""
        while left:
            piece = await reader.read(min(left, 65536))
            if not piece:
                raise asyncio.IncompleteReadError(b"", left)
            left -= len(piece)
            self.body_bytes += len(piece)
            if self.keeps_bodies:
                self.seen += piece

    async def _write(self, act: Does, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Write the answer; say whether all of it was."""
        at_once = len(act.data) if act.drip_after is None else act.drip_after
        writer.write(act.data[:at_once])
        await writer.drain()
        for at in range(at_once, len(act.data)):
            await asyncio.sleep(act.drip)
            if reader.at_eof() or reader.exception() is not None:
                return False
            writer.write(act.data[at : at + 1])
            await writer.drain()
        while act.endless:
            writer.write(act.endless)
            await writer.drain()
            await asyncio.sleep(0)
            if reader.at_eof() or reader.exception() is not None:
                return False
        return True


async def _turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class FaultServer:
    """Serve origins in a thread of its own."""

    def __init__(self, *origins: Origin) -> None:
        self.origins = origins
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), name="fault server")
        self._ready = threading.Event()

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        writers: set[asyncio.StreamWriter] = set()

        def serving(origin: Origin) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
            def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                writers.add(writer)
                tasks.add(asyncio.ensure_future(origin.serve(reader, writer)))

            return begin

        tasks: set[asyncio.Future[None]] = set()
        servers = [await asyncio.start_server(serving(one), "127.0.0.1", 0, ssl=one.tls) for one in self.origins]
        for origin, server in zip(self.origins, servers, strict=True):
            origin.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            for each in server.sockets:
                self._loop.remove_reader(each.fileno())
        await _turns()  # what has just been accepted gets its transport, which asyncio forgets in a closed server
        for server in servers:
            server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in writers:  # of a task that had not begun, too
            writer.transport.abort()
        await _turns()

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *raised: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with a TCP reset, which is what a close without linger time is."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def creating(does: Does) -> Does:
    """The same, after a paid job was made."""
    return replace(does, creates=True)
