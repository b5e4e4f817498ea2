"""Define the commands; each returns its exit code, and `run` maps exceptions to exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from foxapi_video import __version__

from .clients import SANDBOX_SPEED, open_client, open_sandbox, poll_settings
from .options import MODEL_WORDS, ModelGroup
from .process import InputType, PathType, Seconds, decoded, drop_invalid_sizes, safe_streams, shown_warnings

if TYPE_CHECKING:
    from foxapi_video import Clip, FoxAPI, Journal, Problem, Task

AS_JSON = click.Option(["--json", "as_json"], is_flag=True, help="Output JSON, including errors.")
BASE_URL = click.Option(
    ["--base-url"],
    metavar="URL",
    help="Base URL of the API.  [default: $FOXAPI_BASE_URL or $AIHUB_BASE_URL, or the API key's host]",
)
TIMEOUT = click.Option(["--timeout"], type=Seconds(), metavar="SECONDS", help="Total timeout.  [default: 1800]")
OUTPUT = click.Option(
    ["-o", "--output"],
    type=PathType(),
    metavar="FILE|FOLDER",
    help="Output file, or a folder for a generated file name.",
)
SAVE_AS = click.Option(
    ["-o", "--output"], type=PathType(), metavar="FILE|FOLDER", required=True, help="Output file or folder."
)
FOLDER = click.Option(
    ["-o", "--output"],
    type=PathType(folders=True),
    default="out",
    show_default=True,
    metavar="DIR",
    help="Output folder.",
)
FORCE = click.Option(["--force"], is_flag=True, help="Replace existing files.")
TASK = click.Argument(["task"])
BATCH_JOURNAL = Path("foxapi-jobs.sqlite")
"""The default journal of `batch`."""
JOURNAL_WORDS: dict[str, Any] = {"type": PathType(), "metavar": "FILE"}
JOURNAL = click.Option(
    ["--journal"],
    **JOURNAL_WORDS,
    default=str(BATCH_JOURNAL),
    show_default=True,
    envvar="FOXAPI_JOURNAL",
    help="Job database file.",
)
RECORD = click.Option(
    ["--journal"],
    **JOURNAL_WORDS,
    envvar="FOXAPI_JOURNAL",
    help="Job database file.  [default: jobs.sqlite in your state folder]",
)
NO_RECORD = click.Option(["--no-journal"], is_flag=True, help="Do not record the job.")
JOBS_JOURNAL = click.Option(["--journal"], **JOURNAL_WORDS, help="Job database file.")
SANDBOX = click.Option(["--sandbox"], is_flag=True, help="Use the local sandbox: no API key, no credits.")
DRY_RUN = click.Option(["--dry-run"], is_flag=True, help="Validate the request and print its body; send nothing.")
DRY_RUN_OF_MANY = click.Option(["--dry-run"], is_flag=True, help="Validate all requests; send and write nothing.")
PROGRAM = "foxapi-video"
COMPLETING = "_FOXAPI_VIDEO_COMPLETE"
"""The environment variable that a shell sets to request completions."""
NO_LOCAL_FILES = click.Option(
    ["--no-local-files", "local_files"],
    is_flag=True,
    flag_value=False,
    default=True,
    help="Refuse local paths; for a FILE that you do not trust.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="foxapi-video")
def app() -> None:
    """Generate videos with FoxAPI.

    The API key is read from FOXAPI_API_KEY, or from AIHUB_API_KEY. Without a key, try `foxapi-video demo`, or
    `foxapi-video generate sora-2 "A paper boat" --sandbox`.

    Exit codes: 0 success, 1 unexpected error or output not writable, 2 invalid request or usage (nothing was charged),
    3 refused by the API, 4 task failed, 5 timed out, 6 connection failed or submission uncertain, 130 interrupted.

    To complete commands, models, options and values with Tab, add this line to ~/.bashrc (for zsh, use zsh_source in
    ~/.zshrc; for fish, use fish_source):

    \b
    eval "$(_FOXAPI_VIDEO_COMPLETE=bash_source foxapi-video)"
    """


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    drop_invalid_sizes()
    if COMPLETING in os.environ:
        return app.main(prog_name=PROGRAM) or 0  # click prints the completions and exits
    with safe_streams() as (out, _), shown_warnings():
        code = _run(sys.argv[1:] if arguments is None else arguments)
        out.flush()
        if out.failed and not code:
            from .output.display import say

            if not isinstance(out.failed, BrokenPipeError):  # a reader such as `head` closed the pipe on purpose
                say(f"cannot write to standard output ({out.problem})", label="Error: ")
            return 1
        return code


def _run(given: list[str]) -> int:
    """Run a command; turn each exception into a message and an exit code."""
    try:
        return app.main(decoded(given), prog_name=PROGRAM, standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except (Exception, KeyboardInterrupt) as error:
        from .output.display import report

        return report(error, as_json="--json" in given)


def _dry_run(request: Mapping[str, Any], settings: Mapping[str, Any]) -> bool:
    """Validate the request before anything is started; with `--dry-run`, print its body and return True."""
    from foxapi_video._requests.check import body_of
    from foxapi_video._requests.local_files import replaced

    from .output.display import json_text

    body = body_of(request, extra_body=None, validate=True)
    if settings["dry_run"]:
        print(json_text(replaced(body.values, {file.where: file.given for file in body.files})), flush=True)
        if not settings.get("sandbox"):
            from .commands.prices import say_price

            say_price(str(body.values["model"]), settings["base_url"])
    return bool(settings["dry_run"])


def _generate(request: Mapping[str, Any], **settings: Any) -> int:
    from .output.display import result, safe, say
    from .output.progress import ProgressView
    from .record import recorded
    from .targets import has_file, keep_files, saved_text, target_of

    if _dry_run(request, settings):
        return 0
    name, sandbox, as_json = str(request["model"]), bool(settings["sandbox"]), settings["as_json"]
    target = None
    if settings["output"] or has_file(name):
        target = target_of(settings["output"], name, force=settings["force"])
    off = sandbox or settings["no_journal"]
    with recorded(None if sandbox else settings["journal"], off=off) as record:

        def work(journal: Journal | None) -> Clip:
            view = ProgressView([name], as_json=as_json, creates=True)
            with open_client(settings["base_url"], sandbox=sandbox, journal=journal) as fox, view:
                keep_files(fox, force=settings["force"])
                clip = fox.generate(
                    request,
                    save_to=target,
                    poll=poll_settings(settings["timeout"], sandbox=sandbox),
                    on_progress=lambda task: view.task(name, task),
                    on_upload=lambda path, sent, size: view.upload(name, path, sent, size),
                    key=record.key,
                )
                view.end(name, "saved" if clip.path else "completed")
            return clip

        clip = record.run(work)
        path = None if target is None or clip.path is None else saved_text(target, clip.path)
    if sandbox:
        say("generated by the sandbox: a test pattern, not the model's output")
    lines = [safe(f"{key}: {value}") for each in clip.results for key, value in each.raw.items()]
    result({**_task_json(clip.task), "path": path}, path or "\n".join(lines), as_json=as_json, keep=True)
    return 0


def _submit(request: Mapping[str, Any], **settings: Any) -> int:
    from .output.display import result
    from .output.progress import ProgressView
    from .record import recorded

    if _dry_run(request, settings):
        return 0
    name, as_json = str(request["model"]), settings["as_json"]
    with recorded(settings["journal"], off=settings["no_journal"]) as record:

        def work(journal: Journal | None) -> int:
            with open_client(settings["base_url"], journal=journal) as fox:
                with ProgressView([name], as_json=as_json, creates=True) as view:
                    task = fox.submit(
                        request,
                        on_upload=lambda path, sent, size: view.upload(name, path, sent, size),
                        key=record.key,
                    )
                result(_task_json(task), task.id, as_json=as_json, keep=True)
            return 0

        return record.run(work)


def _task_json(task: Task) -> dict[str, Any]:
    return {
        "task_id": task.id,
        "status": task.status,
        "model": task.model,
        "progress": task.progress,
        "credits": task.credits,
        "url": task.url,
        "results": [dict(found.raw) for found in task.results],
        "error": None if task.error is None else {"code": task.error.code, "message": task.error.message},
    }


app.add_command(
    ModelGroup(
        "generate",
        run=_generate,
        options=[OUTPUT, FORCE, TIMEOUT, SANDBOX, DRY_RUN, RECORD, NO_RECORD, BASE_URL, AS_JSON],
        help="Generate a video: submit, wait and download. Each model has its own options.",
    )
)
app.add_command(
    ModelGroup(
        "submit",
        run=_submit,
        options=[DRY_RUN, RECORD, NO_RECORD, BASE_URL, AS_JSON],
        help="Create a task and print its ID. This costs credits. Save the video with `wait`.",
    )
)


@app.command(params=[TASK, BASE_URL, AS_JSON])
def status(task: str, base_url: str | None, as_json: bool) -> int:
    """Show a task's current status."""
    from .output.display import result, safe

    with open_client(base_url) as fox:
        seen = fox.get(task, sync_upstream=True)
    percent = "" if seen.progress is None else f" {seen.progress:g} %"
    detail = seen.url or (seen.error.message if seen.error else "")
    result(_task_json(seen), safe(f"{seen.id} {seen.status}{percent} {detail}".strip()), as_json=as_json)
    return 0


@app.command(params=[TASK, OUTPUT, FORCE, TIMEOUT, RECORD, NO_RECORD, BASE_URL, AS_JSON])
def wait(task: str, output: str | None, timeout: float | None, as_json: bool, **settings: Any) -> int:
    """Wait for a task; with -o, save its video."""
    from .output.display import result, safe
    from .output.progress import ProgressView
    from .targets import keep_files, saved_text, target_of

    target = target_of(output, task, force=settings["force"]) if output else None
    with _recorded_client(settings) as fox, ProgressView([task], as_json=as_json) as view:
        keep_files(fox, force=settings["force"])
        done = fox.wait(task, poll=poll_settings(timeout), on_progress=lambda seen: view.task(task, seen))
        path = saved_text(target, fox.download(done, target)) if target else None
    saved = {"path": path} if path else {}
    result({**_task_json(done), **saved}, path or safe(done.url or done.id), as_json=as_json, keep=True)
    return 0


@app.command(params=[TASK, SAVE_AS, FORCE, RECORD, NO_RECORD, BASE_URL, AS_JSON])
def download(task: str, output: str, as_json: bool, **settings: Any) -> int:
    """Save the video of a completed task. TASK is a task ID or a result URL."""
    from .output.display import result
    from .targets import keep_files, name_of, saved_text, target_of

    target = target_of(output, name_of(task), force=settings["force"])
    with _recorded_client(settings) as fox:
        keep_files(fox, force=settings["force"])
        path = saved_text(target, fox.download(task, target))
    result({"path": path}, path, as_json=as_json)
    return 0


@contextmanager
def _recorded_client(settings: Mapping[str, Any]) -> Generator[FoxAPI]:
    """Yield a client that records how tasks end in the journal of single jobs, if it exists."""
    from .record import recorded

    with (
        recorded(settings["journal"], off=settings["no_journal"], must_exist=True) as record,
        open_client(settings["base_url"], journal=record.journal) as fox,
    ):
        yield fox


def _completed(option: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return a function that completes the values of a filter of `models`."""

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        from foxapi_video import models as known

        from .commands.models import all_resolutions, all_takes

        values = all_takes(known()) if option == "--with" else all_resolutions(known())
        return [each for each in values if each.startswith(incomplete)]

    return complete


@app.command(params=[MODEL_WORDS, BASE_URL, AS_JSON])
@click.option(
    "--with",
    "takes",
    multiple=True,
    metavar="INPUT",
    shell_complete=_completed("--with"),
    help="Only models with this input: a field (seed), a field's role (ratio) or a file type (image, video, "
    "audio). 'audio' also matches models whose videos can have audio. Repeatable.",
)
@click.option(
    "--max-duration",
    "seconds",
    type=Seconds(),
    metavar="SECONDS",
    help="Only models that support videos of this length.",
)
@click.option(
    "--resolution",
    metavar="SIZE",
    shell_complete=_completed("--resolution"),
    help="Only models that support this resolution, such as 1080p.",
)
@click.option(
    "--live",
    is_flag=True,
    help="Only models that your API key can use, and the prices of those that match WORDS; sends requests to the API.",
)
@click.option("--example", is_flag=True, help="Add the model's example as JSON and in Python.")
@click.option(
    "--sources", is_flag=True, help="Add the model's documentation pages, and what they leave open or contradict."
)
def models(
    words: tuple[str, ...],
    takes: tuple[str, ...],
    seconds: float | None,
    resolution: str | None,
    live: bool,
    example: bool,
    sources: bool,
    base_url: str | None,
    as_json: bool,
) -> int:
    """List models, or show one model's page.

    With a model ID, show the page of that model. With other WORDS, list the models whose ID or title contains all of
    them.
    """
    from .commands.models import Search, show_models

    ids = prices = None
    if live:
        from .commands.prices import live_prices

        with open_client(base_url) as fox:
            ids = fox.live_models()
            prices = live_prices(fox, base_url) if words else None
    search = Search(words, takes, seconds, resolution, ids, prices)
    return show_models(search, as_json=as_json, example=example, sources=sources)


@app.command(params=[NO_LOCAL_FILES, AS_JSON])
@click.argument("file", type=InputType())
def check(file: BinaryIO, local_files: bool, as_json: bool) -> int:
    """Validate requests in JSON or JSONL, offline.

    FILE contains one request per line (JSONL), a JSON array of requests, or a single request. A request is a JSON
    object, or {"key": NAME, "request": {…}}. Use "-" to read standard input. Each problem is printed on a line with
    the number of its line or array entry. The exit code is 2 if there are problems.
    """
    from foxapi_video import check as problems_of
    from foxapi_video._storage.keys import UsedKeys

    from .output.display import path_text, report_problems, result, say
    from .requests import key_problem, read_requests

    found: list[tuple[str, Problem]] = []
    requests = read_requests(file, local_files=local_files)
    used = UsedKeys(name_files=True)
    for each in requests:
        problems = each.without_repeats(problems_of(each.request) if each.has_request else ())
        problems += key_problem(each, used, is_valid=not problems)
        found += [(each.place, problem) for problem in problems]
    checked = "1 request" if len(requests) == 1 else f"{len(requests)} requests"
    if found:
        several = "1 problem" if len(found) == 1 else f"{len(found)} problems"
        return report_problems(path_text(file.name), found, f"{several} in {checked}", as_json=as_json)
    if as_json:
        result({"requests": len(requests), "problems": []}, "", as_json=True)
    say(f"{checked}, no problem")
    return 0


@app.command(params=[click.Argument(["sources"], metavar="FILE…", nargs=-1, required=True), BASE_URL, AS_JSON])
def upload(sources: tuple[str, ...], base_url: str | None, as_json: bool) -> int:
    """Upload files and print their URLs.

    The URLs expire after three days. Options such as --image-urls upload local files themselves; use this command for
    files that many requests share.
    """
    from .commands.account import upload

    with open_client(base_url) as fox:
        return upload(fox, sources, as_json=as_json)


@app.command(params=[BASE_URL, AS_JSON])
def credits(base_url: str | None, as_json: bool) -> int:
    """Show the account balance."""
    from .commands.account import show_credits

    with open_client(base_url) as fox:
        return show_credits(fox, as_json=as_json)


@app.command(params=[BASE_URL, AS_JSON])
@click.argument("model", required=False)
@click.option("--refresh", is_flag=True, help="Fetch the prices again; without it, they can be a day old.")
def prices(model: str | None, refresh: bool, base_url: str | None, as_json: bool) -> int:
    """Show the published prices of all models, or of one model and its billing tiers.

    A price per call is in US dollars at ratio 1: the group of your API key may multiply it. With a price by usage, what
    a call costs is not known in advance.
    """
    from .commands.prices import show_prices

    return show_prices(model, base_url, refresh=refresh, as_json=as_json)


@app.command(params=[FORCE, JOURNAL, TIMEOUT, SANDBOX, DRY_RUN_OF_MANY, NO_LOCAL_FILES, BASE_URL, AS_JSON])
@click.argument("file", type=InputType())
@click.option("-o", "--output", type=PathType(folders=True), metavar="DIR", required=True, help="Output folder.")
@click.option("--concurrency", type=click.IntRange(1), default=10, show_default=True, help="Max concurrent jobs.")
@click.option(
    "--max-credits",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help="Create no more tasks once the batch has cost N credits.",
)
def batch(file: BinaryIO, local_files: bool, **settings: Any) -> int:
    """Generate videos from JSONL (one request per line).

    Each line is a JSON request, or {"key": NAME, "request": {…}}. Each video is saved as DIR/NAME.mp4; without a key,
    NAME is a hash of the request. In a media field, a string that is not a URL is a local path, relative to the folder
    of FILE; the file is uploaded first.

    All requests are validated before the first is sent. The journal records every job: if the command is interrupted,
    run it again to resume, and no job is charged twice. Existing files from elsewhere are replaced only with --force.
    """
    from .commands.batch import make
    from .output.display import path_text
    from .requests import read_requests

    return make(path_text(file.name), read_requests(file, local_files=local_files), **settings)


@app.group(invoke_without_command=True, params=[JOBS_JOURNAL, BASE_URL, AS_JSON])
@click.option(
    "--charges",
    is_flag=True,
    help="List the uncertain jobs beside your API key's charges around their time; sends a request to the API.",
)
@click.pass_context
def jobs(ctx: click.Context, journal: str | None, charges: bool, base_url: str | None, as_json: bool) -> int:
    """List recorded jobs; retry or delete one.

    Without --journal or FOXAPI_JOURNAL, list the jobs of `generate` and `submit`, and the jobs of `batch` that are
    recorded in foxapi-jobs.sqlite in the working folder.
    """
    from .commands.batch import existing, list_jobs

    ctx.obj = (journal, as_json)
    if ctx.invoked_subcommand:
        return 0
    if charges:
        from .commands.charges import show_charges

        return show_charges(existing(_journals(journal)), base_url, as_json=as_json)
    return list_jobs(_journals(journal), as_json=as_json)


def _journals(journal: str | None) -> Sequence[Path]:
    """Return the named journal, or the default journals."""
    named = journal or os.environ.get("FOXAPI_JOURNAL")
    if named:
        return [Path(named)]
    from .record import state_journal

    return [state_journal(), BATCH_JOURNAL]


@jobs.command(params=[JOBS_JOURNAL, AS_JSON])
@click.argument("key")
@click.pass_obj
def retry(above: tuple[str | None, bool], key: str, journal: str | None, as_json: bool) -> int:
    """Queue an uncertain or failed job for retry. You may be charged again."""
    from .commands.batch import resolve

    return resolve(_journals(journal or above[0]), key, again=True, as_json=as_json or above[1])


@jobs.command(params=[JOBS_JOURNAL, AS_JSON])
@click.argument("key")
@click.pass_obj
def delete(above: tuple[str | None, bool], key: str, journal: str | None, as_json: bool) -> int:
    """Delete a job from the journal."""
    from .commands.batch import resolve

    return resolve(_journals(journal or above[0]), key, again=False, as_json=as_json or above[1])


@app.command(params=[AS_JSON])
@click.option("--host", default="127.0.0.1", show_default=True, help="Bind address.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8787,
    show_default=True,
    help="Port of the API; 0 means any free port.",
)
@click.option("--speed", default=1.0, show_default=True, help="Clock speed multiplier.")
def sandbox(host: str, port: int, speed: float, as_json: bool) -> int:
    """Run a local FoxAPI server: no API key, no credits.

    It validates requests as the service does and renders real MP4 files of the requested size, length and audio.
    """
    from .commands.sandbox import serve, show

    with open_sandbox(host=host, port=port, speed=speed, on_request=show) as box:
        return serve(box, as_json=as_json)


@app.command(params=[FOLDER, AS_JSON])
@click.option("--all", "every", is_flag=True, help="Run every model; takes about a minute.")
def demo(output: str, every: bool, as_json: bool) -> int:
    """Generate a video with each main model in the sandbox.

    No API key is required. The main models are the models with complete documentation.
    """
    from .commands.demo import demonstrate

    with open_sandbox(speed=SANDBOX_SPEED) as box:
        return demonstrate(box, Path(output), every=every, as_json=as_json)


@app.command(params=[FOLDER, SANDBOX, RECORD, BASE_URL])
@click.option(
    "--uploads", type=PathType(folders=True), metavar="DIR", help="Let agents upload the files of this folder."
)
@click.option("--max-credits", type=click.FloatRange(0, min_open=True), metavar="N", help="Let agents spend N credits.")
@click.option("--allow-spending", is_flag=True, help="Let agents spend without asking.")
@click.option("--http", "port", type=click.IntRange(1, 65535), metavar="PORT", help="Serve HTTP on 127.0.0.1.")
def mcp(**settings: Any) -> int:
    """Run a server for agents (Model Context Protocol).

    It serves over standard input and output. Agents can list, describe and check models, create videos, wait for them
    and download them to the output folder, and nowhere else. Before each creation, the agent's client asks you for
    consent; if it cannot, nothing is created without --max-credits or --allow-spending.
    """
    from .commands.mcp import serve_agents

    return serve_agents(**settings)
