"""What the benchmarks share: environments, a fast server, workers that take turns, tables and plots.

The standard library alone: the same files run in the environments of the other clients. As a program it is the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import selectors
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / ".bench"
IMAGES = ROOT / "docs" / "img"
KEY = "sk-bench-0f1e2d3c4b5a"
PROMPT = "A paper boat drifts from dawn to dusk over a still lake"

_OURS = ("httpx", "attrs", "jsonschema-rs")
ENVIRONMENTS: Mapping[str, Sequence[str]] = {
    "ours": _OURS,
    "ours-aiohttp": (*_OURS, "httpx-aiohttp==0.2.*", "aiohttp>=3.10"),
    "ours-cli": (*_OURS, "click", "rich"),
    "validators": (*_OURS, "jsonschema", "fastjsonschema"),
    "openai": ("openai==3.54.0",),
    "openai-aiohttp": ("openai[aiohttp]==3.54.0",),
    "runwayml": ("runwayml==5.24.0",),
    "fal-client": ("fal-client==1.0.3",),
    "replicate": ("replicate==1.0.7",),
    "google-genai": ("google-genai==3.4.0",),
    "lumaai": ("lumaai==1.21.0",),
    "comfy-sdk": ("comfy-sdk==0.5.0",),
    "plot": ("matplotlib",),
}
"""Name of a folder in .bench/ → what is installed there; ours with the versions of constraints.txt."""


# Environments


def python_of(environment: str) -> Path | None:
    """Return the interpreter of an environment, made when it is missing or stale; None where it cannot be installed."""
    home = BENCH / environment
    python = home / "bin" / "python"
    wanted = f"{sys.version}\n{ENVIRONMENTS[environment]}"
    stamp = home / ".stamp"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    print(f"making .bench/{environment} …", file=sys.stderr, flush=True)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check"]
    if environment.startswith("ours"):
        pip += ["--constraint", str(ROOT / "constraints.txt")]
    for command in (
        [sys.executable, "-m", "venv", "--clear", "--without-pip", str(home)],
        [*pip, *ENVIRONMENTS[environment]],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["?"])[-1]
            print(f"left out: {environment} cannot be installed ({why})", file=sys.stderr)
            return None
    _ = stamp.write_text(wanted, encoding="utf-8")
    return python


def surroundings(environment: str) -> dict[str, str]:
    """Return a process's environment variables: no proxies; ours, too, follow the working tree."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
    tree = {"PYTHONPATH": f"{ROOT / 'wrapper'}{os.pathsep}{ROOT / 'generated'}"}
    ours = environment.startswith("ours") or environment == "validators"
    return kept | {"PYTHONWARNINGS": "ignore"} | (tree if ours else {})


def pin(*, server: bool) -> None:
    """Keep a server and its clients on different cores, where there are two and the system lets us."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[0] if server else cores[-1]})


# Workers: each contender in a process of its own environment, waiting for its turn


class Worker:
    """A process that measures what it is asked to, when it is asked to."""

    def __init__(self, name: str, environment: str, script: str, *arguments: str, python: Path) -> None:
        self.name = name
        command = [str(python), script, "--worker", name, *arguments]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._log = BENCH / f"{Path(script).stem} {name.replace('/', ' ')}.log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(command, **pipes, stderr=log, env=surroundings(environment))

    def ask(self, patience: float = 600.0, **order: Any) -> dict[str, Any] | None:
        """Have something measured and return the figures; None when the worker fell over or takes too long."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            _ = self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            with selectors.DefaultSelector() as selector:
                _ = selector.register(self._process.stdout, selectors.EVENT_READ)
                line = self._process.stdout.readline() if selector.select(patience) else ""
        except OSError:
            line = ""
        if not line:
            why = self._log.read_text("utf-8", "replace").strip().splitlines()[-1:] or [f"no answer in {patience:g} s"]
            print(f"left out from here on: {self.name} ({why[0][:200]})", file=sys.stderr, flush=True)
            self.close()  # it would be in the others' way
            return None
        figures: dict[str, Any] = json.loads(line)
        return figures

    def close(self) -> None:
        self._process.kill()
        _ = self._process.wait()


@contextmanager
def workers(script: str, contenders: Mapping[str, str], *arguments: str) -> Iterator[dict[str, Worker]]:
    """Start the contenders (name → environment) that can be installed."""
    with ExitStack() as stack:
        started: dict[str, Worker] = {}
        for name, environment in contenders.items():
            if (python := python_of(environment)) is not None:
                worker = Worker(name, environment, script, *arguments, python=python)
                stack.callback(worker.close)
                started[name] = worker
        yield started


def obey(measure: Callable[..., Mapping[str, Any]]) -> None:
    """Be a worker: answer each line of orders with a line of figures."""
    pin(server=False)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints is no answer
    for line in sys.stdin:
        print(json.dumps(measure(**json.loads(line))), file=answers, flush=True)


def options(about: str | None, *, rounds: int, quick: str) -> argparse.ArgumentParser:
    """Make the options that every bench with workers has; `quick` says what `--quick` does."""
    parser = argparse.ArgumentParser(description=about)
    _ = parser.add_argument("--rounds", type=int, default=rounds, help="[default: %(default)s]")
    _ = parser.add_argument("--quick", action="store_true", help=f"{quick}, to see that it runs")
    _ = parser.add_argument("--worker", help=argparse.SUPPRESS)
    _ = parser.add_argument("--url", help=argparse.SUPPRESS)
    return parser


def memory(what: str = "VmRSS") -> float:
    """Return this process's memory in kB: what it has now, or with VmHWM the most it had."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(what)))


Figures = dict[str, list[dict[str, Any] | None]]


def take_turns(
    started: dict[str, Worker], rounds: int, *, seldom: Mapping[str, int] | None = None, **order: Any
) -> Figures:
    """Let each worker measure once a round, each round starting with another one; `seldom` ones in so many only."""
    found: Figures = {name: [None] * rounds for name in started}
    dead: set[str] = set()
    names = list(started)
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            if name in dead or number >= (seldom or {}).get(name, rounds):
                continue
            found[name][number] = started[name].ask(**order)
            if found[name][number] is None:
                dead.add(name)
        if sys.stderr.isatty():
            print(f"round {number + 1} of {rounds} ", file=sys.stderr, end="\r", flush=True)
    return {name: figures for name, figures in found.items() if any(figures)}


def values(figures: Figures, name: str, key: str) -> list[float]:
    """List a contender's figures, those of the rounds it took part in."""
    return [each[key] for each in figures.get(name, ()) if each]


def ratios(figures: Figures, name: str, other: str, key: str) -> list[float]:
    """List how a contender's figures compare with another's of the same round."""
    both = zip(figures.get(name, ()), figures.get(other, ()), strict=False)
    return [one[key] / two[key] for one, two in both if one and two]


# Words


def middle(numbers: Sequence[float], form: str = ".2f") -> str:
    """Write a median and, in brackets, the quartiles."""
    if not numbers:
        return "–"
    if len(numbers) < 4:
        return format(statistics.median(numbers), form)
    low, median, high = statistics.quantiles(numbers, n=4)
    return f"{median:{form}} ({low:{form}}–{high:{form}})"


def goal(
    measured: float | None, *, least: float | None = None, most: float | None = None, form: str = "g", unit: str = ""
) -> str:
    """Write a goal and whether it is met."""
    words = f"≥ {least:{form}}{unit}" if least is not None else f"≤ {most:{form}}{unit}"
    if measured is None:
        return f"{words}: not measured"
    met = (least is None or measured >= least) and (most is None or measured <= most)
    return f"{words}: {'met' if met else 'MISSED'}"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, the first column to the left and the others to the right."""
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    print(f"\n{title}")
    for row in [head, ["-" * width for width in widths], *rows]:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        print("  " + "  ".join(cells).rstrip())
    sys.stdout.flush()


def plot(name: str, code: str, data: Any) -> None:
    """Draw docs/img/NAME with matplotlib: `code` is given `data`, `plt` and `axes`, the figure's one row of plots."""
    python = python_of("plot")
    if python is None:
        return
    IMAGES.mkdir(parents=True, exist_ok=True)
    head = "import json, sys\nimport matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\n"
    tail = f"\nplt.tight_layout()\nplt.savefig({str(IMAGES / name)!r}, dpi=110, metadata={{'Software': None}})\n"
    script = f"{head}data = json.load(sys.stdin)\n{code}{tail}"
    _ = subprocess.run([str(python), "-c", script], input=json.dumps(data), text=True, check=True)
    print(f"docs/img/{name}")


# The server


@contextmanager
def server(**how: Any) -> Iterator[str]:
    """Run the server in a process and on a core of its own, and yield its address.

    A task is done at its second poll; with `seconds`, a number of seconds between the two after its creation. A `video`
    of so many bytes is at /video.mp4.
    """
    with subprocess.Popen([sys.executable, __file__, json.dumps(how)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def seen(url: str) -> list[float]:
    """Ask a server when it was asked about tasks, in seconds of `monotonic`; it forgets them."""
    with urllib.request.urlopen(f"{url}/seen") as answer:
        moments: list[float] = json.load(answer)
        return moments


_ID = "00000000-0000-4000-8000-000000000000"
_TASK = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_MOMENT = "2026-11-21T12:00:00Z"


def _shapes(url: str) -> dict[bytes, list[bytes]]:
    """Return each API's answers: to the creation, to a poll while the task runs, to a poll when it is done."""
    file = f"{url}/video.mp4"
    task = {"created": 1757165031, "id": _ID, "model": "veo-3.1", "object": "video.generation.task", "type": "video"}
    task |= {"usage": {"credits_reserved": 5, "user_group": "default"}}
    openai: dict[str, Any] = {
        "id": _ID,
        "object": "video",
        "created_at": 1757165031,
        "model": "sora-2",
        "prompt": PROMPT,
    }
    openai |= {"seconds": "8", "size": "1280x720", "completed_at": None, "expires_at": None, "error": None}
    runway = {"id": _ID, "createdAt": _MOMENT}
    fal = {"request_id": _ID, **{f"{name}_url": f"{url}/fal/app/requests/{_ID}/{name}" for name in _FAL}}
    replicate: dict[str, Any] = {
        "id": _ID,
        "model": "vendor/model",
        "version": "v1",
        "input": {"prompt": PROMPT},
        "logs": "",
    }
    replicate |= {"created_at": _MOMENT, "error": None, "metrics": {}, "urls": {"get": file, "cancel": file}}
    genai = {"name": f"projects/p/locations/l/publishers/google/models/veo-3.1/operations/{_ID}"}
    luma = {"id": _ID, "model": "ray-2", "created_at": _MOMENT, "generation_type": "video", "failure_reason": None}
    comfy: dict[str, Any] = {"id": _ID, "created_at": _MOMENT, "expires_at": _MOMENT, "outputs": [], "error": None}
    comfy |= {"queue_position": None, "progress": None, "started_at": None, "completed_at": None}
    comfy["urls"] = {name: f"/comfy/api/v2/jobs/{_ID}/{name}" for name in ("self", "events", "cancel")}
    generated = {"videos": [{"gcsUri": file, "mimeType": "video/mp4"}]}
    shapes: dict[bytes, list[dict[str, Any]]] = {
        b"v1": [
            {**task, "status": "pending", "progress": 0, "task_info": {"can_cancel": True, "estimated_time": 45}},
            {**task, "status": "processing", "progress": 50, "results": None, "error": None},
            {**task, "status": "completed", "progress": 100, "results": [{"url": file}], "error": None},
        ],
        b"openai": [
            {**openai, "status": "queued", "progress": 0},
            {**openai, "status": "in_progress", "progress": 50},
            {**openai, "status": "completed", "progress": 100},
        ],
        b"runway": [
            {"id": _ID},
            {**runway, "status": "RUNNING", "progress": 0.5, "estimatedCost": {"credits": 25}},
            {**runway, "status": "SUCCEEDED", "output": [file], "cost": {"credits": 25}},
        ],
        b"fal": [
            {**fal, "status": "IN_QUEUE", "queue_position": 0},
            {**fal, "status": "IN_PROGRESS", "logs": None},
            {**fal, "status": "COMPLETED", "logs": None, "metrics": {}},
        ],
        b"replicate": [
            {**replicate, "status": "starting", "output": None},
            {**replicate, "status": "processing", "output": None},
            {**replicate, "status": "succeeded", "output": file},
        ],
        b"genai": [genai, {**genai, "done": False}, {**genai, "done": True, "response": generated}],
        b"luma": [
            {**luma, "state": "queued", "assets": None},
            {**luma, "state": "dreaming", "assets": None},
            {**luma, "state": "completed", "assets": {"video": file}},
        ],
        b"comfy": [{**comfy, "status": status} for status in ("queued", "running", "succeeded")],
    }
    answers = {name: [_answer(json.dumps(body).encode()) for body in bodies] for name, bodies in shapes.items()}
    answers[b"comfy"][0] = _answer(json.dumps(shapes[b"comfy"][0]).encode(), "201 Created")
    return answers


_FAL = ("response", "status", "cancel")


def _answer(body: bytes, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Service:
    """What the connections share."""

    def __init__(self, seconds: Sequence[float] | None = None, video: int = 0) -> None:
        self.shapes: dict[bytes, list[bytes]] = {}
        self.seconds = seconds
        self.video = video
        self.count = 0
        self.tasks: dict[bytes, float] = {}
        """Id of a task that runs → how often it was looked at, or when it is done."""
        self.seen: list[float] = []

    def create(self, kind: bytes) -> bytes:
        self.count += 1
        name = b"00000000-0000-4000-8000-%012x" % self.count
        if self.seconds is not None:
            low, high = self.seconds
            self.tasks[name] = time.monotonic() + low + (high - low) * (self.count * 0.6180339887 % 1)
        else:
            self.tasks[name] = 0
        return self.shapes[kind][0].replace(_ID.encode(), name)

    def poll(self, kind: bytes, name: bytes) -> bytes:
        if self.seconds is not None:
            now = time.monotonic()
            self.seen.append(now)
            done = now >= self.tasks[name]
        else:
            self.tasks[name] = self.tasks.get(name, 0) + 1
            done = self.tasks[name] >= 2
            if done:
                del self.tasks[name]
        return self.shapes[kind][1 + done].replace(_ID.encode(), name)


class _Connection(asyncio.Protocol):
    """HTTP/1.1, read by hand; a connection is kept until the client closes it."""

    def __init__(self, service: _Service) -> None:
        self._service = service
        self._rest = b""
        self._sending: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        while (end := data.find(b"\r\n\r\n")) >= 0:
            whole = end + 4
            if data.startswith(b"P"):
                if found := _LENGTH.search(data, 0, end):
                    whole += int(found[1])
                elif _CHUNKED.search(data, 0, end):
                    last = data.find(b"0\r\n\r\n", whole)
                    whole = last + 5 if last >= 0 else len(data) + 1
            if len(data) < whole:
                break
            method, target, _ = data[: data.find(b"\r\n")].split(b" ")
            # google-genai's polls are POSTs with the operation's name in the body
            poll = data[:whole] if target.endswith(b":fetchPredictOperation") else b"" if method == b"POST" else target
            self._reply(target, poll)
            data = data[whole:]
        self._rest = data

    def _reply(self, target: bytes, poll: bytes) -> None:
        kind = target.split(b"/", 2)[1].partition(b"?")[0]
        if kind == b"seen":
            self._transport.write(_answer(json.dumps(self._service.seen).encode()))
            self._service.seen = []
        elif kind == b"video.mp4" or target.endswith(b"/content"):
            self._sending = asyncio.get_running_loop().create_task(self._send())
        elif not poll:
            self._transport.write(self._service.create(kind))
        elif name := _TASK.search(poll):
            self._transport.write(self._service.poll(kind, name[0]))
        else:
            self._transport.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")

    async def _send(self) -> None:
        size = self._service.video
        head = f"HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\ncontent-length: {size}\r\n\r\n"
        self._transport.write(head.encode())
        with _video(size).open("rb") as file:
            _ = await asyncio.get_running_loop().sendfile(self._transport, file)


def _video(size: int) -> Path:
    """Return a sparse file of so many bytes that has the boxes of an MP4 file: ftyp, moov and the rest mdat."""
    path = BENCH / f"video-{size}.mp4"
    if not path.exists():
        front = (24).to_bytes(4) + b"ftypisom" + bytes(12) + (8).to_bytes(4) + b"moov"
        with path.open("wb") as file:
            _ = file.write(front + (1).to_bytes(4) + b"mdat" + (size - len(front)).to_bytes(8))
            _ = file.truncate(size)
    return path


async def _serve(how: Mapping[str, Any]) -> None:
    pin(server=True)
    service = _Service(**how)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, sys.exit)
    serving = await loop.create_server(lambda: _Connection(service), "127.0.0.1", 0, backlog=4096)
    port = serving.sockets[0].getsockname()[1]
    service.shapes = _shapes(f"http://127.0.0.1:{port}")
    print(port, flush=True)
    await serving.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(json.loads(sys.argv[1])))
