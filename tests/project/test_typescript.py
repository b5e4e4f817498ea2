"""What the README says to TypeScript users: openapi-typescript makes types of bundle.yaml that find mistakes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from bundle import BUNDLE
from npm import install, node

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("openapi-typescript@7.13.0", "typescript@5.9.3")
RIGHT = """
import type { components, paths } from "./foxapi";

type VideoRequest = components["schemas"]["VideoRequest"];

const least: VideoRequest = { model: "veo-3.1", prompt: "A paper boat" };
const more: VideoRequest = { model: "sora-2", prompt: "A paper boat", aspect_ratio: "16:9", duration: 8 };
const element: components["schemas"]["KlingElement"] = { frontal_image_url: "https://example.com/front.jpg" };
const task: paths["/v1/tasks/{task_id}"]["get"]["responses"]["2XX"]["content"]["application/json"] = {
  id: "task-1", status: "completed", results: [{ url: "https://example.com/a.mp4" }],
};
export { element, least, more, task };
"""
WRONG = """
import type { components } from "./foxapi";

type VideoRequest = components["schemas"]["VideoRequest"];

export const unknown: VideoRequest = { model: "veo-9", prompt: "A paper boat" };
export const missing: VideoRequest = { model: "sora-2-pro-remix", prompt: "A paper boat" };
export const value: VideoRequest = { model: "sora-2", prompt: "A paper boat", duration: 5 };
export const foreign: VideoRequest = { model: "sora-2", prompt: "A paper boat", upscale_factor: 2 };
export const task: components["schemas"]["Task"] = { id: 1, status: "completed" };
"""


@pytest.fixture(scope="module")
def tools() -> Path:
    """The installed tools."""
    return install("typescript", *TOOLS)


def types(tools: Path, folder: Path, *options: str) -> None:
    """Write the types that openapi-typescript makes from the bundle into a folder."""
    command = [str(node()), str(tools / "openapi-typescript" / "bin" / "cli.js"), str(BUNDLE), *options]
    done = subprocess.run(
        [*command, "-o", "foxapi.ts"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def errors(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[int]]:
    """The lines with an error in each program, all checked strictly by one process."""
    folder = tmp_path_factory.mktemp("typescript")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (option,) = re.findall(r"npx openapi-typescript openapi/bundle\.yaml (--\S+) -o foxapi\.ts", readme)
    (folder / "plain").mkdir()
    types(tools, folder, option)
    types(tools, folder / "plain")
    programs = {"right.ts": RIGHT, "wrong.ts": WRONG, "plain/right.ts": RIGHT}
    for name, code in programs.items():
        (folder / name).write_text(code, encoding="utf-8")
    command = [str(node()), str(tools / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--pretty", "false"]
    done = subprocess.run([*command, *programs], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    found: dict[str, set[int]] = {name: set() for name in programs}
    for name, line in re.findall(r"^(\S+\.ts)\((\d+),\d+\): error TS", done.stdout, re.MULTILINE):
        found[name].add(int(line))  # an error in the types themselves is a KeyError
    assert done.returncode == 2, done.stdout + done.stderr
    return found


def test_a_right_program_has_no_type_error(errors: dict[str, set[int]]) -> None:
    """Fields with a default may be left out, and a task may be read."""
    assert set() == errors["right.ts"]


def test_each_mistake_is_a_type_error(errors: dict[str, set[int]]) -> None:
    """An unknown model, a missing field, a bad value, another model's field and a bad type are each found."""
    expected = {number for number, line in enumerate(WRONG.splitlines(), 1) if line.startswith("export const")}
    assert expected == errors["wrong.ts"]


def test_without_the_option_defaults_are_required(errors: dict[str, set[int]]) -> None:
    """The README names --default-non-nullable=false because the tool's own default makes the right program wrong."""
    assert set() != errors["plain/right.ts"]
