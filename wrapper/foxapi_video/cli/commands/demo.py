"""Implement `demo`: generate a video with each model concurrently in the sandbox."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from foxapi_video import AsyncFoxAPI, Clip, FoxAPIError, ModelInfo, Poll, models

from ..output.display import failure, path_text, result, safe, say, table
from ..output.progress import ProgressView
from ..output.snippets import returns_file
from ..targets import target_of

if TYPE_CHECKING:
    from foxapi_video.sandbox import Sandbox

PRIMARY = "full-page"
"""The source of the models that run without --all."""
MAX_CONCURRENT = 8
"""Max concurrent jobs."""
LIST = ".foxapi-demo.json"
"""The file in the demo's folder that lists the files it wrote: {name: [bytes, modification time in ns]}."""


@frozen
class DemoResult:
    """The result of one model's example."""

    info: ModelInfo
    clip: Clip | None
    seconds: float


def demonstrate(box: Sandbox, folder: Path, *, every: bool, as_json: bool) -> int:
    """Generate the contract's example of each model, probe the files and print their properties."""
    infos = [info for info in models() if every or info.source == PRIMARY]
    _ = target_of(f"{folder}{os.sep}", "video", force=False)
    replaced = _replaced(folder, [f"{info.id}.mp4" for info in infos if returns_file(info)])
    say(
        f"{len(infos)} examples: test patterns of the requested size, length and audio, from the sandbox at {box.url}",
        wrap=True,
    )
    if replaced:
        say(
            f"replacing {len(replaced)} files of a previous demo in {path_text(folder)}: {', '.join(replaced)}",
            wrap=True,
        )
    results: list[DemoResult] = []
    try:
        results = asyncio.run(_generate_all(box, folder, infos))
    finally:
        _list_files(folder, [f"{info.id}.mp4" for info in infos])
    rows = [_row_of(each, each.clip) for each in results if each.clip]
    if as_json:
        result(rows, "", as_json=True)
    else:
        _print(rows)
        say("Next, try:")
        say("  foxapi-video models veo-3.1")
        say('  foxapi-video generate sora-2 "A paper boat" --sandbox')
    return 0 if len(rows) == len(infos) else 4


def _replaced(folder: Path, names: Sequence[str]) -> list[str]:
    """Return the existing files, which will be replaced.

    Raises:
        UsageError: an existing file was not written by a previous demo, or was changed since.
    """
    there = [name for name in names if os.path.lexists(folder / name)]
    own = _read_list(folder)
    foreign = [path_text(folder / name) for name in there if own.get(name) != _stamp(folder / name)]
    if foreign:
        more = f" and {len(foreign) - 1} more files were" if len(foreign) > 1 else " was"
        raise click.UsageError(f"{foreign[0]}{more} not written by a previous demo; choose another folder with -o")
    return there


def _read_list(folder: Path) -> dict[str, Any]:
    try:
        value: Any = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def _list_files(folder: Path, names: Sequence[str]) -> None:
    own = _read_list(folder) | {name: _stamp(folder / name) for name in names if (folder / name).exists()}
    with suppress(OSError):  # the next demo will then refuse this folder
        (folder / LIST).write_text(json.dumps(own), encoding="utf-8")


def _stamp(path: Path) -> list[int]:
    found = path.lstat()
    return [found.st_size, found.st_mtime_ns]


async def _generate_all(box: Sandbox, folder: Path, infos: Sequence[ModelInfo]) -> list[DemoResult]:
    slots = asyncio.Semaphore(MAX_CONCURRENT)
    names = [info.id for info in infos]
    async with AsyncFoxAPI(box.key, base_url=box.url) as fox:
        with ProgressView(names) if len(names) <= 2 * MAX_CONCURRENT else ProgressView(total=len(names)) as view:

            async def one(info: ModelInfo) -> DemoResult:
                async with slots:
                    start = time.monotonic()
                    try:
                        clip = await fox.generate(
                            info.example,
                            save_to=folder / f"{info.id}.mp4" if returns_file(info) else None,
                            poll=Poll(shortest=0.1, longest=0.5),
                            on_progress=lambda task: view.task(info.id, task),
                        )
                    except FoxAPIError as error:
                        view.end(info.id, "failed")
                        failure(error, as_json=False)
                        return DemoResult(info, None, time.monotonic() - start)
                    view.end(info.id, "saved" if clip.path else "completed")
                    return DemoResult(info, clip, time.monotonic() - start)

            return await asyncio.gather(*map(one, infos))


def _row_of(done: DemoResult, clip: Clip) -> dict[str, Any]:
    row: dict[str, Any] = {"model": done.info.id, "took": done.seconds}
    if clip.path is None:
        return row | {"results": [dict(each.raw) for each in clip.results]}
    return row | {"path": path_text(clip.path), **_probed(clip.path)}


def _probed(path: Path) -> dict[str, Any]:
    """Read the properties of a video from its file."""
    import av

    with av.open(path) as container:
        video = container.streams.video[0]
        return {
            "width": video.width,
            "height": video.height,
            "seconds": (container.duration or 0) / av.time_base,
            "audio": bool(container.streams.audio),
            "bytes": path.stat().st_size,
        }


def _print(rows: Sequence[Mapping[str, Any]]) -> None:
    files = [
        (
            row["path"],
            f"{row['width']}x{row['height']}",
            f"{row['seconds']:.1f} s",
            "yes" if row["audio"] else "no",
            f"{row['bytes']:,}",
            f"{row['took']:.1f} s",
        )
        for row in rows
        if "path" in row
    ]
    table(["FILE", "SIZE", "LENGTH", "AUDIO", "BYTES", "TIME"], files)
    for row in rows:
        for found in row.get("results", ()):
            print(safe(f"{row['model']}: {', '.join(f'{key} {value}' for key, value in found.items())}"))
