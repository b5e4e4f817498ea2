"""Clips being rendered: two at a time, one for all tasks that ask for the same, forgotten when no task holds it."""

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
    """One rendering: the future of its bytes."""

    def __init__(self, future: Future[bytes]) -> None:
        self.future = future

    async def settled(self) -> None:
        """Wait until the rendering is over, well or not."""
        if self.future.done():
            return
        loop, over = asyncio.get_running_loop(), asyncio.Event()

        def tell(_: Future[bytes]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the sandbox was stopped meanwhile
                loop.call_soon_threadsafe(over.set)

        # Not asyncio.wrap_future: a client that goes away while it waits would cancel everybody's rendering.
        self.future.add_done_callback(tell)
        await over.wait()

    @property
    def failure(self) -> BaseException | None:
        """What went wrong, once the rendering is over."""
        return self.future.exception() if self.future.done() and not self.future.cancelled() else None


class Clips:
    """Make clips in a small thread pool."""

    def __init__(self, *, one_a_shape: bool) -> None:
        self._one_a_shape = one_a_shape
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="foxapi-sandbox-render")
        self._known: WeakValueDictionary[tuple[Shape, str, str], Clip] = WeakValueDictionary()

    def clip(self, shape: Shape, model: str, prompt: str) -> Clip:
        """Return the clip of this shape, model and prompt; start to render it when there is none."""
        if self._one_a_shape:
            model = prompt = "FoxAPI sandbox"
        key = shape, model, prompt
        clip = self._known.get(key)
        if clip is None:
            self._known[key] = clip = Clip(self._pool.submit(self._render, shape, model, prompt))
        return clip

    def stop(self) -> None:
        """Give up what is under way and end the threads."""
        self._stopped.set()
        self._pool.shutdown(cancel_futures=True)

    def _render(self, shape: Shape, model: str, prompt: str) -> bytes:
        from .render import render  # PyAV and Pillow are imported when the first clip is wanted

        measures = [f"{shape.width} x {shape.height}", f"{shape.seconds} s", *(["sound"] if shape.audio else [])]
        label = f"{cut(model)}\n{'  -  '.join(measures)}"
        return render(shape, prompt, label, self._stopped.is_set)
