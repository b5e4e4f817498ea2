"""What one call costs: CPU of the client process for one submit and one poll, beside raw httpx and other clients."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine, Generator, Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import _bench
from _bench import KEY, PROMPT

REQUEST = {"model": "veo-3.1", "prompt": PROMPT}
BODY = REQUEST | {
    "generation_type": "text-to-video",
    "aspect_ratio": "16:9",
    "duration": 8,
    "resolution": "1080p",
    "generate_audio": True,
}
"""What ours sends for it."""
HEADERS = {"Authorization": f"Bearer {KEY}", "User-Agent": "bench"}

Job = Callable[[int], Generator[Any, Any, None]]
"""One task and a number of polls, written once for sync and async: each call is yielded, and its response received."""


class Client(NamedTuple):
    """A client, ready to work."""

    job: Job
    open: tuple[Any, ...]
    """What is to be closed."""


def run(steps: Generator[Any, Any, None]) -> None:
    """Run a job whose calls block."""
    answer: Any = None
    try:
        while True:
            answer = steps.send(answer)
    except StopIteration:
        return


async def arun(steps: Generator[Coroutine[Any, Any, Any], Any, None]) -> None:
    """Run a job whose calls are awaited."""
    answer: Any = None
    try:
        while True:
            answer = await steps.send(answer)
    except StopIteration:
        return


# The contenders: (address, awaiting) → client


def raw_httpx(url: str, awaiting: bool, *, fresh: bool = False, engine: bool = False, **limits: Any) -> Client:
    """Make httpx alone; with `fresh`, each POST goes out on a connection of its own, as ours does."""
    httpx = import_module("httpx")
    kind = httpx.AsyncClient if awaiting else httpx.Client
    options: dict[str, Any] = {"base_url": url, "headers": HEADERS, "timeout": 60.0}
    if engine:
        kind = import_module("httpx_aiohttp").HttpxAiohttpClient
    client = kind(**options, limits=httpx.Limits(**limits)) if limits else kind(**options)
    paid = kind(**options, limits=httpx.Limits(max_keepalive_connections=0)) if fresh else client

    def job(polls: int) -> Generator[Any, Any, None]:
        answer = yield paid.post("/v1/videos/generations", json=BODY)
        name = answer.raise_for_status().json()["id"]
        for _ in range(polls):
            answer = yield client.get(f"/v1/tasks/{name}")
            _ = answer.raise_for_status().json()["status"]

    return Client(job, (client, paid))


def aiohttp(url: str, awaiting: bool) -> Client:
    assert awaiting
    module = import_module("aiohttp")
    session = module.ClientSession(headers=HEADERS, connector=module.TCPConnector(limit=0))

    def job(polls: int) -> Generator[Any, Any, None]:
        answer = yield session.post(f"{url}/v1/videos/generations", json=BODY)
        answer.raise_for_status()
        name = (yield answer.json())["id"]
        for _ in range(polls):
            answer = yield session.get(f"{url}/v1/tasks/{name}")
            answer.raise_for_status()
            yield answer.json()

    return Client(job, (session,))


def http_client(url: str, awaiting: bool) -> Client:
    """Make what the standard library has."""
    assert not awaiting
    connection = http.client.HTTPConnection(urlsplit(url).netloc)

    def ask(method: str, path: str, body: str | None = None) -> Any:
        connection.request(method, path, body, HEADERS | {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())

    def job(polls: int) -> Generator[Any, Any, None]:
        name = (yield ask("POST", "/v1/videos/generations", json.dumps(BODY)))["id"]
        for _ in range(polls):
            yield ask("GET", f"/v1/tasks/{name}")

    return Client(job, (connection,))


def sockets(url: str, awaiting: bool) -> Client:
    """Make bare asyncio streams, 50 of them: what the server can do."""
    assert awaiting
    parts = urlsplit(url)
    pool: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter] | None] = asyncio.Queue()
    for _ in range(50):
        pool.put_nowait(None)

    async def ask(method: str, path: str, body: bytes = b"") -> Any:
        reader, writer = await pool.get() or await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(f"{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        answer = await reader.readexactly(int(head.rpartition(b":")[2]))
        pool.put_nowait((reader, writer))
        return json.loads(answer)

    def job(polls: int) -> Generator[Any, Any, None]:
        name = (yield ask("POST", "/v1/videos/generations", json.dumps(BODY).encode()))["id"]
        for _ in range(polls):
            yield ask("GET", f"/v1/tasks/{name}")

    return Client(job, ())


def ours(url: str, awaiting: bool) -> Client:
    module = import_module("foxapi_video")
    fox = (module.AsyncFoxAPI if awaiting else module.FoxAPI)(KEY, base_url=url)

    def job(polls: int) -> Generator[Any, Any, None]:
        task = yield fox.submit(REQUEST)
        for _ in range(polls):
            yield fox.get(task.id)

    return Client(job, (fox,))


def ours_generate(url: str, awaiting: bool) -> Client:
    """Make `generate`, whose own loop polls until the task is done; this server's is done at the second poll."""
    module = import_module("foxapi_video")
    fox = (module.AsyncFoxAPI if awaiting else module.FoxAPI)(KEY, base_url=url)
    poll = module.Poll(shortest=0.001, longest=0.001)

    def job(polls: int) -> Generator[Any, Any, None]:
        assert polls == 2
        yield fox.generate(REQUEST, poll=poll)

    return Client(job, (fox,))


def openai(url: str, awaiting: bool, *, engine: bool = False) -> Client:
    module = import_module("openai")
    more = {"http_client": module.DefaultAioHttpClient()} if engine else {}
    client = (module.AsyncOpenAI if awaiting else module.OpenAI)(api_key=KEY, base_url=f"{url}/openai", **more)

    def job(polls: int) -> Generator[Any, Any, None]:
        video = yield client.videos.create(prompt=PROMPT, model="sora-2", seconds="8", size="1280x720")
        for _ in range(polls):
            yield client.videos.retrieve(video.id)

    return Client(job, (client,))


def runwayml(url: str, awaiting: bool) -> Client:
    module = import_module("runwayml")
    client = (module.AsyncRunwayML if awaiting else module.RunwayML)(api_key=KEY, base_url=f"{url}/runway")
    image = "https://example.com/dawn.png"

    def job(polls: int) -> Generator[Any, Any, None]:
        task = yield client.image_to_video.create(
            model="gen4_turbo", prompt_image=image, prompt_text=PROMPT, ratio="1280:720", duration=5
        )
        for _ in range(polls):
            yield client.tasks.retrieve(task.id)

    return Client(job, (client,))


def fal(url: str, awaiting: bool) -> Client:
    module = import_module("fal_client")
    vars(import_module("fal_client.client"))["QUEUE_URL_FORMAT"] = f"{url}/fal/"  # it knows https alone
    client = (module.AsyncClient if awaiting else module.SyncClient)(key=KEY)
    arguments = {name: value for name, value in BODY.items() if name != "model"}

    def job(polls: int) -> Generator[Any, Any, None]:
        handle = yield client.submit("vendor/veo3", arguments)
        for _ in range(polls):
            yield handle.status()

    return Client(job, () if awaiting else (client._client,))


def replicate(url: str, awaiting: bool) -> Client:
    client = import_module("replicate").Client(api_token=KEY, base_url=f"{url}/replicate")

    def job(polls: int) -> Generator[Any, Any, None]:
        predictions, version = client.predictions, "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
        task = yield (predictions.async_create if awaiting else predictions.create)(version, input={"prompt": PROMPT})
        for _ in range(polls):
            yield (predictions.async_get if awaiting else predictions.get)(task.id)

    return Client(job, (client._async_client if awaiting else client._client,))


def genai(url: str, awaiting: bool) -> Client:
    options = {"base_url": f"{url}/genai"}
    client = import_module("google.genai").Client(vertexai=True, api_key=KEY, http_options=options)
    colored = client.aio if awaiting else client

    def job(polls: int) -> Generator[Any, Any, None]:
        operation = yield colored.models.generate_videos(model="veo-3.1", source={"prompt": PROMPT})
        for _ in range(polls):
            operation = yield colored.operations.get(operation)

    return Client(job, (colored,))


def lumaai(url: str, awaiting: bool) -> Client:
    module = import_module("lumaai")
    client = (module.AsyncLumaAI if awaiting else module.LumaAI)(auth_token=KEY, base_url=f"{url}/luma")

    def job(polls: int) -> Generator[Any, Any, None]:
        task = yield client.generations.create(model="ray-2", prompt=PROMPT, aspect_ratio="16:9", duration="5s")
        for _ in range(polls):
            yield client.generations.get(task.id)

    return Client(job, (client,))


def comfy(url: str, awaiting: bool) -> Client:
    os.environ["COMFY_BASE_URL"] = f"{url}/comfy"
    module = import_module("comfy_sdk")
    client = (module.AsyncComfy if awaiting else module.Comfy)(api_key=KEY)
    graph = {"1": {"class_type": "VideoNode", "inputs": dict(BODY)}}

    def job(polls: int) -> Generator[Any, Any, None]:
        task = yield client.submit(client.workflows.from_json(graph))
        for _ in range(polls):
            yield task.refresh()

    return Client(job, (client,))


Make = Callable[[str, bool], Client]
CONTENDERS: Mapping[str, tuple[str, Make]] = {
    "httpx": ("ours", raw_httpx),
    "httpx, fresh POST": ("ours", lambda *given: raw_httpx(*given, fresh=True)),
    "http.client": ("ours", http_client),
    "foxapi-video": ("ours", ours),
    "openai": ("openai", openai),
    "runwayml": ("runwayml", runwayml),
    "fal-client": ("fal-client", fal),
    "replicate": ("replicate", replicate),
    "google-genai": ("google-genai", genai),
    "lumaai": ("lumaai", lumaai),
    "comfy-sdk": ("comfy-sdk", comfy),
}
"""Name → environment and client."""
GOAL = 1.25


def close(client: Client) -> None:
    """Close a client that blocks."""
    for each in client.open:
        each.close()


async def aclose(client: Client) -> None:
    """Close a client that awaits."""
    for each in client.open:
        await (each.aclose() if hasattr(each, "aclose") else each.close())


def measure(name: str, url: str, count: int, clients: dict[str, Client]) -> dict[str, float]:
    """Measure one round of a contender: the CPU of each submit and poll, in microseconds."""
    if name not in clients:
        clients[name] = CONTENDERS[name][1](url, False)
        for _ in range(20):
            run(clients[name].job(1))
    job = clients[name].job
    cpu = time.process_time()
    for _ in range(count):
        run(job(1))
    return {"us": (time.process_time() - cpu) / count * 1e6}


def report(figures: _bench.Figures, rounds: int, count: int) -> None:
    """Print the table."""
    rows: list[list[str]] = []
    for name in figures:
        to_fresh = _bench.ratios(figures, name, "httpx, fresh POST", "us")
        to_pooled = _bench.ratios(figures, name, "httpx", "us")
        ratio = sorted(to_fresh)[len(to_fresh) // 2] if to_fresh else None
        wanted = _bench.goal(ratio, most=GOAL, unit=" ×") if name == "foxapi-video" else ""
        times = _bench.middle(_bench.values(figures, name, "us"), ".0f")
        rows.append([name, times, _bench.middle(to_fresh), _bench.middle(to_pooled), wanted])
    _bench.table(
        f"One submit and one poll, CPU of the client; {rounds} rounds of {count}, median (quartiles)",
        ["", "µs", "× httpx, fresh POST", "× httpx, pooled POST", "goal, to the fresh POST"],
        rows,
    )
    print("  Ours opens a connection for each create request, as httpx does in the fresh POST column: the goal is")
    print(
        "  relative to it. The other clients send the POST on a pooled connection: compare them with the other column."
    )


def main() -> int:
    """Run it and print the table."""
    options = _bench.options(__doc__, rounds=25, quick="a few rounds")
    _ = options.add_argument("--count", type=int, default=100, help="calls a round [default: %(default)s]")
    _ = options.add_argument("--only", nargs="+", choices=CONTENDERS, metavar="NAME", help="these alone")
    given = options.parse_args()
    if given.worker:
        clients: dict[str, Client] = {}
        _bench.obey(lambda count: measure(given.worker, given.url, count, clients))
        return 0
    rounds, count = (3, 20) if given.quick else (given.rounds, given.count)
    wanted: Iterable[str] = given.only or CONTENDERS
    contenders = {name: CONTENDERS[name][0] for name in CONTENDERS if name in wanted}
    with _bench.server() as url, _bench.workers(__file__, contenders, "--url", url) as started:
        report(_bench.take_turns(started, rounds, count=count), rounds, count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
