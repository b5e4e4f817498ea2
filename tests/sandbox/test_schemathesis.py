"""Schemathesis finds no answer of the sandbox that the contract does not allow."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from contract import contract as whole_contract

from foxapi_video.sandbox import Sandbox

FAMILIES = [
    variant["$ref"].rpartition("/")[2] for variant in whole_contract()["components"]["schemas"]["VideoRequest"]["oneOf"]
]
TASK = {"model": "sora-2", "prompt": "A fox"}


def contract_for(box: Sandbox, folder: Path, families: Sequence[str] = FAMILIES) -> None:
    """Write the contract to check the sandbox against, with some of its families and with four changes."""
    headers = {"Authorization": f"Bearer {box.key}"}
    task = httpx.post(f"{box.url}/v1/videos/generations", json=TASK, headers=headers, trust_env=False).json()["id"]
    contract: dict[str, Any] = whole_contract()
    # JSON Schema 2020-12 takes "format" for a remark, and so do the wrapper and the sandbox; the pattern beside it is
    # the rule. Schemathesis takes it for a rule, and wants https://ü refused.
    contract["components"]["schemas"]["MediaUrl"].pop("format", None)
    # That these numbers add up to another field is a rule that JSON Schema cannot say.
    schemas = contract["components"]["schemas"]
    del schemas["KlingShot"]["properties"]["duration"]
    for prop in (prop for schema in schemas.values() for prop in schema.get("properties", {}).values()):
        if "x-sum" in prop:
            prop.pop("examples", None)
    # With a task that exists, reading one gets answers other than 404.
    contract["paths"]["/v1/tasks/{task_id}"]["get"]["parameters"][0]["example"] = task
    schemas["VideoRequest"]["oneOf"] = [{"$ref": f"#/components/schemas/{name}"} for name in families]
    # Nor that a prompt's "@Image2" needs a second image; Schemathesis puts examples of several requests together.
    text = re.sub(r"@(?=[A-Z][a-z]+\d)|<<<voice_\d>>>", "", json.dumps(contract))
    folder.joinpath("contract.json").write_text(text)


def schemathesis(box: Sandbox, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run Schemathesis with all its checks, in a process of its own: it patches what it likes."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", "contract.json", "--url", box.url, "--no-color"]
    command += ["--header", f"Authorization: Bearer {box.key}", "--seed", "1", "--generation-database", "none"]
    return subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False, timeout=550)


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every file empty: this is about answers."""
    monkeypatch.setattr("foxapi_video.sandbox.video.clips.Clips._render", lambda *_: b"")


def test_every_answer_is_allowed(tmp_path: Path, everything: bool, chance: random.Random) -> None:
    """All checks pass: statuses, content types, schemas, keys, methods, bad input refused, good input taken."""
    families = FAMILIES if everything else chance.sample(FAMILIES, 3)
    with Sandbox(speed=0) as box:
        contract_for(box, tmp_path, families)
        done = schemathesis(box, tmp_path, "--phases", "examples,coverage,fuzzing", "--max-examples", "20")
        assert done.returncode == 0, f"with the families {families}:\n{done.stdout}{done.stderr}"
        statuses = {status for _, _, status in box.requests}
        assert {200, 400, 401, 404, 405, 422} <= statuses
        assert len(box.tasks) > (20 if everything else 3)


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("broken", "instead", "check"),
    [
        ("http.api.violations_of", lambda *_: [], "Schema-violating request accepted"),
        ("http.api.violations_of", lambda *_: ["no: no"], "Schema-valid request rejected"),
        ("http.api._authorize", lambda *_: None, "accepts requests without authentication"),
        ("service.tasks.SandboxTask.created_response", lambda _: {"status": "pending"}, "Response violates schema"),
    ],
)
def test_schemathesis_notices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, instead: object, check: str
) -> None:
    """A sandbox that takes everything, takes nothing, asks for no key or answers nonsense does not pass."""
    with Sandbox(speed=0) as box:
        contract_for(box, tmp_path, FAMILIES[:2])
        monkeypatch.setattr(f"foxapi_video.sandbox.{broken}", instead)
        done = schemathesis(box, tmp_path, "--phases", "coverage", "--max-failures", "1")
        assert (done.returncode, check in done.stdout) == (1, True), done.stdout
