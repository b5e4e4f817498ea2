"""Record the conversations that tests/_http/test_cassettes.py replays, one cassette a scenario.

Without arguments all of them are recorded against the sandbox, over TLS and under the service's own URLs: a relay on
a unix socket ends the TLS and hands each request to the sandbox, so what is recorded is what the client sends to
https. `--live` records what the service itself can show, with the key in FOXAPI_API_KEY; that costs credits, which is
said before anything is sent.

    .venv/bin/python scripts/record_cassettes.py [--live [--yes]] [--into FOLDER] [SCENARIO …]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import io
import json
import os
import re
import ssl
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import vcr  # type: ignore[import-untyped]
import yaml  # type: ignore[import-untyped]
from attrs import frozen

from foxapi_video import Clock, FoxAPI, FoxAPIError
from foxapi_video._contract.catalog import catalog
from foxapi_video.sandbox import Fault, Sandbox

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "openapi" / "bundle.yaml"
CASSETTES = ROOT / "tests" / "cassettes"
MEDIA_HOST = "cdn.example.com"
LARGEST_VIDEO = 4096
"""Bytes; a larger video is replaced by a tiny whole one."""
CREATED = 1_757_165_031
"""The time that stands in every cassette, so that recording again changes little."""
KEPT_HEADERS = ("authorization", "content-type", "content-length", "accept-encoding", "retry-after", "location")
UNKNOWN_TASK = "task-unified-1757165031-00000000"


@frozen
class Scenario:
    """One call of a client, and the sandbox's response to it."""

    name: str
    call: Callable[[Any, Path], Any]
    """Makes the call; with an AsyncFoxAPI what it returns is awaitable."""
    request: Mapping[str, Any] | None = None
    """The request, when it is one that costs credits."""
    faults: Mapping[str, Fault] = {}
    key: str | None = None
    """A key to use instead of the right one."""
    provoked: bool = False
    """It takes a fault or a bad account, so the live service cannot be asked for it."""
    breaks_contract: bool = False
    """Its request is one that the contract refuses."""


def generating(request: Mapping[str, Any], *, validate: bool = True) -> Callable[[Any, Path], Any]:
    """Make the call that submits, waits and downloads."""
    return lambda fox, folder: fox.generate(request, save_to=folder / "video.mp4", validate=validate)


def scenarios() -> list[Scenario]:
    """List every scenario: each model with complete pages, what is no video, then what goes wrong."""
    examples = {
        model: request
        for family in catalog().families.values()
        if family.schema["x-source"]["kind"] == "full-page"
        for model, request in family.examples.items()
    }
    sora = examples["sora-2"]
    wrong = {**sora, "duration": 5}
    unknown = UNKNOWN_TASK
    done = [Scenario(model, generating(request), request) for model, request in examples.items()]
    character = catalog().models["sora-2-character"].examples["sora-2-character"]

    def failing(name: str, fault: Fault, operation: str = "create_video") -> Scenario:
        return Scenario(name, generating(sora), sora, faults={operation: fault}, provoked=True)

    return [
        *done,
        Scenario("sora-2-character", lambda fox, folder: fox.generate(character), character),
        Scenario("live-models", lambda fox, folder: fox.live_models()),
        Scenario("credits", lambda fox, folder: fox.credits()),
        Scenario("invalid-key", generating(sora), key="sk-invalid"),
        Scenario("refused", generating(wrong, validate=False), breaks_contract=True),
        Scenario("unknown-task", lambda fox, folder: fox.get(unknown)),
        failing("insufficient-balance", Fault.status(402)),
        failing("rate-limited", Fault.status(429, retry_after=2)),
        failing("unavailable", Fault.status(503)),
        failing("failed-task", Fault.failed()),
        failing("results-come-late", Fault.empty(polls=1)),
    ]


# ------------------------------------------------------------------ the sandbox behind TLS


class Relay:
    """Ends TLS on a unix socket and hands each request to the origin that its Host header names."""

    def __init__(self, path: Path, tls: ssl.SSLContext, ports: Mapping[str, int], renamed: Mapping[bytes, bytes]):
        self._path = path
        self._tls = tls
        self._ports = ports
        self._renamed = renamed
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), name="relay")

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_unix_server(self._serve, str(self._path), ssl=self._tls)
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Relay one request and close."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(int(_header(head, b"content-length") or 0))
            port = self._ports[_header(head, b"host").decode()]
            upstream, sink = await asyncio.open_connection("127.0.0.1", port)
            head = re.sub(rb"(?im)^host: [^\r]*", b"Host: 127.0.0.1:%d" % port, head)  # its own name alone
            sink.write(_closing(head) + body)
            answer, _, content = (await upstream.read()).partition(b"\r\n\r\n")
            sink.close()
            if b"json" in _header(answer, b"content-type"):
                for old, new in self._renamed.items():
                    content = content.replace(old, new)
                answer = re.sub(rb"(?i)(content-length: *)\d+", rb"\g<1>%d" % len(content), answer)
            writer.write(_closing(answer + b"\r\n\r\n") + content)
            await writer.drain()
            await reader.read()  # the client closes; closing first makes asyncio's TLS complain
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
            await writer.wait_closed()

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *raised: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


def _header(head: bytes, name: bytes) -> bytes:
    found = re.search(rb"(?im)^%s: *([^\r]*)" % re.escape(name), head)
    return found.group(1) if found else b""


def _closing(head: bytes) -> bytes:
    """Say in a head that the connection ends after the message."""
    return re.sub(rb"(?im)^connection: [^\r]*\r\n", b"", head)[:-2] + b"Connection: close\r\n\r\n"


@contextlib.contextmanager
def sandboxed(box: Sandbox) -> Iterator[httpx.HTTPTransport]:
    """Serve a sandbox under the service's own https URLs, and yield the transport that gets there."""
    import trustme

    api = urlsplit(catalog().base_url).netloc
    ports = {host: urlsplit(url).port or 0 for host, url in ((api, box.url), (MEDIA_HOST, box.media_url))}
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(*ports).configure_cert(server)
    authority.configure_trust(client)
    renamed = {box.media_url.encode(): f"https://{MEDIA_HOST}".encode()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tls"
        with Relay(path, server, ports, renamed):
            yield httpx.HTTPTransport(uds=str(path), verify=client)


# ------------------------------------------------------------------ recording


class SandboxClock(Clock):
    """A sandbox's clock, moved by the client's pauses."""

    def __init__(self, box: Sandbox) -> None:
        self._box = box

    def monotonic(self) -> float:
        return self._box.clock.now()

    def sleep(self, seconds: float) -> None:
        self._box.clock.advance(seconds)


def record(scenario: Scenario, into: Path, *, live: bool) -> str:
    """Record one scenario and say what came of it."""
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        raw = folder / "raw.yaml"
        if live:
            base_url = os.environ.get("FOXAPI_BASE_URL") or catalog().base_url
            fox = stack.enter_context(FoxAPI(scenario.key, base_url=base_url))
        else:
            base_url = catalog().base_url
            box = stack.enter_context(Sandbox(speed=0.0))
            for operation, fault in scenario.faults.items():
                box.faults.add(operation, fault)
            transport = stack.enter_context(sandboxed(box))
            key, clock = scenario.key or box.key, SandboxClock(box)
            fox = stack.enter_context(FoxAPI(key, base_url=base_url, transport=transport, clock=clock))
        recorder = vcr.VCR(record_mode="all", decode_compressed_response=True, before_record_request=scrubbed)
        with recorder.use_cassette(str(raw)):
            try:
                outcome = type(scenario.call(fox, folder)).__name__
            except FoxAPIError as error:
                outcome = f"{type(error).__name__}: {error}"
        interactions = yaml.safe_load(raw.read_text(encoding="utf-8"))["interactions"]
    metadata = {
        "source": "live" if live else "sandbox",
        "recorded": f"{datetime.now(UTC):%Y-%m-%d}",
        "spec_sha256": fingerprint(),
        "base_url": base_url,
    }
    cassette = {"metadata": metadata, "interactions": tidied(interactions, scenario.name), "version": 1}
    into.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(cassette, sort_keys=False, allow_unicode=True, width=120)
    (into / f"{scenario.name}.yaml").write_text(text, encoding="utf-8")
    return outcome


def fingerprint() -> str:
    """Return the contract's sha256."""
    return hashlib.sha256(SPEC.read_bytes()).hexdigest()


def scrubbed(request: Any) -> Any:
    """Take the key out before anything is written."""
    if "authorization" in request.headers:
        request.headers["authorization"] = "REDACTED"
    return request


def tidied(interactions: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Give ids, times and result links names that stay the same, cut videos, and drop headers that say nothing."""
    names: dict[str, str] = {}
    for interaction in interactions:
        request, response = interaction["request"], interaction["response"]
        for message in (request, response):
            kept = {key.lower(): value for key, value in message["headers"].items()}
            message["headers"] = {key: kept[key] for key in KEPT_HEADERS if key in kept}
        response["status"]["message"] = ""  # the sandbox's is http.HTTPStatus's, which Python renames between versions
        content = response["body"]["string"]
        try:
            answer = json.loads(content)
        except ValueError:
            if len(content) > LARGEST_VIDEO and content[4:8] == b"ftyp":
                content = tiny_video()
        else:
            content = json.dumps(renamed(answer, names, name), ensure_ascii=False)
        response["body"]["string"] = content
        size = len(content.encode() if isinstance(content, str) else content)
        response["headers"]["content-length"] = [str(size)]
        for old, new in reversed(names.items()):  # a link, which can hold the id, came after it
            request["uri"] = request["uri"].replace(old, new)
    return interactions


def renamed(answer: Any, names: dict[str, str], scenario: str) -> Any:
    """Rename in an answer, and remember the names for the requests that follow."""
    if isinstance(answer, dict) and "status" in answer and isinstance(answer.get("id"), str):
        names[answer["id"]] = f"task-unified-{CREATED}-{zlib.crc32(scenario.encode()):08x}"
        if "created" in answer:
            answer["created"] = CREATED
        for result in answer.get("results") or []:
            if isinstance(result, dict) and result.get("url"):
                names[result["url"]] = f"https://{urlsplit(result['url']).netloc}/results/{scenario}.mp4"
    return replaced(answer, names)


def replaced(value: Any, names: Mapping[str, str]) -> Any:
    """Replace whole strings in a JSON value."""
    if isinstance(value, dict):
        return {key: replaced(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def tiny_video() -> bytes:
    """Encode the smallest video that is a whole MP4 file."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=1, options={"threads": "1", "x264-params": "bframes=0"})
        stream.width = stream.height = 16
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame(16, 16, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))  # what was in the memory would be in the video
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file.getvalue()


# ------------------------------------------------------------------ the command


def costs(chosen: list[Scenario]) -> list[str]:
    """Say what each paid request asks for."""
    lines = []
    for scenario in chosen:
        if scenario.request is None:
            continue
        family = catalog().models[scenario.request["model"]]
        body = family.with_defaults(scenario.request)
        seconds, resolution = (body.get(family.roles.get(role, "")) for role in ("duration", "resolution"))
        length = {None: "the model's own length", -1: "as long as the model likes"}.get(seconds, f"{seconds} s")
        lines.append(f"  {body['model']}: {length}, {resolution or 'the model’s own resolution'}")
    return lines


def agreed(chosen: list[Scenario], yes: bool) -> bool:
    """Say what will be spent and ask."""
    paid = costs(chosen)
    print(f"{len(chosen)} scenarios go to the live service; {len(paid)} of them make paid videos:", *paid, sep="\n")
    print("There is no price list, so what that costs in credits is not known here.", flush=True)
    if yes or not paid:
        return True
    if not sys.stdin.isatty():
        print("Not a terminal, so nobody can agree; --yes does. Nothing was sent.", file=sys.stderr)
        return False
    if input("Spend it? [y/N] ").strip().lower() in ("y", "yes"):
        return True
    print("Nothing was sent.", file=sys.stderr)
    return False


def main(arguments: list[str]) -> int:
    """Record the scenarios that were named, or all."""
    everything = {scenario.name: scenario for scenario in scenarios()}
    parser = argparse.ArgumentParser(description="Record the cassettes of tests/_http/test_cassettes.py.")
    parser.add_argument("scenario", nargs="*", help=f"one or more of {', '.join(everything)}")
    parser.add_argument("--live", action="store_true", help="record against the service, with FOXAPI_API_KEY")
    parser.add_argument("--yes", action="store_true", help="spend the credits without being asked")
    parser.add_argument("--into", type=Path, default=CASSETTES, metavar="FOLDER", help="where the cassettes go")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.scenario if name not in everything]:
        parser.error(f"no such scenario: {', '.join(unknown)}; there are {', '.join(everything)}")
    chosen = [everything[name] for name in given.scenario or everything]
    if given.live:
        if not os.environ.get("FOXAPI_API_KEY", "").strip():
            print("--live needs a key: set FOXAPI_API_KEY", file=sys.stderr)
            return 2
        if skipped := [scenario.name for scenario in chosen if scenario.provoked]:
            print(f"left to the sandbox, since nothing provokes them live: {', '.join(skipped)}")
        chosen = [scenario for scenario in chosen if not scenario.provoked]
        if not agreed(chosen, given.yes):
            return 3
    for scenario in chosen:
        print(f"{scenario.name}: {record(scenario, given.into, live=given.live)}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
