"""How fast a large file is saved, and what memory that takes, beside curl, raw httpx and openai."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import _bench
from _bench import KEY

CURL, SYNCED = "curl", "curl, then fsync"
SPEED, MEGABYTES = 0.9, 8.0


def curl(url: str, path: Path) -> None:
    """Have curl save it."""
    _ = subprocess.run(["curl", "--silent", "--fail", "--output", str(path), f"{url}/video.mp4"], check=True)


def synced(url: str, path: Path) -> None:
    """Have curl save it, and wait until it is on the disk, as ours does."""
    curl(url, path)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def httpx(url: str, path: Path) -> None:
    """Save it as httpx's documentation shows."""
    with import_module("httpx").stream("GET", f"{url}/video.mp4") as response, path.open("wb") as file:
        for piece in response.iter_bytes():
            _ = file.write(piece)


def httpx_raw(url: str, path: Path) -> None:
    """Save it in pieces as they come from the socket."""
    with import_module("httpx").stream("GET", f"{url}/video.mp4") as response, path.open("wb") as file:
        for piece in response.iter_raw():
            _ = file.write(piece)


def aiohttp(url: str, path: Path) -> None:
    """Save it as aiohttp's documentation shows."""

    async def save() -> None:
        async with import_module("aiohttp").ClientSession() as session, session.get(f"{url}/video.mp4") as response:
            with path.open("wb") as file:
                async for piece in response.content.iter_chunked(1 << 16):
                    _ = file.write(piece)

    asyncio.run(save())


def ours(url: str, path: Path) -> None:
    """Save it with FoxAPI, durable and checked."""
    with import_module("foxapi_video").FoxAPI(KEY, base_url=url) as fox:
        fox.download(f"{url}/video.mp4", path)


def ours_awaiting(url: str, path: Path) -> None:
    """Save it with AsyncFoxAPI."""

    async def save() -> None:
        async with import_module("foxapi_video").AsyncFoxAPI(KEY, base_url=url) as fox:
            await fox.download(f"{url}/video.mp4", path)

    asyncio.run(save())


def openai(url: str, path: Path) -> None:
    """Save it as openai's documentation shows."""
    client = import_module("openai").OpenAI(api_key=KEY, base_url=f"{url}/openai")
    client.videos.download_content("video").write_to_file(path)


CONTENDERS: Mapping[str, tuple[str, Callable[[str, Path], None]]] = {
    CURL: ("ours", curl),
    SYNCED: ("ours", synced),
    "httpx": ("ours", httpx),
    "httpx, iter_raw": ("ours", httpx_raw),
    "aiohttp": ("ours-aiohttp", aiohttp),
    "FoxAPI": ("ours", ours),
    "AsyncFoxAPI": ("ours", ours_awaiting),
    "AsyncFoxAPI, [aiohttp]": ("ours-aiohttp", ours_awaiting),
    "openai": ("openai", openai),
}
"""Name → environment and download."""


def measure(name: str, url: str, folder: str, size: int) -> dict[str, float]:
    """Save the file once and return MB/s, CPU and the memory that it added at its peak."""
    save = CONTENDERS[name][1]
    path = Path(folder) / f"{os.getpid()}.mp4"
    os.sync()  # what others have written is not to be waited for
    _ = Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # VmHWM starts again at VmRSS (proc(5))
    before, cpu, start = _bench.memory(), sum(os.times()[:4]), time.monotonic()
    save(url, path)
    seconds, used, after = time.monotonic() - start, sum(os.times()[:4]) - cpu, _bench.memory("VmHWM")
    assert path.stat().st_size == size
    path.unlink()
    return {"speed": size / seconds / 1e6, "cpu": used, "memory": (after - before) / 1024}


def main() -> int:
    """Run it and print the table."""
    options = _bench.options(__doc__, rounds=7, quick="a small file and few rounds")
    _ = options.add_argument("--megabytes", type=int, default=1000, help="[default: %(default)s]")
    _ = options.add_argument("--folder", type=Path, help="where to save [default: .bench]")
    _ = options.add_argument("--only", nargs="+", choices=CONTENDERS, metavar="NAME", help="these alone")
    given = options.parse_args()
    if given.worker:
        _bench.obey(partial(measure, given.worker, given.url))
        return 0
    rounds, megabytes = (2, 100) if given.quick else (given.rounds, given.megabytes)
    size = megabytes * 1_000_000
    contenders = {name: CONTENDERS[name][0] for name in CONTENDERS if name in (given.only or CONTENDERS)}
    _bench.BENCH.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="download-", dir=given.folder or _bench.BENCH) as folder,
        _bench.server(video=size) as url,
        _bench.workers(__file__, contenders, "--url", url) as started,
    ):
        order: dict[str, Any] = {"folder": folder, "size": size}
        first = {name: worker.ask(**order) for name, worker in started.items()}  # it imports, and reports its memory
        figures = _bench.take_turns(started, rounds, **order)
    rows: list[list[str]] = []
    for name in figures:
        to_curl = _bench.ratios(figures, name, CURL, "speed")
        to_synced = _bench.ratios(figures, name, SYNCED, "speed")
        memories = _bench.values(figures, name, "memory")
        ratio = statistics.median(to_curl) if to_curl else None
        mine = "FoxAPI" in name
        imported = first[name]
        rows.append(
            [
                name,
                _bench.middle(_bench.values(figures, name, "speed"), ".0f"),
                _bench.middle(to_curl),
                _bench.middle(to_synced),
                _bench.middle(_bench.values(figures, name, "cpu")),
                _bench.goal(ratio, least=SPEED, unit=" ×") if mine else "",
                f"{imported['memory']:.1f}" if imported else "–",
                f"{max(memories):.1f}",
                _bench.goal(max(memories), most=MEGABYTES, unit=" MB") if mine else "",
            ]
        )
    head = ["", "MB/s", f"× {CURL}", f"× {SYNCED}", "s of CPU", f"goal, to {CURL}", "MB added, 1st"]
    _bench.table(
        f"{megabytes} MB from loopback to a file; {rounds} rounds, median (quartiles)",
        [*head, "MB added, later", "goal"],
        rows,
    )
    print(
        "  Ours syncs the file to disk before it is renamed into place, which curl alone does not. The first download"
    )
    print("  of a process imports httpx and makes a client; the memory of the later ones is what a download takes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
