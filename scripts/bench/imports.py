"""What it costs to import: CPU of fresh processes, net of Python's own, compared with httpx and the other clients."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import _bench
from _bench import KEY, PROMPT

BARE = "python"
HTTPX = "import httpx, attrs"
FOX, FAL = "foxapi-video", "fal-client"
IMPORTS: Mapping[str, tuple[str, str]] = {
    BARE: ("ours", "pass"),
    HTTPX: ("ours", "import httpx, attrs"),
    FOX: ("ours", "import foxapi_video"),
    f"{FOX}: from … import FoxAPI": ("ours", "from foxapi_video import FoxAPI"),
    f"{FOX}: from … import check": ("ours", "from foxapi_video import check"),
    f"{FOX}: from … import Veo31Request": ("ours", "from foxapi_video import Veo31Request"),
    FAL: ("fal-client", "import fal_client"),
    "lumaai": ("lumaai", "import lumaai"),
    "comfy-sdk": ("comfy-sdk", "import comfy_sdk"),
    "replicate": ("replicate", "import replicate"),
    "runwayml": ("runwayml", "import runwayml"),
    "openai": ("openai", "import openai"),
    "google-genai": ("google-genai", "from google import genai"),
}
"""Name → environment and code."""
_HTTPX = f"import httpx; client = httpx.Client(base_url=URL, headers={{'Authorization': 'Bearer {KEY}'}})"
_FOX = f"from foxapi_video import FoxAPI; fox = FoxAPI({KEY!r}, base_url=URL)"
_FAL = (
    "import fal_client, fal_client.client as c; c.QUEUE_URL_FORMAT = URL + '/fal/'; "
    f"fal = fal_client.SyncClient(key={KEY!r})"
)
_LUMA = f"from lumaai import LumaAI; client = LumaAI(auth_token={KEY!r}, base_url=URL + '/luma')"
_COMFY = (
    "import os; os.environ['COMFY_BASE_URL'] = URL + '/comfy'; "
    f"from comfy_sdk import Comfy; client = Comfy(api_key={KEY!r})"
)
_RUNWAY = f"from runwayml import RunwayML; client = RunwayML(api_key={KEY!r}, base_url=URL + '/runway')"
_OPENAI = f"from openai import OpenAI; client = OpenAI(api_key={KEY!r}, base_url=URL + '/openai')"
_ID = "00000000-0000-4000-8000-000000000001"
CLIENTS: Mapping[str, tuple[str, str]] = {
    "httpx": ("ours", _HTTPX),
    FOX: ("ours", _FOX),
    FAL: ("fal-client", _FAL),
    "lumaai": ("lumaai", _LUMA),
    "comfy-sdk": ("comfy-sdk", _COMFY),
    "runwayml": ("runwayml", _RUNWAY),
    "openai": ("openai", _OPENAI),
}
LOOKS: Mapping[str, tuple[str, str]] = {
    "httpx": ("ours", f"{_HTTPX}; client.get('/v1/tasks/{_ID}').json()"),
    FOX: ("ours", f"{_FOX}; fox.get({_ID!r})"),
    f"{FOX}, a submit": ("ours", f"{_FOX}; fox.submit({{'model': 'veo-3.1', 'prompt': {PROMPT!r}}})"),
    FAL: ("fal-client", f"{_FAL}; fal.get_handle('fal/app', {_ID!r}).status()"),
    "lumaai": ("lumaai", f"{_LUMA}; client.generations.get({_ID!r})"),
    "comfy-sdk": ("comfy-sdk", f"{_COMFY}; client.jobs.get({_ID!r})"),
    "runwayml": ("runwayml", f"{_RUNWAY}; client.tasks.retrieve({_ID!r})"),
    "openai": ("openai", f"{_OPENAI}; client.videos.retrieve({_ID!r})"),
}
IMPORT_GOAL = 1.25
_COMMAND = "import sys; from foxapi_video.cli import main; sys.argv[1:] = {}; main()"
COMMANDS: Mapping[str, Sequence[str]] = {
    "foxapi-video --help": ["--help"],
    "foxapi-video check": ["check", "request.json"],
    "foxapi-video generate veo-3.1 --help": ["generate", "veo-3.1", "--help"],
    "foxapi-video models veo-3.1": ["models", "veo-3.1"],
}
HEAVY = (
    *("httpx", "httpcore", "ssl", "asyncio", "sqlite3", "attr", "jsonschema_rs", "rich", "starlette", "uvicorn"),
    *("av", "PIL", "foxapi_video_client.models", "foxapi_video_client.api", "foxapi_video.client"),
)
NEEDED: Mapping[str, Sequence[str]] = {
    "foxapi-video --help": (),
    "foxapi-video check": ("jsonschema_rs", "attr", "rich"),
    "foxapi-video generate veo-3.1 --help": ("attr", "jsonschema_rs"),
    "foxapi-video models veo-3.1": ("attr", "rich", "jsonschema_rs"),
}
"""The heavy modules that a command uses: attr makes its values, jsonschema_rs says what passes, rich writes."""


def cost(python: Path, environment: str, code: str, folder: str) -> tuple[float, float] | None:
    """Run code in a fresh process and return its CPU and its time in ms; None when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(python), "-c", code],
        cwd=folder,
        env=_bench.surroundings(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return ((used.ru_utime + used.ru_stime) * 1000, seconds * 1000) if process.returncode == 0 else None


Costs = dict[str, list[tuple[float, float] | None]]


def measure(codes: Mapping[str, tuple[str, str]], rounds: int, url: str, folder: str) -> Costs:
    """Measure each code once a round, after a round that fills the caches."""
    pythons = {environment: _bench.python_of(environment) for environment, _ in codes.values()}
    found: Costs = {}
    names = list(codes)
    for number in range(-1, rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            environment, code = codes[name]
            python = pythons[environment]
            if python is None:
                continue
            one = cost(python, environment, f"URL = {url!r}; {code}" if url else code, folder)
            if one is None and number < 0:
                print(f"left out: {name} fails", file=sys.stderr)
                pythons = {**pythons, environment: None} if environment != "ours" else pythons
            if number >= 0:
                found.setdefault(name, []).append(one)
    return found


def net(costs: Costs, name: str, base: str | None, at: int = 0) -> list[float]:
    """List what a code cost in each round, beyond what the base did in the same."""
    pairs = zip(costs[name], costs[base] if base else costs[name], strict=True)
    return [one[at] - (two[at] if base else 0.0) for one, two in pairs if one and two]


def ratios(costs: Costs, name: str, other: str, base: str) -> list[float]:
    """List how the net cost of a code compares with another's of the same round."""
    return [
        (one[0] - two[0]) / (three[0] - two[0])
        for one, two, three in zip(costs[name], costs[base], costs[other], strict=True)
        if one and two and three and three[0] > two[0]
    ]


def show(title: str, costs: Costs, to: str, goals: Mapping[str, float], under: bool = False) -> None:
    """Print the table of one kind; the goals are ratios to the contender `to`."""
    rows: list[list[str]] = []
    for name in costs:
        by = ratios(costs, name, to, BARE) if name != BARE else []
        ratio = statistics.median(by) if by else None
        wanted = _bench.goal(ratio, most=goals[name], unit=" ×") if name in goals else ""
        base = None if name == BARE else BARE
        times = [_bench.middle(net(costs, name, base, at), ".1f") for at in (0, 1)]
        rows.append([name + (" (gross)" if name == BARE else ""), *times, _bench.middle(by), wanted])
    _bench.table(title, ["", "ms of CPU", "ms of time", f"× {to}", "goal"], rows)


def modules(rounds: int, folder: str) -> None:
    """Print what the commands import, and what it costs."""
    python = _bench.python_of("ours-cli")
    if python is None:
        return
    codes = {BARE: ("ours-cli", "pass"), "import click": ("ours-cli", "import click")}
    codes |= {name: ("ours-cli", _COMMAND.format(list(arguments))) for name, arguments in COMMANDS.items()}
    costs = measure(codes, rounds, "", folder)
    rows: list[list[str]] = []
    for name in costs:
        if name not in COMMANDS:
            rows.append([name, _bench.middle(net(costs, name, None if name == BARE else BARE), ".1f"), "", "", ""])
            continue
        code = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {codes[name][1]}"
        command = [str(python), "-c", code]
        done = subprocess.run(command, cwd=folder, env=_bench.surroundings("ours-cli"), capture_output=True, text=True)
        loaded = set(done.stderr.split())
        heavy = [each for each in HEAVY if each in loaded]
        unused = [each for each in heavy if each not in NEEDED[name]]
        verdict = f"MISSED: {' '.join(unused)}" if unused else "met"
        rows.append([name, _bench.middle(net(costs, name, BARE), ".1f"), f"{len(loaded)}", " ".join(heavy), verdict])
    _bench.table(
        f"The command line; {rounds} rounds, median (quartiles)",
        ["", "ms of CPU, net", "modules", "heavy ones", "nothing that it does not use"],
        rows,
    )


def main() -> int:
    """Run it and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    _ = options.add_argument("--rounds", type=int, default=25, help="[default: %(default)s]")
    _ = options.add_argument("--quick", action="store_true", help="a few rounds, to see that it runs")
    given = options.parse_args()
    rounds = 3 if given.quick else given.rounds
    bare = [(BARE, IMPORTS[BARE])]
    with _bench.server() as url, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        _ = (Path(folder) / "request.json").write_text('{"model": "veo-3.1", "prompt": "A paper boat"}', "utf-8")
        costs = measure(IMPORTS, rounds, "", folder)
        how = f"{rounds} rounds, net of Python's own, median (quartiles)"
        show(f"Importing; {how}", costs, HTTPX, {FOX: IMPORT_GOAL, f"{FOX}: from … import FoxAPI": IMPORT_GOAL})
        costs = measure(dict([*bare, *CLIENTS.items()]), rounds, url, folder)
        show(f"Importing and making a client; {how}", costs, FAL, {FOX: 1.0})
        costs = measure(dict([*bare, *LOOKS.items()]), rounds, url, folder)
        show(f"Importing, making a client and looking at a task, over plain HTTP; {how}", costs, FAL, {FOX: 1.0})
        modules(rounds, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
