"""What the command line shows of prices, reserved credits and charges, and that it sends nothing for it by itself."""

from __future__ import annotations

import json
import os
import re
import shlex
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from foxapi_video import Charge, FoxAPI, InvalidResponse, Journal, NotFound, Price
from foxapi_video.cli import price_cache
from foxapi_video.cli.app import run
from foxapi_video.cli.commands.charges import WINDOW
from foxapi_video.cli.commands.prices import dollars, price_words, total_words
from foxapi_video.sandbox import Fault, Sandbox

DOCS = (Path(__file__).parents[2] / "docs" / "cost.md").read_text(encoding="utf-8")
SORA = ["generate", "sora-2", "A boat", "--dry-run"]
LIPSYNC = {
    "model": "lipsync-2",
    "video_url": "https://example.com/v.mp4",
    "audio_url": "https://example.com/a.mp3",
}
EVIL = "\x1b[2J\u202e\n"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def box(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    """Point the environment at a sandbox, with pauses that move its clock, in an empty folder.

    A batch does not pause by `time.sleep`: it needs a sandbox whose clock is fast.
    """
    with Sandbox(speed=getattr(request, "param", 1.0)) as box:
        monkeypatch.setenv("FOXAPI_BASE_URL", box.url)
        monkeypatch.setenv("FOXAPI_API_KEY", box.key)
        monkeypatch.setattr(time, "sleep", box.clock.advance)
        monkeypatch.chdir(tmp_path)
        yield box


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run commands; each returns its exit code, standard output and standard error."""

    def called(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return called


def paths(box: Sandbox) -> list[str]:
    return [path for _, path, _ in box.requests]


# ------------------------------------------------------------------ prices


def test_prices_are_fetched_once_a_day(box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next command needs neither the service nor a key; --refresh, a day and another base URL fetch them again."""
    code, out, _ = call("prices", "lipsync-2", "--json")
    assert (0, [{"model": "lipsync-2", "per_call": 0.05, "by_usage": False, "groups": {"default": 1}}]) == (
        code,
        json.loads(out),
    )
    assert 0o600 == price_cache.cache_file().stat().st_mode & 0o777
    monkeypatch.delenv("FOXAPI_API_KEY")
    assert "lipsync-2  $0.05 per call at ratio 1" in call("prices", "lipsync-2")[1]
    assert 1 == len(box.requests)
    assert 2 == call("prices", "--refresh")[0]
    monkeypatch.setenv("FOXAPI_API_KEY", box.key)
    assert (0, 2) == (call("prices", "--refresh")[0], len(box.requests))
    assert (0, 3) == (call("prices", "--base-url", box.url.replace("127.0.0.1", "localhost"))[0], len(box.requests))
    assert (0, 4) == (call("prices")[0], len(box.requests))
    now = time.time()
    for days, is_there in ((0.9, True), (1, False), (-1, False)):  # a clock that was set back prolongs nothing
        monkeypatch.setattr(price_cache.time, "time", lambda then=now + days * 86400: then)
        assert is_there is (price_cache.cached_prices(None) is not None)


def test_a_model_brings_the_prices_of_its_tiers(call: Call, box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other words are searched for; without a match, nothing is spent and the command says what is near."""
    names = ["veo-3.1", "veo-3.1[4k]", "google/veo-3.1", "veo-3.1-fast", "suno-5"]
    monkeypatch.setattr(FoxAPI, "prices", lambda self: [Price(name, 1, by_usage=False) for name in names])
    for word, expected in (("veo-3.1", names[:3]), ("SUNO", names[4:]), ("veo", names[:4])):
        assert expected == [each["model"] for each in json.loads(call("prices", word, "--json")[1])]
    code, _, err = call("prices", "veo-3.1-fats")
    assert (2, True) == (code, "did you mean veo-3.1-fast" in err)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"null", b"\xff", b"{", b"[" * 100_000, b'{"fetched": NaN}', b'{"prices": 5}'),
        *(b'{"fetched": 1e400, "prices": {}}', b" " * (price_cache.LARGEST + 1)),
    ],
)
def test_a_damaged_cache_is_no_cache(content: bytes) -> None:
    """The prices are fetched as if it were not there."""
    file = price_cache.cache_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    assert price_cache.cached_prices(None) is None


def test_a_cache_that_is_a_folder_or_a_pipe_does_no_harm(call: Call, box: Sandbox) -> None:
    """It is neither read nor written, and the prices are shown."""
    file = price_cache.cache_file()
    file.mkdir(parents=True)
    assert 0 == call("prices")[0]
    file.rmdir()
    os.mkfifo(file)
    assert price_cache.cached_prices(None) is None
    assert [] == [each for each in file.parent.iterdir() if each != file]


def test_prices_are_escaped(call: Call, box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models and groups come from outside."""
    monkeypatch.setattr(FoxAPI, "prices", lambda self: [Price(EVIL, None, by_usage=True, groups={EVIL: None})])
    for words in (["prices"], ["prices", "--json"], ["prices", "x"], ["prices", EVIL]):
        out = "".join(map(str, call(*words)[1:]))
        assert out.replace("\n", "").isprintable()


@pytest.mark.parametrize("command", ["generate", "submit"])
def test_a_dry_run_shows_the_price_and_sends_nothing(box: Sandbox, call: Call, command: str) -> None:
    """As far as it was fetched that day; standard output has the body alone."""
    words = [command, *SORA[1:]]
    code, out, err = call(*words)
    assert (0, "sora-2", True) == (code, json.loads(out)["model"], "run foxapi-video prices sora-2" in err)
    assert [] == box.requests
    call("prices")
    _, again, err = call(*words)
    assert (out, "price: by usage: not known in advance; groups: default (ratio 1)\n") == (again, err)
    media = ["--video-url", LIPSYNC["video_url"], "--audio-url", LIPSYNC["audio_url"]]
    err = call(command, "lipsync-2", *media, "--dry-run")[2]
    assert "price: $0.05 per call at ratio 1; groups: default (ratio 1)\n" == err
    err = call(command, "veo-3.1[4k]", "A boat", "--dry-run")[2]
    assert "price: none is published for veo-3.1[4k]\n" == err
    assert ["/api/pricing"] == paths(box)


def test_a_dry_run_with_the_sandbox_shows_no_price(box: Sandbox, call: Call) -> None:
    """It costs nothing."""
    call("prices")
    assert "" == call(*SORA, "--sandbox")[2]


def test_live_models_have_their_prices(box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where words narrow the list; without prices, the models are shown all the same."""
    assert "$0.05 per call" in call("models", "lipsync-2", "--live")[1]
    found = json.loads(call("models", "lipsync-2", "--live", "--json")[1])
    assert [0.05, 0.05] == [each["price"]["per_call"] for each in found]
    assert ["/v1/models", "/api/pricing", "/v1/models"] == paths(box)
    assert "price" not in json.loads(call("models", "--live", "--json")[1])[0]
    price_cache.cache_file().unlink()
    box.faults.add("list_prices", Fault.status(500))
    code, out, err = call("models", "lipsync-2", "--live")
    assert (0, True, True) == (code, "lipsync-2-pro" in out, "the prices are not available" in err)


PRICES = [Price("a", 0.2, by_usage=False), Price("b", None, by_usage=True), Price("c", None, by_usage=False)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["a"] * 17 + ["b"] * 3,
            "17 of 20 jobs have a price per call: $3.40 at ratio 1; 3 are charged by usage",
        ),
        (["a"], "1 of 1 job has a price per call: $0.20 at ratio 1"),
        (["b", "b"], "2 of 2 jobs are charged by usage"),
        (["c", "d"], "2 of 2 jobs have no published price"),
        (
            ["a", "b", "d"],
            "1 of 3 jobs has a price per call: $0.20 at ratio 1; 1 is charged by usage; 1 has no published price",
        ),
        ([], ""),
    ],
)
def test_the_prices_of_many_jobs_are_added_up(names: list[str], expected: str) -> None:
    """Those that are known: the others are counted, and add no 0."""
    assert expected == total_words(names, PRICES)


def test_prices_that_contradict_each_other_are_not_known() -> None:
    """The service may list a model twice."""
    twice = [PRICES[0], Price("a", 0.3, by_usage=False)]
    assert "1 of 1 job has no published price" == total_words(["a"], twice)
    assert "1 of 1 job has a price per call: $0.20 at ratio 1" == total_words(["a"], [PRICES[0]] * 2)


@pytest.mark.parametrize(
    ("amount", "text"),
    [(3.4, "$3.40"), (0.0125, "$0.0125"), (0, "$0.00"), (-0.5, "-$0.50"), (1e9, "$1000000000.00"), (2e-6, "$0.000002")],
)
def test_dollars_have_all_their_digits(amount: float, text: str) -> None:
    """A small amount is not shown as 0."""
    assert text == dollars(amount)


def test_a_price_that_is_not_known_is_never_0() -> None:
    """Whether the service charges by usage or in a way that is newer than this package."""
    assert ["by usage: not known in advance", "not known"] == list(map(price_words, PRICES[1:]))


# ------------------------------------------------------------------ batches and credits


@pytest.mark.parametrize("box", [100.0], indirect=True)
def test_a_batch_shows_its_prices_and_adds_up_its_credits(box: Sandbox, call: Call) -> None:
    """The prices of jobs that are not created yet; the credits of those that were polled."""
    lines = [{"key": "a", "request": {"model": "sora-2", "prompt": "A"}}, {"key": "b", "request": LIPSYNC}]
    Path("jobs.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    words = ["batch", "jobs.jsonl", "-o", "out"]
    assert "prices: not fetched today" in call(*words, "--dry-run")[2]
    assert [] == box.requests
    call("prices")
    total = "1 of 2 jobs has a price per call: $0.05 at ratio 1; 1 is charged by usage\n"
    assert f"2 jobs, 0 problems; nothing was sent\n{total}" == call(*words, "--dry-run")[2]
    code, _, err = call(*words)
    reserved = [task.credits for task in box.tasks]
    assert (0, 2, True) == (code, len(reserved), total in err)
    assert f"{sum(reserved)} credits were reserved for 2 of 2 jobs\n" in err
    assert f"2 saved; {sum(reserved)} credits were reserved\n" in call("jobs")[2]
    assert sorted(reserved) == sorted(job["credits"] for job in json.loads(call("jobs", "--json")[1]))
    code, out, err = call(*words, "--json")  # saved before: nothing is polled, so no credits are known
    assert (0, None, [None, None]) == (
        code,
        json.loads(out)["credits"],
        [job["credits"] for job in json.loads(out)["jobs"]],
    )
    assert total not in err
    assert ["/api/pricing"] == [path for path in paths(box) if path.startswith("/api")]


@pytest.mark.parametrize("box", [100.0], indirect=True)
def test_the_credits_of_a_failed_job_count(box: Sandbox, call: Call) -> None:
    """They were reserved; no page says that they come back."""
    lines = [{"key": key, "request": {"model": "sora-2", "prompt": key}} for key in "ab"]
    Path("jobs.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    box.faults.add("create_video", Fault.failed())
    code, out, _ = call("batch", "jobs.jsonl", "-o", "out", "--json")
    report = json.loads(out)
    assert (4, {"saved": 1, "failed": 1}) == (code, report["counts"])
    assert sum(task.credits for task in box.tasks) == report["credits"]
    assert [task.credits for task in box.tasks] == [job["credits"] for job in report["jobs"]]


def test_json_has_the_credits_of_a_task(box: Sandbox, call: Call) -> None:
    """Of submit and status."""
    task = json.loads(call("submit", "sora-2", "A boat", "--json")[1])
    assert box.tasks[0].credits == task["credits"]
    assert task["credits"] == json.loads(call("status", task["task_id"], "--json")[1])["credits"]


# ------------------------------------------------------------------ charges


def uncertain(box: Sandbox, call: Call) -> str:
    """Leave an uncertain job behind, whose task was created; return its key."""
    box.faults.add("create_video", Fault.lost())
    assert 6 == call("submit", "sora-2", "A boat")[0]
    jobs: list[dict[str, Any]] = json.loads(call("jobs", "--json")[1])
    return next(job["key"] for job in jobs if job["state"] == "uncertain")


def test_an_uncertain_job_is_shown_beside_its_charge(box: Sandbox, call: Call) -> None:
    """Those of another model are not; nothing is decided, and the job stays as it is."""
    key = uncertain(box, call)
    media = ["--video-url", LIPSYNC["video_url"], "--audio-url", LIPSYNC["audio_url"]]
    assert 0 == call("submit", "lipsync-2", *media)[0]
    before = json.loads(call("jobs", "--json")[1])
    code, out, err = call("jobs", "--charges")
    assert (0, 2) == (code, len(out.splitlines()))
    assert [key, "sora-2", f"${box.tasks[0].credits / 100:.2f}"] == [
        word for word in out.splitlines()[1].split() if word in (key, "sora-2", "lipsync-2") or word[0] == "$"
    ]
    assert "nothing was changed" in err
    [found] = json.loads(call("jobs", "--charges", "--json")[1])
    assert (key, 0, ["1"]) == (found["key"], found["other_jobs"], [each["id"] for each in found["charges"]])
    assert before == json.loads(call("jobs", "--json")[1])
    assert {"uncertain", "submitted"} == {job["state"] for job in before}


def test_other_jobs_of_its_time_are_counted(box: Sandbox, call: Call) -> None:
    """A charge may be theirs."""
    key = uncertain(box, call)
    call("submit", "sora-2", "A boat")
    code, out, err = call("jobs", "--charges")
    assert (0, 3) == (code, len(out.splitlines()))
    assert f"{key}: 1 other job of this model was sent around its time" in err


def test_a_charge_counts_within_its_time(box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of an unknown time or model is shown, too; other models and times are not."""
    uncertain(box, call)
    [found] = json.loads(call("jobs", "--charges", "--json")[1])
    sent = found["sent"]
    charges = [
        *(Charge("early", "sora-2", sent - WINDOW - 1, 1, None), Charge("near", "sora-2", sent + WINDOW - 1, 1, None)),
        *(Charge("tier", "openai/sora-2[hd]", sent, 1, None), Charge("other", "sora-2-pro", sent, 1, None)),
        *(Charge("new", "sora-9", sent, 1, None), Charge("no time", "sora-2", None, 1, None)),
        Charge("no model", None, sent, None, None),
    ]
    monkeypatch.setattr(FoxAPI, "charges", lambda self: charges)
    [found] = json.loads(call("jobs", "--charges", "--json")[1])
    assert ["near", "tier", "no time", "no model"] == [each["id"] for each in found["charges"]]
    monkeypatch.setattr(FoxAPI, "charges", lambda self: charges[:1])
    _, out, err = call("jobs", "--charges")
    assert (True, True) == ("none within 10 minutes" in out, "a charge that is not listed proves nothing" in err)
    monkeypatch.setattr(FoxAPI, "charges", lambda self: charges[1:2] * 30)
    _, out, err = call("jobs", "--charges")
    assert (21, True) == (len(out.splitlines()), "… and 10 more charges" in err)
    monkeypatch.setattr(FoxAPI, "charges", lambda self: [Charge(EVIL, None, None, None, EVIL)])
    assert "".join(call("jobs", "--charges")[1:]).replace("\n", "").isprintable()


def test_charges_that_are_not_available_are_said_to_be(
    box: Sandbox, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which differs from no charges; the jobs are listed all the same."""
    key = uncertain(box, call)

    for error in (NotFound("HTTP 404: no", status_code=404, body=""), InvalidResponse("not JSON")):

        def fail(self: FoxAPI, error: Exception = error) -> list[Charge]:
            raise error

        monkeypatch.setattr(FoxAPI, "charges", fail)
        code, out, err = call("jobs", "--charges")
        assert (0, True, True) == (code, key in out, "not available" in out)
        assert f"the charges are not available: {error}" in " ".join(err.split())
        assert [(key, None)] == [
            (each["key"], each["charges"]) for each in json.loads(call("jobs", "--charges", "--json")[1])
        ]


def test_nothing_is_sent_without_an_uncertain_job(box: Sandbox, call: Call) -> None:
    """Nor is a key needed."""
    with Journal("foxapi-jobs.sqlite") as journal:
        _ = journal.add([("a", {"model": "sora-2"}, None)])
    code, out, err = call("jobs", "--charges")
    assert (0, "", "no job is uncertain\n", []) == (code, out, err, box.requests)
    assert [] == json.loads(call("jobs", "--charges", "--json")[1])


# ------------------------------------------------------------------ docs/cost.md


def test_the_page_on_cost_is_right(box: Sandbox, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    """Its commands run, print what it shows, and its Python prints prices."""
    commands = re.findall(r"```console\n\$ foxapi-video (.*?)\n(.*?)```", DOCS, re.DOTALL)
    assert 2 == len(commands)
    for command, shown in commands:
        code, out, _ = call(*shlex.split(command))
        assert (0, shown) == (code, out)
    [python] = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    exec(python, {})
    assert "lipsync-2 0.05 {'default': 1}\n" in capsys.readouterr().out
