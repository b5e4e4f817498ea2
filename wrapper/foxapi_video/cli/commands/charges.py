"""Implement `jobs --charges`: the uncertain jobs beside the charges of the API key around their time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from foxapi_video import APIStatusError, Charge, InvalidResponse, Job, Journal
from foxapi_video._contract.catalog import catalog

from ..clients import open_client
from ..output.display import path_text, result, say, table
from .prices import dollars

WINDOW = 600.0
"""Seconds before and after the create request in which a charge may be the job's: the clocks can differ."""

SHOWN = 20
"""Charges per job that the table lists."""


@frozen
class Evidence:
    """An uncertain job, and what may help to resolve it."""

    journal: Path
    job: Job
    others: int
    """Other jobs of the same model that were sent around its time: a charge may be theirs."""
    charges: Sequence[Charge] | None
    """The charges of its model around its time, or of an unknown model or time; None if they are not available."""


def show_charges(paths: Sequence[Path], base_url: str | None, *, as_json: bool) -> int:
    """Print each uncertain job beside the charges that may be its own; decide nothing."""
    jobs = [(path, job) for path in paths for job in _jobs(path)]
    uncertain = [(path, job) for path, job in jobs if job.state == "uncertain"]
    charges = _charges(base_url) if uncertain else None
    found = [
        Evidence(
            path,
            job,
            sum(
                other is not job and other.sent is not None and _is_near(job, _model(other), other.sent)
                for _, other in jobs
            ),
            None if charges is None else [each for each in charges if _is_near(job, each.model, each.created)],
        )
        for path, job in uncertain
    ]
    if as_json:
        result(list(map(_json, found)), "", as_json=True)
        return 0
    if not found:
        say("no job is uncertain")
        return 0
    table(["JOB", "SENT", "CHARGED", "MODEL", "AMOUNT", "CHARGE ID"], [row for each in found for row in _rows(each)])
    for each in found:
        if each.others:
            other = f"{each.others} other job{'s' * (each.others != 1)}"
            say(f"{each.job.key}: {other} of this model {'were' if each.others != 1 else 'was'} sent around its time")
        if each.charges is not None and len(each.charges) > SHOWN:
            say(f"{each.job.key}: … and {len(each.charges) - SHOWN} more charges: run it with --json")
    if any(each.charges == [] for each in found):
        say("a charge that is not listed proves nothing: the list can be late or incomplete")
    say("a charge may also belong to another program with this API key; nothing was changed")
    say("to resolve a job, run foxapi-video jobs retry KEY, or foxapi-video jobs delete KEY")
    return 0


def _jobs(path: Path) -> list[Job]:
    with Journal(path) as journal:
        return journal.jobs()


def _charges(base_url: str | None) -> list[Charge] | None:
    with open_client(base_url) as fox:
        try:
            return fox.charges()
        except (APIStatusError, InvalidResponse) as error:
            say(f"the charges are not available: {error}", wrap=True)
            return None


def _is_near(job: Job, model: str | None, when: float | None) -> bool:
    """Return True unless the model or the time differs."""
    own = _model(job)
    same = None in (model, own) or model == own or catalog().model(model) == (catalog().model(own) or own)
    return same and (when is None or abs(when - _sent(job)) <= WINDOW)


def _model(job: Job) -> str | None:
    model = job.body.get("model")
    return model if isinstance(model, str) else None


def _sent(job: Job) -> float:
    return job.updated if job.sent is None else job.sent


def _rows(each: Evidence) -> Sequence[Sequence[str]]:
    job, sent = each.job.key, _time(_sent(each.job))
    if not each.charges:
        words = "not available" if each.charges is None else f"none within {WINDOW / 60:.0f} minutes"
        return [(job, sent, words, _model(each.job) or "", "", "")]
    return [
        (
            job,
            sent,
            "unknown" if charge.created is None else _time(charge.created),
            charge.model or "unknown",
            "unknown" if charge.dollars is None else dollars(charge.dollars),
            charge.id or "",
        )
        for charge in each.charges[:SHOWN]
    ]


def _time(when: float) -> str:
    return datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _json(each: Evidence) -> dict[str, Any]:
    charges = None if each.charges is None else list(map(_charge_json, each.charges))
    return {
        "key": each.job.key,
        "model": _model(each.job),
        "sent": each.job.sent,
        "task_id": each.job.task_id,
        "journal": path_text(each.journal),
        "other_jobs": each.others,
        "charges": charges,
    }


def _charge_json(charge: Charge) -> dict[str, Any]:
    return {
        "id": charge.id,
        "model": charge.model,
        "created": charge.created,
        "dollars": charge.dollars,
        "group": charge.group,
    }
