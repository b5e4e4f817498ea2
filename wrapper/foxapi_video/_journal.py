"""The journal: what was paid for, on disk before a byte of it is sent, so that no crash can lose it.

One SQLite file, no daemon; several processes of one machine can share it. The states of a job:

```
new ──▶ sending ──▶ submitted ──▶ completed ──▶ saved
 ▲         │            └────────────┴────────▶ failed      the service gave up on the task
 └─────────┤  refused, or it is sure that nothing was sent
           └──▶ uncertain                                   the POST may have arrived: a person decides
```
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from attrs import frozen

from .errors import ConfigurationError

Target = str | os.PathLike[str] | None
Intent = tuple[str, Mapping[str, Any], Target] | tuple[str, Mapping[str, Any], Target, str, Sequence[Any]]

UNFINISHED = ("new", "sending", "submitted", "completed")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    request TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    files TEXT NOT NULL DEFAULT '[]',
    target TEXT,
    task_id TEXT,
    path TEXT,
    error TEXT,
    created REAL NOT NULL,
    updated REAL NOT NULL,
    sent REAL,
    owner TEXT,
    lease REAL NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS jobs_by_task ON jobs (task_id);
CREATE TABLE IF NOT EXISTS tasks (
    task_id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS uploads (
    digest TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    expires REAL NOT NULL
) STRICT;
"""


@frozen
class Job:
    """One job of a journal, as it stood when it was read."""

    key: str
    state: str
    """new, sending, submitted, completed, saved, failed or uncertain."""
    body: Mapping[str, Any]
    """What is sent, or was, with null in the place of each local file."""
    target: Path | None
    """Where the file is to go."""
    task_id: str | None
    path: Path | None
    """Where the file is, once it is saved."""
    error: str | None
    """What went wrong last."""
    created: float
    updated: float
    sent: float | None
    """When the POST was last begun; times are Unix seconds."""
    files: Sequence[Any] = ()
    """The local files of the body, as `_local_files.to_column` writes them."""


class Journal:
    """Remember jobs in a file, through every crash; give it to a client as `FoxAPI(journal=Journal("jobs.sqlite"))`.

    The file holds requests, task ids and paths, and never a key. Threads and processes can share it: a lease says who
    works at a job. Without a path the journal is in memory, and lasts as long as the object.

    Raises:
        ConfigurationError: the file cannot be opened, or is something else.
    """

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        self.path: Path | None = None if path is None else Path(path)
        # the process's id lets others see that it has died; the rest makes it unique
        self._owner = f"{socket.gethostname()}/{os.getpid()}/{os.urandom(4).hex()}"
        self._hands = itertools.count(1)
        self._lock = threading.RLock()
        try:
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                _create(self.path)
            self._db = sqlite3.connect(
                self.path or ":memory:", timeout=30.0, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(_SCHEMA)
            there = {row[1] for row in self._db.execute("PRAGMA table_info(jobs)")}
            for name, default in (("request", ""), ("files", "[]")):
                if name not in there:
                    self._db.execute(f"ALTER TABLE jobs ADD COLUMN {name} TEXT NOT NULL DEFAULT '{default}'")
        except (OSError, sqlite3.Error) as error:
            raise ConfigurationError(f"{self.path} cannot be used as a journal: {error}") from error

    def jobs(self, *states: str) -> list[Job]:
        """List the jobs, oldest first; of these states, or all."""
        wanted = f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""
        with self._reading():
            rows = self._db.execute(f"SELECT * FROM jobs {wanted} ORDER BY created, rowid", states)
            return [_job(rows.description, row) for row in rows]

    def job(self, key: str) -> Job | None:
        """Return a job, None when there is none of this key."""
        with self._reading():
            rows = self._db.execute("SELECT * FROM jobs WHERE key = ?", (key,))
            return next((_job(rows.description, row) for row in rows), None)

    def task_ids(self, key: str) -> list[str]:
        """List every task that was ever created for a job: more than one where a person had it sent again."""
        with self._reading():
            rows = self._db.execute("SELECT task_id FROM tasks WHERE key = ? ORDER BY created", (key,))
            return [task_id for (task_id,) in rows]

    def retry(self, key: str) -> bool:
        """Let an uncertain or failed job be sent again. This can pay a second time. False when there is none such."""
        change = "UPDATE jobs SET state = 'new', task_id = NULL, error = NULL, lease = 0, updated = ?"
        return self._changed(f"{change} WHERE key = ? AND state IN ('uncertain', 'failed')", time.time(), key)

    def forget(self, key: str) -> bool:
        """Remove a job, whatever its state, unless somebody works at it; its task ids stay on record."""
        with self._writing():
            job = self._row(key)
            if job is None or self._held(job):
                return False
            self._db.execute("DELETE FROM jobs WHERE key = ?", (key,))
            return True

    def close(self) -> None:
        """Close the file; jobs that were in our hands are free for others."""
        with self._lock:
            with suppress(ConfigurationError), self._writing(durable=False):
                free = "UPDATE jobs SET lease = 0 WHERE substr(owner, 1, ?) = ? AND state != 'sending'"
                self._db.execute(free, (len(self._owner), self._owner))
            self._db.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Journal({str(self.path)!r})"

    # What follows is for the steps.

    def intend(self, jobs: Iterable[Intent]) -> list[Job]:
        """Write down each job that is not there yet, and return all as they stand.

        A job is (key, body, target), and then the hash of what the caller passed, which another release recognizes,
        and the local files.

        Raises:
            ConfigurationError: a key is there with another request.
        """
        found: list[Job] = []
        with self._writing():
            for key, body, target, *more in jobs:
                request, files = more or (hashlib.sha256(_text(body).encode()).hexdigest(), ())
                row = self._row(key)
                if row is None:
                    now = time.time()
                    insert = (
                        "INSERT INTO jobs (key, state, request, body, files, target, created, updated) "
                        "VALUES (?, 'new', ?, ?, ?, ?, ?, ?)"
                    )
                    where = None if target is None else os.fspath(target)
                    # in ASCII: a file's name can hold bytes that are no text
                    self._db.execute(insert, (key, request, _text(body), json.dumps(files), where, now, now))
                elif row["request"] != request:
                    words = f"the journal has a job {key!r} with another request; choose another key, or forget it"
                    raise ConfigurationError(words)
                elif target is not None:
                    self._db.execute("UPDATE jobs SET target = ? WHERE key = ?", (os.fspath(target), key))
                rows = self._db.execute("SELECT * FROM jobs WHERE key = ?", (key,))
                found.append(_job(rows.description, rows.fetchone()))
        return found

    def hands(self) -> str:
        """Name one worker: two threads that share this object are not to work at the same job either."""
        return f"{self._owner}.{next(self._hands)}"

    def claim(self, key: str, seconds: float, by: str = "") -> Job | None:
        """Take the lease of a job, or prolong it, and return the job; None while somebody else has it.

        A job whose sender is gone in the midst of it becomes uncertain here.
        """
        with self._writing(durable=False):
            row = self._row(key)
            if row is None or self._held(row, by):
                return None
            if row["state"] == "sending":
                words = "the process that sent it ended before the answer came"
                settle = "UPDATE jobs SET state = 'uncertain', error = ?, updated = ? WHERE key = ?"
                self._db.execute(settle, (words, time.time(), key))
            lease = "UPDATE jobs SET owner = ?, lease = ? WHERE key = ?"
            self._db.execute(lease, (by or self._owner, time.time() + seconds, key))
            return self.job(key)

    def release(self, key: str, by: str = "") -> None:
        """Give a lease back, so that others need not wait for its end."""
        with self._writing(durable=False):
            self._db.execute("UPDATE jobs SET lease = 0 WHERE key = ? AND owner = ?", (key, by or self._owner))

    def sending(self, key: str, seconds: float, by: str = "") -> bool:
        """Write down that the POST begins now, for at most so many seconds; False when the job is not ours to send."""
        now = time.time()
        change = "UPDATE jobs SET state = 'sending', sent = ?, updated = ?, lease = ?"
        return self._changed(
            f"{change} WHERE key = ? AND state = 'new' AND owner = ?", now, now, now + seconds, key, by or self._owner
        )

    def not_sent(self, key: str, error: str, by: str = "") -> None:
        """Write down that nothing was created: the job is as new."""
        change = (
            "UPDATE jobs SET state = 'new', error = ?, updated = ? WHERE key = ? AND state = 'sending' AND owner = ?"
        )
        self._changed(change, error, time.time(), key, by or self._owner)

    def uncertain(self, key: str, error: str) -> None:
        """Write down that the POST may have arrived."""
        change = "UPDATE jobs SET state = 'uncertain', error = ?, updated = ? WHERE key = ? AND state = 'sending'"
        self._changed(change, error, time.time(), key)

    def submitted(self, key: str, task_id: str) -> None:
        """Write down the task's id, however late it comes: the id is kept even where the job has gone on without."""
        now = time.time()
        with self._writing():
            self._db.execute("INSERT OR IGNORE INTO tasks VALUES (?, ?, ?)", (task_id, key, now))
            change = "UPDATE jobs SET state = 'submitted', task_id = ?, error = NULL, updated = ?"
            self._db.execute(f"{change} WHERE key = ? AND state IN ('sending', 'uncertain')", (task_id, now, key))

    def completed(self, task_id: str) -> None:
        """Write down that a task is done."""
        change = (
            "UPDATE jobs SET state = 'completed', error = NULL, updated = ? WHERE task_id = ? AND state = 'submitted'"
        )
        self._changed(change, time.time(), task_id)

    def failed(self, task_id: str, error: str) -> None:
        """Write down that the service gave up on a task."""
        change = "UPDATE jobs SET state = 'failed', error = ?, updated = ? WHERE task_id = ? AND state != 'saved'"
        self._changed(change, error, time.time(), task_id)

    def saved(self, task_id: str, path: Path) -> None:
        """Write down where a task's file is."""
        change = "UPDATE jobs SET state = 'saved', error = NULL, path = ?, updated = ? WHERE task_id = ?"
        self._changed(change, os.fspath(path.absolute()), time.time(), task_id)

    def upload(self, digest: str) -> tuple[str, float] | None:
        """Return the URL of an uploaded file and when the service forgets it."""
        with self._reading():
            row = self._db.execute("SELECT url, expires FROM uploads WHERE digest = ?", (digest,)).fetchone()
            return None if row is None else (row[0], row[1])

    def forget_uploads(self, urls: Iterable[str]) -> None:
        """Remove uploaded files by their URLs."""
        with self._writing(durable=False):
            self._db.executemany("DELETE FROM uploads WHERE url = ?", [(url,) for url in urls])

    def uploaded(self, digest: str, url: str, expires: float) -> None:
        """Write down where an uploaded file is."""
        with self._writing(durable=False):
            self._db.execute("DELETE FROM uploads WHERE expires < ?", (time.time(),))
            self._db.execute("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?)", (digest, url, expires))

    @contextmanager
    def _reading(self) -> Generator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise ConfigurationError(f"the journal {self.path} cannot be used: {error}") from error

    @contextmanager
    def _writing(self, *, durable: bool = True) -> Generator[None]:
        """Hold the file for one transaction; other processes wait their turn.

        What is not `durable` survives the end of the process, and the machine's perhaps not.
        """
        with self._reading():
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a COMMIT that failed may have ended the transaction
                    self._db.execute("ROLLBACK")
                raise

    def _changed(self, statement: str, *values: Any) -> bool:
        with self._writing():
            return self._db.execute(statement, values).rowcount > 0

    def _row(self, key: str) -> dict[str, Any] | None:
        rows = self._db.execute("SELECT * FROM jobs WHERE key = ?", (key,))
        row = rows.fetchone()
        return None if row is None else dict(zip((column[0] for column in rows.description), row, strict=True))

    def _held(self, row: Mapping[str, Any], by: str = "") -> bool:
        """Say whether somebody else, who is alive, works at a job."""
        if row["lease"] <= time.time() or row["owner"] in (None, by or self._owner):
            return False
        host, pid, _ = row["owner"].rsplit("/", 2)
        return host != socket.gethostname() or _alive(int(pid))


class Entry:
    """A job's entry in a journal, named by its key or its task; where there is no journal, nothing happens."""

    def __init__(
        self, journal: Journal | None, key: str | None = None, seconds: float = 0.0, by: str = "", *, task_id: str = ""
    ) -> None:
        self._journal = journal
        self._key = key
        self._seconds = seconds
        self._by = by
        self._task_id = task_id

    @property
    def kept(self) -> bool:
        """Whether there is a journal at all."""
        return self._journal is not None

    def sending(self) -> None:
        """Raises: ConfigurationError when somebody else has sent it meanwhile."""
        if self._journal and self._key and not self._journal.sending(self._key, self._seconds, self._by):
            raise ConfigurationError(f"the job {self._key} is in other hands now; nothing was sent")

    def not_sent(self, error: str) -> None:
        if self._journal and self._key:
            self._journal.not_sent(self._key, error, self._by)

    def uncertain(self, error: str) -> None:
        if self._journal and self._key:
            self._journal.uncertain(self._key, error)

    def submitted(self, task_id: str) -> None:
        if self._journal and self._key:
            self._journal.submitted(self._key, task_id)

    def completed(self) -> None:
        if self._journal:
            self._journal.completed(self._task_id)

    def failed(self, error: str) -> None:
        if self._journal:
            self._journal.failed(self._task_id, error)

    def saved(self, path: Path) -> None:
        if self._journal:
            self._journal.saved(self._task_id, path)


def _create(path: Path) -> None:
    """Make the file, readable to nobody else: it holds prompts.

    One that is there is not opened. The system lets go of a process's locks on a file as soon as the process closes
    any handle of it, and SQLite's own, of another journal object on the same file, would be among them.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _text(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _job(columns: Sequence[Any], row: Sequence[Any]) -> Job:
    values = dict(zip((column[0] for column in columns), row, strict=True))
    return Job(
        key=values["key"],
        state=values["state"],
        body=json.loads(values["body"]),
        target=None if values["target"] is None else Path(values["target"]),
        task_id=values["task_id"],
        path=None if values["path"] is None else Path(values["path"]),
        error=values["error"],
        created=values["created"],
        updated=values["updated"],
        sent=values["sent"],
        files=json.loads(values["files"]),
    )


def _alive(pid: int) -> bool:
    """Say whether a process of this machine runs; another one that got its number makes us wait, and no more."""
    if os.name == "nt":  # there, signal 0 is Ctrl-C
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
