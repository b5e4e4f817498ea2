"""One video with each model, side by side, through the sandbox."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foxapi_video import AsyncFoxAPI, FoxAPIError, Poll
from foxapi_video._catalogue import catalogue

from ._display import Show, failure, result, say, table

if TYPE_CHECKING:
    from foxapi_video.sandbox import Sandbox


def demonstrate(box: Sandbox, folder: Path, *, as_json: bool) -> int:
    """Generate the contract's example of each model, probe the files and print what they are."""
    requests = catalogue().examples
    say(f"{len(requests)} test pictures of the size, length and sound asked for, from the sandbox at {box.url}")
    done = asyncio.run(_generate_all(box, folder, requests))
    rows = [_probed(model, path, seconds) for model, (path, seconds) in done.items() if path]
    if as_json:
        result(rows, "", as_json=True)
    else:
        shown = [
            (
                f"{row['width']}x{row['height']}",
                f"{row['seconds']:.1f} s",
                "yes" if row["audio"] else "no",
                f"{row['bytes']:,}",
                f"{row['took']:.1f} s",
                row["path"],
            )
            for row in rows
        ]
        table(["SIZE", "LENGTH", "SOUND", "BYTES", "TOOK", "FILE"], shown)
    return 0 if len(rows) == len(requests) else 4


async def _generate_all(
    box: Sandbox, folder: Path, requests: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[Path | None, float]]:
    async with AsyncFoxAPI(box.key, base_url=box.url) as fox:
        with Show(list(requests)) as show:

            async def one(model: str) -> tuple[Path | None, float]:
                start = time.monotonic()
                try:
                    clip = await fox.generate(
                        requests[model],
                        save_to=folder / f"{model}.mp4",
                        poll=Poll(shortest=0.1, longest=0.5),
                        on_progress=lambda task: show.task(model, task),
                    )
                except FoxAPIError as error:
                    failure(error, as_json=False)
                    return None, time.monotonic() - start
                show.state(model, "saved", 100)
                return clip.path, time.monotonic() - start

            results = await asyncio.gather(*map(one, requests))
    return dict(zip(requests, results, strict=True))


def _probed(model: str, path: Path, took: float) -> dict[str, Any]:
    """Read back from the file what it is."""
    import av

    with av.open(path) as container:
        video = container.streams.video[0]
        return {
            "model": model,
            "path": str(path),
            "width": video.width,
            "height": video.height,
            "seconds": (container.duration or 0) / av.time_base,
            "audio": bool(container.streams.audio),
            "bytes": path.stat().st_size,
            "took": took,
        }
