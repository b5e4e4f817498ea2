"""The server for agents: it never spends without permission, never pays twice, and keeps to its folders."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import ElicitRequestFormParams, ElicitResult, InputRequiredResult
from npm import install, node
from stepping import MP4

from foxapi_video import AsyncFoxAPI, Clock, Journal
from foxapi_video.mcp import LONGEST_WAIT, TOOLS, Limits, State, server_of
from foxapi_video.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ("legacy", "2026-07-28")
BOAT: dict[str, Any] = {"model": "sora-2", "prompt": "A paper boat"}
INSPECTOR = "@modelcontextprotocol/inspector-cli@1.0.3"

pytestmark = pytest.mark.parametrize("mode", VERSIONS)


class Still(Clock):
    """A clock that only pauses move."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    async def asleep(self, seconds: float) -> None:
        self.now += seconds


class Service:
    """The API: it counts the tasks that it creates."""

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self.status = 200
        self.usage: Any = {"credits_reserved": 4}
        self.states = ["completed"]
        """What the next polls say; the last one is repeated."""
        self.gate: asyncio.Event | None = None
        """Create requests wait for it."""
        self.arrived = asyncio.Event()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/generations"):
            self.prompts.append(json.loads(request.content)["prompt"])
            self.arrived.set()
            if self.gate is not None:
                await self.gate.wait()
            body = {"id": f"t_{len(self.prompts)}", "status": "pending", "usage": self.usage}
            return httpx.Response(self.status, json=body if self.status == 200 else {})
        if request.url.path.endswith("/pricing"):
            prices = [
                {"model_name": "sora-2", "quota_type": 1, "model_price": 0.4, "enable_groups": ["default"]},
                {"model_name": "sora-2[hd]", "quota_type": 0, "model_price": 0, "enable_groups": ["default"]},
                {"model_name": "veo-3.1", "quota_type": 1, "model_price": 2},
            ]
            return httpx.Response(200, json={"data": prices, "group_ratio": {"default": 1.5}})
        if request.url.path.endswith(".mp4"):
            return httpx.Response(200, content=MP4, headers={"content-type": "video/mp4"})
        if "/files" in request.url.path:
            return httpx.Response(200, json={"url": "https://cdn.example.com/u.png", "id": "u_1"})
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        body = {"id": request.url.path.rpartition("/")[2], "usage": self.usage}
        if state == "completed":
            body |= {"status": state, "progress": 100, "results": [{"url": "https://cdn.example.com/v.mp4"}]}
        elif state == "failed":
            body |= {"status": state, "error": {"code": "moderation", "message": "Refused."}}
        else:
            body |= {"status": "processing", "progress": int(state)}
        return httpx.Response(200, json=body)


class Person:
    """Who is asked for consent, by the agent's client."""

    def __init__(self, action: Any = "accept", *, create: bool = True) -> None:
        self.action, self.create = action, create
        self.questions: list[str] = []

    async def __call__(self, _: Any, asked: Any) -> ElicitResult:
        assert isinstance(asked, ElicitRequestFormParams)
        self.questions.append(asked.message)
        content = {"create": self.create} if self.action == "accept" else None
        return ElicitResult(action=self.action, content=content)


class Talk:
    """A conversation with a server in this process."""

    def __init__(self, client: Client, service: Service, journal: Journal, folder: Path) -> None:
        self.client, self.service, self.journal, self.folder = client, service, journal, folder

    async def call(self, tool: str, **arguments: Any) -> Any:
        """Call a tool; return its structured result, or the words of its error."""
        done = await self.client.call_tool(tool, arguments)
        if done.is_error:
            return "\n".join(getattr(each, "text", "") for each in done.content)
        found: Any = done.structured_content
        return found["result"] if [*found] == ["result"] else found


@asynccontextmanager
async def talking(
    mode: str, folder: Path, *, person: Person | None, service: Service | None = None, **limits: Any
) -> AsyncGenerator[Talk]:
    service = service or Service()
    fox = AsyncFoxAPI(
        "sk-test", transport=httpx.MockTransport(service.answer), journal=Journal(folder / "jobs.sqlite"), clock=Still()
    )
    with fox._journal as journal:  # type: ignore[union-attr]
        state = State(fox, journal, Limits(folder / "videos", **limits))
        async with Client(server_of(state), mode=mode, elicitation_callback=person) as client:
            yield Talk(client, service, journal, folder)
        await state.close()


def run(conversation: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(conversation())  # type: ignore[arg-type]


# ------------------------------------------------------------------ consent


def test_a_person_is_asked_once_for_each_creation(mode: str, tmp_path: Path) -> None:
    """The question shows the request; the same request and name cost nothing more, another name is asked for."""

    async def go() -> None:
        person = Person()
        async with talking(mode, tmp_path, person=person) as talk:
            first = await talk.call("submit_video", request=BOAT)
            assert ("t_1", "running", 4.0) == (first["task_id"], first["state"], first["credits"])
            assert ["t_1", "t_1"] == [(await talk.call("submit_video", request=BOAT))["task_id"] for _ in range(2)]
            assert "t_2" == (await talk.call("submit_video", request=BOAT, name="again"))["task_id"]
            assert (2, 2) == (len(person.questions), len(talk.service.prompts))
            assert all('"prompt": "A paper boat"' in each and "pay" in each for each in person.questions)
            assert ["again"] == [each["name"] for each in await talk.call("list_jobs", most=1)]

    run(go)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person("decline"), "decline"),
        (Person("cancel"), "cancel"),
        (Person(create=False), "declined"),
        (None, "--max-credits or --allow-spending"),
    ],
    ids=["declined", "cancelled", "no", "cannot be asked"],
)
def test_without_consent_nothing_is_sent(mode: str, tmp_path: Path, person: Person | None, words: str) -> None:
    """A person declines, or the client cannot ask."""

    async def go() -> None:
        async with talking(mode, tmp_path, person=person) as talk:
            assert words in await talk.call("submit_video", request=BOAT)
            assert ([], []) == (talk.service.prompts, talk.journal.jobs())

    run(go)


def test_an_invalid_request_is_not_asked_for(mode: str, tmp_path: Path) -> None:
    """The agent gets the problems, and nobody is asked."""

    async def go() -> None:
        person = Person()
        async with talking(mode, tmp_path, person=person) as talk:
            assert "duration: must be one of" in await talk.call("submit_video", request={**BOAT, "duration": 5})
            checked = await talk.call("check_request", request={**BOAT, "duration": 5})
            assert (False, "duration") == (checked["valid"], checked["problems"][0]["field"])
            assert {"valid": True, "problems": []} == await talk.call("check_request", request=BOAT)
            assert ([], []) == (person.questions, talk.service.prompts)

    run(go)


def test_a_consent_that_is_sent_again_pays_nothing_more(mode: str, tmp_path: Path) -> None:
    """An accepted answer is good for one creation of one request, also after the job was deleted."""
    if mode == "legacy":
        pytest.skip("only the newer version lets a client send an answer with a call")

    async def go() -> None:
        async with talking(mode, tmp_path, person=Person()) as talk:
            session = talk.client.session

            async def submit(request: dict[str, Any], answers: Any = None, state: str | None = None) -> Any:
                arguments = {"request": request}
                return await session.call_tool(
                    "submit_video", arguments, input_responses=answers, request_state=state, allow_input_required=True
                )

            asked = await submit(BOAT)
            assert isinstance(asked, InputRequiredResult)
            answers = {
                key: ElicitResult(action="accept", content={"create": True}) for key in asked.input_requests or {}
            }
            with pytest.raises(MCPError, match="requestState"):
                await submit({**BOAT, "prompt": "Another"}, answers, asked.request_state)
            assert isinstance(await submit({**BOAT, "prompt": "Another"}, answers), InputRequiredResult)
            assert [] == talk.service.prompts
            done = [await submit(BOAT, answers, asked.request_state) for _ in range(2)]
            assert ["t_1", "t_1"] == [each.structured_content["task_id"] for each in done]
            assert talk.journal.delete(talk.journal.jobs()[0].key)
            assert isinstance(await submit(BOAT, answers, asked.request_state), InputRequiredResult)
            assert ["A paper boat"] == talk.service.prompts

    run(go)


# ------------------------------------------------------------------ permission to spend


def test_a_limit_of_credits_stops_creations(mode: str, tmp_path: Path) -> None:
    """Also of those that come at once; nobody is asked, and the error says what was spent."""

    async def go() -> None:
        async with talking(mode, tmp_path, person=None, max_credits=8) as talk:
            many = [talk.call("submit_video", request=BOAT, name=f"boat-{number}") for number in range(5)]
            found = await asyncio.gather(*many)
            assert ["t_1", "t_2"] == sorted(each["task_id"] for each in found if isinstance(each, dict))
            refused = [each for each in found if isinstance(each, str)]
            assert 3 == len(refused)
            assert all("the limit of 8 credits is reached: 8 were spent" in each for each in refused)
            assert 2 == len(talk.service.prompts)
            again = [job.key for job in talk.journal.jobs() if job.task_id]
            assert "t_1" == (await talk.call("submit_video", request=BOAT, name=again[0]))["task_id"]

    run(go)


@pytest.mark.parametrize("usage", [None, {}, {"credits_reserved": None}, {"credits_reserved": "many"}, [4], "4"])
def test_an_unknown_cost_ends_the_permission(mode: str, tmp_path: Path, usage: Any) -> None:
    """A limit that cannot be kept is not a permission."""

    async def go() -> None:
        service = Service()
        service.usage = usage
        async with talking(mode, tmp_path, person=None, service=service, max_credits=100) as talk:
            assert (await talk.call("submit_video", request=BOAT, name="1"))["credits"] is None
            assert "it is not known what task t_1 has cost" in await talk.call("submit_video", request=BOAT, name="2")
            assert 1 == len(service.prompts)

    run(go)


def test_a_create_request_without_a_response_ends_the_permission(mode: str, tmp_path: Path) -> None:
    """It is uncertain whether it was paid: it is not repeated, and the next one is refused."""

    async def go() -> None:
        service = Service()
        service.status = 500
        async with talking(mode, tmp_path, person=None, service=service, max_credits=100) as talk:
            assert "check your balance" in await talk.call("submit_video", request=BOAT, name="1")
            service.status = 200
            assert "jobs retry 1" in await talk.call("submit_video", request=BOAT, name="1")
            assert "the uncertain job 1" in await talk.call("submit_video", request=BOAT, name="2")
            assert 1 == len(service.prompts)

    run(go)


def test_spending_can_be_allowed(mode: str, tmp_path: Path) -> None:
    """Then nobody is asked."""

    async def go() -> None:
        async with talking(mode, tmp_path, person=None, allow_spending=True) as talk:
            assert "t_1" == (await talk.call("submit_video", request=BOAT))["task_id"]

    run(go)


# ------------------------------------------------------------------ waiting


def test_waiting_is_cut_into_slices(mode: str, tmp_path: Path) -> None:
    """A task that still runs is no error; the progress that is told only grows."""

    async def go() -> None:
        service = Service()
        service.states = ["10", "40", "20", *["50"] * 30, "completed"]
        told: list[float] = []

        async def progressed(progress: float, total: float | None, message: str | None) -> None:
            told.append(progress)

        async with talking(mode, tmp_path, person=Person(), service=service) as talk:
            task_id = (await talk.call("submit_video", request=BOAT))["task_id"]
            waiting = {"task_id": task_id, "seconds": 10**9}
            first = await talk.client.call_tool("wait_for_video", waiting, progress_callback=progressed)
            state: Any = first.structured_content
            assert ("running", "wait_for_video") == (state["state"], state["next"])
            assert told == sorted(set(told))
            assert 50.0 == told[-1]
            for _ in range(30):
                state = await talk.call("wait_for_video", task_id=task_id)
                if state["state"] == "completed":
                    break
            assert ("completed", "https://cdn.example.com/v.mp4") == (state["state"], state["url"])

    run(go)


def test_an_error_has_the_task_id(mode: str, tmp_path: Path) -> None:
    """The words are the library's own."""

    async def go() -> None:
        service = Service()
        service.states = ["failed"]
        async with talking(mode, tmp_path, person=Person(), service=service) as talk:
            task_id = (await talk.call("submit_video", request=BOAT))["task_id"]
            words = await talk.call("wait_for_video", task_id=task_id)
            assert ("Refused." in words, task_id in words) == (True, True)
            assert "must name a task" in await talk.call("wait_for_video", task_id="..")

    run(go)


def test_a_call_that_is_cancelled_loses_nothing(mode: str, tmp_path: Path) -> None:
    """The creation continues, its id is recorded, and the same call returns it."""

    async def go() -> None:
        service = Service()
        service.gate = asyncio.Event()
        async with talking(mode, tmp_path, person=Person(), service=service) as talk:
            call = asyncio.create_task(talk.call("submit_video", request=BOAT))
            await service.arrived.wait()
            call.cancel()
            _ = await asyncio.gather(call, return_exceptions=True)
            service.gate.set()
            assert "t_1" == (await talk.call("submit_video", request=BOAT))["task_id"]
            assert 1 == len(service.prompts)

    run(go)


# ------------------------------------------------------------------ files


@pytest.mark.parametrize(
    "name", ["../boat.mp4", "/tmp/boat.mp4", "sub/boat.mp4", ".boat.mp4", "..", "a\\b.mp4", "a\nb.mp4", "~/boat.mp4"]
)
def test_a_name_leads_nowhere_else(mode: str, tmp_path: Path, name: str) -> None:
    """Of downloads and of uploads."""

    async def go() -> None:
        (tmp_path / "boat.mp4").write_bytes(MP4)
        async with talking(mode, tmp_path, person=Person(), uploads=tmp_path / "in") as talk:
            task_id = (await talk.call("submit_video", request=BOAT))["task_id"]
            before = sorted(tmp_path.rglob("*"))
            assert "not a plain file name" in await talk.call("download_video", task_id=task_id, file_name=name)
            assert "not a plain file name" in await talk.call("upload_file", file_name=name)
            assert before == sorted(tmp_path.rglob("*"))

    run(go)


def test_a_download_replaces_nothing_and_follows_no_link(mode: str, tmp_path: Path) -> None:
    """A file that is there stays; a link may lead out of the folder."""

    async def go() -> None:
        folder = tmp_path / "videos"
        folder.mkdir()
        (folder / "there.mp4").write_text("mine")
        (folder / "link.mp4").symlink_to(tmp_path / "elsewhere.mp4")
        async with talking(mode, tmp_path, person=Person()) as talk:
            task_id = (await talk.call("submit_video", request=BOAT))["task_id"]
            for name in ("there.mp4", "link.mp4"):
                assert "already exists" in await talk.call("download_video", task_id=task_id, file_name=name)
            saved = await talk.call("download_video", task_id=task_id)
            assert (str(folder / "t_1.mp4"), len(MP4)) == (saved["path"], saved["bytes"])
            assert ("mine", False) == ((folder / "there.mp4").read_text(), (tmp_path / "elsewhere.mp4").exists())

    run(go)


def test_uploads_are_off_unless_a_folder_is_given(mode: str, tmp_path: Path) -> None:
    """Then its own files can be uploaded, and no link."""

    async def go() -> None:
        async with talking(mode, tmp_path, person=None) as talk:
            assert "upload_file" not in {tool.name for tool in (await talk.client.list_tools()).tools}
        folder = tmp_path / "in"
        folder.mkdir()
        (folder / "a.png").write_bytes(
            bytes.fromhex("89504e470d0a1a0a0000000d49484452000002800000028008020000009b1e0f20")
        )
        (folder / "link.png").symlink_to(ROOT / "README.md")
        async with talking(mode, tmp_path, person=None, uploads=folder) as talk:
            assert "there is no file" in await talk.call("upload_file", file_name="link.png")
            assert {"url": "https://cdn.example.com/u.png"} == await talk.call("upload_file", file_name="a.png")

    run(go)


def test_no_text_of_a_request_is_a_local_file(mode: str, tmp_path: Path) -> None:
    """A path in a media field or a prompt is text."""

    async def go() -> None:
        (tmp_path / "secret.txt").write_text("SECRET")
        secret = str(tmp_path / "secret.txt")
        async with talking(mode, tmp_path, person=Person()) as talk:
            for url in (secret, f"file://{secret}"):
                request = {"model": "veo-3.1", "prompt": "x", "generation_type": "image-to-video", "image_urls": [url]}
                assert "image_urls[0]" in await talk.call("submit_video", request=request)
            _ = await talk.call("submit_video", request={**BOAT, "prompt": f"@{secret}"})
            assert [f"@{secret}"] == talk.service.prompts

    run(go)


# ------------------------------------------------------------------ the catalog


def test_models_are_listed_and_described(mode: str, tmp_path: Path) -> None:
    """The filters are those of the command line; a description has all that a request needs."""

    async def go() -> None:
        async with talking(mode, tmp_path, person=None) as talk:
            everything = await talk.call("list_models")
            assert len(everything) > 90
            veo = await talk.call("list_models", words="veo 3.1", takes="image", resolution="1080P")
            assert "veo-3.1" in [each["id"] for each in veo]
            assert 0 < len(await talk.call("list_models", min_duration=15)) < len(everything)
            found = await talk.call("describe_model", model="sora-2")
            assert {"valid": True, "problems": []} == await talk.call("check_request", request=found["example"])
            assert {"model", "prompt", "duration"} <= {each["name"] for each in found["fields"]}
            assert found["json_schema"]["properties"].keys() == {each["name"] for each in found["fields"]}
            assert "not a known model" in await talk.call("describe_model", model="sora-9")

    run(go)


def test_a_price_is_what_the_service_publishes(mode: str, tmp_path: Path) -> None:
    """Also of a billing tier; by usage is not 0, and a model without a price has none."""

    async def go() -> None:
        async with talking(mode, tmp_path, person=None) as talk:
            found = await talk.call("price", model="sora-2")
            assert [("sora-2", 0.4, False), ("sora-2[hd]", None, True)] == [
                (each["model"], each["dollars_per_call"], each["by_usage"]) for each in found
            ]
            assert {"default": 1.5} == found[0]["groups"]
            assert [] == await talk.call("price", model="kling-v3")

    run(go)


def test_tools_say_what_they_do(mode: str, tmp_path: Path) -> None:
    """Each has a description, an output schema, and tells whether it changes something."""

    async def go() -> None:
        async with talking(mode, tmp_path, person=None, uploads=tmp_path) as talk:
            tools = {tool.name: tool for tool in (await talk.client.list_tools()).tools}
            assert {tool.__name__ for tool in TOOLS} == set(tools)
            assert all(tool.description and tool.output_schema and tool.annotations for tool in tools.values())
            assert "    " not in "".join(tool.description or "" for tool in tools.values())
            assert not tools["submit_video"].annotations.read_only_hint  # type: ignore[union-attr]
            assert "45 seconds" in (tools["wait_for_video"].description or "")
            assert 45.0 == LONGEST_WAIT

    run(go)


# ------------------------------------------------------------------ the command


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "foxapi_video.cli", "mcp", *arguments]


def test_a_whole_conversation_over_standard_input_and_output(mode: str, tmp_path: Path) -> None:
    """With the sandbox: check, submit, wait, download, and a limit that stops it."""

    async def go() -> None:
        line = command("--sandbox", "-o", str(tmp_path), "--max-credits", "0.5")
        server = StdioServerParameters(command=line[0], args=line[1:])
        async with Client(server, mode=mode) as client:
            done = await client.call_tool("submit_video", {"request": BOAT})
            task: Any = done.structured_content
            state = task
            while state["state"] == "running":
                waited = await client.call_tool("wait_for_video", {"task_id": task["task_id"]})
                state = waited.structured_content
            saved: Any = (await client.call_tool("download_video", {"task_id": task["task_id"]})).structured_content
            assert b"ftyp" == Path(saved["path"]).read_bytes()[4:8]
            assert tmp_path == Path(saved["path"]).parent
            refused = await client.call_tool("submit_video", {"request": BOAT, "name": "another"})
            assert (True, "limit of 0.5 credits is reached") == (
                refused.is_error,
                "limit of 0.5 credits is reached" * ("limit of 0.5 credits is reached" in str(refused.content)),
            )

    run(go)


def test_a_client_that_dies_loses_nothing(mode: str, tmp_path: Path) -> None:
    """It ends right after its call: the creation continues, and the journal has the id."""
    if mode != "legacy":
        pytest.skip("the messages are written by hand once")
    with Sandbox() as box, Journal(tmp_path / "jobs.sqlite") as journal:
        hello = {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        }
        arguments = {"name": "submit_video", "arguments": {"request": BOAT, "name": "boat"}}
        lines = [
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": arguments},
        ]
        with subprocess.Popen(
            command("--journal", str(tmp_path / "jobs.sqlite"), "-o", str(tmp_path), "--allow-spending"),
            env={"FOXAPI_API_KEY": box.key, "FOXAPI_BASE_URL": box.url, "PATH": "", "HOME": str(tmp_path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"".join(json.dumps(each).encode() + b"\n" for each in lines))
            process.stdin.flush()
            while not journal.job("boat"):
                assert process.poll() is None, process.stderr and process.stderr.read()
            process.stdin.close()
            out = process.stdout.read().splitlines()
            assert process.wait() == 0
        assert all(json.loads(line)["jsonrpc"] for line in out)
        job = journal.job("boat")
        assert job is not None
        assert ("submitted", True) == (job.state, bool(job.task_id))


def test_the_inspector_understands_it(mode: str, tmp_path: Path) -> None:
    """A client that nobody here has written lists the tools and calls one."""
    if mode != "legacy":
        pytest.skip("the inspector chooses the version itself")
    modules = install("inspector", INSPECTOR)
    home = modules / "@modelcontextprotocol"
    (home / "package.json").write_text('{"name": "inspector", "version": "0"}')  # it reads the one of its own tree
    inspector = [str(node()), str(home / "inspector-cli" / "build" / "index.js")]

    def inspect(*arguments: str) -> Any:
        line = [*inspector, *command("--sandbox", "-o", str(tmp_path), "--allow-spending"), *arguments]
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=300)
        assert 0 == done.returncode, done.stdout + done.stderr
        return json.loads(done.stdout)

    assert {"submit_video", "wait_for_video"} <= {tool["name"] for tool in inspect("--method", "tools/list")["tools"]}
    request = f"request={json.dumps(BOAT)}"
    found = inspect("--method", "tools/call", "--tool-name", "submit_video", "--tool-arg", request)
    assert "running" == found["structuredContent"]["state"]


def test_nothing_else_imports_it(mode: str) -> None:
    """The client and the command line work without the extra."""
    if mode != "legacy":
        pytest.skip("once is enough")
    code = "import sys; import foxapi_video.cli.app, foxapi_video.client; print('mcp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()


def test_http_is_for_this_machine(mode: str, tmp_path: Path) -> None:
    """A page in a browser cannot use it, by whatever name; a port that is in use is an error of usage."""
    if mode != "legacy":
        pytest.skip("once is enough")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        line = command("--sandbox", "-o", str(tmp_path), "--http", str(port))
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert (2, True) == (done.returncode, f"port {port} cannot be used" in done.stderr)
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert "serving agents" in process.stderr.readline()
            url, hello = f"http://127.0.0.1:{port}/mcp", {"jsonrpc": "2.0", "id": 1, "method": "ping"}
            found = []
            for headers in ({"host": "evil.example"}, {"origin": "https://evil.example"}):
                while True:
                    try:
                        found.append(httpx.post(url, json=hello, headers=headers).status_code)
                        break
                    except httpx.ConnectError:
                        assert process.poll() is None
            assert [421, 403] == found
        finally:
            process.terminate()
