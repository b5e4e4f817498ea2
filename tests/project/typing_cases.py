"""What type checkers say about the public interface: only type-checked, never run.

Wrong uses carry the complaint of both tools; a complaint that does not come is an error, too.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, assert_type

import httpx

from foxapi_video import (
    APIStatusError,
    AsyncFoxAPI,
    Clip,
    FoxAPI,
    FoxAPIError,
    InvalidRequest,
    Kling26Request,
    KlingElement,
    ModelInfo,
    Poll,
    Problem,
    SavedClip,
    Seedance20ReferenceRequest,
    Sora2Request,
    SubmissionUncertain,
    Task,
    TaskError,
    TaskFailed,
    TaskResult,
    Veo31Request,
    WaitTimeout,
    Wan27ReferenceRequest,
    check,
    models,
)


def requests() -> None:
    """A request class takes its own model's values and no others."""
    Sora2Request(prompt="x", model="sora-2-pro", duration=20, aspect_ratio="720x1280", character_ids=None)
    Sora2Request(prompt="x", generation_type="image-to-video", image_urls=["https://a/b"], delete_video=False)
    Veo31Request(prompt="x", duration=8, resolution="4k", aspect_ratio="9:16", generate_audio=False)
    Seedance20ReferenceRequest(prompt="x", ratio="adaptive", duration=-1, seed=7, audio_urls=["https://a/b"])
    Seedance20ReferenceRequest(prompt="x", aspect_ratio="21:9")
    Wan27ReferenceRequest(prompt="x", duration=7, negative_prompt=None, seed=None, multi_shots=True)

    urls: list[str] = ["https://a/b"]
    paths: list[Path] = [Path("a.png")]
    Veo31Request(prompt="x", image_urls=[Path("dawn.png"), "https://a/b"])
    Veo31Request(prompt="x", image_urls=(Path("dawn.png"), "https://a/b"))
    Veo31Request(prompt="x", image_urls=urls)
    Veo31Request(prompt="x", image_urls=paths)
    Veo31Request(prompt="x", image_urls=[*paths, *urls])
    Kling26Request(prompt="x", image_url=Path("a.png"))
    Kling26Request(prompt="x", image_url="https://a/b")
    KlingElement(frontal_image_url=Path("a.png"), reference_image_urls=[Path("a.png"), "https://a/b"])

    Veo31Request(prompt=Path("a.png"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", image_urls=Path("a.png"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", image_urls=[b"x"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", image_urls={"a"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Kling26Request(prompt="x", image_url=b"x")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    KlingElement(reference_image_urls=Path("a"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    Veo31Request()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Veo31Request(prompt=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", duration=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", duration="8")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", aspect_ratio="1:1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", model="sora-2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", image_urls="https://a/b")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Veo31Request(prompt="x", durration=8)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Veo31Request(prompt="x", seeds=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Sora2Request(prompt="x", duration=6)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Sora2Request(prompt="x", generate_audio=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Sora2Request(prompt="x", delete_video=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Seedance20ReferenceRequest(prompt="x", ratio="2:1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Seedance20ReferenceRequest(prompt="x", duration=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Wan27ReferenceRequest(prompt="x", resolution="4k")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Wan27ReferenceRequest(prompt="x", duration=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def offline() -> None:
    """`check` and `models` take and return what their names say."""
    assert_type(check(Veo31Request(prompt="x")), list[Problem])
    assert_type(check({"model": "veo-3.1", "prompt": "x"})[0].field, str)
    assert_type(models(), list[ModelInfo])
    assert_type(models()[0].fields[0].name, str)

    check("veo-3.1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    check(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    models()[0].id = "x"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def sync(fox: FoxAPI, transport: httpx.HTTPTransport, other: httpx.AsyncHTTPTransport) -> None:
    """The blocking client returns values."""
    with FoxAPI("sk", base_url="https://a", timeout=5, transport=transport, user_agent="x") as entered:
        assert_type(entered, FoxAPI)
    task = fox.submit(Veo31Request(prompt="x"), extra_body={"a": 1}, validate=False)
    assert_type(task, Task)
    assert_type(fox.submit({"model": "sora-2", "prompt": "x"}), Task)
    assert_type(fox.get(task.id, sync_upstream=True), Task)
    assert_type(fox.wait(task), Task)
    assert_type(fox.wait("t_42", poll=Poll(timeout=60), on_progress=print), Task)
    assert_type(fox.download(task, "a.mp4"), Path)
    assert_type(fox.download("https://a/b.mp4", Path("a.mp4")), Path)
    clip = fox.generate(Sora2Request(prompt="x"), save_to="a.mp4", poll=Poll(shortest=1.0), on_progress=progress)
    assert_type(clip, SavedClip)
    assert_type((clip.task, clip.url, clip.path), tuple[Task, str | None, Path])
    unsaved = fox.generate(Sora2Request(prompt="x"))
    assert_type(unsaved, Clip)
    assert_type(unsaved.path, Path | None)
    maybe: str | None = task.url
    assert_type(fox.generate(Sora2Request(prompt="x"), save_to=maybe), Clip | SavedClip)
    for result in fox.batch([Sora2Request(prompt="x")], save_to="a"):
        assert_type((result.path, result.url, result.task_id), tuple[Path | None, str | None, str | None])
        assert_type(result.error or result.path, FoxAPIError | Path | None)
    assert_type(clip.results, tuple[TaskResult, ...])
    assert_type((task.status, task.progress, task.error), tuple[str, float | None, TaskError | None])
    assert_type(task.raw, Mapping[str, Any])

    fox.submit("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    fox.submit(Veo31Request)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    fox.submit(Veo31Request(prompt="x"), None)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    fox.get(task)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    fox.wait(task, timeout=60)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    fox.wait(task, poll=60)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    fox.download(task)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    fox.generate(Sora2Request(prompt="x"), "a.mp4")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    fox.cancel(task)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    task.status = "completed"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    FoxAPI("sk", "https://a")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    FoxAPI(transport=other)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Poll(60)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


async def awaiting(fox: AsyncFoxAPI, blocking: FoxAPI, transport: httpx.AsyncHTTPTransport) -> None:
    """The awaiting client returns what is to be awaited, and the same values."""
    async with AsyncFoxAPI("sk", base_url="https://a", timeout=5, transport=transport, user_agent="x") as entered:
        assert_type(entered, AsyncFoxAPI)
    pending: Coroutine[Any, Any, Task] = fox.submit(Veo31Request(prompt="x"), extra_body={"a": 1}, validate=False)
    task = await pending
    assert_type(task, Task)
    assert_type(await fox.get(task.id, sync_upstream=True), Task)
    assert_type(await fox.wait("t_42", poll=Poll(timeout=60), on_progress=progress), Task)
    assert_type(await fox.download(task, "a.mp4"), Path)
    assert_type(await fox.generate({"model": "sora-2", "prompt": "x"}, save_to=Path("a.mp4")), SavedClip)
    assert_type(await fox.generate({"model": "sora-2", "prompt": "x"}), Clip)
    await fox.close()

    await blocking.submit(Veo31Request(prompt="x"))  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]
    print(fox.get("t_42").id)  # type: ignore[attr-defined]  # pyright: ignore
    fox.wait("t_42")  # type: ignore[unused-coroutine]  # pyright: ignore[reportUnusedCoroutine]
    await fox.submit("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with fox:  # type: ignore[attr-defined]  # pyright: ignore
        pass
    async with blocking:  # type: ignore[attr-defined]  # pyright: ignore
        pass


def errors(fox: FoxAPI) -> None:
    """Each error carries what the caller needs next, typed."""
    try:
        fox.generate(Veo31Request(prompt="x"))
    except InvalidRequest as error:
        assert_type(error.problems, tuple[Problem, ...])
    except SubmissionUncertain as error:
        assert_type((error.model, error.sent_at), tuple[str, float])
    except TaskFailed as error:
        assert_type((error.task, error.code), tuple[Task, str | None])
    except WaitTimeout as error:
        assert_type((error.task, error.task_id), tuple[Task | None, str | None])
    except APIStatusError as error:
        assert_type((error.status_code, error.retry_after), tuple[int, float | None])
    except FoxAPIError as error:
        assert_type(error.task_id, str | None)
        print(error.problems)  # type: ignore[attr-defined]  # pyright: ignore


def progress(task: Task) -> None:
    """A callback gets the task."""
    assert_type(task.state, str)
