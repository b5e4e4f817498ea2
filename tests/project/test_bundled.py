"""The package where it is not a folder of files: in a zip file on sys.path, and as a bundler collects it."""

from __future__ import annotations

import importlib
import json
import runpy
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import foxapi_video_client
import pytest

import foxapi_video

ROOT = Path(__file__).resolve().parents[2]
HOMES = [Path(module.__path__[0]) for module in (foxapi_video, foxapi_video_client)]
ELSEWHERE = [path for path in sys.path if path and Path(path) not in {home.parent for home in HOMES}]


def pack(path: Path, *, without: str = "") -> Path:
    """Write both packages into a zip file, as they are in the wheel."""
    with zipfile.ZipFile(path, "w") as archive:
        for home in HOMES:
            for file in home.rglob("*"):
                if file.is_file() and "__pycache__" not in file.parts and (not without or without not in file.parts):
                    archive.write(file, file.relative_to(home.parent))
    return path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both packages in a zip file."""
    return pack(tmp_path_factory.mktemp("zip") / "foxapi.zip")


def run(archive: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that sees the packages in the zip file alone: without site, no .pth file names others."""
    prepared = f"import sys; sys.path[:0] = {[str(archive), *ELSEWHERE]!r}\n{code}"
    return subprocess.run([sys.executable, "-S", "-c", prepared], capture_output=True, text=True, timeout=300)


def answer(archive: Path, code: str) -> object:
    """Return what an expression is there, after checking where it came from."""
    done = run(archive, f"import json, foxapi_video; {code}\nprint(json.dumps([foxapi_video.__file__, value]))")
    assert (0, "") == (done.returncode, done.stderr)
    home, value = json.loads(done.stdout)
    assert home.startswith(str(archive))
    return value


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("value = [problem.field for problem in foxapi_video.check({'model': 'veo-3.1', 'durration': 4})]", None),
        ("value = [info.id for info in foxapi_video.models()]", None),
        ("value = foxapi_video.Veo31Request(prompt='A paper boat').to_dict()['prompt']", "A paper boat"),
        ("from foxapi_video import AsyncFoxAPI, FoxAPI; FoxAPI('sk-x').close(); AsyncFoxAPI('sk-x'); value = 1", 1),
    ],
)
def test_the_package_is_read_from_a_zip_file(code: str, expected: object, archive: Path) -> None:
    """Requests are checked, models listed and clients made as where it is installed."""
    here: dict[str, object] = {"foxapi_video": foxapi_video}
    exec(code, here)
    assert here["value"] == answer(archive, code)
    assert expected in (None, here["value"])


@pytest.mark.parametrize("arguments", [["models"], ["models", "veo-3.1"], ["generate", "veo-3.1", "--help"]])
def test_the_command_line_runs_from_a_zip_file(arguments: list[str], archive: Path) -> None:
    """With the options and pages that it makes from the contract."""
    done = run(archive, f"sys.argv[1:] = {arguments!r}\nfrom foxapi_video.cli import main; main()")
    assert (0, False, True) == (done.returncode, "Traceback" in done.stderr, "veo-3.1" in done.stdout)


def test_the_sandbox_runs_from_a_zip_file(archive: Path) -> None:
    """It checks requests, and makes a video, with what it reads of the contract."""
    code = (
        "from foxapi_video.sandbox import Sandbox; request = {'model': 'veo-3.1', 'prompt': 'A paper boat'}\n"
        "with Sandbox(speed=10_000) as sandbox, foxapi_video.FoxAPI(sandbox.key, base_url=sandbox.url) as fox:\n"
        "    value = fox.wait(fox.submit(request)).status"
    )
    assert "completed" == answer(archive, code)


@pytest.mark.parametrize("zipped", [True, False])
def test_missing_data_are_named(zipped: bool, tmp_path: Path) -> None:
    """The error in a bundle without the schemas says what to collect."""
    archive = pack(tmp_path / "foxapi.zip", without="schemas")
    if not zipped:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(archive := tmp_path / "folder")
    done = run(archive, "import foxapi_video; foxapi_video.check({'model': 'veo-3.1'})")
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("ModuleNotFoundError: schemas/index.json of foxapi_video_client is missing")


def test_pyinstaller_finds_the_hooks() -> None:
    """By an entry point of the wheel, which names a function that returns their folder."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pyinstaller40"]
    module, _, name = declared["hook-dirs"].partition(":")
    folders = getattr(importlib.import_module(module), name)()
    hooks = {path.name for folder in folders for path in Path(folder).glob("hook-*.py")}
    assert {"hook-foxapi_video.py", "hook-foxapi_video_client.py"} == hooks


def test_a_program_of_what_the_hooks_collect_runs(tmp_path: Path) -> None:
    """Every public name, and the schemas: of the packages nothing is there but what the hooks name."""
    hooks = [runpy.run_path(str(path)) for path in sorted((HOMES[0] / "_pyinstaller").glob("hook-*.py"))]
    path = tmp_path / "bundled.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for module in (module for hook in hooks for module in hook["hiddenimports"]):
            file = find_spec(module).origin  # type: ignore[union-attr]
            archive.write(file, Path(file).relative_to(next(h.parent for h in HOMES if Path(file).is_relative_to(h))))
        for source, folder in (each for hook in hooks for each in hook.get("datas", ())):
            for file in Path(source).parent.glob(Path(source).name):
                archive.write(file, f"{folder}/{file.name}")
        names = set(archive.namelist())
    code = (
        "value = [type(getattr(foxapi_video, name)).__name__ for name in dir(foxapi_video)],"
        "len(foxapi_video.models()), [problem.field for problem in foxapi_video.check({'model': 'veo-3.1'})]"
    )
    _, models, problems = cast(list[object], answer(path, code))
    assert (len(foxapi_video.models()), ["prompt"]) == (models, problems)
    extras = {name for name in names if name.startswith(("foxapi_video/cli/", "foxapi_video/sandbox/"))}
    assert set() == extras
