"""Recorded conversations, replayed through both clients and held against the contract.

`scripts/record_cassettes.py` records them; with an answer that the contract no longer allows, record that one again.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
import pytest
import vcr
import yaml
from contract import contract, documented_schema
from fault_server import Does, FaultServer, Origin

from foxapi_video import AsyncFoxAPI, Clock, FoxAPI, FoxAPIError
from foxapi_video._contract.catalog import catalog
from foxapi_video._storage.files import mp4_trouble
from foxapi_video.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import record_cassettes  # noqa: E402

SCENARIOS = {scenario.name: scenario for scenario in record_cassettes.scenarios()}
FILES = sorted(record_cassettes.CASSETTES.glob("*.yaml"))
LOADED = {path.stem: yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in FILES}
SPEC = contract()
DONE = "SavedClip"
FAILED = {
    "invalid-key": ("AuthenticationError", {"status_code": 401, "type": "authentication_error", "task_id": None}),
    "refused": ("RequestRejected", {"status_code": 422, "type": "invalid_request_error"}),
    "unknown-task": ("NotFound", {"status_code": 404, "task_id": record_cassettes.UNKNOWN_TASK}),
    "insufficient-balance": ("InsufficientBalance", {"status_code": 402, "type": "insufficient_quota"}),
    "unavailable": ("ServerError", {"status_code": 503, "type": "service_unavailable"}),
    "failed-task": ("TaskFailed", {"code": "generation_failed"}),
}
OTHERS = ("sora-2-character", "live-models", "credits")
"""Scenarios that end well and without a video."""


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Generator[Any, None, None]:
    """Play a cassette and nothing else; all of it must have been asked for in the end."""
    player = vcr.VCR(record_mode="none", match_on=["method", "scheme", "host", "path", "query", "body"])
    with player.use_cassette(str(record_cassettes.CASSETTES / f"{request.param}.yaml")) as playing:
        yield playing
    assert playing.all_played


@pytest.fixture(autouse=True)
def _httpx_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """vcrpy records and plays what httpx's own engine does."""
    monkeypatch.setattr("foxapi_video._http.config.Config.aiohttp_transport", lambda *_, **__: None)


def replay(color: str, name: str, folder: Path) -> tuple[Any, list[float]]:
    """Make a scenario's call through a client; return what it returns or raises, and its pauses."""
    slept: list[float] = []
    scenario = SCENARIOS[name]
    arguments: dict[str, Any] = {"base_url": LOADED[name]["metadata"]["base_url"]}

    class Pauses(Clock):
        def monotonic(self) -> float:
            return sum(slept)

        def sleep(self, seconds: float) -> None:
            slept.append(seconds)

        async def asleep(self, seconds: float) -> None:
            slept.append(seconds)
            await asyncio.sleep(0)

    arguments["clock"] = Pauses()

    async def go() -> Any:
        async with AsyncFoxAPI("sk-replayed", **arguments) as fox:
            return await scenario.call(fox, folder)

    try:
        if color == "async":
            return asyncio.run(go()), slept
        with FoxAPI("sk-replayed", **arguments) as fox:
            return scenario.call(fox, folder), slept
    except FoxAPIError as error:
        return error, slept


@pytest.mark.parametrize("color", ["sync", "async"])
@pytest.mark.parametrize(
    ("cassette", "name"), [(name, name) for name in SCENARIOS if name not in {*FAILED, *OTHERS}], indirect=["cassette"]
)
def test_a_video_is_made(cassette: Any, name: str, color: str, tmp_path: Path) -> None:
    """Submit, wait and download give the recorded file, with one create request that succeeds."""
    clip, slept = replay(color, name, tmp_path)
    assert (DONE, "completed", None) == (type(clip).__name__, clip.task.status, mp4_trouble(clip.path))
    assert cassette.requests[-1].uri == clip.url
    accepted = [response["status"]["code"] for response in cassette.responses].count(200)
    posts = [request.method for request in cassette.requests].count("POST")
    assert (1 if name != "rate-limited" else 2, len(cassette) - posts + 1) == (posts, accepted)
    assert ([2.0] if name == "rate-limited" else []) == slept[: posts - 1]


@pytest.mark.parametrize("color", ["sync", "async"])
@pytest.mark.parametrize(("cassette", "name"), [(name, name) for name in OTHERS], indirect=["cassette"])
def test_what_is_no_video_is_read(cassette: Any, name: str, color: str, tmp_path: Path) -> None:
    """A character's id, the key's models and its credits come back as the API gave them."""
    found, _ = replay(color, name, tmp_path)
    raw = json.loads(cassette.responses[-1]["body"]["string"])
    if name == "sora-2-character":
        (only,) = raw["results"]
        assert (only, only["character_id"], only["name"], None) == (
            found.results[0].raw, found.results[0].character_id, found.results[0].name, found.url,
        )  # fmt: skip
    elif name == "live-models":
        assert [entry["id"] for entry in raw["data"]] == found
    else:
        assert raw == found


@pytest.mark.parametrize("color", ["sync", "async"])
@pytest.mark.parametrize(("cassette", "name"), [(name, name) for name in FAILED], indirect=["cassette"])
def test_a_failure_says_what_happened(cassette: Any, name: str, color: str, tmp_path: Path) -> None:
    """Each refusal and failure is its own class, with the API's own words, and leaves no file."""
    error, _ = replay(color, name, tmp_path)
    kind, fields = FAILED[name]
    assert (kind, fields) == (type(error).__name__, {field: getattr(error, field) for field in fields})
    recorded = json.loads(cassette.responses[-1]["body"]["string"])["error"]["message"]
    assert (True, []) == (recorded in str(error), list(tmp_path.iterdir()))


def test_results_that_come_late_are_in_the_cassette() -> None:
    """The scenario holds a completed answer without results before the one with them."""
    answers = [json.loads(body) for _, body in json_answers("results-come-late")]
    completed = [bool(answer["results"]) for answer in answers if answer["status"] == "completed"]
    assert [False, True] == completed


# ------------------------------------------------------------------ the files themselves


def test_every_scenario_has_its_cassette() -> None:
    """No scenario without a cassette, no cassette without a scenario, and one for each model with complete pages."""
    assert sorted(SCENARIOS) == sorted(LOADED)
    seeds = [each for each in catalog().families.values() if each.schema["x-source"]["kind"] == "full-page"]
    assert set() == {model for family in seeds for model in family.models} - set(LOADED)
    assert 4 == len(seeds)


def json_answers(name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each exchange with the API and the text of its answer."""
    host = urlsplit(LOADED[name]["metadata"]["base_url"]).netloc
    for exchange in LOADED[name]["interactions"]:
        if urlsplit(exchange["request"]["uri"]).netloc == host:
            yield exchange, exchange["response"]["body"]["string"]


def complaints(schema: dict[str, Any], text: str) -> list[str]:
    """Validate a JSON text against a schema of the contract."""
    validator = jsonschema_rs.Draft202012Validator({**schema, "components": SPEC["components"]})
    return [
        f"{'.'.join(map(str, error.instance_path))}: {error.message}"
        for error in validator.iter_errors(json.loads(text))
    ]


def operation_of(request: dict[str, Any]) -> dict[str, Any]:
    """Find a request's operation in the contract."""
    path = urlsplit(request["uri"]).path
    for template, methods in SPEC["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return methods[request["method"].lower()]
    raise AssertionError(f"{path} is not in the contract")


def stale(name: str) -> list[str]:
    """List what in a cassette the contract does not say."""
    found: list[str] = []
    models = SPEC["components"]["schemas"]["VideoRequest"]["discriminator"]["mapping"]
    for exchange, text in json_answers(name):
        request, status = exchange["request"], exchange["response"]["status"]["code"]
        operation = operation_of(request)
        if request["method"] == "POST":
            wrong = complaints({"$ref": models[json.loads(request["body"])["model"]]}, request["body"])
            if bool(wrong) != SCENARIOS[name].breaks_contract:
                found += wrong or ["the contract allows what was refused"]
        found += complaints(documented_schema(operation, status, SPEC), text)
    return found


@pytest.mark.parametrize("name", LOADED)
def test_a_cassette_is_what_the_contract_says(name: str) -> None:
    """Every recorded request and answer is valid by the contract of today; one that is not must be recorded again."""
    metadata = LOADED[name]["metadata"]
    now = record_cassettes.fingerprint()
    if metadata["spec_sha256"] != now:
        print(f"{name}: recorded by another contract ({metadata['spec_sha256'][:8]}, now {now[:8]}), and still valid")
    assert [] == stale(name), f"record it again: scripts/record_cassettes.py {name}"


@pytest.mark.parametrize("name", sorted(set(LOADED) - {"credits"}))  # any object is an answer there
def test_a_broken_answer_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the cassettes does find an answer and a request that the contract does not allow."""
    broken = json.loads(json.dumps(LOADED[name], default=lambda _: ""))
    exchange = broken["interactions"][0]
    exchange["response"]["body"]["string"] = "{}"
    monkeypatch.setitem(LOADED, name, broken)
    assert [] != stale(name)


@pytest.mark.parametrize("name", LOADED)
def test_a_cassette_says_where_it_is_from(name: str) -> None:
    """Source, date, contract and base URL stand in each cassette."""
    metadata = LOADED[name]["metadata"]
    forms = {
        "source": r"sandbox|live",
        "recorded": r"\d{4}-\d\d-\d\d",
        "spec_sha256": r"[0-9a-f]{64}",
        "base_url": r"https://[a-z.]+",
    }
    assert {} == {
        field: metadata.get(field) for field, form in forms.items() if not re.fullmatch(form, metadata[field])
    }


@pytest.mark.parametrize("name", LOADED)
def test_the_key_went_to_the_api_only(name: str) -> None:
    """Each request to the API had an Authorization header, those to the files' host had none."""
    host = urlsplit(catalog().base_url).netloc
    with_key = {
        urlsplit(e["request"]["uri"]).netloc: "authorization" in e["request"]["headers"]
        for e in LOADED[name]["interactions"]
    }
    assert {netloc: netloc == host for netloc in with_key} == with_key


SECRET = re.compile(rb"\bsk-\w|Bearer\s+\S|signature=|X-Amz-", re.IGNORECASE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_cassette_holds_a_secret(path: Path) -> None:
    """There is no key, no bearer token and no signed link in any cassette."""
    assert [] == SECRET.findall(path.read_bytes())


@pytest.mark.parametrize("secret", [b"sk-sandbox", b"'Bearer abc'", b"authorization: bearer x", b"?signature=00"])
def test_a_secret_would_be_found(secret: bytes) -> None:
    """The pattern of the test above knows a key when it sees one, and nothing in REDACTED and task ids."""
    assert (True, None) == (
        SECRET.search(secret) is not None,
        SECRET.search(b"authorization:\n- REDACTED\nid: task-unified"),
    )


def test_cassettes_are_small() -> None:
    """All cassettes together have less than 400 kB."""
    assert sum(path.stat().st_size for path in FILES) < 400_000


# ------------------------------------------------------------------ the script


def run_script(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the recorder, with nobody at the terminal."""
    clean = {name: value for name, value in os.environ.items() if not name.upper().endswith("_PROXY")}
    clean = {name: value for name, value in clean.items() if not name.startswith("FOXAPI_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "record_cassettes.py"), *arguments],
        env={**clean, "NO_PROXY": "*", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_live_needs_a_key() -> None:
    """Without a key nothing is recorded live, and the message names the variable."""
    done = run_script("--live")
    assert (2, "", "--live needs a key: set FOXAPI_API_KEY\n") == (done.returncode, done.stdout, done.stderr)


@pytest.fixture
def origin() -> Generator[Origin, None, None]:
    """Stand where the live service would be, to see whether anything is sent."""
    made = Origin(lambda *_: Does(b"", "close"))
    with FaultServer(made):
        yield made


def test_live_says_what_it_spends_and_asks_a_person(origin: Origin, tmp_path: Path) -> None:
    """Each paid request is printed with model, length and size; without a terminal nobody agrees, nothing is sent."""
    done = run_script("--live", "--into", str(tmp_path), FOXAPI_API_KEY="sk-dummy", FOXAPI_BASE_URL=origin.url)
    assert (3, 0, []) == (done.returncode, origin.connections, list(tmp_path.iterdir()))
    lines = done.stdout.splitlines()
    assert [
        f"  {scenario.request['model']}: "
        for scenario in SCENARIOS.values()
        if scenario.request and not scenario.provoked
    ] == [re.match(r"  [^:]*: ", line)[0] for line in lines if line.startswith("  ")]
    assert "  sora-2: 8 s, 720p" in lines
    assert "  seedance-2.0-reference-to-video: as long as the model likes, 720p" in lines
    assert "There is no price list" in done.stdout
    assert "--yes" in done.stderr
    assert "sk-dummy" not in done.stdout + done.stderr


def test_live_takes_no_for_an_answer(origin: Origin, tmp_path: Path) -> None:
    """At a terminal, anything but yes sends nothing."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "scripts" / "record_cassettes.py"), "--live", "--into", str(tmp_path)]
    environment = {**os.environ, "FOXAPI_API_KEY": "sk-dummy", "FOXAPI_BASE_URL": origin.url, "NO_PROXY": "*"}
    try:
        os.write(ours, b"n\n")
        done = subprocess.run(command, env=environment, stdin=theirs, capture_output=True, text=True, check=False)
    finally:
        os.close(theirs)
        os.close(ours)
    assert (3, 0, []) == (done.returncode, origin.connections, list(tmp_path.iterdir()))
    assert "Spend it?" in done.stdout
    assert "Nothing was sent." in done.stderr


def test_cassettes_hold_no_reason_phrase() -> None:
    """The words beside a status code differ between Python versions, and nothing reads them."""
    found = {each["response"]["status"]["message"] for loaded in LOADED.values() for each in loaded["interactions"]}
    assert {""} == found


def test_live_records_what_costs_nothing(tmp_path: Path) -> None:
    """The live path records the same conversation as the sandbox's; here the sandbox stands in for the service."""
    names = ["invalid-key", "refused", "unknown-task"]
    with Sandbox(speed=0.0) as box:
        done = run_script("--live", "--into", str(tmp_path), *names, FOXAPI_API_KEY=box.key, FOXAPI_BASE_URL=box.url)
    assert (0, "", names) == (done.returncode, done.stderr, sorted(path.stem for path in tmp_path.iterdir()))
    for name in names:
        recorded = yaml.safe_load((tmp_path / f"{name}.yaml").read_text(encoding="utf-8"))
        assert ("live", []) == (
            recorded["metadata"]["source"],
            SECRET.findall((tmp_path / f"{name}.yaml").read_bytes()),
        )
        for ours, theirs in zip(LOADED[name]["interactions"], recorded["interactions"], strict=True):
            theirs["request"]["uri"] = theirs["request"]["uri"].replace(box.url, catalog().base_url)
            assert ours == theirs


def test_a_scenario_that_is_none_is_refused(tmp_path: Path) -> None:
    """A misspelt scenario is named, together with those that there are."""
    done = run_script("sora-3", "--into", str(tmp_path))
    assert (2, True) == (done.returncode, "sora-3" in done.stderr and "veo-3.1" in done.stderr)
