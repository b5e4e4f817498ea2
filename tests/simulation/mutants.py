# ruff: noqa: E501
"""One-line mutants of the safety rules: each breaks a promise, and the simulation or a named test must notice it.

python tests/simulation/mutants.py                all of them
python tests/simulation/mutants.py "no fsync"     those whose names contain a text
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEDULES = 1500
"""How many schedules a mutant may survive."""


@dataclass(frozen=True)
class Mutant:
    """A change of one line that breaks a promise."""

    name: str
    file: str
    """Below `wrapper/foxapi_video/`."""
    old: str
    new: str
    by: str
    """The promise that breaks, or the test that fails."""

    def source(self, wrapper: Path = ROOT / "wrapper") -> str:
        """Return the changed source.

        Raises:
            LookupError: the line is not there exactly once.
        """
        text = (wrapper / "foxapi_video" / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise LookupError(f"mutant {self.name!r}: {self.file} has its line {text.count(self.old)} times")
        return text.replace(self.old, self.new)


JOURNAL, FILES, SUBMIT = "_storage/journal.py", "_storage/files.py", "_steps/submit.py"
JOBS, WAIT, DOWNLOAD, GENERATE = "_steps/jobs.py", "_steps/wait.py", "_steps/download.py", "_steps/generate.py"

MUTANTS = (
    # the journal
    Mutant("leases are ignored", JOURNAL, "if not isinstance(lease, int | float) or lease", "if True or lease", "works_with_a_lease"),
    Mutant("leases are never renewed", JOURNAL, "            _ = self.claim(key, seconds, by)", "            pass", "works_with_a_lease"),
    Mutant("anybody can release a lease", JOURNAL, 'lease = 0 WHERE key = ? AND owner = ?", (key, by or self._owner)', 'lease = 0 WHERE key = ? AND ? != \'\'", (key, by or self._owner)', "works_with_a_lease"),
    Mutant("anybody can send", JOURNAL, '(("new",), "sending", "key = ? AND owner = ?")', '(("new",), "sending", "key = ? AND ? != ''")', "tests/simulation/test_journal_model.py"),
    Mutant("a job is sent in any state", JOURNAL, '"sending": Transition(("new",), "sending"', '"sending": Transition(("new", "sending", "submitted"), "sending"', "tests/simulation/test_journal_model.py"),
    Mutant("records are not durable", JOURNAL, "{'FULL' if durable else 'NORMAL'}", "{'NORMAL' if durable else 'NORMAL'}", "created_at_most_once"),
    Mutant("a dead sender's job is new", JOURNAL, '"abandoned": Transition(("sending",), "uncertain"', '"abandoned": Transition(("sending",), "new"', "created_at_most_once"),
    Mutant("a dead sender is not noticed", JOURNAL, 'if row["state"] == "sending":', 'if row["state"] == "nothing":', "everything_ends"),
    Mutant("an id that cannot be written is dropped", JOURNAL, "        self._unrecorded[task_id] = key, by or self._owner, credits\n        self.flush()", "        self._unrecorded[task_id] = key, by or self._owner, credits\n        try:\n            self.flush()\n        finally:\n            self._unrecorded.clear()", "ids_are_written_later"),
    Mutant("a late id takes over a job that was sent again", JOURNAL, "key = ? AND (state != 'sending' OR owner = ?)", "key = ? AND (state != 'sending' OR ? != '')", "tests/simulation/test_journal_model.py"),
    Mutant("a transaction is left open", JOURNAL, 'db.execute("ROLLBACK")', "pass", "everything_ends"),
    Mutant("ids are kept with their jobs only", JOURNAL, 'db.execute("INSERT OR IGNORE INTO tasks VALUES (?, ?, ?, ?)", (_storable(task_id), key, now, credits))', "pass", "ids_stay"),
    Mutant("a leased job can be deleted", JOURNAL, "if job is None or self._held(job):", "if job is None:", "tests/simulation/test_journal_model.py"),
    Mutant("a saved job can fail", JOURNAL, '"failed": Transition(("uncertain", "submitted", "completed"), "failed"', '"failed": Transition(("uncertain", "submitted", "completed", "saved"), "failed"', "tests/_storage/test_journal.py"),
    Mutant("a submitted job can be retried", JOURNAL, '"retry": Transition(("uncertain", "failed"), "new"', '"retry": Transition(("uncertain", "failed", "submitted"), "new"', "tests/simulation/test_journal_model.py"),
    Mutant("a lost response makes a job new", JOURNAL, '"uncertain": Transition(("sending",), "uncertain"', '"uncertain": Transition(("sending",), "new"', "created_at_most_once"),
    # submit
    Mutant("sent without a record", SUBMIT, "exchange.not_after = yield from _record_sending(context, journal, key, by)", "pass", "posted_with_a_record"),
    Mutant("a lost response proves that nothing was created", SUBMIT, "if not exchange.started or (", "if True or (", "created_at_most_once"),
    Mutant("uncertain though nothing was sent", SUBMIT, "if not exchange.started or (", "if (", "uncertain_only_if_sent"),
    Mutant("each error status is a refusal", SUBMIT, "return catalog().proves_nothing_created(error.status_code, own_body=own_error(error.body) is not None)", "return True", "created_at_most_once"),
    Mutant("a refusal that names a task is believed", SUBMIT, "return task_id not in str(body.values)", "return False", "tests/_http/test_exchange.py"),
    Mutant("sent again after a lost connection", SUBMIT, "return float(tries) if error.nothing_sent and tries < CONNECTION_TRIES else None", "return float(tries) if tries < CONNECTION_TRIES else None", "tests/_steps"),
    Mutant("each 429 is sent again", SUBMIT, "if not isinstance(error, errors.RateLimited) or tries >= RATE_LIMIT_TRIES:", "if tries >= RATE_LIMIT_TRIES:", "tests/_steps"),
    Mutant("an id is not recorded after Ctrl-C", SUBMIT, "        yield from try_to(writing.function)\n", "", "tests/_steps/test_create.py"),
    Mutant("an id is lost by Ctrl-C while it is recorded", SUBMIT, "    except BaseException as error:  # also one that interrupts the record\n        name_task(context, error, task.id)\n", "    except BaseException:\n", "tests/_steps/test_create.py"),
    Mutant("an id is lost on a full disk", SUBMIT, "    except errors.FoxAPIError as error:\n        words = \"task %s is paid, and could not be recorded yet", "    except errors.FoxAPIError as error:\n        raise\n        words = \"task %s is paid, and could not be recorded yet", "tests/_steps/test_create.py"),
    Mutant("an error hides that a task may be paid", SUBMIT, "raise _uncertain(body, sent_at, words, found) from error", "raise", "errors_name_the_task"),
    Mutant("nobody is told that a request was in flight", SUBMIT, 'add_note(context, error, f"the create request was in flight: {_how_to_find_out(found)}")', "pass", "ids_are_kept"),
    # wait, download, generate
    Mutant("a task that the service does not know is polled forever", WAIT, "except (errors.TaskFailed, errors.NotFound) as error:", "except errors.TaskFailed as error:", "everything_ends"),
    Mutant("a failed task is not recorded", WAIT, "yield from record(context.journal, lambda journal: journal.failed(task_id, words))", "pass", "everything_ends"),
    Mutant("a completed task is not recorded", WAIT, "    yield from record(context.journal, lambda journal: journal.completed(task_id))\n", "", "everything_ends"),
    Mutant("saved is recorded before the download", DOWNLOAD, "                yield Transfer(url", "                yield from record(journal, lambda journal: journal.saved(task_id, part.target))\n                yield Transfer(url", "files_are_whole"),
    Mutant("the id is not put on the error", GENERATE, "error.task_id = task_id", "pass", "tests/_steps"),
    # jobs
    Mutant("an uncertain job is not refused", JOBS, '            if job.state == "uncertain":\n', '            if job.state == "nothing":\n', "tests/_steps/test_jobs.py"),
    Mutant("no renewal before what takes long", JOBS, "yield RunBlocking(partial(journal.renew, key, seconds + context.lease, by))", "pass", "works_with_a_lease"),
    Mutant("an interruption of the cleanup is swallowed", JOBS, "    if error is not None and error is not first:\n        raise error\n", "", "interruptions_reach_the_caller"),
    Mutant("Ctrl-C again and again hides the id", JOBS, "            hand_on_notes(error, later, task_id)\n", "", "tests/_steps/test_create.py"),
    Mutant("a finished job without a path is resumed forever", "_steps/batch.py", 'if job.state != "completed" or job.target is not None]', "]", "tests/_steps/test_jobs.py"),
    # files
    Mutant("no fsync before the rename", FILES, "            self._outputs.machine.sync(self._file.fileno())\n", "", "files_are_whole"),
    Mutant("the folder is not synced", FILES, "            _sync_folder(self._real.parent, self._outputs.machine)\n", "", "files_are_whole"),
    Mutant("a short file is a whole one", FILES, "if self.expected is not None and self.size < self.expected:", "if False:", "tests/_storage/test_files.py"),
    Mutant("a page in the place of the file is saved", FILES, "if defect := self._defect():", "if defect := None:", "files_are_whole"),
    Mutant("the file is written under its final name", FILES, 'path = place.with_name(f".{name}.part")', "path = place", "files_are_whole"),
    Mutant("a failed upload keeps others waiting", "_steps/uploads.py", "        context.uploads.finish(digest, by=by)  # no", "        pass  # no", "tests/_steps/test_uploads.py"),
)  # fmt: skip
"""What must be noticed. A rule whose mutant nobody notices is unnecessary, or untested."""


def notice(mutant: Mutant) -> str:
    """Return how a mutant was noticed, or an empty text."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        wrapper = Path(folder) / "wrapper"
        shutil.copytree(ROOT / "wrapper", wrapper, ignore=shutil.ignore_patterns("__pycache__"))
        (wrapper / "foxapi_video" / mutant.file).write_text(mutant.source(), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(wrapper), "PYTHONDONTWRITEBYTECODE": "1"}
        if mutant.by.startswith("tests/"):
            command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--seed", "0", mutant.by]
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
            return failed.group(1) if failed else ""
        command = [sys.executable, "tests/simulation/run.py", "--first", "0", "--schedules", str(SCHEDULES), "--brief"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        broken = re.search(r"^seed \d+ breaks a promise: .*", done.stdout, re.MULTILINE)
        return broken.group(0) if broken else done.stderr[-300:] if done.returncode not in (0, 1) else ""


def main() -> int:
    missed = 0
    for mutant in MUTANTS:
        if not all(word in mutant.name for word in sys.argv[1:]):
            continue
        begun = time.monotonic()
        found = notice(mutant)
        missed += not found
        print(f"{time.monotonic() - begun:6.1f} s  {mutant.name}\n          {found[:180] or 'NOT NOTICED'}", flush=True)
    print(f"{missed} not noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
