"""The commands. Each returns its exit code; the errors of the SDK become codes in one place, `run`."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from foxapi_video._catalogue import catalogue

from ._fields import ModelGroup, body_text

if TYPE_CHECKING:
    from foxapi_video import FoxAPI, Poll, Task
    from foxapi_video.sandbox import Sandbox

AS_JSON = click.Option(["--json", "as_json"], is_flag=True, help="Print nothing but JSON on standard output.")
BASE_URL = click.Option(
    ["--base-url"], metavar="URL", help="The API's address.  [default: $FOXAPI_BASE_URL or the service's own]"
)
TIMEOUT = click.Option(["--timeout"], type=float, metavar="SECONDS", help="The budget for all of it.  [default: 1800]")
FILE = click.Path(path_type=Path)
OUTPUT = click.Option(["-o", "--output"], type=FILE, metavar="FILE", help="Where to save the video.")
SAVE_AS = click.Option(["-o", "--output"], type=FILE, metavar="FILE", required=True, help="Where to save the video.")
FOLDER = click.Option(
    ["-o", "--output"],
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    metavar="DIR",
    help="The folder for the files.",
)
TASK = click.Argument(["task"])
JOURNAL = click.Option(
    ["--journal"],
    type=FILE,
    default=Path("foxapi-jobs.sqlite"),
    show_default=True,
    envvar="FOXAPI_JOURNAL",
    metavar="FILE",
    help="Where jobs are remembered.",
)
SANDBOX = click.Option(["--sandbox"], is_flag=True, help="Use a local stand-in of the service: no key, no credits.")
DRY_RUN = click.Option(["--dry-run"], is_flag=True, help="Check the request and print the body; send nothing.")
NO_LOCAL_FILES = click.Option(
    ["--no-local-files", "local_files"],
    is_flag=True,
    flag_value=False,
    default=True,
    help="Refuse paths of local files, for a FILE that somebody else wrote.",
)
SANDBOX_SPEED = 20.0
"""How many seconds pass in the sandbox of `--sandbox` and `demo` in one of ours."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="foxapi-video")
def app() -> None:
    """Generate videos with FoxAPI.

    The key is read from FOXAPI_API_KEY. Everything can be tried without one: `foxapi-video demo`, or any `generate`
    with --sandbox.

    Exit codes: 0 done, 1 unexpected, 2 invalid request or usage (nothing was spent), 3 the API refused, 4 the task
    failed, 5 the time is up, 6 connection or uncertain submission, 130 interrupted.
    """


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    from foxapi_video.errors import FoxAPIError

    given = sys.argv[1:] if arguments is None else arguments
    try:
        return app.main(given, prog_name="foxapi-video", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        from ._display import say

        say("interrupted")
        cause = error.__context__ if isinstance(error, click.Abort) else error
        for note in getattr(cause, "__notes__", []):
            say(note)
        return 130
    except FoxAPIError as error:
        from ._display import failure

        return failure(error, as_json="--json" in given)


@contextmanager
def _client(base_url: str | None, local: bool = False) -> Generator[FoxAPI]:
    from foxapi_video import FoxAPI

    with ExitStack() as stack:
        if local:
            box = stack.enter_context(_sandbox(speed=SANDBOX_SPEED))
            yield stack.enter_context(FoxAPI(box.key, base_url=box.url))
        else:
            yield stack.enter_context(FoxAPI(base_url=base_url))


@contextmanager
def _sandbox(**settings: Any) -> Generator[Sandbox]:
    from foxapi_video.sandbox import Sandbox

    box = Sandbox(**settings)
    try:
        box.start()
    except (ImportError, OSError) as error:  # an extra is missing, or the port is taken
        raise click.UsageError(str(error)) from error
    try:
        yield box
    finally:
        box.stop()


def _poll(timeout: float | None, sandbox: bool = False) -> Poll:
    from attrs import evolve

    from foxapi_video import Poll

    plan = Poll(shortest=0.2, longest=1.0) if sandbox else Poll()
    return plan if timeout is None else evolve(plan, timeout=timeout)


def _dry_run(request: Mapping[str, Any], settings: Mapping[str, Any]) -> bool:
    """Refuse a request with problems before anything is started, and print the body if that is all that is wanted."""
    from foxapi_video._local_files import replaced
    from foxapi_video._requests import body_of

    body = body_of(request, extra_body=None, validate=True)
    if settings["dry_run"]:
        print(body_text(replaced(body.values, {file.where: file.given for file in body.files})))
    return bool(settings["dry_run"])


def _generate(request: Mapping[str, Any], **settings: Any) -> int:
    from ._display import Show, result, say

    if _dry_run(request, settings):
        return 0
    name, sandbox = str(request["model"]), bool(settings["sandbox"])
    with _client(settings["base_url"], sandbox) as fox, Show([name]) as show:
        clip = fox.generate(
            request,
            save_to=settings["output"] or _unused(name),
            poll=_poll(settings["timeout"], sandbox),
            on_progress=lambda task: show.task(name, task),
            on_upload=lambda path, sent, size: show.upload(name, path, sent, size),
        )
        show.state(name, "saved" if clip.path else "completed", 100, f"saved {clip.path}" if clip.path else None)
    if sandbox:
        say("made by the sandbox: a test picture, not the model's")
    made = [f"{key}: {value}" for each in clip.results for key, value in each.raw.items()]
    path = None if clip.path is None else str(clip.path)
    result({**_shown(clip.task), "path": path}, path or "\n".join(made), as_json=settings["as_json"])
    return 0


def _unused(model: str) -> Path | None:
    """Return a name that no file has, so that a video that was paid for is never overwritten unasked.

    None for a model that makes no file.
    """
    family = catalogue().family(model)
    if family is not None and not family.makes_file:
        return None
    path = Path(re.sub(r"[^\w.-]+", "-", model).strip("-") + ".mp4")
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 10_000))
    return path if not path.exists() else next(name for name in numbered if not name.exists())


def _submit(request: Mapping[str, Any], **settings: Any) -> int:
    from ._display import Show, result

    if _dry_run(request, settings):
        return 0
    with _client(settings["base_url"]) as fox, Show([str(request["model"])]) as show:
        name = str(request["model"])
        task = fox.submit(request, on_upload=lambda path, sent, size: show.upload(name, path, sent, size))
    result(_shown(task), task.id, as_json=settings["as_json"])
    return 0


def _shown(task: Task) -> dict[str, Any]:
    return {
        "task_id": task.id,
        "status": task.status,
        "model": task.model,
        "progress": task.progress,
        "url": task.url,
        "results": [dict(found.raw) for found in task.results],
        "error": None if task.error is None else {"code": task.error.code, "message": task.error.message},
    }


app.add_command(
    ModelGroup(
        "generate",
        run=_generate,
        options=[OUTPUT, TIMEOUT, SANDBOX, DRY_RUN, BASE_URL, AS_JSON],
        help="Make a video: submit, wait, download. Each model has its own options.",
    )
)
app.add_command(
    ModelGroup(
        "submit",
        run=_submit,
        options=[DRY_RUN, BASE_URL, AS_JSON],
        help="Create a task and print its id. This costs credits; `wait` fetches the video.",
    )
)


@app.command(params=[TASK, BASE_URL, AS_JSON])
def status(task: str, base_url: str | None, as_json: bool) -> int:
    """Look at a task once."""
    from ._display import result

    with _client(base_url) as fox:
        seen = fox.get(task, sync_upstream=True)
    percent = "" if seen.progress is None else f" {seen.progress:g} %"
    detail = seen.url or (seen.error.message if seen.error else "")
    result(_shown(seen), f"{seen.id} {seen.status}{percent} {detail}".strip(), as_json=as_json)
    return 0


@app.command(params=[TASK, OUTPUT, TIMEOUT, BASE_URL, AS_JSON])
def wait(task: str, output: Path | None, timeout: float | None, base_url: str | None, as_json: bool) -> int:
    """Wait until a task is completed; with -o, save its video."""
    from ._display import Show, result

    with _client(base_url) as fox, Show([task]) as show:
        done = fox.wait(task, poll=_poll(timeout), on_progress=lambda seen: show.task(task, seen))
        path = fox.download(done, output) if output else None
    saved = {"path": str(path)} if path else {}
    result({**_shown(done), **saved}, str(path or done.url or done.id), as_json=as_json)
    return 0


@app.command(params=[TASK, SAVE_AS, BASE_URL, AS_JSON])
def download(task: str, output: Path, base_url: str | None, as_json: bool) -> int:
    """Save the video of a completed task. TASK is an id, or a result's URL."""
    from ._display import result

    with _client(base_url) as fox:
        path = fox.download(task, output)
    result({"path": str(path)}, str(path), as_json=as_json)
    return 0


@app.command(params=[click.Argument(["words"], nargs=-1, metavar="[MODEL | WORDS]"), BASE_URL, AS_JSON])
@click.option(
    "--with",
    "takes",
    multiple=True,
    metavar="WHAT",
    help="Only those that take this: a field (seed), what a field is about (ratio), or a kind of file (image, video, "
    "audio); or sound: those whose videos can have it. Repeat for several.",
)
@click.option(
    "--max-duration",
    "seconds",
    type=float,
    metavar="SECONDS",
    help="Only those that can make a video at least this long.",
)
@click.option("--resolution", metavar="SIZE", help="Only those that can make a video of this size, such as 1080p.")
@click.option("--live", is_flag=True, help="Only those that the key can use; this asks the API.")
def models(
    words: tuple[str, ...],
    takes: tuple[str, ...],
    seconds: float | None,
    resolution: str | None,
    live: bool,
    base_url: str | None,
    as_json: bool,
) -> int:
    """List the models, or show all about one.

    MODEL is an id. Any other WORDS list the models that have all of them in their id or title.
    """
    from ._models import Search, show_models

    ids = None
    if live:
        with _client(base_url) as fox:
            ids = fox.live_models()
    return show_models(Search(words, takes, seconds, resolution, ids), as_json=as_json)


@app.command(params=[NO_LOCAL_FILES])
@click.argument("file", type=click.File("rb"))
def check(file: BinaryIO, local_files: bool) -> int:
    """Check requests offline, in JSON or JSON Lines.

    FILE holds requests as `batch` takes them: one per line, or a JSON list of them, each a request or
    {"key": NAME, "request": {…}}; or one JSON object. "-" is standard input. Prints one problem per line, with the
    line of the file or the number of the entry, and exits with 2 if there is any.
    """
    from foxapi_video import check as problems_of

    from ._display import say
    from ._requests import read_requests

    count = 0
    requests = read_requests(file, local_files=local_files)
    for each in requests:
        problems = each.without_repeats(problems_of(each.request) if each.has_request else ())
        count += len(problems)
        for problem in problems:
            print(f"{file.name}:{each.place}{problem}")
    checked = "1 request" if len(requests) == 1 else f"{len(requests)} requests"
    found = "1 problem" if count == 1 else f"{count} problems"
    say(f"{found} in {checked}" if count else f"{checked}, no problem")
    return 2 if count else 0


@app.command(params=[click.Argument(["sources"], metavar="FILE…", nargs=-1, required=True), BASE_URL, AS_JSON])
def upload(sources: tuple[str, ...], base_url: str | None, as_json: bool) -> int:
    """Upload files and print their URLs, which live for three days.

    A path in an option such as --image-urls is uploaded by itself; this is for files that many requests share.
    """
    from ._account import upload

    with _client(base_url) as fox:
        return upload(fox, sources, as_json=as_json)


@app.command(params=[BASE_URL, AS_JSON])
def credits(base_url: str | None, as_json: bool) -> int:
    """Show the balance, as the service tells it."""
    from ._account import show_credits

    with _client(base_url) as fox:
        return show_credits(fox, as_json=as_json)


@app.command(params=[JOURNAL, TIMEOUT, SANDBOX, DRY_RUN, NO_LOCAL_FILES, BASE_URL, AS_JSON])
@click.argument("file", type=click.File("rb"))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", required=True)
@click.option("--concurrency", type=click.IntRange(1), default=10, show_default=True, help="Jobs under way at a time.")
def batch(file: BinaryIO, local_files: bool, **settings: Any) -> int:
    """Make many videos: one request a line of FILE.

    A line is a request in JSON, or {"key": NAME, "request": {…}}; each video becomes DIR/NAME.mp4, where without a key
    the content of the request makes the name. In a media field, text that is no URL is the path of a local file,
    relative to the folder of FILE, which is uploaded first. All lines are checked before anything is spent. The journal
    remembers every job: the same command goes on where it was stopped, and nothing is paid twice.
    """
    from ._batch import make
    from ._requests import read_requests

    return make(file.name, read_requests(file, local_files=local_files), **settings)


@app.group(invoke_without_command=True, params=[JOURNAL, AS_JSON])
@click.pass_context
def jobs(ctx: click.Context, journal: Path, as_json: bool) -> int:
    """List the jobs of a journal, or settle one."""
    from ._batch import list_jobs

    ctx.obj = journal
    return 0 if ctx.invoked_subcommand else list_jobs(journal, as_json=as_json)


@jobs.command()
@click.argument("key")
@click.pass_obj
def retry(journal: Path, key: str) -> int:
    """Have an uncertain or failed job sent again. This can pay a second time."""
    from ._batch import settle

    return settle(journal, key, again=True)


@jobs.command()
@click.argument("key")
@click.pass_obj
def forget(journal: Path, key: str) -> int:
    """Remove a job from the journal."""
    from ._batch import settle

    return settle(journal, key, again=False)


@app.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8787, show_default=True, help="The port of the API; 0 takes a free one.")
@click.option("--speed", default=1.0, show_default=True, help="How many seconds pass in the sandbox in one of ours.")
def sandbox(host: str, port: int, speed: float) -> int:
    """Serve a local FoxAPI: no key, no credits.

    It checks requests as the service does and renders real MP4 files of the size, length and sound asked for.
    """
    from ._sandbox import serve, show

    with _sandbox(host=host, port=port, speed=speed, on_request=show) as box:
        return serve(box)


@app.command(params=[FOLDER, AS_JSON])
@click.option("--all", "every", is_flag=True, help="With every model there is; it takes about a minute.")
def demo(output: Path, every: bool, as_json: bool) -> int:
    """Make a video with each main model in the sandbox.

    Needs no key. The main models are those whose pages were given in full.
    """
    from ._demo import demonstrate

    with _sandbox(speed=SANDBOX_SPEED) as box:
        return demonstrate(box, output, every=every, as_json=as_json)
