"""What is accepted and what is refused, field by field and rule by rule, and the body that is sent."""

from __future__ import annotations

import copy
import decimal
import json
import pickle
import random
import re
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from foxapi_video import (
    FoxAPI,
    InvalidRequest,
    Problem,
    Seedance20ReferenceRequest,
    Sora2Request,
    Veo31Request,
    Wan27ReferenceRequest,
    check,
)
from foxapi_video._contract.catalog import Family, catalog
from foxapi_video._requests.check import body_of, prepare
from foxapi_video.cli.app import run
from foxapi_video.cli.output.display import json_text

SORA, PRO = "sora-2", "sora-2-pro"
VEO, VEO_FAST, VEO_LITE = "veo-3.1", "veo-3.1-fast", "veo-3.1-lite"
DANCE, DANCE_FAST = "seedance-2.0-reference-to-video", "seedance-2.0-fast-reference-to-video"
WAN = "wan-2.7-reference-to-video"
MODELS = (SORA, PRO, VEO, VEO_FAST, VEO_LITE, DANCE, DANCE_FAST, WAN)
"""The models of the families that the first five pages describe: each of their fields is tried by hand."""


def urls(count: int) -> list[str]:
    return [f"https://example.com/{number}.png" for number in range(count)]


def request_to(model: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"model": model, "prompt": "A paper boat", **fields}


def named(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:50]}…{len(text)}"


ONE_URL = urls(1)
RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive")
ACCEPTED: dict[str, list[dict[str, Any]]] = {
    SORA: [
        *(
            {"prompt": text}
            for text in ("x", " x ", "a" * 20000, "😀" * 20000, "画" * 20000, "\u200b", "@Image3 @Video1")
        ),
        *({"generation_type": "text-to-video", **images} for images in ({}, {"image_urls": []}, {"image_urls": None})),
        {"generation_type": "image-to-video", "image_urls": ONE_URL},
        *({"image_urls": value} for value in (None, [], ONE_URL, tuple(ONE_URL))),
        *({"aspect_ratio": value} for value in ("16:9", "9:16", "1280x720", "720x1280")),
        *({"duration": value} for value in (4, 8, 8.0, 12, 16, 20)),
        *({"resolution": value} for value in ("720p", "1080p")),
        *({"character_ids": value} for value in (None, [], ["char_a"], ["char_a", "char_b"])),
        *({"delete_video": value} for value in (True, False)),
        {"generation_type": "image-to-video", "image_urls": ONE_URL, "character_ids": ["a"], "delete_video": False},
    ],
    PRO: [
        *({"prompt": text} for text in ("a" * 5001, "a" * 20000, "😀" * 20000)),
        *({"duration": value} for value in (4, 8, 12, 16, 20)),
        {"resolution": "1080p", "aspect_ratio": "1280x720", "image_urls": ONE_URL},
    ],
    VEO: [
        *({"prompt": text} for text in ("x", "a" * 100_000, "😀" * 20_001)),
        *({"generation_type": "text-to-video", **images} for images in ({}, {"image_urls": []}, {"image_urls": None})),
        {"generation_type": "image-to-video", "image_urls": urls(1)},
        {"generation_type": "first-last-frame", "image_urls": urls(2)},
        *({"generation_type": "reference-to-video", "image_urls": urls(count)} for count in (1, 2, 3)),
        *({"image_urls": value} for value in (None, [])),
        *({"aspect_ratio": value} for value in ("16:9", "9:16")),
        *({"duration": value} for value in (4, 6, 8, 6.0)),
        *({"resolution": value} for value in ("720p", "1080p", "2160p", "4k")),
        *({"generate_audio": value} for value in (True, False)),
        *({"advanced": value} for value in ({}, {"anything": [1, None, {"at": "all"}]})),
        *({"negative_prompt": value} for value in (None, "", "blurry", "a" * 100_000)),
        *({"seed": value} for value in (None, -(10**12), -1, 0, 7.0, 10**12)),
        *({"enhance_prompt": value} for value in (None, True, False)),
        *({"auto_fix": value} for value in (None, True, False)),
        *({"person_generation": value} for value in (None, "dont_allow", "allow_adult")),
        *({"safety_tolerance": value} for value in (None, 1, 6)),
        {"reference_type": None},
        *(
            {"reference_type": value, "generation_type": "reference-to-video", "image_urls": ONE_URL}
            for value in (None, "ASSET", "STYLE")
        ),
    ],
    VEO_FAST: [
        *({}, {"duration": 4, "resolution": "4k"}, {"generation_type": "first-last-frame", "image_urls": urls(2)}),
        {"generation_type": "reference-to-video", "image_urls": urls(3), "duration": 4},
        {"enhance_prompt": None, "person_generation": None, "reference_type": None, "safety_tolerance": 6},
    ],
    VEO_LITE: [
        *({}, {"resolution": "1080p"}, {"resolution": "1080p", "duration": 8}, {"resolution": "720p"}),
        *({"resolution": "720p", "duration": value} for value in (4, 6, 8)),
        {"generation_type": "image-to-video", "image_urls": urls(1)},
        {"generation_type": "first-last-frame", "image_urls": urls(2)},
        {"auto_fix": True, "seed": 1, "safety_tolerance": None, "generate_audio": False},
    ],
    DANCE: [
        *({"prompt": text} for text in ("x", "a" * 5000, "😀" * 5000, "@image1 @Image @Sound1 user@Images1.example")),
        *({"resolution": value} for value in ("480p", "720p", "1080p")),
        *({"ratio": value} for value in RATIOS),
        *({"aspect_ratio": value} for value in RATIOS),
        *({"duration": value} for value in (-1, *range(4, 16), 15.0)),
        *({"generate_audio": value} for value in (True, False)),
        *({"seed": value} for value in (-1, 0, 1, 4294967295, 7.0)),
        *({"image_urls": urls(count)} for count in (0, 1, 9)),
        *({"video_urls": urls(count)} for count in (0, 1, 3)),
        {"audio_urls": []},
        {"audio_urls": urls(3), "image_urls": ONE_URL},
        {"audio_urls": urls(1), "video_urls": ONE_URL, "image_urls": []},
        *(
            {"image_urls": urls(images), "video_urls": urls(videos), "audio_urls": urls(sounds)}
            for images, videos, sounds in ((9, 3, 3), (9, 3, 0), (9, 0, 3), (0, 3, 3), (9, 2, 2), (7, 3, 3), (8, 3, 3))
        ),
        {"prompt": "@Image1 @Image9 @Video3 @Image1", "image_urls": urls(9), "video_urls": urls(3)},
        {"prompt": "@Image1 beside @Audio03", "image_urls": urls(1), "audio_urls": urls(3)},
    ],
    DANCE_FAST: [{}, *({"resolution": value} for value in ("480p", "720p")), {"aspect_ratio": "21:9", "duration": 15}],
    WAN: [
        *({"prompt": text} for text in ("x", "a" * 5000, "😀" * 5000)),
        *({"reference_image_urls": value} for value in (None, [], urls(1), urls(50))),
        *({"reference_video_urls": value} for value in (None, [], urls(1), urls(50))),
        *({"duration": value} for value in (2, 3, 4, 5, 6, 7, 8, 9, 10, 10.0)),
        *({"resolution": value} for value in ("720p", "1080p")),
        *({"aspect_ratio": value} for value in ("16:9", "9:16", "1:1", "4:3", "3:4")),
        *({"negative_prompt": value} for value in (None, "", " ", "a" * 500, "😀" * 500)),
        *({"seed": value} for value in (None, 0, 2147483647)),
        *({"multi_shots": value} for value in (None, True, False)),
        *({"enable_safety_checker": value} for value in (None, True, False)),
    ],
}

URL = "an absolute http or https URL"
NOT_BLANK = "non-empty text"
A_LIST = "must be null or a list"


def each(field: str, part: str, *values: Any) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Say that each of the values is refused in a field, alone, with words that hold `part`."""
    return [({field: value}, {field: part}) for value in values]


def media(field: str, most: int | None, *, nullable: bool) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Say what is refused in a list of URLs."""
    limit = f"a list of at most {most} {'entry' if most == 1 else 'entries'}" if most else "a list, each entry"
    null = [] if nullable else [None]
    bad = [
        ({field: [value]}, {f"{field}[0]": URL})
        for value in (None, 7, True, "", "a.png", "ftp://example.com/a.png", "https://", "http:///a", "https://a b.c")
    ]
    second = [({field: [*ONE_URL, "data:image/png;base64,AAAA"]}, {f"{field}[1]": URL})] if most != 1 else []
    too_many = each(field, limit, urls(most + 1)) if most else []
    return [*each(field, limit, ONE_URL[0], {}, 7, True, *null), *too_many, *bad, *second]


REFUSED: dict[str, list[tuple[dict[str, Any], dict[str, str]]]] = {
    SORA: [
        *each("prompt", NOT_BLANK, "", " \t\r\n", "\u3000\u00a0\u2003\u2028", "\ufeff", None, 7, True, ["x"], {}),
        *each("prompt", "at most 20000 characters) (got ", "a" * 20001),
        *each("generation_type", "text-to-video, image-to-video", "reference-to-video", None, 7, "Text-to-video", ""),
        ({"generation_type": "text-to-video", "image_urls": ONE_URL}, {"image_urls": "text-to-video takes no images"}),
        ({"generation_type": "image-to-video"}, {"image_urls": "exactly 1 image"}),
        ({"generation_type": "image-to-video", "image_urls": []}, {"image_urls": "exactly 1 image"}),
        ({"generation_type": "image-to-video", "image_urls": None}, {"image_urls": "exactly 1 image"}),
        ({"generation_type": "image-to-video", "image_urls": urls(2)}, {"image_urls": "at most 1 entry"}),
        *media("image_urls", 1, nullable=True),
        *each("aspect_ratio", "16:9, 9:16, 1280x720, 720x1280", "1:1", "16x9", None, 969, 16 / 9, ["16:9"], ""),
        *each("duration", "4, 8, 12, 16, 20", 3, 5, 21, 0, -4, None, True, "8", 8.5, [8], {"seconds": 8}),
        *each("resolution", "720p, 1080p", "480p", "1080P", "4k", 720, None),
        *each("character_ids", "a list of at most 2 entries", ["a", "b", "c"], "char_a", 7, {}),
        ({"character_ids": [""]}, {"character_ids[0]": "at least 1 character"}),
        ({"character_ids": ["a", 7]}, {"character_ids[1]": "(got 7)"}),
        *each("delete_video", "true or false", None, 1, 0, "true", []),
        *each("generate_audio", "is not a field of Sora 2", True, None),
        *each("Duration", "did you mean duration?", 4),
    ],
    PRO: [
        *each("prompt", "(20001 characters)", "a" * 20001, "😀" * 20001),
        *each("duration", "4, 8, 12, 16, 20", 10, "4"),
    ],
    VEO: [
        *each("prompt", NOT_BLANK, "", "\n\u3000", None, 7, ["x"]),
        *each("generation_type", "text-to-video, image-to-video, first-last-frame, reference-to-video", "i2v", None, 1),
        *(
            ({"image_urls": urls(count), **mode}, {"image_urls": "text-to-video, the default generation_type"})
            for count in (1, 2, 3)
            for mode in ({}, {"generation_type": "text-to-video"})
        ),
        *(
            ({"generation_type": mode, **images}, {"image_urls": words})
            for mode, words in (
                ("image-to-video", "exactly 1 image"),
                ("first-last-frame", "exactly 2 images"),
                ("reference-to-video", "1 to 3 images"),
            )
            for images in ({}, {"image_urls": None}, {"image_urls": []})
        ),
        *(
            ({"generation_type": "image-to-video", "image_urls": urls(n)}, {"image_urls": "exactly 1 image"})
            for n in (2, 3)
        ),
        *(
            ({"generation_type": "first-last-frame", "image_urls": urls(n)}, {"image_urls": "exactly 2 images"})
            for n in (1, 3)
        ),
        ({"generation_type": "reference-to-video", "image_urls": urls(4)}, {"image_urls": "at most 3 entries"}),
        *(
            ({"generation_type": "reference-to-video", **fields}, expected)
            for fields, expected in media("image_urls", 3, nullable=True)
            if fields["image_urls"] != []
        ),
        *each("aspect_ratio", "16:9, 9:16", "1:1", "adaptive", None, 969),
        *each("duration", "4, 6, 8", 3, 5, 7, 9, None, True, "8", 8.5),
        *each("resolution", "720p, 1080p, 2160p, 4k", "4K", "480p", None, 4),
        *each("generate_audio", "true or false", None, 1, "true"),
        *each("advanced", "an object", None, [], "x", 7, True),
        *each("negative_prompt", "text or null", 7, [], True),
        *each("seed", "an integer or null", 1.5, True, "1", []),
        *each("enhance_prompt", "true, false or null", 1, "true"),
        *each("auto_fix", "true, false or null", 0, "false"),
        *each("person_generation", "dont_allow, allow_adult, null", "allow_all", "", True),
        *each("safety_tolerance", "an integer from 1 to 6 or null", 0, 7, 1.5, True, "1"),
        *each("reference_type", "ASSET, STYLE, null", "asset", 7),
        *each("reference_type", "on veo-3.1 with generation_type reference-to-video only", "ASSET", "STYLE"),
        *each("camera_fixed", "is not a field of Veo 3.1", True),
        *each("image_url", "did you mean image_urls?", "https://example.com/0.png"),
    ],
    VEO_FAST: [
        *each("duration", "4, 6, 8", 5),
        *each("resolution", "720p, 1080p, 2160p, 4k", "8k"),
        *each("enhance_prompt", "works on veo-3.1 only", True, False),
        *each("person_generation", "works on veo-3.1 only", "dont_allow"),
        (
            {"reference_type": "ASSET", "generation_type": "reference-to-video", "image_urls": ONE_URL},
            {"reference_type": "works on veo-3.1 with"},
        ),
    ],
    VEO_LITE: [
        *(
            ({"generation_type": "reference-to-video", "image_urls": urls(n)}, {"generation_type": "has no reference"})
            for n in (1, 2)
        ),
        (
            {"generation_type": "reference-to-video", "image_urls": urls(3)},
            {"generation_type": "has no reference-to-video", "image_urls": "veo-3.1-lite takes at most 2 images"},
        ),
        *each("resolution", "veo-3.1-lite offers 720p and 1080p only", "2160p", "4k"),
        *(({"duration": value}, {"resolution": "set resolution to 720p for 4 or 6 seconds"}) for value in (4, 6)),
        ({"duration": 4, "resolution": "1080p"}, {"resolution": "set resolution to 720p for 4 or 6 seconds"}),
        *each("enhance_prompt", "works on veo-3.1 only", True),
        *each("person_generation", "works on veo-3.1 only", "allow_adult"),
        *each("safety_tolerance", "veo-3.1-lite takes no safety_tolerance", 1),
        *each("reference_type", "works on veo-3.1 with", "STYLE"),
    ],
    DANCE: [
        *each("prompt", NOT_BLANK, "", " ", "\u2003", None, 7, ["x"], "a" * 5001, "😀" * 5001),
        *each("prompt", "@Image0 does not exist", "@Image0"),
        *each("prompt", "@Video1 does not exist: video_urls has no entries", "@Video1", "of @Video1 and @Video1"),
        *(
            ({"prompt": f"@{word}3", **lists, field: urls(2)}, {"prompt": f"@{word}3 does not exist: {field} has 2"})
            for word, field, lists in (
                ("Image", "image_urls", {}),
                ("Video", "video_urls", {"image_urls": urls(3)}),
                ("Audio", "audio_urls", {"image_urls": urls(3)}),
            )
        ),
        *each("prompt", "does not exist", f"@Image{'1' * 4_400}"),
        *each("resolution", "480p, 720p, 1080p", "4k", None, 720),
        *each("ratio", "16:9, 4:3, 1:1, 3:4, 9:16, 21:9, adaptive", "2:1", None, "Adaptive", 969),
        *each("aspect_ratio", "16:9, 4:3, 1:1, 3:4, 9:16, 21:9, adaptive", "1280x720", None),
        ({"ratio": "16:9", "aspect_ratio": "16:9"}, {"aspect_ratio": "two names of one field"}),
        ({"ratio": "16:9", "aspect_ratio": "1:1"}, {"aspect_ratio": "two names of one field"}),
        *each("duration", "-1, 4 to 15", -2, 0, 3, 16, 4.5, None, True, "5"),
        *each("generate_audio", "true or false", None, 0, "false"),
        *each("seed", "an integer from -1 to 4294967295", -2, 4294967296, 0.5, None, True, "1"),
        *media("image_urls", 9, nullable=False),
        *media("video_urls", 3, nullable=False),
        *(({"image_urls": ONE_URL, **fields}, expected) for fields, expected in media("audio_urls", 3, nullable=False)),
        ({"audio_urls": ONE_URL}, {"audio_urls": "at least one image or video"}),
        ({"audio_urls": ONE_URL, "image_urls": [], "video_urls": []}, {"audio_urls": "at least one image or video"}),
        *each("generation_type", "is not a field of Seedance 2.0", "text-to-video"),
        *each("vidoe_urls", "did you mean video_urls?", ONE_URL),
    ],
    DANCE_FAST: [
        *each("resolution", "1080p is not offered on seedance-2.0-fast-reference-to-video", "1080p"),
        *each("resolution", "480p, 720p, 1080p", "2160p"),
    ],
    WAN: [
        *each("prompt", NOT_BLANK, "", "\t", None, 7, "a" * 5001, "😀" * 5001),
        *media("reference_image_urls", None, nullable=True),
        *media("reference_video_urls", None, nullable=True),
        *each("duration", "an integer from 2 to 10", 1, 11, 15, 2.5, None, True, "5"),
        *each("resolution", "720p, 1080p", "480p", None),
        *each("aspect_ratio", "16:9, 9:16, 1:1, 4:3, 3:4", "21:9", "adaptive", None),
        *each("negative_prompt", "at most 500 characters", "a" * 501, "😀" * 501, 7, []),
        *each("seed", "an integer from 0 to 2147483647 or null", -1, 2147483648, 1.5, True, "1"),
        *each("multi_shots", "true, false or null", 1, "true"),
        *each("enable_safety_checker", "true, false or null", 0, "false"),
        *each("image_urls", "is not a field of Wan 2.7", ONE_URL),
        *each("reference_image_url", "did you mean reference_image_urls?", ONE_URL),
        *each("prompt_extend", "is not a field of Wan 2.7", True),
    ],
}


@pytest.mark.parametrize(
    ("model", "fields"),
    [pytest.param(model, case, id=f"{model} {named(case)}") for model, cases in ACCEPTED.items() for case in cases],
)
def test_accepted(model: str, fields: dict[str, Any]) -> None:
    """What the pages allow has no problem."""
    assert [] == check(request_to(model, fields))


@pytest.mark.parametrize(
    ("model", "fields", "expected"),
    [
        pytest.param(model, fields, expected, id=f"{model} {named(fields)}")
        for model, cases in REFUSED.items()
        for fields, expected in cases
    ],
)
def test_refused(model: str, fields: dict[str, Any], expected: dict[str, str]) -> None:
    """What they do not allow is refused at the field that is wrong, and nowhere else, in words that say what to do."""
    problems = check(request_to(model, fields))
    assert set(expected) == {problem.field for problem in problems}
    assert [] == [part for problem in problems if (part := expected[problem.field]) not in problem.message]
    assert max(len(problem.message) for problem in problems) < 300


def test_the_tables_leave_nothing_out() -> None:
    """Every field of the families of the first pages is accepted and refused somewhere, and every rule is broken."""
    families = {family.name: family for family in map(catalog().models.__getitem__, MODELS)}
    assert ["Sora2Request", "Veo31Request", "Seedance20ReferenceRequest", "Wan27ReferenceRequest"] == list(families)
    for name, family in families.items():
        accepted = {field for model in family.models for fields in ACCEPTED[model] for field in fields}
        refused = {
            field.partition("[")[0] for model in family.models for _, expected in REFUSED[model] for field in expected
        }
        assert (name, set(), set()) == (
            name,
            set(family.fields) - accepted - {"model"},
            set(family.fields) - refused - {"model"},
        )
        broken = {
            problem.message
            for model in family.models
            for fields, _ in REFUSED[model]
            for problem in check(request_to(model, fields))
        }
        assert set() == set(family.rules) - broken
    assert set(MODELS) == set(ACCEPTED) == set(REFUSED) == {m for family in families.values() for m in family.models}


# ------------------------------------------------------------------ every family, from its schema


def allowed_and_not(schema: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Derive from a field's schema alone what is allowed in it, and what is not."""
    kinds = [schema["type"]] if isinstance(schema["type"], str) else list(schema["type"])
    good, bad = OF_KIND[kinds[0]](schema)
    return ([*good, None], bad) if "null" in kinds else (good, [*bad, None])


def texts(schema: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    bad: list[Any] = [7, True, [7], {}]
    if "enum" in schema:
        words = [word for word in schema["enum"] if word is not None]
        return words, [*bad, f"{words[0]} ", f"{words[-1]}{words[-1]}", ""]
    pattern = schema.get("pattern", "")
    if "://" in pattern:
        good = ["https://example.com/a.png", "https://例え.jp/画?b#c"]
        bad += ["", "ftp://example.com/a.png", "https://", "https:///a", "https://a b.c/d"]
        good, bad = ([*good, "HTTP://A"], bad) if "[Tt]" in pattern else (good, [*bad, "http://example.com/a"])
        most = schema.get("maxLength")
        if most:
            good, bad = [*good, "https://a/".ljust(most, "b")], [*bad, "https://a/".ljust(most + 1, "b")]
        data = ["data:image/png;base64,iVBORw0KGgo=", "iVBORw0KGgo" * 10]
        return ([*good, *data], [*bad, "data:image/png;base64,"]) if "data:" in pattern else (good, bad)
    least, most = schema.get("minLength", 0), schema.get("maxLength", 20_001)
    good = ["x", " x ", "a" * most, "😀" * most]
    bad += ["a" * (most + 1), "😀" * (most + 1)] if "maxLength" in schema else []
    blank = ["", " \t\u3000"]
    if pattern == r"\S":
        bad += blank
    else:
        good += [text for text in blank if len(text) >= least]
        bad += [text for text in blank if len(text) < least]
    return good, bad


def numbers(schema: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    whole = "integer" in schema["type"]
    bad: list[Any] = [True, "5", [5], {}]
    if "enum" in schema:
        good = [number for number in schema["enum"] if number is not None]
        return [*good, float(good[-1])], [*bad, good[0] - 1, good[-1] + 1, good[-1] + 0.5]
    least, most = schema.get("minimum", -(10**12)), schema.get("maximum", 10**12)
    good = [least, most, float(most)]
    good, bad = (good, [*bad, least + 0.5]) if whole else ([*good, least + 0.5], bad)
    step = 1 if whole else 0.01
    bad += [least - step] if "minimum" in schema else []
    bad += [most + step] if "maximum" in schema else []
    return good, bad


def lists(schema: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    items = schema["items"]
    good_items, bad_items = allowed_and_not(items) if items else ([None, 7, "x"], [])
    least, most = schema.get("minItems", 0), schema.get("maxItems", 12)
    good = [[good_items[0]] * count for count in dict.fromkeys((max(least, 1), most, least))]
    good += [[item] for item in good_items if least <= 1]
    bad = [[item] for item in bad_items] + [[good_items[0], bad_items[0]] for _ in bad_items[:1] if most > 1]
    bad += [[good_items[0]] * (most + 1)] if "maxItems" in schema else []
    bad += [[good_items[0]] * (least - 1)] if least else []
    return good, [*bad, 7, True, {}]


def objects_like(schema: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    good: list[Any] = [{}, {"anything": [1, None, {"at": "all"}]}]
    bad: list[Any] = [[], 7, True, "x"]
    for name, inner in schema.get("properties", {}).items():
        some, others = allowed_and_not(inner)
        good += [{name: value} for value in some]
        bad += [{name: value} for value in others]
    return good, bad


OF_KIND: dict[str, Callable[[Mapping[str, Any]], tuple[list[Any], list[Any]]]] = {
    "string": texts,
    "integer": numbers,
    "number": numbers,
    "array": lists,
    "object": objects_like,
    "boolean": lambda schema: ([True, False], [1, 0, "true", []]),
}


def least_request(model: str) -> dict[str, Any]:
    """Return a request with what its schema asks for, and no more."""
    family = catalog().models[model]
    asked = {name: allowed_and_not(family.fields[name])[0][0] for name in family.schema["required"]}
    return {**asked, "model": model, **({"prompt": "A paper boat"} if "prompt" in asked else {})}


def beside_rules(family: Family, request: dict[str, Any]) -> list[Problem]:
    """Return the problems of a request except those that rules between fields find, sums among them."""
    rules = (*family.rules, "the duration of its entries adds up to")
    return [problem for problem in check(request) if not problem.message.startswith(rules)]


def tried(family: Family, allowed: bool) -> Iterator[tuple[str, Any, list[Problem]]]:
    """Yield (field, value, problems) for each value of each field that its schema allows, or does not."""
    least = least_request(family.models[0])
    for field, schema in family.fields.items():
        for value in allowed_and_not(schema)[0 if allowed else 1] if field != "model" else ():
            yield field, value, beside_rules(family, {**least, field: value})


@pytest.mark.parametrize("name", catalog().families)
def test_what_a_schema_allows_is_accepted(name: str) -> None:
    """Both ends of every limit, every value of an enum, null where it is a type: no field is at fault."""
    found = list(tried(catalog().families[name], allowed=True))
    assert [] == [each for each in found if each[2]]
    assert {field for field, _, _ in found} == set(catalog().families[name].fields) - {"model"}


@pytest.mark.parametrize("name", catalog().families)
def test_what_a_schema_does_not_allow_is_refused(name: str) -> None:
    """One beyond every limit, near misses of an enum, other types: the field is named, alone, with what is allowed."""
    found = list(tried(catalog().families[name], allowed=False))
    assert {field for field, _, _ in found} == set(catalog().families[name].fields) - {"model"}
    for field, value, problems in found:
        assert (value, {field}) == (value, {re.split(r"[\[.]", problem.field)[0] for problem in problems})
        assert [] == [problem for problem in problems if not re.match(r"must be .* \(got ", problem.message, re.DOTALL)]
        assert max(len(problem.message) for problem in problems) < 400


@pytest.mark.parametrize("name", catalog().families)
def test_what_a_schema_asks_for_is_missed(name: str) -> None:
    """A request without required fields is refused with each of their names; one that has all is accepted."""
    family = catalog().families[name]
    asked = set(family.schema["required"]) - {"model"}
    found = beside_rules(family, {"model": family.models[0]})
    assert asked == {problem.field for problem in found}
    assert [] == [problem for problem in found if not problem.message.startswith("required: ")]
    assert [] == [model for model in family.models if beside_rules(family, least_request(model))]


@pytest.mark.parametrize("name", catalog().families)
def test_what_no_schema_knows_is_refused(name: str) -> None:
    """An unknown field is named with the family that does not know it, and a misspelt one with its own name."""
    family = catalog().families[name]
    last = list(family.fields)[-1]
    request = {**least_request(family.models[0]), "bogus_field_of_nobody": None, f"{last}s_": 1}
    messages = {problem.field: problem.message for problem in beside_rules(family, request)}
    assert {"bogus_field_of_nobody", f"{last}s_"} == set(messages)
    assert f"is not a field of {family.title}" in messages["bogus_field_of_nobody"]
    assert f"did you mean {last}?" in messages[f"{last}s_"]


# ------------------------------------------------------------------ every rule between fields, by hand

HORSE, GROK = "happyhorse-1.0-reference-to-video", "grok-imagine-reference-to-video"
O3_TEXT, O3_IMAGE, O3_REFERENCE = (f"kling-o3-{kind}-to-video" for kind in ("text", "image", "reference"))
O3_EDIT, O3_VIDEO = "kling-o3-video-to-video-edit", "kling-o3-video-to-video-reference"
V3_TEXT, V3_IMAGE = "kling-v3-text-to-video", "kling-v3-image-to-video"
VIDU, VIDU_TURBO = "vidu-q3-pro", "vidu-q3-turbo"
WAN_IMAGE = "wan-2.7-image-to-video"
VIDEO_URL = "https://example.com/a.mp4"
Request = dict[str, Any]


def shots(*seconds: int | None) -> list[dict[str, Any]]:
    """Return entries of multi_prompt."""
    return [{"prompt": "A boat", **({} if each is None else {"duration": each})} for each in seconds]


def elements(count: int) -> list[dict[str, Any]]:
    return [{"frontal_image_url": url} for url in urls(count)]


def veo(kind: str) -> dict[tuple[str, str], tuple[list[Request], list[Request]]]:
    """Say what the three models of one way to use Veo 3.1 do not share."""
    standard, fast, lite = (f"veo-3.1{variant}-{kind}" for variant in ("", "-fast", "-lite"))
    others = (fast, lite)
    return {
        (lite, f"{lite} offers 720p and 1080p only"): (
            [{"model": lite, "resolution": "720p"}, {"model": lite}, {"model": fast, "resolution": "4k"}],
            [{"model": lite, "resolution": "4k"}, {"model": lite, "resolution": "4k", "duration": 8}],
        ),
        (lite, f"{lite} makes 1080p, the default resolution, at 8 seconds only"): (
            [
                {"model": lite, "duration": 8, "resolution": "1080p"},
                *({"model": lite, "duration": value, "resolution": "720p"} for value in (4, 6, 8)),
                {"model": fast, "duration": 4},
            ],
            [{"model": lite, "duration": 4}, {"model": lite, "duration": 6, "resolution": "1080p"}],
        ),
        (fast, f"enhance_prompt works on {standard} only"): (
            [{"model": standard, "enhance_prompt": True}, *({"model": m, "enhance_prompt": None} for m in others)],
            [{"model": model, "enhance_prompt": value} for model in others for value in (True, False)],
        ),
        (fast, f"person_generation works on {standard} only"): (
            [
                {"model": standard, "person_generation": "dont_allow"},
                *({"model": model, "person_generation": None} for model in others),
            ],
            [{"model": model, "person_generation": "allow_adult"} for model in others],
        ),
        (lite, f"{lite} takes no safety_tolerance"): (
            [{"model": fast, "safety_tolerance": 6}, {"model": lite, "safety_tolerance": None}],
            [{"model": lite, "safety_tolerance": 1}],
        ),
    }


def no_1080p(fast: str, standard: str) -> dict[tuple[str, str], tuple[list[Request], list[Request]]]:
    return {
        (fast, f"1080p is not offered on {fast}"): (
            [{"model": fast, "resolution": "720p"}, {"model": fast}, {"model": standard, "resolution": "1080p"}],
            [{"model": fast, "resolution": "1080p"}],
        )
    }


def lengths_of_1080p(model: str, **least: Any) -> dict[tuple[str, str], tuple[list[Request], list[Request]]]:
    large = {**least, "resolution": "1080p"}
    return {
        (model, "1080p takes 5, 10 or 30 seconds"): (
            [
                {**least, "duration": 6},
                large,
                *({**large, "duration": seconds} for seconds in (5, 10, 30)),
                *({**least, "resolution": size, "duration": 29} for size in ("480p", "720p")),
            ],
            [{**large, "duration": seconds} for seconds in (4, 6, 9, 11, 15, 29)],
        )
    }


def modes(model: str) -> dict[tuple[str, str], tuple[list[Request], list[Request]]]:
    """Say how many images two modes take that several families have."""
    nothing: list[Request] = [{}, {"image_urls": None}, {"image_urls": []}]
    one, two = ({"generation_type": mode} for mode in ("image-to-video", "first-last-frame"))
    return {
        (model, "image-to-video takes exactly 1 image"): (
            [{**one, "image_urls": urls(1)}, {"generation_type": None, "image_urls": urls(2)}],
            [{**one, **images} for images in (*nothing, {"image_urls": urls(2)})],
        ),
        (model, "first-last-frame takes exactly 2 images"): (
            [{**two, "image_urls": urls(2)}, {"image_urls": urls(1)}],
            [{**two, **images} for images in (*nothing, {"image_urls": urls(1)})],
        ),
    }


RULES: dict[tuple[str, str], tuple[list[Request], list[Request]]] = {
    **veo("text-to-video"),
    **veo("image-to-video"),
    **veo("first-last-frame-to-video"),
    **{
        ("veo-3.1-fast-reference-to-video", f"{field} works on veo-3.1-reference-to-video only"): (
            [{"model": "veo-3.1-reference-to-video", field: value}, {field: None}],
            [{field: value}],
        )
        for field, value in (("enhance_prompt", True), ("person_generation", "dont_allow"), ("reference_type", "ASSET"))
    },
    **no_1080p("seedance-2.0-fast-text-to-video", "seedance-2.0-text-to-video"),
    **no_1080p("seedance-2.0-fast-image-to-video", "seedance-2.0-image-to-video"),
    **lengths_of_1080p("seedance-2.5-text-to-video"),
    **lengths_of_1080p("seedance-2.5-image-to-video"),
    **lengths_of_1080p("seedance-2.5-reference-to-video", image_urls=urls(1)),
    ("seedance-2.5-reference-to-video", "at least one reference is needed"): (
        [
            {"image_urls": urls(30)},
            {"video_urls": urls(10)},
            {"audio_urls": urls(10)},
            {"image_urls": [], "audio_urls": urls(1)},
            {"image_urls": urls(30), "video_urls": urls(10), "audio_urls": urls(10)},
        ],
        [{"duration": 5}, {"image_urls": []}, {"image_urls": [], "video_urls": [], "audio_urls": []}],
    ),
    **modes(WAN_IMAGE),
    (WAN_IMAGE, "video-continuation needs video_url, the video to continue"): (
        [{"generation_type": "video-continuation", "video_url": VIDEO_URL}, {"video_url": VIDEO_URL}],
        [{"generation_type": "video-continuation"}, {"generation_type": "video-continuation", "video_url": None}],
    ),
    (WAN_IMAGE, "video_url and image_urls exclude each other"): (
        [
            *({"video_url": VIDEO_URL, "image_urls": value} for value in (None, [])),
            {"video_url": None, "image_urls": urls(2)},
            {},
        ],
        [{"video_url": VIDEO_URL, "image_urls": urls(count)} for count in (1, 2)],
    ),
    **{
        (model, "give prompt or multi_prompt, not both"): (
            [
                {"prompt": "A boat"},
                {"multi_prompt": shots(5)},
                *({"prompt": "A boat", "multi_prompt": value} for value in (None, [])),
                {"prompt": None, "multi_prompt": shots(5)},
                {},
            ],
            [{"prompt": "A boat", "multi_prompt": shots(None)}, {"prompt": "A boat", "multi_prompt": [{}]}],
        )
        for model in (O3_TEXT, O3_IMAGE, O3_REFERENCE)
    },
    **{
        (model, "image_urls and elements take at most 4 entries together"): (
            [
                *({"image_urls": urls(4 - count), "elements": elements(count)} for count in range(5)),
                {"image_urls": None, "elements": elements(4)},
                {"image_urls": urls(4)},
            ],
            [
                {"image_urls": urls(images), "elements": elements(others)}
                for images in (1, 2, 3, 4)
                for others in range(5 - images, 5)
            ],
        )
        for model in (O3_EDIT, O3_VIDEO)
    },
    **{
        (model, "give a prompt, or shots in multi_prompt"): (
            [
                {"prompt": "A boat"},
                {"multi_prompt": shots(5)},
                {"prompt": "A boat", "multi_prompt": shots(2, 3)},
                *({"prompt": "A boat", "multi_prompt": value} for value in (None, [])),
            ],
            [{}, {"multi_prompt": None}, {"multi_prompt": []}],
        )
        for model in (V3_TEXT, V3_IMAGE)
    },
    **{
        (model, "voice_ids needs generate_audio set to true"): (
            [
                {"prompt": "A boat", "voice_ids": ["a", "b"], "generate_audio": True},
                *({"prompt": "A boat", "voice_ids": value, "generate_audio": False} for value in (None, [])),
            ],
            [
                {"prompt": "A boat", "voice_ids": ["a"]},
                {"prompt": "A boat", "voice_ids": ["a"], "generate_audio": False},
            ],
        )
        for model in (V3_TEXT, V3_IMAGE)
    },
    **modes(VIDU),
    (VIDU, "text-to-video takes no images"): (
        [
            *({"generation_type": "text-to-video", "image_urls": value} for value in (None, [])),
            {"generation_type": "text-to-video"},
            {"generation_type": None, "image_urls": urls(4)},
        ],
        [{"generation_type": "text-to-video", "image_urls": urls(count)} for count in (1, 4)],
    ),
    (VIDU, "reference-to-video takes 1 to 4 images"): (
        [{"generation_type": "reference-to-video", "image_urls": urls(count)} for count in (1, 2, 3, 4)],
        [{"generation_type": "reference-to-video", **images} for images in ({}, {"image_urls": None})],
    ),
    (VIDU_TURBO, "3 or 4 images mean reference-to-video"): (
        [{"image_urls": urls(2)}, {"image_urls": None}, {"model": VIDU, "image_urls": urls(4)}],
        [{"image_urls": urls(count)} for count in (3, 4)],
    ),
    (VIDU_TURBO, "reference-to-video is not offered on vidu-q3-turbo"): (
        [
            {"generation_type": "image-to-video", "image_urls": urls(1)},
            {"generation_type": None},
            {},
            {"model": VIDU, "generation_type": "reference-to-video", "image_urls": urls(1)},
        ],
        [{"generation_type": "reference-to-video", "image_urls": urls(1)}],
    ),
    ("sync-3", "sync-3 does not take temperature"): (
        [
            {"temperature": None},
            {},
            *({"model": model, "temperature": 0.5} for model in ("lipsync-2", "lipsync-2-pro")),
        ],
        [{"temperature": value} for value in (0, 0.5, 1)],
    ),
    ("sync-3", "sync-3 does not take active_speaker"): (
        [{"active_speaker": None}, {"model": "lipsync-2-pro", "active_speaker": True}],
        [{"active_speaker": value} for value in (True, False)],
    ),
    ("live-avatar", "frames_per_clip is a multiple of 4"): (
        [{"frames_per_clip": value} for value in (None, 16, 20, 48.0, 80)],
        [{"frames_per_clip": value} for value in (17, 50, 79)],
    ),
}
"""(model, words of the rule) → requests to it, or to another that they name, that keep the rule and that break it."""


def by_hand(model: str, fields: Request) -> Request:
    return {**least_request(fields.get("model", model)), **fields}


@pytest.mark.parametrize(
    ("model", "request_"),
    [
        pytest.param(model, request, id=f"{model} {words}: {named(request)}")
        for (model, words), (kept, _) in RULES.items()
        for request in kept
    ],
)
def test_a_rule_that_is_kept(model: str, request_: Request) -> None:
    """A request within the rule, or beside it, has no problem."""
    assert [] == check(by_hand(model, request_))


@pytest.mark.parametrize(
    ("model", "words", "request_"),
    [
        pytest.param(model, words, request, id=f"{model} {words}: {named(request)}")
        for (model, words), (_, broken) in RULES.items()
        for request in broken
    ],
)
def test_a_rule_that_is_broken(model: str, words: str, request_: Request) -> None:
    """A request beyond the rule has one problem: the rule, at a field that it is about."""
    (problem,) = check(by_hand(model, request_))
    family = catalog().models[model]
    assert problem.message.startswith(words)
    assert problem.message in family.rules
    assert problem.field in family.fields


def test_every_rule_of_every_family_is_kept_and_broken_somewhere() -> None:
    """The tables by hand leave no rule out, and hold none that no family has."""
    firsts = {catalog().models[model].name for model in MODELS}
    known = {(name, rule) for name, family in catalog().families.items() if name not in firsts for rule in family.rules}
    tried = {
        (catalog().models[model].name, rule)
        for (model, words), requests in RULES.items()
        for rule in catalog().models[model].rules
        if rule.startswith(words) and all(requests)
    }
    assert known == tried
    assert len(RULES) == len(tried)


# ------------------------------------------------------------------ what JSON Schema cannot say, by hand

SUMS: dict[str, tuple[list[Request], list[Request]]] = {
    **{
        model: (
            [
                {"multi_prompt": shots(2, 3), "duration": 5},
                {"multi_prompt": shots(15), "duration": 15},
                *({"multi_prompt": shots(7, 9)} | more for more in ({}, {"duration": None})),
                *({"multi_prompt": entries, "duration": 5} for entries in (shots(None, None), shots(9, None), [{}])),
                *({"multi_prompt": value, "duration": 5} for value in (None, [])),
            ],
            [
                {"multi_prompt": shots(2, 3), "duration": 6},
                {"multi_prompt": shots(5), "duration": 4},
                {"multi_prompt": shots(1, 1, 1, 1), "duration": 3},
            ],
        )
        for model in (O3_TEXT, O3_IMAGE, O3_REFERENCE)
    },
    **{
        model: (
            [
                {"multi_prompt": shots(2, 3)},
                {"multi_prompt": shots(2, 3), "duration": 5},
                {"multi_prompt": shots(2, 8), "duration": 10},
                {"multi_prompt": shots(9, None)},
                {"multi_prompt": shots(2, 3), "prompt": "A boat"},
            ],
            [
                {"multi_prompt": shots(2, 8)},
                {"multi_prompt": shots(2, 3), "duration": 10},
                {"multi_prompt": shots(1), "prompt": "A boat"},
            ],
        )
        for model in (V3_TEXT, V3_IMAGE)
    },
}
"""Model → requests whose shots add up to the length, or leave it open, and requests whose do not."""


@pytest.mark.parametrize("model", SUMS)
def test_shots_add_up_to_the_length(model: str) -> None:
    """x-sum: the seconds of the shots are the seconds of the video, its default included, where all are known."""
    fitting, wrong = SUMS[model]
    assert [[]] * len(fitting) == [check(by_hand(model, request)) for request in fitting]
    for request in wrong:
        (problem,) = check(by_hand(model, request))
        whole = request.get("duration", 5)
        total = sum(shot["duration"] for shot in request["multi_prompt"])
        words = f"the duration of its entries adds up to {total}, and duration is {whole}"
        assert Problem("multi_prompt", words) == problem


VOICE = {"generate_audio": True}
REFERENCES: dict[tuple[str, str], tuple[list[Request], list[Request]]] = {
    (DANCE, "@Image#"): (
        [{"prompt": "@Image1 @Image9", "image_urls": urls(9)}, {"prompt": "@Image @image1 @ Image1"}],
        [{"prompt": "@Image1"}, {"prompt": "@Image3", "image_urls": urls(2)}, {"prompt": "@Image0"}],
    ),
    (DANCE, "@Video#"): (
        [{"prompt": "@Video2", "video_urls": urls(2)}],
        [{"prompt": "@Video1", "image_urls": urls(2)}, {"prompt": "@Video3", "video_urls": urls(2)}],
    ),
    (DANCE, "@Audio#"): (
        [{"prompt": "@Audio01", "audio_urls": urls(1), "image_urls": urls(1)}],
        [{"prompt": "@Audio2", "audio_urls": urls(1), "image_urls": urls(1)}],
    ),
    **{
        (model, "@Image#"): (
            [{"prompt": "@Image1, @Image2", field: urls(2)}, {"prompt": "@Images 1"}],
            [{"prompt": "@Image3", field: urls(2)}, {"prompt": "@Image0", field: urls(2)}],
        )
        for model, field in (
            (GROK, "reference_image_urls"),
            (HORSE, "image_urls"),
            ("happyhorse-1.0-video-edit", "reference_image_urls"),
            (O3_REFERENCE, "image_urls"),
            (O3_EDIT, "image_urls"),
            (O3_VIDEO, "image_urls"),
        )
    },
    **{
        (model, "@Element#"): (
            [{"prompt": "@Element1 and @Element2", "elements": elements(2)}, {"prompt": "@Element @element1"}],
            [
                {"prompt": "@Element1"},
                {"prompt": "@Element1", "elements": None},
                {"prompt": "@Element2", "elements": [{}]},
            ],
        )
        for model in (O3_REFERENCE, O3_EDIT, O3_VIDEO)
    },
    **{
        (model, "@Video#"): (
            [{"prompt": "@Video1 again"}, {"prompt": "@Video"}],
            [{"prompt": "@Video2"}, {"prompt": "@Video0"}],
        )
        for model in (O3_EDIT, O3_VIDEO)
    },
    **{
        (model, "<<<voice_#>>>"): (
            [
                {"prompt": "<<<voice_1>>> <<<voice_2>>>", "voice_ids": ["a", "b"], **VOICE},
                {"prompt": "<<<voice_1>> <<voice_1>>> <<<voice_>>> <<<Voice_1>>> voice_1"},
            ],
            [
                {"prompt": "<<<voice_1>>>"},
                {"prompt": "a<<<voice_2>>>b", "voice_ids": ["a"], **VOICE},
                {"prompt": "<<<voice_0>>>", "voice_ids": ["a"], **VOICE},
            ],
        )
        for model in (V3_TEXT, V3_IMAGE)
    },
}
"""(model, form) → requests whose prompts point at something that is there, and at something that is not."""


@pytest.mark.parametrize(("model", "form"), REFERENCES, ids=[f"{model} {form}" for model, form in REFERENCES])
def test_a_prompt_points_at_what_is_there(model: str, form: str) -> None:
    """x-references: a number in a prompt counts entries that were given; a dangling one is named with how many."""
    there, dangling = REFERENCES[model, form]
    assert [[]] * len(there) == [check(by_hand(model, request)) for request in there]
    field = catalog().models[model].fields["prompt"]["x-references"][form]
    before, after = form.split("#")
    for request in dangling:
        (problem,) = check(by_hand(model, request))
        count = len(by_hand(model, request).get(field) or ())
        count = 1 if field == "video_url" else count
        (number,) = re.findall(f"{re.escape(before)}([0-9]+){re.escape(after)}", request["prompt"])
        many = f"{count or 'no'} {'entry' if count == 1 else 'entries'}"
        assert Problem("prompt", f"{before}{number}{after} does not exist: {field} has {many}") == problem


WORDS: list[tuple[str, list[str]]] = [
    *(
        (f"{before}@Image9", ["@Image9"])
        for before in ("", "(", "“", "\n", "/", "-", "—", "@", "一个", "이", "の", "รูป", "🦊")
    ),
    *((f"{before}@Image9", []) for before in ("me", "me_", "7", "é", "ж", "@Image", "write to me")),
    *(
        (f"@Image9{after}", ["@Image9"])
        for after in ("", ",", ")", ".", "!", "-", "\n", "的女孩", "を", "'s", "@Image1", "🦊")
    ),
    *(
        (f"@Image9{after}", [])
        for after in ("st", "x", "_", "_1", "é", "ж", "0000000000000000000000000000000000000000x")
    ),
    ("write to me@Image9.io, or to you@Image8", []),
    ("@Image1@Image9@Image8 @Image1st", ["@Image9", "@Image8"]),
    ("@Image12 @Image1", ["@Image12"]),
]
"""A prompt beside one image, and the references in it that point at nothing."""


@pytest.mark.parametrize(("prompt", "dangling"), WORDS)
def test_a_reference_is_a_word_of_its_own(prompt: str, dangling: list[str]) -> None:
    """An address or a longer word is none; scripts that write no blanks between words may touch it."""
    request = {"model": DANCE, "prompt": prompt, "image_urls": ["https://example.com/a.png"]}
    assert dangling == [problem.message.partition(" ")[0] for problem in check(request)]


def test_the_tables_hold_every_sum_and_every_reference() -> None:
    """No family has a sum or a form of reference that is not tried by hand."""
    families = catalog().families.values()
    sums = {family.name for family in families for prop in family.fields.values() if "x-sum" in prop}
    forms = {
        (family.name, form)
        for family in families
        for prop in family.fields.values()
        for form in prop.get("x-references", ())
    }
    assert sums == {catalog().models[model].name for model in SUMS}
    assert forms == {(catalog().models[model].name, form) for model, form in REFERENCES}


# ------------------------------------------------------------------ the model's id


@pytest.mark.parametrize(
    "url", ["http://a", "HTTPS://EXAMPLE.COM/A.PNG", "https://例え.jp/画.png", "http://127.0.0.1:9/a?b#c"]
)
def test_urls_of_every_absolute_form_are_accepted(url: str) -> None:
    """Scheme and host are asked for, in any case and any script, and nothing more."""
    assert [] == check(request_to(SORA, {"image_urls": [url]}))


@pytest.mark.parametrize(
    "url",
    ["//example.com/a", "example.com/a", "https:/example.com", "https://?a", "https://#a", " https://a", "file:///a"],
)
def test_urls_without_scheme_or_host_are_refused(url: str) -> None:
    """What no server could fetch is refused at its place in the list."""
    assert ["image_urls[0]"] == [problem.field for problem in check(request_to(SORA, {"image_urls": [url]}))]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("sora2", '"sora2" is not a known model: did you mean sora-2?'),
        ("Veo-3.1", "did you mean veo-3.1?"),
        ("veo-3.1-fst", "did you mean veo-3.1-fast?"),
        ("seedance-2.0-reference", "did you mean seedance-2.0-reference-to-video?"),
        ("wan-2.7-reference", "did you mean wan-2.7-reference-to-video?"),
        ("pixverse", "did you mean pixverse-"),
        ("", "`foxapi-video models` and foxapi_video.models() list all 101"),
        ("zzz", "`foxapi-video models` and foxapi_video.models() list all 101"),
        (None, "null is not a known model"),
        (7, "7 is not a known model"),
        (["sora-2"], "is not a known model"),
    ],
)
def test_an_unknown_model_is_refused_with_the_nearest_name(model: Any, words: str) -> None:
    """One problem, at `model`, that names what was meant or all there is."""
    (problem,) = check({"model": model, "prompt": "A paper boat"})
    assert "model" == problem.field
    assert words in problem.message


@pytest.mark.parametrize("request_", [{}, {"prompt": "A paper boat"}], ids=["nothing", "a prompt"])
def test_a_missing_model_is_reported_where_all_are_listed(request_: dict[str, Any]) -> None:
    """The error for a dict without a model says how to list the models; it does not list all 101."""
    expected = "required: `foxapi-video models` and foxapi_video.models() list all 101"
    assert [Problem("model", expected)] == check(request_)


DRESSED = {
    "openai/sora-2": "sora-2",
    "openai/sora-2[hd]": "sora-2",
    "veo-3.1[4k|audio]": "veo-3.1",
    "kling.v3-x/kling-v3-text-to-video[pro]": "kling-v3-text-to-video",
    "MiniMax-Hailuo-2.3[512p]": "MiniMax-Hailuo-2.3",
}
"""Ids as the live list shows them, and the model inside."""


@pytest.mark.parametrize(("model", "inside"), DRESSED.items(), ids=DRESSED)
def test_an_id_with_a_provider_or_a_tier_is_checked_as_the_model_inside(model: str, inside: str) -> None:
    """The same fields and rules hold, and the id is sent as it was given, with no default beside a tier."""
    request = {"model": model, "prompt": "A paper boat"}
    assert [] == check(request)
    filled = {} if model.endswith("]") else body_of({**request, "model": inside}, extra_body=None, validate=True).values
    assert {**filled, **request} == body_of(request, extra_body=None, validate=True).to_dict()
    wrong = {"prompt": " ", "duration": True, "bogus": 1}
    assert check({**wrong, "model": inside}) == check({**wrong, "model": model}) != []


def test_the_rules_of_a_model_hold_under_its_other_ids() -> None:
    """What one model alone may not do is refused under an id with a tier, too."""
    request = {"model": "google/veo-3.1-lite[hd]", "prompt": "x", "resolution": "4k"}
    assert ["veo-3.1-lite offers 720p and 1080p only"] == [problem.message for problem in check(request)]
    assert [] == check({**request, "model": "google/veo-3.1[hd]"})


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"model": "veo-3.1-lite[720p]", "duration": 4}, []),
        ({"model": "veo-3.1-lite[x]", "duration": 4, "resolution": "1080p"}, ["resolution"]),
        ({"model": "veo-3.1[4k]", "image_urls": ["https://example.com/a.png"]}, []),
        ({"model": "google/veo-3.1", "image_urls": ["https://example.com/a.png"]}, ["image_urls"]),
        (
            {"model": "veo-3.1[4k]", "image_urls": ["https://example.com/a.png"], "generation_type": "text-to-video"},
            ["image_urls"],
        ),
    ],
    ids=["fixed-by-the-tier", "set-beside-it", "mode-unknown", "no-tier", "mode-set"],
)
def test_no_rule_speaks_through_a_default_beside_a_tier(body: dict[str, Any], refused: list[str]) -> None:
    """What a tier may fix is not assumed; what is set beside it is checked."""
    assert refused == [problem.field for problem in check({"prompt": "A paper boat", **body})]


@pytest.mark.parametrize(
    "model",
    ["sora-3[4k]", "a/b/sora-2", "/sora-2", "openai/", "sora-2[]", "sora-2[hd][4k]", "sora-2[hd", " sora-2", "[4k]"],
)
def test_an_id_with_more_than_that_is_unknown(model: str) -> None:
    """Only one provider and one tier stand around an id, and the model inside must be known."""
    (problem,) = check({"model": model, "prompt": "A paper boat"})
    assert ("model", True) == (problem.field, f'"{model}" is not a known model: ' in problem.message)


def test_a_missing_prompt_is_named() -> None:
    """The error for a misspelled prompt names the unknown and the missing field."""
    expected = [("prompt", "required: non-empty text"), ("promt", "did you mean prompt?")]
    problems = sorted(check({"model": SORA, "promt": "A paper boat"}), key=lambda problem: problem.field)
    assert [field for field, _ in expected] == [problem.field for problem in problems]
    assert all(part in problem.message for problem, (_, part) in zip(problems, expected, strict=True))


@pytest.mark.parametrize("request_", [None, "sora-2", b"{}", 7, [], [{"model": SORA}], object(), dict])
def test_what_is_no_request_is_one_problem(request_: Any) -> None:
    """Anything else than a request object or a dict is refused with its type."""
    (problem,) = check(request_)
    assert "" == problem.field
    assert "(got " in problem.message


def test_every_problem_comes_at_once() -> None:
    """Single fields, rules between fields, unknown fields and dangling references are one answer."""
    request = {
        "model": DANCE_FAST,
        "prompt": "@Image2",
        "resolution": "1080p",
        "ratio": "16:9",
        "aspect_ratio": "9:16",
        "duration": 3,
        "seed": -2,
        "audio_urls": ONE_URL,
        "video_urls": ["a.mp4"],
        "bogus": 1,
    }
    expected = ["aspect_ratio", "bogus", "duration", "prompt", "resolution", "seed", "video_urls[0]"]
    assert expected == sorted({problem.field for problem in check(request)})


def test_a_field_with_a_problem_of_its_own_is_not_blamed_by_a_rule_too() -> None:
    """A rule that merely repeats what is wrong with a field is left out."""
    (problem,) = check(request_to(VEO, {"generation_type": "first-last-frame", "image_urls": "https://example.com/a"}))
    assert ("image_urls", True) == (problem.field, "a list" in problem.message)


# ------------------------------------------------------------------ the body

OBJECTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "sora minimal": (Sora2Request(prompt="A boat"), {"model": SORA, "prompt": "A boat"}),
    "sora all": (
        Sora2Request(
            model="sora-2-pro",
            prompt="Ein Boot, 纸船 😀",
            generation_type="image-to-video",
            image_urls=ONE_URL,
            aspect_ratio="720x1280",
            duration=20,
            resolution="1080p",
            character_ids=["a", "b"],
            delete_video=False,
        ),
        {
            "delete_video": False,
            "character_ids": ["a", "b"],
            "resolution": "1080p",
            "duration": 20,
            "aspect_ratio": "720x1280",
            "image_urls": ONE_URL,
            "generation_type": "image-to-video",
            "prompt": "Ein Boot, 纸船 😀",
            "model": PRO,
        },
    ),
    "sora nulls": (
        Sora2Request(prompt="A boat", image_urls=None, character_ids=None),
        {"model": SORA, "prompt": "A boat", "character_ids": None, "image_urls": None},
    ),
    "veo minimal": (Veo31Request(prompt="A boat"), {"prompt": "A boat", "model": VEO_FAST}),
    "veo all": (
        Veo31Request(
            prompt="A boat",
            model="veo-3.1",
            generation_type="reference-to-video",
            image_urls=urls(3),
            aspect_ratio="9:16",
            duration=4,
            resolution="4k",
            generate_audio=False,
            advanced={"b": 1, "a": {"c": None}},
        ),
        {
            "advanced": {"b": 1, "a": {"c": None}},
            "model": VEO,
            "prompt": "A boat",
            "generation_type": "reference-to-video",
            "image_urls": urls(3),
            "aspect_ratio": "9:16",
            "duration": 4,
            "resolution": "4k",
            "generate_audio": False,
        },
    ),
    "seedance minimal": (Seedance20ReferenceRequest(prompt="A boat"), {"model": DANCE, "prompt": "A boat"}),
    "seedance ratio": (
        Seedance20ReferenceRequest(prompt="A boat", ratio="21:9"),
        {"model": DANCE, "prompt": "A boat", "ratio": "21:9"},
    ),
    "seedance all": (
        Seedance20ReferenceRequest(
            model="seedance-2.0-fast-reference-to-video",
            prompt="@Image2 @Video1 @Audio1",
            resolution="480p",
            aspect_ratio="1:1",
            duration=-1,
            generate_audio=False,
            seed=0,
            image_urls=urls(2),
            video_urls=urls(1),
            audio_urls=urls(1),
        ),
        {
            "prompt": "@Image2 @Video1 @Audio1",
            "audio_urls": urls(1),
            "video_urls": urls(1),
            "image_urls": urls(2),
            "seed": 0,
            "generate_audio": False,
            "duration": -1,
            "aspect_ratio": "1:1",
            "resolution": "480p",
            "model": DANCE_FAST,
        },
    ),
    "wan minimal": (Wan27ReferenceRequest(prompt="A boat"), {"model": WAN, "prompt": "A boat"}),
    "wan all": (
        Wan27ReferenceRequest(
            prompt="A boat",
            reference_image_urls=urls(2),
            reference_video_urls=None,
            duration=2,
            resolution="720p",
            aspect_ratio="3:4",
            negative_prompt=None,
            seed=None,
            multi_shots=True,
            enable_safety_checker=None,
        ),
        {
            "model": WAN,
            "seed": None,
            "multi_shots": True,
            "enable_safety_checker": None,
            "prompt": "A boat",
            "reference_image_urls": urls(2),
            "reference_video_urls": None,
            "duration": 2,
            "resolution": "720p",
            "aspect_ratio": "3:4",
            "negative_prompt": None,
        },
    ),
}
objects = pytest.mark.parametrize(("made", "as_dict"), OBJECTS.values(), ids=OBJECTS)


def text_of(request: Any) -> str:
    """Return the body to send as JSON text."""
    return json.dumps(body_of(request, extra_body=None, validate=True).to_dict(), ensure_ascii=False)


@objects
def test_a_request_object_and_a_dict_give_the_same_body(made: Any, as_dict: dict[str, Any]) -> None:
    """The same fields give the same bytes, in the contract's order, however they were given."""
    assert text_of(as_dict) == text_of(made)
    assert text_of(as_dict) == text_of(dict(reversed(as_dict.items())))
    assert text_of(as_dict) == text_of(types.MappingProxyType(as_dict))


@objects
def test_a_copied_request_object_gives_the_same_body(made: Any, as_dict: dict[str, Any]) -> None:
    """Pickling, copying and deep-copying lose nothing and add nothing, also to a field that is not set."""
    copies = [copy.copy(made), copy.deepcopy(made), copy.deepcopy(copy.deepcopy(made))]
    copies += [pickle.loads(pickle.dumps(made, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    assert {text_of(as_dict)} == {text_of(copied) for copied in copies}
    assert [[]] * len(copies) == [check(copied) for copied in copies]


@objects
def test_check_body_and_dry_run_agree_to_the_byte(
    made: Any, as_dict: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """What is checked, what is sent and what --dry-run prints are one body."""
    checked, problems = prepare(made)[:2]
    body = body_of(made, extra_body=None, validate=True).to_dict()
    assert ([], json.dumps(body)) == (problems, json.dumps(checked))
    if None in as_dict.values():
        return  # the command line has no word for null
    for command in ("generate", "submit"):
        assert 0 == run([command, *command_line(as_dict), "--dry-run"])
        assert f"{json_text(body)}\n" == capsys.readouterr().out


def command_line(as_dict: dict[str, Any]) -> list[str]:
    """Return the arguments that say the same as a dict."""
    words = [as_dict["model"], as_dict["prompt"]]
    for name, value in as_dict.items():
        flag = f"--{name.replace('_', '-')}"
        if name in ("model", "prompt"):
            continue
        if isinstance(value, bool):
            words.append(flag if value else f"--no-{flag[2:]}")
        elif isinstance(value, list):
            words += [word for item in value for word in (flag, item)]
        else:
            words += [flag, value if isinstance(value, str) else json.dumps(value)]
    return words


@objects
def test_submit_sends_that_body(made: Any, as_dict: dict[str, Any]) -> None:
    """The POST carries the body that check saw, and nothing else."""
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(200, json={"id": "t_42", "status": "pending"})

    with FoxAPI("sk-test", base_url="http://127.0.0.1:9", transport=httpx.MockTransport(answer)) as fox:
        assert ["t_42", "t_42"] == [fox.submit(made).id, fox.submit(as_dict).id]
    assert 1 == len(set(sent))
    assert text_of(as_dict) == json.dumps(json.loads(sent[0]), ensure_ascii=False)


DEFAULTS: dict[str, dict[str, Any]] = {
    SORA: {"aspect_ratio": "16:9", "duration": 4, "resolution": "720p"},
    PRO: {"aspect_ratio": "16:9", "duration": 4, "resolution": "720p"},
    **{
        model: {
            "generation_type": "text-to-video",
            "aspect_ratio": "16:9",
            "duration": 8,
            "resolution": "1080p",
            "generate_audio": True,
        }
        for model in (VEO, VEO_FAST, VEO_LITE)
    },
    DANCE: {"resolution": "720p", "ratio": "adaptive", "duration": 5, "generate_audio": True, "seed": -1},
    DANCE_FAST: {"resolution": "720p", "ratio": "adaptive", "duration": 5, "generate_audio": True, "seed": -1},
    WAN: {"duration": 5, "resolution": "1080p", "aspect_ratio": "16:9"},
}


@pytest.mark.parametrize("model", MODELS)
def test_the_documented_defaults_are_sent_and_nothing_else(model: str) -> None:
    """A bare request grows by the page's defaults; what the page warns about and nullable extras stay out."""
    body = body_of(request_to(model, {}), extra_body=None, validate=True).to_dict()
    assert {"model": model, "prompt": "A paper boat", **DEFAULTS[model]} == body


@pytest.mark.parametrize(
    ("cls", "model"), [(Sora2Request, SORA), (Veo31Request, VEO_FAST), (Wan27ReferenceRequest, WAN)]
)
def test_a_request_object_knows_its_default_model(cls: Any, model: str) -> None:
    """The model that the page names is the class's default."""
    assert model == body_of(cls(prompt="A boat"), extra_body=None, validate=True).to_dict()["model"]


@pytest.mark.parametrize(
    ("fields", "ratio", "aspect_ratio"),
    [
        ({}, "adaptive", None),
        ({"ratio": "16:9"}, "16:9", None),
        ({"aspect_ratio": "16:9"}, None, "16:9"),
        ({"aspect_ratio": "adaptive"}, None, "adaptive"),
    ],
)
def test_seedance_gets_its_default_ratio_only_when_neither_name_is_set(
    fields: dict[str, Any], ratio: str | None, aspect_ratio: str | None
) -> None:
    """Two names of one field never go out together."""
    for request in (request_to(DANCE, fields), Seedance20ReferenceRequest(prompt="A boat", **fields)):
        body = body_of(request, extra_body=None, validate=True).to_dict()
        assert (ratio, aspect_ratio) == (body.get("ratio"), body.get("aspect_ratio"))


@pytest.mark.parametrize("model", MODELS)
def test_a_given_value_wins_over_its_default(model: str) -> None:
    """Defaults fill gaps only."""
    given_ = {"duration": 8}
    assert 8 == body_of(request_to(model, given_), extra_body=None, validate=True).to_dict()["duration"]


def test_the_request_given_is_left_as_it_was() -> None:
    """Filling in defaults changes neither the dict nor the object."""
    as_dict, made = request_to(VEO, {}), Veo31Request(prompt="A boat")
    before = (copy.deepcopy(as_dict), made.to_dict())
    for request in (as_dict, made):
        body_of(request, extra_body={"x": 1}, validate=True)
    assert before == (as_dict, made.to_dict())


def test_extra_body_adds_unchecked_fields_last() -> None:
    """`extra_body` is added to a checked request, wins over it, and is not checked itself."""
    body = body_of(request_to(VEO, {}), extra_body={"new_field": 1, "duration": 5}, validate=True).to_dict()
    assert (5, 1, "new_field") == (body["duration"], body["new_field"], list(body)[-1])


def test_extra_body_does_not_excuse_the_request() -> None:
    """A request with problems is refused whatever `extra_body` says."""
    with pytest.raises(InvalidRequest, match=r"\(got 5\)"):
        body_of(request_to(VEO, {"duration": 5}), extra_body={"duration": 8}, validate=True)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            request_to(VEO, {"duration": 5, "bogus": [1]}),
            {**request_to(VEO, DEFAULTS[VEO]), "duration": 5, "bogus": [1]},
        ),
        ({"model": "veo-4", "prompt": ""}, {"model": "veo-4", "prompt": ""}),
        ({"prompt": "no model"}, {"prompt": "no model"}),
    ],
)
def test_without_validation_what_was_given_is_sent(request_: dict[str, Any], expected: dict[str, Any]) -> None:
    """`validate=False` sends a request that the contract refuses, with the defaults of a family that it knows."""
    assert expected == body_of(request_, extra_body=None, validate=False).to_dict()


@pytest.mark.parametrize(
    "value",
    [float("nan"), b"bytes", {1: 2}, "\ud800", {"\ud800": 1}, object()],
    ids=["NaN", "bytes", "a number as key", "half a character", "half a character as key", "an object"],
)
def test_without_validation_what_is_no_json_is_still_refused(value: Any) -> None:
    """What cannot be written is InvalidRequest before anything is sent, in the request as in `extra_body`."""
    extra = {"x": value}
    for request, more in ((request_to(VEO, {}), extra), (request_to(VEO, extra), None)):
        with pytest.raises(InvalidRequest) as caught:
            body_of(request, extra_body=more, validate=False)
        assert ["x"] == [problem.field.partition(".")[0] for problem in caught.value.problems]


def test_without_validation_what_is_no_request_is_still_refused() -> None:
    """There is nothing to send."""
    with pytest.raises(InvalidRequest, match=r"\(got NoneType\)"):
        body_of(None, extra_body=None, validate=False)  # type: ignore[arg-type]


# ------------------------------------------------------------------ what JSON cannot hold


class Text(str):
    """A text of another type, as YAML and template libraries make them."""


class Count(int):
    """A number of another type, as numpy and enums make them."""


class Mute:
    """An object that cannot be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


def endless() -> dict[str, Any]:
    ring: dict[str, Any] = {}
    ring["again"] = ring
    return ring


def deep(levels: int) -> dict[str, Any]:
    top: dict[str, Any] = {}
    at = top
    for _ in range(levels):
        at["in"] = {}
        at = at["in"]
    return top


UNSENDABLE: dict[str, tuple[dict[Any, Any], str]] = {
    "nan": ({"duration": float("nan")}, "duration"),
    "infinity": ({"duration": float("inf")}, "duration"),
    "bytes": ({"prompt": b"A boat"}, "prompt"),
    "object": ({"duration": object()}, "duration"),
    "set": ({"image_urls": set(ONE_URL)}, "image_urls"),
    "iterator": ({"image_urls": iter(ONE_URL)}, "image_urls"),
    "decimal": ({"duration": decimal.Decimal(4)}, "duration"),
    "path where no file belongs": ({"advanced": {"a": Path("a.png")}}, "advanced.a"),
    "lone surrogate": ({"prompt": "a\ud800"}, "prompt"),
    "lone surrogate in a list": ({"image_urls": ["https://a/\udfff"]}, "image_urls[0]"),
    "lone surrogate in a key": ({"\ud800": 1}, r'"\ud800"'),
    "lone surrogate in advanced": ({"advanced": {"a": ["\ud800"]}}, "advanced.a[0]"),
    "lone surrogate in a key of advanced": ({"advanced": {"\ud800": 1}}, "advanced"),
    "number as key": ({7: 1}, "7"),
    "number as key of advanced": ({"advanced": {"a": {7: 1}}}, "advanced.a"),
    "nan in advanced": ({"advanced": {"a": [1, float("nan")]}}, "advanced.a[1]"),
    "bytes in advanced": ({"advanced": {"a": b""}}, "advanced.a"),
    "endless advanced": ({"advanced": endless()}, "advanced"),
    "very deep advanced": ({"advanced": deep(50_000)}, "advanced"),
    "a number too long to write": ({"advanced": {"a": 10**5000}}, "advanced.a"),
    "bytes under a name with a dot": ({"a.b": b""}, "a.b"),
    "bytes under a name with a bracket": ({"duration[0]": b""}, "duration[0]"),
    "an object that cannot be shown": ({"duration": Mute()}, "duration"),
    "a key that cannot be shown": ({Mute(): 1}, ""),
}


@pytest.mark.parametrize(("fields", "expected"), UNSENDABLE.values(), ids=UNSENDABLE)
def test_what_json_cannot_hold_is_a_problem(fields: dict[Any, Any], expected: str) -> None:
    """It is named at its place or below, whatever it is, and nothing crashes."""
    problems = check({**request_to(VEO, {}), **fields})
    assert problems
    assert [] == [problem for problem in problems if problem.field and not problem.field.startswith(expected)]


def test_the_rest_of_an_unsendable_request_is_checked_all_the_same() -> None:
    """A value that is no JSON hides no other problem."""
    problems = check(request_to(VEO, {"duration": object(), "resolution": "8k", "bogus": 1}))
    assert {"duration", "resolution", "bogus"} == {problem.field for problem in problems}


@pytest.mark.parametrize(
    "fields",
    [
        {"prompt": Text("A boat")},
        {"model": Text("veo-3.1")},
        {"duration": Count(8)},
        {Text("duration"): 8},
        {"advanced": types.MappingProxyType({"a": 1})},
        {"advanced": {"a": Text("b"), "n": Count(1), "t": (1, 2)}},
        {"advanced": deep(50)},
        {"generation_type": "first-last-frame", "image_urls": tuple(urls(2))},
        {"advanced": {"big": 10**400}},
    ],
    ids=named,
)
def test_what_json_writes_as_text_numbers_and_lists_is_taken(fields: dict[Any, Any]) -> None:
    """Subclasses of str and int, tuples and dict-like objects are what they look like, and the body can be written."""
    request = {**request_to(VEO, {}), **fields}
    assert [] == check(request)
    assert json.dumps(body_of(request, extra_body=None, validate=True).to_dict())


def test_a_request_object_with_a_dict_for_an_object_field_is_no_crash() -> None:
    """A plain dict for `advanced`, which type checkers refuse, is taken or refused, and never an AttributeError."""
    problems = check(Veo31Request(prompt="A boat", advanced={"a": 1}))  # type: ignore[arg-type]
    assert {"advanced"} >= {problem.field for problem in problems}


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-5, max_value=25),
    st.floats(),
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.sampled_from([*MODELS, *RATIOS, "720p", "@Image1", "<<<voice_1>>>", "image-to-video", *urls(3)]),
    st.binary(max_size=3),
    st.complex_numbers(),
    st.decimals(allow_nan=False),
    st.dates(),
    st.builds(object),
    st.builds(Path),
    st.sampled_from(
        [int, ..., NotImplemented, len, Text("x"), Count(8), decimal.Decimal("NaN"), frozenset({1}), range(3)]
    ),
)
NAMES = st.sampled_from(sorted({name for family in catalog().families.values() for name in family.fields}))
KEYS = st.one_of(NAMES, NAMES, SCALARS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.sets(st.integers(), max_size=2),
        st.dictionaries(KEYS, inner, max_size=3),
    ),
    max_leaves=6,
)
REQUESTS = st.one_of(
    VALUES,
    st.builds(
        lambda model, prompt, rest: {"model": model, "prompt": prompt, **rest},
        st.sampled_from([*catalog().models, *DRESSED]),
        st.one_of(st.just("A boat"), VALUES),
        st.dictionaries(KEYS, VALUES, max_size=5),
    ),
)


def test_check_never_raises_and_what_it_passes_can_be_sent(everything: bool, chance: random.Random) -> None:
    """Whatever is given, check returns problems; where it has none, the body can be written as strict JSON."""

    @seed(chance.random())
    @settings(
        max_examples=1_500 if everything else 300,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(REQUESTS)
    def holds(request: Any) -> None:
        problems = check(request)
        assert all(isinstance(problem, Problem) and isinstance(problem.message, str) for problem in problems)
        assert all(str(problem) for problem in problems)
        if not problems:
            assert json.dumps(prepare(request)[0], allow_nan=False, ensure_ascii=False).encode()

    holds()
