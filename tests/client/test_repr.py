"""What a value looks like in a log, a notebook or a traceback: one line, the fields that are set, no signed URL."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from foxapi_video_client.types import UNSET
from rich.pretty import pretty_repr

import foxapi_video
from foxapi_video import (
    Clip,
    Job,
    JobResult,
    KlingElement,
    KlingO3ReferenceRequest,
    SavedClip,
    Task,
    TaskError,
    TaskFailed,
    TaskResult,
    UploadedFile,
    Veo31Request,
)

SIGNED = "https://u:pa55word@cdn.example.com/v.mp4?X-Amz-Signature=5ecret&x=1#5ecret"
LONG = "A paper boat drifts from dawn to dusk. " * 100
DONE = Task("t_42", "completed", results=(TaskResult(SIGNED, seed=7),), raw={"url": SIGNED})
SAVED = SavedClip(DONE, SIGNED, DONE.results, Path("boat.mp4"))
JOB = Job("boat", "new", {"model": "sora-2", "prompt": LONG}, None, None, None, None, 1.0, 2.0, None)
VALUES: dict[str, tuple[Any, list[str]]] = {
    "a request": (Veo31Request(prompt=LONG, seed=None), ["prompt='A paper", "seed=None", "duration=8"]),
    "media": (Veo31Request(prompt="x", image_urls=[Path("a.png"), SIGNED]), ["a.png", "cdn.example.com/v.mp4?…"]),
    "a request in a request": (
        KlingO3ReferenceRequest(prompt="x", elements=[KlingElement(frontal_image_url=SIGNED)]),
        ["KlingElement(frontal_image_url='https://…@cdn.example.com/v.mp4?…')"],
    ),
    "a task": (DONE, ["Task(id='t_42', status='completed', results=(TaskResult(url='https://…@cdn", "seed=7"]),
    "a failed task": (Task("t", "failed", error=TaskError(None, f"no {SIGNED}\nat all")), ["v.mp4?…\\nat all"]),
    "a result without a file": (TaskResult(None, character_id="c_1"), ["TaskResult(character_id='c_1')"]),
    "a clip": (Clip(DONE, SIGNED, DONE.results, None), ["task=Task(", "v.mp4?…"]),
    "a saved clip": (SAVED, ["SavedClip(task=Task(", "boat.mp4"]),
    "an upload": (UploadedFile(SIGNED, None, "a.png", 12, 1.0, 2.0, raw={"url": SIGNED}), ["file_name='a.png'"]),
    "a job": (JOB, ["Job(key='boat', state='new', body={'model': 'sora-2', 'prompt': 'A paper"]),
    "a saved job": (evolve(JOB, path=Path("boat.mp4"), error=f"from {SIGNED}"), ["boat.mp4", "v.mp4?…"]),
    "a job's clip": (JobResult("boat", SAVED, None), ["JobResult(key='boat', clip=SavedClip("]),
    "a job's error": (
        JobResult("boat", None, TaskFailed(f"from {SIGNED}\nand more", task=DONE)),
        ["JobResult(key='boat', error=TaskFailed('from https://…@cdn.example.com/v.mp4?…\\nand more'))"],
    ),
}


@pytest.mark.parametrize("case", VALUES)
def test_a_value_is_shown_on_one_line(case: str) -> None:
    """Without fields that are not set, signatures and passwords, and with the beginning of what is long."""
    value, words = VALUES[case]
    text = repr(value)
    assert [] == [word for word in words if word not in text], text
    unwanted = ["UNSET", "Unset", "5ecret", "pa55word", "\n", "()", "{}", "raw=", LONG[:200]]
    assert [] == [word for word in unwanted if word in text], text
    assert ("None" in text) is ("seed=None" in text)
    assert len(text) < 600


@pytest.mark.parametrize("case", [case for case, (value, _) in VALUES.items() if not hasattr(value, "to_dict")])
def test_rich_shows_a_value_as_its_repr_does(case: str) -> None:
    """Its own way with attrs classes would show each signed URL in full, also inside of other objects."""
    value, _ = VALUES[case]
    assert repr(value) == pretty_repr(value, max_width=1000)
    assert "5ecret" not in pretty_repr({"found": [value]})


def test_the_repr_is_that_of_every_request_class() -> None:
    """Each one that is exported, and its parts, with whatever a new one does not set."""
    classes = [getattr(foxapi_video, name) for name in foxapi_video.__all__ if name.endswith(("Request", "Element"))]
    requests = [cls for cls in classes if hasattr(cls, "to_dict")]
    assert len(requests) > 55
    for cls in requests:
        fields = [field.name for field in cls.__attrs_attrs__ if field.init]
        made = cls(**dict.fromkeys(fields, UNSET))
        assert f"{cls.__name__}()" == repr(made)


ODD: dict[str, Any] = {
    "a list of itself": [],
    "a hundred": [*range(100)],
    "a deep list": [[[[[[["deep"]]]]]]],
    "bytes": b"x" * 100_000,
    "controls": "\x1b[2J\u202e\ud800",
    "a huge number": 10**5000,
    "many colons": "a" * 100_000 + "://",
    "one that cannot be shown": type("Broken", (), {"__repr__": lambda self: 1 / 0})(),
    "more than one line": type("Lines", (), {"__repr__": lambda self: "one\n\ttwo\r\n" * 1000})(),
    "a data URL": "data:image/png;base64," + "A" * 100_000,
    "a URL of no scheme": "//cdn.example.com/v.mp4?Signature=5ecret",
    "a dict": {f"name {number}" * 50: SIGNED for number in range(100)},
}
ODD["a list of itself"].append(ODD["a list of itself"])


@pytest.mark.parametrize("case", ODD, ids=str)
def test_an_odd_value_is_shown_too(case: str) -> None:
    """In bounded time, on one bounded line of printable characters, whatever a caller put there."""
    request = Veo31Request(prompt="x", advanced=ODD[case])
    text = repr(request)
    assert (True, True) == (text.isprintable(), len(text) < 3000)
    assert "5ecret" not in text
    request.additional_properties["again"] = request
    assert "…" in repr(request)


@pytest.mark.parametrize("case", VALUES)
def test_a_value_stays_what_it_is(case: str) -> None:
    """It survives pickling and copying, unset fields included, and stays equal to itself."""
    value, _ = VALUES[case]
    for other in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert repr(value) == repr(other)
        assert value == other or "error=" in repr(value)  # errors are equal to themselves only
