"""One seeded world: processes that share a journal and a disk, a virtual clock, and everything that goes wrong.

A process runs the real steps and the real journal; this module performs their actions in virtual time. At each event
one of the processes resumes, chosen by the seed, and between the statements of a journal's transaction it can die.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import sqlite3
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from foxapi_video_client.types import Response

from foxapi_video import Clip, Clock, DownloadFailed, FoxAPIError, Journal, Poll, SubmissionUncertain, Task
from foxapi_video._http.driver import Cancelled, clean_up, is_interruptible
from foxapi_video._http.errors import status_error
from foxapi_video._steps import batch as batch_steps
from foxapi_video._steps import jobs as job_steps
from foxapi_video._steps.actions import (
    Action,
    Call,
    Context,
    Gather,
    RunBlocking,
    Sleep,
    Slot,
    Steps,
    Transfer,
    Upload,
)
from foxapi_video._storage.files import Outputs, PartFile
from foxapi_video._storage.machine import Machine
from foxapi_video._storage.upload_cache import Uploads
from foxapi_video.errors import ConnectionFailed

from . import promises
from .service import REFUSED, RETRYABLE, ServerTask, Service, text

EPOCH = 1_790_000_000.0
FAULTS = (
    "kill", "stop", "reboot", "power loss", "disk full", "locked", "interrupt", "second interrupt", "clock jump",
    "refused", "request lost", "response lost", "truncated", "429", "402", "408", "500", "502", "500 after creation",
    "404", "cut", "wrong file", "no space", "person",
)  # fmt: skip
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAQAAAAEACAAAAAB5Gfe6AAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
"""The picture that is uploaded."""
CALM = 1800.0
"""Seconds of virtual time after which no new fault happens."""
END = 6 * 3600.0
"""Seconds after which everything must have ended."""


@cache
def empty_journal() -> bytes:
    """Return the file of a new journal."""
    with TemporaryDirectory() as folder:
        Journal(Path(folder) / "jobs.sqlite").close()
        return (Path(folder) / "jobs.sqlite").read_bytes()


class Killed(BaseException):
    """The process is dead: whatever it still tries has no effect."""


@dataclass
class Plan:
    """What a seed draws before anything happens; fewer of each shrink a failing case."""

    processes: int
    jobs: int
    faults: Mapping[str, float]

    @classmethod
    def draw(cls, seed: int) -> Plan:
        random = Random(f"plan {seed}")
        few = random.sample(FAULTS, random.randint(1, len(FAULTS)))
        return cls(random.randint(1, 3), random.randint(1, 6), {name: random.choice((0.3, 1.0, 3.0)) for name in few})


class Connection(sqlite3.Connection):
    """A connection to the journal whose process can die or be interrupted between two statements."""

    process: Process | None = None
    is_durable = False
    is_memory = False

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:  # type: ignore[override]
        process = self.process
        if process is None or sql.startswith("SELECT"):
            if process is not None and process.dead:
                raise Killed
            return super().execute(sql, *rest)
        process.before_statement(self, sql)
        found = super().execute(sql, *rest)
        if sql.startswith("PRAGMA synchronous"):
            self.is_durable = sql.endswith("FULL")
        if sql == "COMMIT":
            if not self.is_memory:
                process.world.committed(self.is_durable)
            process.maybe_die("right after a commit")
        return found


class SimulatedMachine(Machine):
    """The machine as one process sees it."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def time(self) -> float:
        return self._process.world.wall

    def pid(self) -> int:
        return self._process.number

    def is_alive(self, pid: int) -> bool:
        return any(each.number == pid and not each.dead for each in self._process.world.processes)

    def place(self) -> str:
        return f"host/{self._process.world.boot}/{self._process.number % 7 == 0}"

    def token(self, size: int = 4) -> str:
        return self._process.world.random.randbytes(size).hex()

    def connect(self, file: str, timeout: float) -> sqlite3.Connection:
        db = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False, factory=Connection)
        db.process, db.is_memory = self._process, file == ":memory:"
        self._process.connections.append(db)
        return db

    def sync(self, handle: int) -> None:
        self._process.world.disk.sync(handle)


class SimulatedClock(Clock):
    """The clock of a client."""

    def __init__(self, world: World) -> None:
        self._world = world

    def monotonic(self) -> float:
        return self._world.now

    def time(self) -> float:
        return self._world.wall


class Disk:
    """What of the folder of results would survive a power loss."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, int] = {}
        """File name → inode, as last synced."""
        self.contents: dict[int, bytes] = {}
        """Inode → content, as last synced."""

    def sync(self, handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").resolve()
        if path.is_dir():
            self.names = {each.name: each.stat().st_ino for each in path.iterdir()}
        else:
            self.contents[path.stat().st_ino] = path.read_bytes()

    def lose_power(self, random: Random) -> None:
        """Drop what was not synced, or a part of it."""
        kept_names = random.random() < 0.5
        for path in list(self.folder.iterdir()):
            number, content = path.stat().st_ino, path.read_bytes()
            durable = self.contents.get(number, b"")
            path.unlink()
            if not kept_names and self.names.get(path.name) != number:
                continue
            path.write_bytes(content if content == durable else content[: random.randint(0, len(content))])
            self.contents[path.stat().st_ino] = durable
        self.names = {each.name: each.stat().st_ino for each in self.folder.iterdir()}


@dataclass(eq=False)
class Fiber:
    """One call of a client, or one job of a batch, in progress."""

    process: Process
    name: str
    key: str | None
    steps: Steps[Any]
    then: Callable[[Any, BaseException | None], None] | None = None
    """For steps that others wait for."""
    is_over: bool = False
    turn: int = 0
    """Counts the actions: an event of an earlier one is void."""
    action: Action | None = None
    exchange: Any = None
    part: PartFile | None = None
    learned: list[str] = field(default_factory=list)
    """The ids that responses have told it."""
    learned_at: int = 0
    """The action that has written the newest of them to the journal, or tried to."""
    in_doubt: bool = False
    batch: Batch | None = None
    is_stopping: bool = False
    """Its batch has ended."""
    waits: tuple[Fiber, int] | None = None
    """The steps that gather these, and their turn meanwhile."""
    said_in_doubt: bool = False
    """Its caller was told that a task may be paid."""
    is_interrupted: bool = False

    @property
    def is_left(self) -> bool:
        """Return True if nobody waits for it: it ends at its next pause."""
        return self.is_stopping or (
            self.waits is not None and (self.waits[0].turn != self.waits[1] or self.waits[0].is_left)
        )

    def __repr__(self) -> str:
        return f"{self.process.name} {self.name}"


class Process:
    """One process: a client with a journal, or without one."""

    journal: Journal | None = None
    context: Context

    def __init__(self, world: World, number: int, *, is_async: bool) -> None:
        self.world, self.number, self.is_async = world, number, is_async
        self.name = f"p{number}"
        self.machine = SimulatedMachine(self)
        self.connections: list[Connection] = []
        self.said: list[str] = []
        """What it has logged as a warning."""
        self.dead = False
        self.stopped_until = 0.0
        self.disturbed = False
        """It was stopped, its clock jumped, or its journal was out of order: leases may have expired."""
        self.owner = f"{self.machine.place()}/{number}/"

    def open(self, *, journal: bool) -> None:
        """Create the client."""
        if journal:
            self.journal = Journal(self.world.file, machine=self.machine)
        uploads = Uploads("", self.journal)
        self.context = Context(
            60.0, self.journal, uploads, Outputs(machine=self.machine), clock=SimulatedClock(self.world)
        )

    def start(self, name: str, key: str | None, steps: Steps[Any], then: Any = None) -> Fiber:
        """Begin a call."""
        fiber = Fiber(self, name, key, steps, then)
        self.world.fibers[fiber] = None
        self.world.after(0.0, fiber, lambda: self.world.go_on(fiber))
        return fiber

    def before_statement(self, db: Connection, sql: str) -> None:
        """Let something go wrong before a statement."""
        world = self.world
        if self.dead:
            raise Killed
        if not world.is_calm:
            writes = sql.startswith(("UPDATE", "INSERT", "DELETE", "COMMIT"))
            if sql.startswith("BEGIN") and world.happens("locked", 0.01):
                self.disturbed = True
                raise sqlite3.OperationalError("database is locked")
            if writes and world.happens("disk full", 0.01):
                self.disturbed = True
                raise sqlite3.OperationalError("database or disk is full")
            if not self.is_async and sql != "ROLLBACK" and world.happens("interrupt", 0.002):
                raise KeyboardInterrupt
            self.maybe_die(f"before {sql[:20]}")

    def maybe_die(self, when: str) -> None:
        if not self.world.is_calm and self.world.happens("kill", 0.004):
            self.kill(when)
            raise Killed

    def kill(self, when: str) -> None:
        """SIGKILL: nothing is cleaned up, and the system closes what was open."""
        if self.dead:
            return
        self.world.note(f"{self.name} is killed {when}")
        self.dead = True
        for db in self.connections:
            db.close()
        for fiber in [each for each in self.world.fibers if each.process is self]:
            del self.world.fibers[fiber]
            fiber.is_over = True
            self.world.graveyard.append(fiber)
            if fiber.part is not None:
                fiber.part._file.close()
        self.world.after(self.world.random.uniform(1, 200), None, self.world.restart)


class Batch:
    """A batch: its jobs in fibers of their own, until all have ended or one call of it is interrupted."""

    def __init__(self, world: World, process: Process, requests: list[dict[str, Any]]) -> None:
        self.world, self.process = world, process
        self.jobs: list[Fiber] = []
        self.is_over = False
        self.results: list[Any] = []
        keys = [request["prompt"] for request in requests]
        poll = Poll(timeout=450.0)

        def steps() -> Steps[Any]:
            folder = world.folder
            batch = yield from batch_steps.begin(
                process.context, requests, keys=keys, folder=folder, concurrency=9, poll=poll, on_progress=None
            )
            yield from batch.open()
            return batch

        self.poll = poll
        self.fiber = process.start(f"batch({', '.join(keys)})", None, steps(), self.begun)

    def begun(self, batch: batch_steps.Batch | None, error: BaseException | None) -> None:
        """Start the jobs."""
        if batch is None:
            self.world.over(self.fiber, None, error)
            return
        self.batch = batch
        self.world.batches.append(self)
        self.running = batch.running()
        self.running.__enter__()
        self.keys = [each.key for each in batch.plans]
        for key, steps in zip(self.keys, batch.results(poll=self.poll, on_progress=None), strict=True):
            ended = partial(self.ended, len(self.jobs))
            self.jobs.append(self.process.start(f"batch/{key}", key, steps, ended))
            self.jobs[-1].batch = self

    def ended(self, number: int, result: Any, error: BaseException | None) -> None:
        """Hand a job's result on; the first error of another kind than ours ends the batch."""
        if result is not None and all(error is None for _, error in self.results):
            self.world.returned(self.jobs[number], self.batch.reported(result))
        self.results.append((result, error))
        if error is not None and not isinstance(error, Cancelled):
            for fiber in self.jobs:
                fiber.is_stopping = True
                if not fiber.is_over and fiber.action is not None and is_interruptible(fiber.action):
                    self.world.after(0.0, fiber, lambda fiber=fiber: self.world.go_on(fiber, error=Cancelled()))
        if len(self.results) < len(self.keys) or self.process.dead:
            return
        errors = [error for _, error in self.results if error is not None and not isinstance(error, Cancelled)]
        self.is_over = True
        error = errors[0] if errors else None
        try:
            self.running.__exit__(type(error) if error else None, error, None)
        except Killed:
            return
        except BaseException as raised:
            error = raised
        if error is None:
            self.world.over(self.fiber, None, None)
        else:
            self.fail(error)

    def fail(self, error: BaseException) -> None:
        """Give the caller an error, which names the jobs that are paid or in doubt."""
        words = "\n".join([promises.told_by(error), *self.process.said])
        for fiber in self.jobs:
            fiber.said_in_doubt |= f"{fiber.key}: uncertain" in words or f"{fiber.key}: sending" in words
        self.world.over(self.fiber, None, error)


class World(logging.Handler):
    """Everything that a seed decides."""

    def __init__(self, seed: int, folder: Path, plan: Plan | None = None) -> None:
        super().__init__(logging.WARNING)
        self.seed, self.plan = seed, plan or Plan.draw(seed)
        self.random = Random(seed)
        self.now, self.offset, self.boot = 0.0, 0.0, 0
        self.events: list[Any] = []
        self.order = itertools.count()
        self.trace: list[tuple[float, str]] = []
        self.counts: Counter[str] = Counter()
        self.folder = folder / "results"
        self.folder.mkdir()
        self.file = str(folder / "jobs.sqlite")
        self.disk = Disk(self.folder)
        self.pictures = [folder / f"{name}.png" for name in "ab"]
        for number, path in enumerate(self.pictures):
            path.write_bytes(PNG + bytes([number]))
        self.service = Service(self.random)
        self.processes: list[Process] = []
        self.fibers: dict[Fiber, None] = {}
        self.graveyard: list[Fiber] = []
        self.batches: list[Batch] = []
        self.current: Fiber | None = None
        self.rows: dict[str, promises.Row] = {}
        self.recorded: set[str] = set()
        """The ids in the journal."""
        self.kept: set[str] = set()
        """The ids that a caller has got."""
        self.given_up: set[str] = set()
        """The ids of jobs that a person has retried or deleted."""
        self.sender: dict[str, Fiber] = {}
        self.creator: dict[str, Fiber] = {}
        self.asked_again: Counter[str] = Counter()
        self.expected_gone: set[str] = set()
        Path(self.file).write_bytes(empty_journal())
        self.reader = sqlite3.connect(self.file, isolation_level=None)
        self.durable = self.reader.serialize()
        self.is_moved_by_person = False

    @property
    def wall(self) -> float:
        """Unix time on this machine."""
        return EPOCH + self.now + self.offset

    @property
    def is_calm(self) -> bool:
        """Return True once the faults have stopped."""
        return self.now >= CALM

    def note(self, words: str) -> None:
        self.trace.append((self.now, words))

    def happens(self, fault: str, chance: float) -> bool:
        """Decide whether a fault happens now."""
        rate = self.plan.faults.get(fault, 0.0)
        if not rate or self.is_calm or self.random.random() >= chance * rate:
            return False
        self.counts[f"fault: {fault}"] += 1
        self.note(f"fault: {fault}")
        return True

    def after(self, seconds: float, fiber: Fiber | None, do: Callable[[], None]) -> None:
        """Do something later, unless the fiber does something else by then."""
        turn = fiber.turn if fiber else 0
        heapq.heappush(self.events, (self.now + seconds, self.random.random(), next(self.order), fiber, turn, do))

    # the run

    def run(self) -> None:
        """Run until everything has ended.

        Raises:
            Broken: a promise was broken.
        """
        logging.getLogger("foxapi_video").addHandler(self)
        for _ in range(self.plan.processes):
            self.begin_process(first=True)
        self.after(self.random.uniform(5, 100), None, self.disturb)
        self.after(self.random.uniform(50, 500), None, self.person)
        self.after(CALM + 1, None, self.finish)
        while self.events and self.now < END:
            at, _, _, fiber, turn, do = heapq.heappop(self.events)
            if fiber is not None:
                if fiber.is_over or fiber.turn != turn:
                    continue
                if fiber.process.stopped_until > at:
                    self.events_again(fiber.process.stopped_until, fiber, do)
                    continue
            self.now = max(self.now, at)
            self.counts["events"] += 1
            do()
            promises.ids_are_kept(self)
        self.restart_reader()
        promises.files_are_whole(self, self.folder)
        promises.everything_ends(self)
        for row in self.rows.values():
            self.counts[f"outcome: {row['state']}"] += 1

    def events_again(self, at: float, fiber: Fiber, do: Callable[[], None]) -> None:
        heapq.heappush(self.events, (at, self.random.random(), next(self.order), fiber, fiber.turn, do))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning of the process that runs; a logging handler."""
        if self.current is not None and record.levelno >= logging.WARNING:
            self.current.process.said.append(record.getMessage())

    def close(self) -> None:
        """Free what dead processes held."""
        for process in self.processes:
            process.dead = True
        for fiber in [*self.graveyard, *self.fibers]:
            clean_up(fiber.steps, GeneratorExit())
        for batch in self.batches:
            if not batch.is_over:
                with suppress(BaseException):
                    batch.running.__exit__(GeneratorExit, GeneratorExit(), None)
        for process in self.processes:
            for db in process.connections:
                db.process = None
                db.close()
        self.reader.close()
        logging.getLogger("foxapi_video").removeHandler(self)

    def begin_process(self, *, first: bool) -> None:
        """Start a process: its own calls at first, later what an application does after a crash."""
        draw = self.random
        with_journal = draw.random() < 0.85 or not first
        process = Process(self, len(self.processes) + 1, is_async=draw.random() < 0.5)
        self.processes.append(process)
        try:
            process.open(journal=with_journal)
        except (FoxAPIError, Killed, KeyboardInterrupt) as error:
            process.kill(f"as it starts ({error!r})")
            return
        self.note(f"{process.name} starts")
        if first:
            for _ in range(draw.randint(1, 2)):
                self.after(draw.uniform(0, 60), None, lambda: self.call(process))
        elif process.journal is not None:
            process.start("resume", None, self.resume(process))

    def restart(self) -> None:
        """Start a process that resumes."""
        self.begin_process(first=False)

    def finish(self) -> None:
        """After the faults, resume until everything has ended."""
        for process in self.processes:
            process.stopped_until = min(process.stopped_until, self.now)
        is_busy = bool(self.fibers)
        self.begin_process(first=False)
        if is_busy or promises.unfinished(self.rows):
            self.after(900.0, None, self.finish)

    def call(self, process: Process) -> None:
        """Make one of the public calls."""
        if process.dead:
            return
        draw = self.random
        job = f"job-{draw.randrange(self.plan.jobs)}"
        if process.journal is None:
            job = f"{job}-{process.name}-{draw.randrange(10**6)}"
        request = self.request(job)
        key = job if process.journal is not None else None
        if draw.random() < 0.2:
            self.counts["call: batch"] += 1
            Batch(self, process, [self.request(f"{job}-{number}") for number in range(draw.randint(1, 3))])
            return
        target = self.folder / f"{job}.mp4" if draw.random() < 0.8 else None
        poll = Poll(timeout=draw.choice((20.0, 60.0, 450.0)))
        if draw.random() < 0.2:
            name, steps = "submit", job_steps.submit(process.context, request, extra_body=None, validate=True, key=key)
        else:
            name = "generate"
            steps = job_steps.generate(
                process.context, request, save_to=target, poll=poll, on_progress=None, extra_body=None, validate=True,
                key=key,
            )  # fmt: skip
        self.counts[f"call: {name}"] += 1
        self.note(f"{process.name} calls {name}({job})")
        process.start(f"{name}({job})", key, steps)

    def request(self, job: str) -> dict[str, Any]:
        """Make a job's request, which is always the same."""
        number = int(job.split("-")[1])
        request: dict[str, Any] = {"model": "sora-2", "prompt": job}
        if number % 3 == 0:
            picture = self.pictures[number % len(self.pictures)]
            request |= {"model": "veo-3.1", "generation_type": "image-to-video", "image_urls": [picture]}
        return request

    def resume(self, process: Process) -> Steps[None]:
        """Do what `resume` does: each unfinished job in a fiber of its own."""
        keys: list[str] = yield from batch_steps.unfinished(process.context, 10)
        timeout = self.random.choice((20.0, 450.0))
        for key in keys:
            steps = job_steps.finish(process.context, key, poll=Poll(timeout=timeout), on_progress=None)
            process.start(f"resume({key})", key, steps)

    # what goes wrong from outside

    def disturb(self) -> None:
        """Stop, kill or interrupt a process, reboot the machine, or set its clock."""
        draw, alive = self.random, [each for each in self.processes if not each.dead]
        if self.is_calm:
            return
        self.after(draw.uniform(10, 400), None, self.disturb)
        if alive and self.happens("kill", 0.3):
            draw.choice(alive).kill("from outside")
        if alive and self.happens("stop", 0.3):
            process = draw.choice(alive)
            process.stopped_until, process.disturbed = self.now + draw.choice((5.0, 200.0, 1000.0)), True
        if self.happens("clock jump", 0.2):
            self.offset += draw.choice((-300.0, -50.0, 50.0, 3600.0))
            for process in self.processes:
                process.disturbed = True
        if self.happens("reboot", 0.08):
            self.reboot()
        if self.happens("power loss", 0.08):
            self.reboot(loses=True)
        if self.fibers and self.happens("interrupt", 0.5):
            self.interrupt(draw.choice(list(self.fibers)))

    def reboot(self, *, loses: bool = False) -> None:
        for process in self.processes:
            process.kill("by a reboot")
        self.boot += 1
        if loses:
            self.reader.close()
            if self.random.random() < 0.7:
                for path in Path(self.file).parent.glob("jobs.sqlite*"):
                    path.unlink()
                Path(self.file).write_bytes(self.durable)
            self.disk.lose_power(self.random)
            self.reader = sqlite3.connect(self.file, isolation_level=None)
            self.rows, self.recorded = self.read()
            promises.files_are_whole(self, self.folder)

    def interrupt(self, fiber: Fiber) -> None:
        """Ctrl-C or a cancellation, at whatever the fiber is doing."""
        if fiber.process.stopped_until > self.now or fiber.then is not None:
            return
        error: BaseException = asyncio.CancelledError() if fiber.process.is_async else KeyboardInterrupt()
        fiber.is_interrupted = True
        self.note(f"{fiber} is interrupted at {type(fiber.action).__name__}")
        action = fiber.action
        if isinstance(action, RunBlocking):
            if fiber.process.is_async:  # a thread runs to its end
                fiber.turn += 1
                with suppress(Exception, Killed):
                    self.blocking(fiber, action)
                if fiber.is_over:
                    return
        elif not fiber.process.is_async and self.random.random() < 0.2:
            fiber.turn += 1
            self.current = fiber
            try:
                clean_up(fiber.steps, error)  # it came between two actions
            except Killed:
                return
            finally:
                self.current = None
            if not fiber.is_over:
                self.current = fiber
                self.end(fiber, None, error)
                self.current = None
            return
        self.go_on(fiber, error=error)
        if not fiber.is_over and self.happens("second interrupt", 0.6):
            self.after(0.0, fiber, lambda: self.interrupt(fiber))

    def person(self) -> None:
        """Resolve what needs a person, as the docs allow."""
        draw = self.random
        if not self.is_calm or promises.unfinished(self.rows):
            self.after(draw.uniform(60, 600), None, self.person)
        for key in self.open_questions():
            if not self.is_calm and not self.happens("person", 0.3):
                continue
            row, journal = self.rows[key], Journal(self.file)
            self.is_moved_by_person = True
            try:
                done = journal.retry(key) if draw.random() < 0.5 else journal.delete(key)
            finally:
                self.is_moved_by_person = False
                journal.close()
            if done:
                self.note(f"a person resolves {key}, which was {row['state']}")
                self.asked_again[key] += 1
                self.expected_gone.add(key)
                self.given_up |= {*self.service.created.get(key, ())}
                known = self.recorded
                self.restart_reader()
                promises.ids_stay(known, self.recorded)

    def open_questions(self) -> list[str]:
        wanted = ("uncertain",) if self.is_calm else ("uncertain", "failed")
        return [key for key, row in self.rows.items() if row["state"] in wanted]

    # the driver

    def go_on(self, fiber: Fiber, value: Any = None, error: BaseException | None = None) -> None:
        """Hand a fiber the result of its action."""
        fiber.turn += 1
        self.current = fiber
        try:
            action = fiber.steps.send(value) if error is None else fiber.steps.throw(error)
        except StopIteration as stop:
            self.end(fiber, stop.value, None)
        except Killed:
            pass
        except promises.Broken:
            raise
        except BaseException as raised:
            self.end(fiber, None, raised)
        else:
            if not fiber.process.dead:
                fiber.action = action
                self.perform(fiber, action)
        finally:
            self.current = None

    def end(self, fiber: Fiber, value: Any, error: BaseException | None) -> None:
        """Give a caller what the call has come to."""
        if fiber.is_over:
            return
        fiber.is_over = True
        self.fibers.pop(fiber, None)
        if fiber.then is not None:
            fiber.then(value, error)
        else:
            self.over(fiber, value, error)

    def returned(self, fiber: Fiber, value: Any) -> None:
        """Note the ids in what a caller got."""
        if isinstance(value, batch_steps.JobResult):
            if value.error is not None:
                self.note(f"{fiber} has {type(value.error).__name__}: {str(value.error)[:300]}")
                self.heard(fiber, value.error)
            value = value.clip
        task = value.task if isinstance(value, Clip) else value if isinstance(value, Task) else None
        if task is not None:
            self.kept.add(task.id)
        self.note(f"{fiber} returns {task and task.id}")

    def over(self, fiber: Fiber, value: Any, error: BaseException | None) -> None:
        """Give a caller what the call has come to."""
        if error is None:
            self.counts["end: a value"] += 1
            promises.interruptions_reach_the_caller(fiber)
            self.returned(fiber, value)
            return
        self.counts[f"end: {type(error).__name__}"] += 1
        self.note(f"{fiber} raises {type(error).__name__}: {str(error)[:200]}")
        if not isinstance(error, FoxAPIError | KeyboardInterrupt | asyncio.CancelledError | GeneratorExit):
            raise promises.Broken(f"an unexpected error: {error!r}") from error
        promises.errors_name_the_task(self, fiber, error)
        self.heard(fiber, error)

    def heard(self, fiber: Fiber, error: BaseException) -> None:
        """Note the ids in an error that a caller got."""
        words = "\n".join([promises.told_by(error), *fiber.process.said])
        in_flight = "the create request was in flight" in words
        fiber.said_in_doubt = isinstance(error, SubmissionUncertain) or in_flight
        self.kept |= {task_id for task_id in self.service.tasks if task_id in words}

    def perform(self, fiber: Fiber, action: Action) -> None:
        """Perform an action, in virtual time."""
        draw = self.random
        if fiber.is_left and is_interruptible(action):
            self.go_on(fiber, error=Cancelled())
            return
        if fiber.then is None and isinstance(action, RunBlocking | Call) and self.happens("interrupt", 0.01):
            self.after(0.0005, fiber, lambda: self.interrupt(fiber))
        match action:
            case RunBlocking():
                self.after(draw.choice((0.0, 0.001, 0.02)), fiber, lambda: self.run_blocking(fiber, action))
            case Sleep(seconds):
                self.after(seconds, fiber, lambda: self.go_on(fiber))
            case Slot():
                self.after(0.0, fiber, lambda: self.go_on(fiber, nullcontext()))
            case Gather(many, _):
                self.gather(fiber, many)
            case Call(exchange=None):
                promises.works_with_a_lease(self, fiber, "polls")
                self.after(draw.uniform(0.01, 0.3), fiber, lambda: self.poll(fiber, action))
            case Call():
                fiber.exchange = action.exchange
                self.after(draw.choice((0.0, 0.05, 1.0)), fiber, lambda: self.send(fiber, action))
            case Transfer():
                fiber.part = action.part
                promises.works_with_a_lease(self, fiber, "downloads")
                self.after(draw.uniform(0.01, 0.3), fiber, lambda: self.answer_download(fiber, action))
            case Upload():
                promises.works_with_a_lease(self, fiber, "uploads")
                self.after(draw.uniform(0.01, 3), fiber, lambda: self.upload(fiber, action))

    def run_blocking(self, fiber: Fiber, action: RunBlocking) -> None:
        try:
            value = self.blocking(fiber, action)
        except promises.Broken:
            raise
        except Killed:
            return
        except BaseException as error:
            if not fiber.is_over:
                self.go_on(fiber, error=error)
            return
        if not fiber.is_over:
            self.go_on(fiber, value)

    def blocking(self, fiber: Fiber, action: RunBlocking) -> Any:
        self.current = fiber
        try:
            return action.function()
        finally:
            self.current = None

    def gather(self, fiber: Fiber, many: Any) -> None:
        left, results = set(range(len(many))), [None] * len(many)
        turn = fiber.turn

        def done(number: int, value: Any, error: BaseException | None) -> None:
            left.discard(number)
            results[number] = value
            if fiber.turn == turn and (error is not None or not left):
                self.go_on(fiber, results, error)

        for number, steps in enumerate(many):
            ended = partial(done, number)
            fiber.process.start(f"{fiber.name}/{number}", fiber.key, steps, ended).waits = fiber, turn

    # the network

    def send(self, fiber: Fiber, call: Call) -> None:
        """Send a create request."""
        exchange = call.exchange
        assert exchange is not None
        if self.happens("refused", 0.1):
            self.go_on(fiber, error=ConnectionFailed("refused", nothing_sent=True))
            return
        if exchange.is_too_late:
            self.go_on(fiber, error=ConnectionFailed("too late to send", nothing_sent=True))
            return
        exchange.started = True
        promises.posted_with_a_record(self, fiber)
        if self.happens("request lost", 0.1):
            fiber.in_doubt = True
            self.fail_later(fiber, call.timeout, ConnectionFailed("timed out", nothing_sent=False))
            return
        self.after(self.random.uniform(0.0, 0.5), None, lambda: self.arrive(fiber, fiber.turn, call))

    def arrive(self, fiber: Fiber, turn: int, call: Call) -> None:
        """Handle a create request that has arrived, whatever has become of who sent it."""
        draw, body = self.random, call.arguments["body"].to_dict()
        for status, answer in (("429", RETRYABLE), ("402", REFUSED), ("408", {}), ("500", {}), ("502", {})):
            if self.happens(status, 0.05):
                self.respond(fiber, turn, call, int(status), text(answer) if answer else b"<html>Bad</html>", None)
                return
        task = self.service.create(body, self.now)
        self.creator[task.id] = fiber
        self.note(f"the service creates {task.id} for {task.job}")
        promises.created_at_most_once(self, task.job)
        if self.happens("500 after creation", 0.05):
            odd = draw.choice(({}, {"error": {"message": "Oops", "type": "server_error"}}, {"data": {"id": task.id}}))
            self.respond(fiber, turn, call, 500, text(odd), task)
            return
        shown = self.service.show(task, self.now) or {}
        self.respond(fiber, turn, call, 200, text(shown), task)

    def respond(self, fiber: Fiber, turn: int, call: Call, status: int, body: bytes, task: ServerTask | None) -> None:
        """Send the response of a create request back."""

        def come() -> None:
            if fiber.turn != turn or fiber.is_over:
                return
            exchange = call.exchange
            assert exchange is not None
            exchange.status, exchange.body, exchange.raw = status, body, body
            if task is not None and self.happens("truncated", 0.1):
                exchange.body = exchange.raw = body[: self.random.randrange(len(body))]
                fiber.in_doubt = True
                self.go_on(fiber, error=ConnectionFailed("cut off", nothing_sent=False))
                return
            if status != 200:
                fiber.in_doubt = fiber.in_doubt or status >= 500 or status == 408
                self.go_on(fiber, error=status_error(status, body.decode(), {}))
                return
            assert task is not None
            fiber.learned.append(task.id)
            fiber.learned_at = fiber.turn + 1
            self.go_on(fiber, answer_of(body))

        if self.happens("response lost", 0.1):
            fiber.in_doubt = True
            if fiber.turn == turn:
                self.fail_later(fiber, call.timeout, ConnectionFailed("timed out", nothing_sent=False))
            return
        self.after(self.random.choice((0.01, 0.3, 5.0)), fiber if fiber.turn == turn else None, come)

    def fail_later(self, fiber: Fiber, seconds: float, error: BaseException) -> None:
        self.after(seconds, fiber, lambda: self.go_on(fiber, error=error))

    def upload(self, fiber: Fiber, action: Upload) -> None:
        """Take a file."""
        for status in ("500", "429"):
            if self.happens(status, 0.05):
                self.go_on(fiber, error=status_error(int(status), "{}", {}))
                return
        url = self.service.keep(action.digest or "", self.now)
        if self.happens("response lost", 0.1):
            self.fail_later(fiber, action.timeout, ConnectionFailed("timed out", nothing_sent=False))
            return
        answer = text({"url": url, "filename": action.file_name, "created": int(self.wall)})
        self.go_on(fiber, SimpleNamespace(content=answer))

    def poll(self, fiber: Fiber, call: Call) -> None:
        """Answer a poll."""
        task_id = call.arguments["task_id"]
        for status in ("500", "429", "404", "408"):
            if self.happens(status, 0.03):
                self.go_on(fiber, error=status_error(int(status), "{}", {}))
                return
        if self.happens("response lost", 0.05):
            self.fail_later(fiber, call.timeout, ConnectionFailed("timed out", nothing_sent=False))
            return
        task = self.service.tasks.get(task_id)
        shown = self.service.show(task, self.now) if task else None
        if shown is None:
            self.go_on(fiber, error=status_error(404, '{"error": {"message": "none", "type": "not_found"}}', {}))
        else:
            self.go_on(fiber, answer_of(text(shown)))

    def answer_download(self, fiber: Fiber, action: Transfer) -> None:
        """Send a file in three pieces, from where it was interrupted."""
        part = action.part
        whole = self.service.file(action.url, self.now)
        if whole is None:
            self.go_on(fiber, error=DownloadFailed("HTTP 403: the URL has expired", expired=True))
            return
        if self.happens("wrong file", 0.1):
            whole = b"<html>Please wait</html>"
            part.restart()
        if not part.size:
            part.begin(expected=len(whole), framed=True, validator='"1"', content_type="video/mp4")
        self.piece(fiber, part, whole)

    def piece(self, fiber: Fiber, part: PartFile, whole: bytes) -> None:
        try:
            part.write(whole[part.size : part.size + 25])
            if part.size >= len(whole):
                part.commit()
        except Exception as error:
            self.go_on(fiber, error=error)
            return
        if part.size >= len(whole):
            promises.files_are_whole(self, self.folder)
            self.go_on(fiber)
        elif self.happens("cut", 0.1):
            self.go_on(fiber, error=DownloadFailed("the download was interrupted", transient=True))
        elif self.happens("no space", 0.03):
            self.go_on(fiber, error=DownloadFailed("cannot write: no space left on device"))
        else:
            self.after(self.random.choice((0.01, 1.0, 20.0)), fiber, lambda: self.piece(fiber, part, whole))

    # the journal as it is on disk

    def committed(self, durable: bool) -> None:
        """Check what a transaction has changed."""
        if durable:
            self.durable = self.reader.serialize()
        before, known = self.rows, self.recorded
        self.rows, self.recorded = self.read()
        promises.ids_stay(known, self.recorded)
        if durable and self.current is not None:
            promises.ids_are_written_later(self, self.current.process)
        for key, row in self.rows.items():
            if row["state"] == "sending" and before[key]["state"] != "sending" and self.current is not None:
                self.sender[key] = self.current
                self.current.exchange = None
        if not self.is_moved_by_person:
            promises.moves_along_the_arrows(self, before, self.rows)
            promises.uncertain_only_if_sent(self, before, self.rows)

    def read(self) -> tuple[dict[str, promises.Row], set[str]]:
        names = ("key", "state", "task_id", "owner", "lease", "path", "target", "error")
        rows = self.reader.execute(f"SELECT {', '.join(names)} FROM jobs").fetchall()
        tasks = self.reader.execute("SELECT task_id FROM tasks").fetchall()
        found = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
        return found, {each for (each,) in tasks} | {row["task_id"] for row in found.values() if row["task_id"]}

    def restart_reader(self) -> None:
        self.rows, self.recorded = self.read()


def answer_of(body: bytes) -> Any:
    """Return what a generated function makes of a body."""
    return Response(HTTPStatus.OK, body, {}, None)
