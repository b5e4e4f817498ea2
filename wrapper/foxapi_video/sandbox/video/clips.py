"""Render clips in two threads; equal tasks share one rendering, which is freed when no task refers to it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from weakref import WeakValueDictionary

from ..service.checks import cut
from .shape import Shape

WORKERS = 2


class Clip:
    """A rendering; `future` has its bytes."""

    def __init__(self, future: Future[bytes]) -> None:
        self.future = future

    async def wait_until_done(self) -> None:
        """Wait until the rendering has succeeded or failed."""
        if self.future.done():
            return
        loop, over = asyncio.get_running_loop(), asyncio.Event()

        def tell(_: Future[bytes]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed, because the sandbox was stopped
                loop.call_soon_threadsafe(over.set)

        # not asyncio.wrap_future: a client that disconnects would cancel the rendering for all tasks
        self.future.add_done_callback(tell)
        await over.wait()

    @property
    def failure(self) -> BaseException | None:
        """The exception if the rendering failed."""
        return self.future.exception() if self.future.done() and not self.future.cancelled() else None


class Clips:
    """Render clips in a small thread pool."""

    def __init__(self, *, share_renderings: bool) -> None:
        self._share_renderings = share_renderings
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="foxapi-sandbox-render")
        self._known: WeakValueDictionary[tuple[Shape, str, str], Clip] = WeakValueDictionary()

    def clip(self, shape: Shape, model: str, prompt: str) -> Clip:
        """Return the clip of this shape, model and prompt; start to render it if there is none."""
        if self._share_renderings:
            model = prompt = "FoxAPI sandbox"
        key = shape, model, prompt
        clip = self._known.get(key)
        if clip is None:
            self._known[key] = clip = Clip(self._pool.submit(self._render, shape, model, prompt))
        return clip

    def stop(self) -> None:
        """Cancel the renderings and end the threads."""
        self._stopped.set()
        self._pool.shutdown(cancel_futures=True)

    def _render(self, shape: Shape, model: str, prompt: str) -> bytes:
        from .render import render  # imports PyAV and Pillow with the first clip only

        measures = [f"{shape.width} x {shape.height}", f"{shape.seconds} s", *(["audio"] if shape.audio else [])]
        label = f"{cut(model)}\n{'  -  '.join(measures)}"
        return render(shape, prompt, label, self._stopped.is_set)
