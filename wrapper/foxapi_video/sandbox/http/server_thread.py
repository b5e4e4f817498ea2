"""uvicorn in its own thread: it starts and stops immediately, and prints nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from .connections import Connection

# without a handler, Python would print uvicorn's warnings about invalid requests, which tests send on purpose
logging.getLogger("uvicorn.error").addHandler(logging.NullHandler())


class ServerThread:
    """A server that runs from its creation until `stop`."""

    def __init__(self, app: ASGIApp, sockets: list[socket.socket]) -> None:
        self._server = _Server(app)
        self._sockets = sockets
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="foxapi-sandbox", daemon=True)
        self._thread.start()
        self._server.ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise RuntimeError("the sandbox's server did not start") from self._failure

    def stop(self) -> None:
        self._server.stop()
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._server.serve(self._sockets))
        except BaseException as error:
            self._failure = error
        finally:
            self._server.ready.set()
            for sock in self._sockets:
                sock.close()


class _Server(uvicorn.Server):
    """uvicorn without its delays: it checks every 0.1 s whether to stop, and then waits for its clients."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                interface="asgi3",
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=60,
            )
        )
        self.force_exit = True
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()

    def stop(self) -> None:
        """Stop the server; any thread may call this."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed already
                self._loop.call_soon_threadsafe(self._wake.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.ready.set()
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # if its server closes, asyncio drops a connection that it has accepted but not yet set up, and leaves its
        # socket open; so stop accepting, let the loop set up the accepted connections, then close
        loop = asyncio.get_running_loop()
        for listening in (sock for server in self.servers for sock in server.sockets):
            with contextlib.suppress(NotImplementedError):  # Windows' event loop has no readers
                loop.remove_reader(listening.fileno())
        for _ in range(5):
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)
