"""Tools for agents: a server of the Model Context Protocol on top of the client; `foxapi-video mcp` runs it.

It cannot overspend: each creation needs the consent of a person, whom the agent's client asks, or a permission given
when the server was started. It cannot pay twice: every job is in a journal, and a repeated call continues the same job.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from inspect import getdoc
from pathlib import Path
from typing import Annotated, Any

from attrs import define, field

from . import __version__
from ._contract.catalog import catalog
from ._contract.descriptions import FieldInfo, ModelInfo, describe, models
from ._requests.check import check
from ._steps.polling import Poll
from ._storage.journal import Journal
from .async_client import AsyncFoxAPI
from .errors import ConfigurationError, FoxAPIError, InvalidRequest, SubmissionUncertain, WaitTimeout
from .values import Task

try:
    from mcp.server.mcpserver import Context, Elicit, MCPServer, Resolve
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp_types import ToolAnnotations
    from pydantic import BaseModel, Field
except ImportError as _error:
    raise ConfigurationError("the server for agents is not installed: pip install 'foxapi-video[mcp]'") from _error

LONGEST_WAIT = 45.0
"""The maximum number of seconds that a tool call waits: clients give up after a minute."""
READ_ONLY = ToolAnnotations(read_only_hint=True)
SPENDS = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=True)
WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True)
INSTRUCTIONS = (
    "Generate videos with FoxAPI. Choose a model with list_models, read describe_model, validate with check_request "
    "(free, offline), and look up the price. submit_video costs credits and returns a task id at once; call "
    "wait_for_video until the state is completed, then download_video. Repeating submit_video with the same request "
    "and name costs nothing more."
)


class Model(BaseModel):
    """A model, as `list_models` shows it."""

    id: str
    title: str
    description: str
    longest: int | None = Field(description="The maximum duration in seconds; null if it is not documented.")
    resolutions: list[str]
    audio: str = Field(description='Whether videos have audio: "always", "on by default", "optional" or "".')
    media: list[str] = Field(description="The kinds of files that a request can contain, as URLs.")


class ModelField(BaseModel):
    """One field of a request."""

    name: str
    required: bool
    allowed: str = Field(description="Type and limits in words.")
    default: Any
    description: str
    files: str = Field(description="The limits of its files in words.")


class Description(Model):
    """A model with all that a request needs."""

    fields: list[ModelField]
    rules: list[str] = Field(description="Rules between fields.")
    example: dict[str, Any] = Field(description="A valid request.")
    json_schema: dict[str, Any] = Field(description="The JSON Schema of a request.")


class RequestProblem(BaseModel):
    """One problem of a request."""

    field: str
    message: str


class ModelPrice(BaseModel):
    """The published price of a model."""

    model: str = Field(description="The id, which can contain a billing tier.")
    dollars_per_call: float | None = Field(description="US dollars at ratio 1; null if there is no such price.")
    by_usage: bool = Field(description="Charged by usage: not known in advance.")
    groups: dict[str, float | None] = Field(description="The groups of API keys, and the ratio of each.")


class Checked(BaseModel):
    """What `check_request` found."""

    valid: bool
    problems: list[RequestProblem]


class TaskState(BaseModel):
    """A task as of one status check."""

    task_id: str
    state: str = Field(description="running, completed or failed.")
    status: str = Field(description="As the service spells it.")
    progress: float | None = Field(description="Percent.")
    credits: float | None = Field(description="Credits that were reserved; null if the service does not tell.")
    url: str | None = Field(description="The URL of the result, valid for 24 hours.")
    next: str = Field(description="What to do next.")


class SavedVideo(BaseModel):
    """A downloaded video."""

    task_id: str
    path: str
    bytes: int


class Uploaded(BaseModel):
    """An uploaded file."""

    url: str = Field(description="For a media field of a request; valid for 72 hours.")


class JobState(BaseModel):
    """A job of the journal."""

    name: str
    state: str = Field(description="new, sending, submitted, completed, saved, failed or uncertain.")
    model: str
    prompt: str
    task_id: str | None
    error: str | None


class Consent(BaseModel):
    """The answer of a person who is asked whether to pay."""

    create: bool = Field(description="Create this video and pay for it.")


@define
class Limits:
    """What the person who starts the server permits."""

    folder: Path
    """Downloads are saved in it."""
    uploads: Path | None = None
    """Files in it may be uploaded; None to refuse uploads."""
    allow_spending: bool = False
    """Creations need no consent."""
    max_credits: float | None = None
    """Creations need no consent until they have cost this much since the server was started."""
    spent: float = field(default=0.0, init=False)
    unknown: str = field(default="", init=False)
    """What has an unknown cost: the service did not tell it."""

    @property
    def asks(self) -> bool:
        """Return True if a person must consent to each creation."""
        return not self.allow_spending and self.max_credits is None

    def check(self) -> None:
        """Check that another creation is within the limit.

        Raises:
            ToolError: it is not.
        """
        if self.max_credits is None:
            return
        if self.unknown:
            words = f"it is not known what {self.unknown} has cost, so the limit cannot be kept"
            raise ToolError(f"{words}; nothing was sent: a person must restart the server")
        if self.spent >= self.max_credits:
            words = f"the limit of {self.max_credits:g} credits is reached: {self.spent:g} were spent"
            raise ToolError(f"{words}; nothing was sent")

    def add(self, task: Task) -> None:
        """Count what a new task costs."""
        if task.credits is None:
            self.unknown = f"task {task.id}"
        else:
            self.spent += task.credits


class State:
    """What all tools share: a client, its journal, and what is permitted."""

    def __init__(self, fox: AsyncFoxAPI, journal: Journal, limits: Limits) -> None:
        self.fox: AsyncFoxAPI = fox
        self.journal: Journal = journal
        self.limits: Limits = limits
        self._one_at_a_time = asyncio.Lock()
        """Held by a creation under a limit of credits, since only its response tells what it costs."""
        self._creating: set[asyncio.Task[Task]] = set()

    def is_new(self, name: str) -> bool:
        """Return True if submitting a job would create a task."""
        job = self.journal.job(name)
        return job is None or job.state == "new"

    async def create(self, request: Mapping[str, Any], name: str) -> Task:
        """Create the task of a job, or return it; to its end, even if the call is cancelled."""
        creating = asyncio.create_task(self._create(request, name))
        self._creating.add(creating)
        creating.add_done_callback(self._creating.discard)
        return await asyncio.shield(creating)

    async def _create(self, request: Mapping[str, Any], name: str) -> Task:
        if self.limits.max_credits is None:
            return await self.fox.submit(request, key=name)
        async with self._one_at_a_time:
            if not await asyncio.to_thread(self.is_new, name):
                return await self.fox.submit(request, key=name)
            self.limits.check()
            try:
                task = await self.fox.submit(request, key=name)
            except SubmissionUncertain:
                self.limits.unknown = f"the uncertain job {name}"
                raise
            self.limits.add(task)
            return task

    async def close(self) -> None:
        """Wait for creations in progress, which are paid, and close the client."""
        _ = await asyncio.gather(*self._creating, return_exceptions=True)
        await self.fox.close()


Call = Context[State, Any]


def _state(ctx: Call) -> State:
    return ctx.request_context.lifespan_context


@contextmanager
def _told() -> Generator[None]:
    """Tell an agent the message of an error of ours, with the task id and the notes."""
    try:
        yield
    except FoxAPIError as error:
        words = [str(error), *getattr(error, "__notes__", ())]
        if error.task_id is not None and not any(error.task_id in each for each in words):
            words.append(f"task id: {error.task_id}")
        raise ToolError("\n".join(words)) from error


def list_models(words: str = "", takes: str = "", min_duration: float = 0.0, resolution: str = "") -> list[Model]:
    """List the models, optionally filtered.

    `words` must occur in the id or the title. `takes` is an input: a field such as "seed", a field's role ("ratio",
    "duration", "audio") or a kind of file ("image", "video", "audio"). `min_duration` is in seconds; models without a
    documented maximum are left out. `resolution` is one such as "1080p".
    """
    return [
        _model(info)
        for info in models()
        if all(word in f"{info.id} {info.title}".lower() for word in words.lower().split())
        and (not takes or takes.lower() in {each for one in info.fields for each in (one.name, one.role, one.media)})
        and (not min_duration or (info.longest or 0) >= min_duration)
        and (not resolution or resolution.lower() in map(str.lower, info.resolutions))
    ]


def describe_model(model: str) -> Description:
    """Describe a model's request: its fields, limits, rules, an example and the JSON Schema."""
    info, family = describe(model), catalog().family(model)
    if info is None or family is None:
        raise ToolError(f"{model!r:.80} is not a known model: see list_models")
    return Description(
        **_model(info).model_dump(),
        fields=[_field(each) for each in info.fields],
        rules=list(info.rules),
        example=dict(info.example),
        json_schema=dict(family.schema),
    )


async def price(model: str, ctx: Call) -> list[ModelPrice]:
    """Return the published price of a model, also of its billing tiers; empty if the service publishes none."""
    with _told():
        found = [
            each for each in await _state(ctx).fox.prices() if each.model.partition("[")[0] == model.partition("[")[0]
        ]
    return [
        ModelPrice(model=each.model, dollars_per_call=each.per_call, by_usage=each.by_usage, groups=dict(each.groups))
        for each in found
    ]


def check_request(request: dict[str, Any]) -> Checked:
    """Validate a request offline: free, and nothing is sent. `request` has `model` and the fields of describe_model."""
    problems = [RequestProblem(field=each.field, message=each.message) for each in check(request)]
    return Checked(valid=not problems, problems=problems)


def consent(request: dict[str, Any], name: str, ctx: Call) -> Consent | Elicit[Consent]:
    """Ask a person whether to pay, unless nothing is paid or it was permitted at the start.

    The question names the request and counts its tasks, so that an answer that is sent again pays for nothing else.
    """
    state = _state(ctx)
    with _told():
        if problems := check(request):
            raise InvalidRequest(problems)
        job = _job_name(request, name)
        if not state.limits.asks or not state.is_new(job):
            return Consent(create=True)
        number = len(state.journal.task_ids(job)) + 1
    can_ask = ctx.client_capabilities and ctx.client_capabilities.elicitation
    if not can_ask or (can_ask.form is None and can_ask.url is not None):
        words = "this client cannot ask a person for consent, so nothing was sent: start the server with"
        raise ToolError(f"{words} --max-credits or --allow-spending")
    shown = json.dumps(request, sort_keys=True)
    shown = shown if len(shown) <= SHOWN_REQUEST else f"{shown[:SHOWN_REQUEST]}…"
    words = f"Create a video and pay for it? Job {job}, creation {number}, request {_digest(request)[:16]}: {shown}"
    return Elicit(words, Consent)


async def submit_video(
    request: dict[str, Any], ctx: Call, allowed: Annotated[Consent, Resolve(consent)], name: str = ""
) -> TaskState:
    """Create a video. This costs credits, and a person may be asked first. Returns the task id at once.

    `request` has `model` and the fields of describe_model; media fields take URLs. `name` names the job: the same
    request and name continue the same job and cost nothing more; another name creates another video.
    """
    if not allowed.create:
        raise ToolError("the person declined; nothing was sent")
    with _told():
        return _task(await _state(ctx).create(request, _job_name(request, name)))


async def wait_for_video(task_id: str, ctx: Call, seconds: float = LONGEST_WAIT) -> TaskState:
    """Wait for a task, at most 45 seconds. If it is still running then, call this again."""
    told, sending = -1.0, set[asyncio.Task[None]]()

    def progressed(task: Task) -> None:
        nonlocal told
        if task.progress is not None and task.progress > told:
            told = task.progress
            sending.add(asyncio.create_task(ctx.report_progress(told, 100.0, task.status[:80])))

    poll = Poll(timeout=min(max(seconds, 1.0), LONGEST_WAIT), longest=15.0)
    with _told():
        try:
            return _task(await _state(ctx).fox.wait(task_id, poll=poll, on_progress=progressed))
        except WaitTimeout as error:
            return _task(error.task or Task(task_id, "running"))
        finally:
            _ = await asyncio.gather(*sending, return_exceptions=True)


async def download_video(task_id: str, ctx: Call, file_name: str = "") -> SavedVideo:
    """Save the video of a completed task in the server's folder, as `file_name` or TASK_ID.mp4; nothing is replaced."""
    folder = _state(ctx).limits.folder
    target = _inside(folder, file_name or f"{task_id}.mp4")
    if target.is_symlink() or target.exists():
        raise ToolError(f"{target} already exists: choose another file_name")
    folder.mkdir(parents=True, exist_ok=True)
    with _told():
        path = await _state(ctx).fox.download(task_id, target)
    return SavedVideo(task_id=task_id, path=str(path), bytes=path.stat().st_size)


async def upload_file(file_name: str, ctx: Call) -> Uploaded:
    """Upload a file of the server's folder for uploads, and return its URL for a media field."""
    folder = _state(ctx).limits.uploads
    if folder is None:
        raise ToolError("uploads are off: a person must start the server with --uploads DIR")
    path = _inside(folder, file_name)
    if path.is_symlink() or not path.is_file():
        raise ToolError(f"there is no file {file_name!r:.80} in {folder}")
    with _told():
        return Uploaded(url=(await _state(ctx).fox.upload(path)).url)


def list_jobs(ctx: Call, most: int = 50) -> list[JobState]:
    """List the newest jobs of the journal. An uncertain one may have been paid: a person must resolve it."""
    with _told():
        jobs = _state(ctx).journal.jobs()[-max(1, min(most, 1000)) :]
    return [
        JobState(
            name=job.key,
            state=job.state,
            model=str(job.body.get("model", ""))[:80],
            prompt=str(job.body.get("prompt", ""))[:200],
            task_id=job.task_id,
            error=job.error,
        )
        for job in reversed(jobs)
    ]


SHOWN_REQUEST = 1500
"""Characters of a request that a person is shown."""


def _digest(request: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()


def _job_name(request: Mapping[str, Any], name: str) -> str:
    return name or f"agent-{_digest(request)[:16]}"


def _inside(folder: Path, name: str) -> Path:
    """Return a file of a folder by its plain name.

    Raises:
        ToolError: the name leads elsewhere.
    """
    if not name or name.startswith(".") or name != Path(name).name or not name.isprintable() or "\\" in name:
        raise ToolError(f"{name!r:.80} is not a plain file name")
    return folder / name


NEXT = {
    "completed": "download_video, within 24 hours",
    "failed": "read the error; creating it again costs credits again",
}


def _task(task: Task) -> TaskState:
    error = f"; {task.error.message[:500]}" if task.error else ""
    return TaskState(
        task_id=task.id,
        state=task.state if task.state in NEXT else "running",
        status=task.status,
        progress=task.progress,
        credits=task.credits,
        url=task.url,
        next=NEXT.get(task.state, "wait_for_video") + error,
    )


def _model(info: ModelInfo) -> Model:
    return Model(
        id=info.id,
        title=info.title,
        description=info.description.partition("\n\n")[0],
        longest=info.longest,
        resolutions=list(info.resolutions),
        audio=info.audio,
        media=sorted({each.media for each in info.fields if each.media}),
    )


def _field(info: FieldInfo) -> ModelField:
    return ModelField(
        name=info.name,
        required=info.required,
        allowed=info.allowed,
        default=info.default,
        description=info.description,
        files=info.files,
    )


def server_of(state: State) -> MCPServer[State]:
    """Return the server; each of its sessions shares `state`."""

    @asynccontextmanager
    async def lifespan(_: MCPServer[State]) -> AsyncGenerator[State]:
        yield state

    server = MCPServer(
        "foxapi-video", version=__version__, instructions=INSTRUCTIONS, lifespan=lifespan, log_level="ERROR"
    )
    for tool, kind in TOOLS.items():
        if tool is not upload_file or state.limits.uploads is not None:
            server.add_tool(tool, description=getdoc(tool), annotations=kind, structured_output=True)
    return server


TOOLS: Mapping[Callable[..., Any], ToolAnnotations] = {
    list_models: READ_ONLY,
    describe_model: READ_ONLY,
    check_request: READ_ONLY,
    price: READ_ONLY,
    submit_video: SPENDS,
    wait_for_video: READ_ONLY,
    download_video: WRITES,
    upload_file: WRITES,
    list_jobs: READ_ONLY,
}


async def serve(state: State, *, port: int | None) -> None:
    """Serve over standard input and output, or by HTTP on a port of this machine, until it is ended."""
    server = server_of(state)
    try:
        if port is None:
            await server.run_stdio_async()
        else:
            await server.run_streamable_http_async(port=port)
    finally:
        await asyncio.shield(state.close())
