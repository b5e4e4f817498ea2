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


@pytest.fixture(scope="module")
def project(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the types that the README's command makes from the bundle."""
    folder = tmp_path_factory.mktemp("typescript")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (options,) = re.findall(r"npx openapi-typescript openapi/bundle\.yaml (--\S+) -o foxapi\.ts", readme)
    command = [str(node()), str(tools / "openapi-typescript" / "bin" / "cli.js"), str(BUNDLE), options]
    done = subprocess.run(
        [*command, "-o", "foxapi.ts"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return folder


def errors(tools: Path, project: Path, name: str, code: str) -> set[int]:
    """Check a program strictly and return the numbers of its lines with an error."""
    (project / f"{name}.ts").write_text(code, encoding="utf-8")
    command = [str(node()), str(tools / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--pretty", "false"]
    done = subprocess.run(
        [*command, f"{name}.ts"], cwd=project, capture_output=True, text=True, check=False, timeout=300
    )
    found = {int(line) for line in re.findall(rf"^{name}\.ts\((\d+),\d+\): error TS", done.stdout, re.MULTILINE)}
    assert bool(found) == bool(done.returncode), done.stdout + done.stderr
    return found


def test_a_right_program_has_no_type_error(tools: Path, project: Path) -> None:
    """Fields with a default may be left out, and a task may be read."""
    assert set() == errors(tools, project, "right", RIGHT)


def test_each_mistake_is_a_type_error(tools: Path, project: Path) -> None:
    """An unknown model, a missing field, a bad value, another model's field and a bad type are each found."""
    expected = {number for number, line in enumerate(WRONG.splitlines(), 1) if line.startswith("export const")}
    assert expected == errors(tools, project, "wrong", WRONG)


def test_without_the_option_defaults_are_required(tools: Path, project: Path) -> None:
    """The README names --default-non-nullable=false because the tool's own default makes the right program wrong."""
    other = project / "other"
    other.mkdir()
    cli = tools / "openapi-typescript" / "bin" / "cli.js"
    command = [str(node()), str(cli), str(BUNDLE), "-o", "foxapi.ts"]
    assert 0 == subprocess.run(command, cwd=other, capture_output=True, check=False, timeout=300).returncode
    assert set() != errors(tools, other, "right", RIGHT)
