"""The journal: each job is persisted before its create request is sent, so that no crash loses a paid task.

One SQLite file, no server; the processes of one machine can share it. What `TRANSITIONS` allows, event by event:

```
sending     new ──▶ sending
not_sent    sending ──▶ new                             refused, or guaranteed not sent
uncertain   sending ──▶ uncertain                       no usable response
abandoned   sending ──▶ uncertain                       its worker ended before a response arrived
submitted   sending, uncertain ──▶ submitted            the task id is known, however late
completed   uncertain, submitted ──▶ completed
failed      uncertain, submitted, completed ──▶ failed  the task failed at the provider
saved       uncertain, submitted, completed, failed, saved ──▶ saved
retry       uncertain, failed ──▶ new                   only on request
```

A job without an output path ends as completed.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import sqlite3
import stat
import threading
import weakref
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple, cast

from attrs import frozen

from .._log import log
from ..errors import ConfigurationError
from ..values import Readable
from .machine import MACHINE, Machine

Target = str | os.PathLike[str] | None
Intent = tuple[str, Mapping[str, Any], Target] | tuple[str, Mapping[str, Any], Target, str, Sequence[Any]]


class Transition(NamedTuple):
    """What an event does to a job."""

    before: Sequence[str]
    """The states in which it applies."""
    after: str
    """The new state."""
    where: str
    """Which job it applies to: an SQL condition, of a key and a worker, of a key, or of a task id."""


TRANSITIONS: Mapping[str, Transition] = {
    "sending": Transition(("new",), "sending", "key = ? AND owner = ?"),
    "not_sent": Transition(("sending",), "new", "key = ? AND owner = ?"),
    "uncertain": Transition(("sending",), "uncertain", "key = ? AND owner = ?"),
    "abandoned": Transition(("sending",), "uncertain", "key = ? AND owner IS NOT ?"),
    # a job that was sent again meanwhile belongs to the later create request
    "submitted": Transition(("sending", "uncertain"), "submitted", "key = ? AND (state != 'sending' OR owner = ?)"),
    "completed": Transition(("uncertain", "submitted"), "completed", "task_id = ?"),
    "failed": Transition(("uncertain", "submitted", "completed"), "failed", "task_id = ?"),
    "saved": Transition(("uncertain", "submitted", "completed", "failed", "saved"), "saved", "task_id = ?"),
    "retry": Transition(("uncertain", "failed"), "new", "key = ?"),
}
"""By event; every change of a job's state is one of these."""
UNFINISHED = ("new", "sending", "submitted", "completed")
"""The states from which `resume` continues a job; a completed one only if its file is still to be saved."""

BUSY_SECONDS = 30.0
"""How many seconds a transaction waits for those of other processes."""
APPLICATION_ID = 0x666F7861
"""Marks an SQLite file as a journal, in its header: "foxa"."""
_SELECT = "SELECT *, (SELECT sum(credits) FROM tasks WHERE tasks.key = jobs.key) AS credits FROM jobs"
_MIGRATIONS = (
    """
    CREATE TABLE IF NOT EXISTS jobs (
        key TEXT PRIMARY KEY NOT NULL,
        state TEXT NOT NULL,
        body TEXT NOT NULL,
        target TEXT,
        task_id TEXT,
        path TEXT,
        error TEXT,
        created REAL NOT NULL,
        updated REAL NOT NULL,
        sent REAL,
        owner TEXT,
        lease REAL NOT NULL DEFAULT 0
    );
    CREATE INDEX IF NOT EXISTS jobs_by_task ON jobs (task_id);
    CREATE TABLE IF NOT EXISTS tasks (task_id TEXT PRIMARY KEY NOT NULL, key TEXT NOT NULL, created REAL NOT NULL);
    CREATE TABLE IF NOT EXISTS uploads (digest TEXT PRIMARY KEY NOT NULL, url TEXT NOT NULL, expires REAL NOT NULL);
    """,
    """
    ALTER TABLE jobs ADD COLUMN request TEXT NOT NULL DEFAULT '';
    ALTER TABLE jobs ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
    """,
    """
    ALTER TABLE tasks ADD COLUMN credits REAL;
    CREATE INDEX IF NOT EXISTS tasks_by_key ON tasks (key);
    """,
)
"""What each schema version adds to the previous one; `user_version` in the header is the number of the version."""


@frozen(repr=False)
class Job(Readable):
    """One job of a journal, as of the moment it was read."""

    key: str
    state: str
    """new, sending, submitted, completed, saved, failed or uncertain."""
    body: Mapping[str, Any]
    """The request body, with null in place of each local file."""
    target: Path | None
    """Where to save the file."""
    task_id: str | None
    """The task id; for an uncertain job, an id found in a response that could not be parsed."""
    path: Path | None
    """The path of the saved file."""
    error: str | None
    """The message of the last error."""
    created: float
    """When the job was added; times are Unix seconds."""
    updated: float
    """When the job last changed."""
    sent: float | None
    """When the create request was last sent."""
    files: Sequence[Any] = ()
    """The local files of the body, as `_requests.local_files.to_column` writes them."""
    credits: float | None = None
    """The credits that the service reserved for its tasks, those before a retry included; None if it does not say."""


class Spent(NamedTuple):
    """The credits that the service reserved for some jobs, and the tasks and jobs whose cost is not known."""

    credits: float
    unknown: Sequence[str]


class Journal:
    """A job database in one SQLite file, which survives crashes; pass it to a client.

    The file contains requests, task ids and paths, but never the API key. Threads and processes can share it, also
    across `fork`: a lease assigns each job to one worker. With None as the path, the journal is in memory and lasts as
    long as the object.

    Raises:
        ConfigurationError: the file cannot be opened, or is not a journal.

    >>> from foxapi_video import FoxAPI, Journal
    >>> with Journal("jobs.sqlite") as journal, FoxAPI(journal=journal) as fox:
    ...     results = fox.resume()
    """

    def __init__(self, path: str | os.PathLike[str] | None, *, machine: Machine = MACHINE) -> None:
        self._machine = machine
        if not isinstance(cast(object, path), str | os.PathLike | None):
            raise ConfigurationError(f"Journal: path must be a path or None (got {type(path).__name__})")
        self.path: Path | None = None if path is None else _expand_user(path)
        self._file: str | None = None if self.path is None else os.path.abspath(self.path)
        self._workers = itertools.count(1)
        self._unrecorded: dict[str, tuple[str, str, float | None]] = {}
        """Task id → (key, worker, credits) of each paid task that is not written yet, after a failed write."""
        self._db: sqlite3.Connection | None = None
        self._closed = False
        self._begin_process()
        try:
            if self._file is not None:
                _create(self._file)
            with self._lock:
                _ = self._connected()
        except (OSError, sqlite3.Error, ValueError) as error:
            self._disconnect()
            raise ConfigurationError(f"{self.path} cannot be used as a journal: {error}") from error
        with _fork_lock:
            _journals.add(self)

    def jobs(self, *states: str) -> list[Job]:
        """List the jobs in any of `states`, or all jobs, oldest first."""
        wanted = f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""
        with self._reading() as db:
            rows = db.execute(f"{_SELECT} {wanted} ORDER BY created, rowid", states)
            return [_job(rows.description, row) for row in rows]

    def job(self, key: str) -> Job | None:
        """Return the job with this key; None if there is none."""
        with self._reading() as db:
            return _find(db, key)

    def task_ids(self, key: str) -> list[str]:
        """List the ids of all tasks created for a job, and those that unusable responses named, oldest first."""
        with self._reading() as db:
            rows = db.execute("SELECT task_id FROM tasks WHERE key = ? ORDER BY created, rowid", (key,))
            return [task_id for (task_id,) in rows]

    def spent(self, keys: Iterable[str]) -> Spent:
        """Return what the tasks of these jobs have cost, also of jobs that were retried or deleted."""
        among, listed = "key IN (SELECT value FROM json_each(?))", json.dumps([*keys])
        with self._reading() as db:
            rows = db.execute(f"SELECT task_id, credits FROM tasks WHERE {among}", (listed,)).fetchall()
            uncertain = db.execute(f"SELECT key FROM jobs WHERE state = 'uncertain' AND {among}", (listed,))
            known = [credits for _, credits in rows if isinstance(credits, int | float)]
            unknown = [f"task {task_id}" for task_id, credits in rows if not isinstance(credits, int | float)]
            unknown += [f"the uncertain job {key}" for (key,) in uncertain]
            return Spent(float(sum(known)), unknown)

    def retry(self, key: str) -> bool:
        """Queue an uncertain or failed job for retry; you may be charged twice.

        Returns False if there is no such job in one of these states.
        """
        return self._move("retry", key, task_id=None, error=None, lease=0)

    def delete(self, key: str) -> bool:
        """Delete a job in any state, unless another worker has leased it; its task ids are kept.

        Returns False if nothing was deleted.
        """
        with self._writing() as db:
            job = _row(db, key)
            if job is None or self._held(job):
                return False
            db.execute("DELETE FROM jobs WHERE key = ?", (key,))
            return True

    def close(self) -> None:
        """Close the file and release the leases of this object. Never raises."""
        with self._lock:
            if self._closed:
                return
            with self._tolerated("the leases of this process will expire"), self._writing(durable=False) as db:
                free = "UPDATE jobs SET lease = 0 WHERE substr(owner, 1, ?) = ? AND state != 'sending'"
                db.execute(free, (len(self._owner), self._owner))
            for task_id, (key, *_) in self._unrecorded.items():
                log.warning("task %s of job %s is paid but could not be recorded in %s", task_id, key, self.path)
            self._closed = True
            self._disconnect()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Journal({str(self.path)!r})"

    # The methods below are for the steps.

    def add(self, jobs: Iterable[Intent]) -> list[Job]:
        """Add each job whose key is new, and return the current record of each.

        A job is (key, body, target), optionally followed by the hash of what the caller passed, which stays the same
        across releases, and the local files.

        Raises:
            ConfigurationError: a key exists with another request.
        """
        found: list[Job] = []
        with self._writing() as db:
            now = self._machine.time()
            for key, body, target, *more in jobs:
                request, files = more or (hashlib.sha256(_text(body).encode()).hexdigest(), ())
                row = _row(db, key)
                if row is None:
                    columns = "(key, state, request, body, files, target, created, updated)"
                    # the files in ASCII: a file name can contain bytes that are not text
                    values = (key, request, _text(body), json.dumps(files), _path_text(target), now, now)
                    db.execute(f"INSERT INTO jobs {columns} VALUES (?, 'new', ?, ?, ?, ?, ?, ?)", values)
                # a job written before the column existed is compared by its body
                elif row["request"] != request and (row["request"] or row["body"] != _text(body)):
                    words = f"the journal has a job {key!r} with another request; choose another key, or delete it"
                    raise ConfigurationError(words)
                elif target is not None:
                    db.execute("UPDATE jobs SET target = ? WHERE key = ?", (_path_text(target), key))
                job = _find(db, key)
                assert job is not None
                found.append(job)
        return found

    def now(self) -> float:
        """Return the Unix time that leases are measured in."""
        return self._machine.time()

    def worker_id(self) -> str:
        """Return a new id of one worker: threads that share this object must not process the same job either."""
        return f"{self._owner}.{next(self._workers)}"

    def claim(self, key: str, seconds: float, by: str = "") -> Job | None:
        """Lease a job, or renew the lease, and return the job; None while another worker has it.

        A job whose worker died before a response arrived becomes uncertain here.
        """
        with self._reading() as db:  # one that waits for a job must not lock the file each second
            row = _row(db, key)
            if row is None or self._held(row, by):
                return None
        with self._writing(durable=False) as db:
            row = _row(db, key)
            if row is None or self._held(row, by):
                return None
            if row["state"] == "sending":
                words = "the process that sent it ended before a response arrived"
                _ = _apply(db, self._machine.time(), "abandoned", key, by or self._owner, error=words)
            lease = "UPDATE jobs SET owner = ?, lease = ? WHERE key = ?"
            db.execute(lease, (by or self._owner, self._machine.time() + seconds, key))
            return _find(db, key)

    def renew(self, key: str, seconds: float, by: str) -> None:
        """Renew a lease; a failure is tolerated, since the work in progress is paid for."""
        with self._tolerated("the lease was not renewed"):
            _ = self.claim(key, seconds, by)

    def release(self, key: str, by: str = "") -> None:
        """Release a lease, so that other workers need not wait for it to expire. Never raises."""
        with self._tolerated("the lease will expire"), self._writing(durable=False) as db:
            db.execute("UPDATE jobs SET lease = 0 WHERE key = ? AND owner = ?", (key, by or self._owner))

    def sending(self, key: str, seconds: float, by: str = "") -> float | None:
        """Record that the create request is being sent, and lease the job for `seconds`.

        Returns the Unix time after which the request must not be started, half of the lease from now: once the lease
        has expired, another worker marks the job as uncertain. None if this worker must not send the job.
        """
        with self._writing() as db:
            now = self._machine.time()
            sent = _apply(db, now, "sending", key, by or self._owner, sent=now, lease=now + seconds)
            return now + seconds / 2 if sent else None

    def not_sent(self, key: str, error: str, by: str = "") -> None:
        """Record that nothing was created: the job is queued for retry."""
        _ = self._move("not_sent", key, by or self._owner, error=error)

    def uncertain(self, key: str, error: str, by: str = "", task_id: str | None = None) -> None:
        """Record that the create request may have arrived, with the task id that its response seems to contain."""
        found = {} if task_id is None else {"task_id": task_id}
        _ = self._move("uncertain", key, by or self._owner, error=error, **found)

    def submitted(self, key: str, task_id: str, by: str = "", credits: float | None = None) -> None:
        """Record the task's id, however late it arrives: it is kept even if the job was sent again meanwhile.

        If it cannot be written now, it is written with the next record; `close` logs what was never written.
        """
        self._unrecorded[task_id] = key, by or self._owner, credits
        self.flush()

    def flush(self) -> None:
        """Write the task ids that could not be written before."""
        if self._unrecorded:
            with self._writing():
                pass  # each durable transaction writes them first

    def completed(self, task_id: str) -> None:
        """Record that a task is completed."""
        _ = self._move("completed", task_id, error=None)

    def failed(self, task_id: str, error: str) -> None:
        """Record that a task failed at the provider."""
        _ = self._move("failed", task_id, error=error)

    def saved(self, task_id: str, path: Path) -> None:
        """Record the path of a task's file."""
        _ = self._move("saved", task_id, error=None, path=_path_text(path.absolute()))

    def upload(self, digest: str) -> tuple[str, float] | None:
        """Return the URL of an uploaded file, and the Unix time at which the service deletes it."""
        with self._reading() as db:
            row = db.execute("SELECT url, expires FROM uploads WHERE digest = ?", (digest,)).fetchone()
            return None if row is None else (row[0], row[1])

    def forget_uploads(self, urls: Iterable[str]) -> None:
        """Remove uploaded files by their URLs."""
        with self._writing(durable=False) as db:
            db.executemany("DELETE FROM uploads WHERE url = ?", [(url,) for url in urls])

    def uploaded(self, digest: str, url: str, expires: float) -> None:
        """Record the URL of an uploaded file."""
        with self._writing(durable=False) as db:
            db.execute("DELETE FROM uploads WHERE expires < ?", (self._machine.time(),))
            db.execute("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?)", (digest, url, expires))

    def _move(self, event: str, *job: str, **columns: Any) -> bool:
        """Apply an event in a transaction of its own; return False if it does not apply to the job."""
        with self._writing() as db:
            moved = _apply(db, self._machine.time(), event, *job, **columns)
            if moved and columns.get("task_id") is not None:  # it stays known after a retry
                _keep_id(db, self._machine.time(), columns["task_id"], job[0])
            return moved

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connected()
            except (sqlite3.Error, ValueError) as error:
                raise ConfigurationError(f"the journal {self.path} cannot be used: {error}") from error

    @contextmanager
    def _writing(self, *, durable: bool = True) -> Generator[sqlite3.Connection]:
        """Run one write transaction, waiting for those of other processes.

        A transaction that is not `durable` survives a crash of the process, but maybe not of the machine.
        """
        with self._reading() as db:
            unrecorded = dict(self._unrecorded)
            durable = durable or bool(unrecorded)
            if durable:
                self._check_file()
            db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            try:
                db.execute("BEGIN IMMEDIATE")
                for task_id, (key, worker, credits) in unrecorded.items():
                    _record_task(db, self._machine.time(), task_id, key, worker, credits)
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    with suppress(sqlite3.Error):
                        db.execute("ROLLBACK")
                raise
            for task_id in unrecorded:
                _ = self._unrecorded.pop(task_id, None)

    @contextmanager
    def _tolerated(self, consequence: str) -> Generator[None]:
        """Log an error of the journal instead of raising it, where it would hide a more important error."""
        try:
            yield
        except ConfigurationError as error:
            log.info("%s: %s", error, consequence)

    def _connected(self) -> sqlite3.Connection:
        """Return this process's connection, opening it if needed; the caller holds the lock."""
        if self._closed:
            raise sqlite3.ProgrammingError("it is closed")
        if self._db is None:
            self._db = _open(self._file, self._machine)
            self._identity = None if self._file is None else _identity(self._file)
        return self._db

    def _check_file(self) -> None:
        """Check that the path still names the open file: records in a deleted file would be lost.

        Raises:
            ConfigurationError: it was deleted or replaced.
        """
        if self._file is not None and _identity(self._file) != self._identity:
            words = f"the journal file {self.path} was deleted or replaced while it was open: create a new Journal"
            raise ConfigurationError(words)

    def _begin_process(self) -> None:
        """Create the identity of this process, and locks that no thread of its parent holds."""
        self._lock = threading.RLock()
        self._place = self._machine.place()
        # other processes see by the process id that it has died; the rest makes it unique
        self._owner = f"{self._place}/{self._machine.pid()}/{self._machine.token()}"
        if self._db is not None and self._file is not None:
            _inherited.append(self._db)
            self._db = None

    def _disconnect(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            with suppress(sqlite3.Error):
                db.close()

    def _before_fork(self) -> None:
        """Close the connection, as a child must not use it."""
        with suppress(sqlite3.Error):
            if self._file is not None and self._db is not None and not self._db.in_transaction:
                self._disconnect()

    def _held(self, row: Mapping[str, Any], by: str = "") -> bool:
        """Return True if a job is leased by another worker that seems to be alive."""
        lease = row["lease"]
        if not isinstance(lease, int | float) or lease <= self._machine.time():
            return False
        if row["owner"] in (None, by or self._owner):
            return False
        place, _, rest = str(row["owner"]).rpartition("/")[0].rpartition("/")
        return place != self._place or not rest.isdecimal() or self._machine.is_alive(int(rest))


_journals: weakref.WeakSet[Journal] = weakref.WeakSet()
_inherited: list[sqlite3.Connection] = []
"""Connections of a parent process: SQLite does not allow a child to use or close them."""
_fork_lock = threading.RLock()
"""Held during a fork: another thread that forks at the same time waits."""


class _Held(threading.local):
    """The locks that this thread holds while it forks, so that no other thread opens a connection."""

    def __init__(self) -> None:
        self.locks: list[threading.RLock] = []

    def acquire(self, lock: threading.RLock) -> None:
        lock.acquire()
        self.locks.append(lock)


_held = _Held()


def _before_fork() -> None:
    _held.acquire(_fork_lock)
    for journal in list(_journals):
        _held.acquire(journal._lock)  # pyright: ignore[reportPrivateUsage]
        journal._before_fork()  # pyright: ignore[reportPrivateUsage]


def _in_parent() -> None:
    while _held.locks:  # after an error in `_before_fork`, which Python only prints, fewer than all
        _held.locks.pop().release()


def _in_child() -> None:
    global _fork_lock
    _fork_lock = threading.RLock()
    _held.locks.clear()
    for journal in _journals:
        journal._begin_process()  # pyright: ignore[reportPrivateUsage]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_in_parent, after_in_child=_in_child)


def _create(file: str) -> None:
    """Create the file, readable only by its owner: it contains prompts.

    An existing file is not opened: when a process closes any handle of a file, the system releases all of the
    process's locks on it, including those of SQLite for another journal object on the same file.
    """
    os.makedirs(os.path.dirname(file), exist_ok=True)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        mode = os.stat(file).st_mode
        if not stat.S_ISREG(mode):
            raise OSError("it is not a regular file") from None
        if os.name == "posix" and mode & 0o077:
            log.warning("the journal %s can be read by other users and contains your prompts: chmod 600 it", file)


def _open(file: str | None, machine: Machine) -> sqlite3.Connection:
    """Open a journal's file and migrate it to the current schema.

    Raises:
        sqlite3.Error: it cannot be opened, or another process kept it locked for too long.
        ConfigurationError: it belongs to another program, or to a newer version of this package.
    """
    deadline = monotonic() + BUSY_SECONDS
    while True:
        db = machine.connect(file or ":memory:", BUSY_SECONDS)
        try:
            _prepare(db, file)
            return db
        except BaseException as error:
            db.close()
            # SQLite does not wait for other processes while it changes the journal mode of a new file
            busy = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or monotonic() >= deadline:
                raise
        sleep(0.01)


def _prepare(db: sqlite3.Connection, file: str | None) -> None:
    _check_header(db, file)  # before writing: the file may belong to another program
    db.execute("PRAGMA journal_mode = WAL")
    if _version(db) == len(_MIGRATIONS):
        return
    db.execute("PRAGMA synchronous = FULL")
    db.execute("BEGIN IMMEDIATE")
    _check_header(db, file)
    for version, migration in enumerate(_MIGRATIONS[_version(db) :], _version(db) + 1):
        for statement in migration.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {version}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("COMMIT")


def _check_header(db: sqlite3.Connection, file: str | None) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    columns = {row[1] for row in db.execute("PRAGMA table_info(jobs)")}
    unmarked = not application and (not tables or columns >= {"key", "state", "body", "task_id", "lease"})
    if application != APPLICATION_ID and not unmarked:
        raise ConfigurationError(f"{file} cannot be used as a journal: it is a database of another program")
    if _version(db) > len(_MIGRATIONS):
        words = f"it was written by a newer version of foxapi-video (layout {_version(db)})"
        raise ConfigurationError(f"{file} cannot be used as a journal: {words}; upgrade this one")


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def _identity(file: str) -> tuple[int, int] | None:
    """Return what identifies a file regardless of its name; None if there is no file."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _record_task(
    db: sqlite3.Connection, now: float, task_id: str, key: str, worker: str, credits: float | None
) -> None:
    _keep_id(db, now, task_id, key, credits)
    _ = _apply(db, now, "submitted", key, worker, task_id=task_id, error=None)


def _keep_id(db: sqlite3.Connection, now: float, task_id: str, key: str, credits: float | None = None) -> None:
    db.execute("INSERT OR IGNORE INTO tasks VALUES (?, ?, ?, ?)", (_storable(task_id), key, now, credits))


def _apply(db: sqlite3.Connection, now: float, event: str, *job: str, **columns: Any) -> bool:
    """Apply an event to a job and change more of its columns; return False if it does not apply to the job."""
    before, after, where = TRANSITIONS[event]
    columns = {"state": after, "updated": now, **columns}
    changes = ", ".join(f"{name} = ?" for name in columns)
    states = ", ".join(repr(state) for state in before)
    statement = f"UPDATE jobs SET {changes} WHERE {where} AND state IN ({states})"
    moved = db.execute(statement, [_storable(value) for value in (*columns.values(), *job)])
    return moved.rowcount > 0


def _text(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _find(db: sqlite3.Connection, key: str) -> Job | None:
    rows = db.execute(f"{_SELECT} WHERE key = ?", (key,))
    return next((_job(rows.description, row) for row in rows), None)


def _row(db: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    rows = db.execute("SELECT * FROM jobs WHERE key = ?", (key,))
    row = rows.fetchone()
    return None if row is None else dict(zip((column[0] for column in rows.description), row, strict=True))


def _job(columns: Sequence[Any], row: Sequence[Any]) -> Job:
    values = dict(zip((column[0] for column in columns), row, strict=True))
    try:
        body: Any = json.loads(values["body"])
        if not isinstance(body, dict):
            raise ValueError("its request is not an object")
        if odd := [name for name, kinds in _KINDS.items() if not isinstance(values[name], kinds)]:
            raise ValueError(f"its {odd[0]} is of another type")
        return Job(
            key=values["key"],
            state=values["state"],
            body=cast(dict[str, Any], body),
            target=_path(values["target"]),
            task_id=values["task_id"],
            path=_path(values["path"]),
            error=values["error"],
            created=values["created"],
            updated=values["updated"],
            sent=values["sent"],
            files=json.loads(values["files"]),
            credits=values["credits"],
        )
    except (ValueError, TypeError, RecursionError) as error:
        key = values["key"]
        words = f"the job {key!r} is damaged ({error}): restore the file, or remove the job"
        raise ValueError(f"{words} (foxapi-video jobs delete {key})" if isinstance(key, str) else words) from error


_KINDS: Mapping[str, Any] = {
    **dict.fromkeys(("key", "state"), str),
    **dict.fromkeys(("task_id", "error"), str | None),
    **dict.fromkeys(("created", "updated"), int | float),
    **dict.fromkeys(("sent", "credits"), int | float | None),
}
"""Column → its type: another program, or a damaged disk, can put any type into any column of SQLite."""


def _storable(value: Any) -> Any:
    """Escape text from a service or a file system that is not valid UTF-8, so that SQLite can store it."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _path_text(path: str | os.PathLike[str] | None) -> str | bytes | None:
    """Return a path as SQLite stores it: as text, or as bytes if it is not valid UTF-8."""
    if path is None:
        return None
    text = os.fspath(path)
    try:
        _ = text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text


def _path(stored: str | bytes | None) -> Path | None:
    return None if stored is None else Path(os.fsdecode(stored))


def _expand_user(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # "~x.sqlite" is a file name, x.sqlite is not a user
        return Path(path)
