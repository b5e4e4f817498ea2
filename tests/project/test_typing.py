"""The type checkers' verdict: mypy and pyright, both strict, over the wrapper and over `typing_cases.py`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

import foxapi_video

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "project" / "typing_cases.py"


def tool(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment, which is what pyright resolves imports in."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    variables = {**os.environ, "PATH": path, "VIRTUAL_ENV": sys.prefix, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def test_mypy_is_content() -> None:
    """mypy --strict finds nothing in the wrapper, the scripts and the cases, no unused ignore either."""
    done = tool("mypy", "--strict")
    assert (0, "Success") == (done.returncode, done.stdout[:7]), done.stdout


def test_pyright_is_content() -> None:
    """pyright, strict, finds nothing in the wrapper and the cases, no unused ignore either."""
    done = tool("pyright", "--outputjson")
    found = json.loads(done.stdout)
    messages = [
        f"{error['file']}:{error['range']['start']['line'] + 1} {error['message']}"
        for error in found["generalDiagnostics"]
    ]
    assert (0, []) == (done.returncode, messages)
    assert found["summary"]["filesAnalyzed"] > 30


def test_the_public_interface_is_typed_completely() -> None:
    """What is exported has a known and documented type in full, for every type checker alike."""
    done = tool("pyright", "--outputjson", "--ignoreexternal", "--verifytypes", "foxapi_video")
    found = json.loads(done.stdout)["typeCompleteness"]
    vague = [symbol for symbol in found["symbols"] if not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]]
    assert [] == [(symbol["name"], [said["message"] for said in symbol["diagnostics"]]) for symbol in vague]
    assert found["pyTypedPath"]
    assert found["exportedSymbolCounts"]["withKnownType"] > 90
    assert 1.0 == found["completenessScore"]


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_the_wrong_cases_are_wrong(checker: str, tmp_path: Path) -> None:
    """Without its ignores, each wrong case of the file is an error: nothing there passes by accident."""
    lines = CASES.read_text(encoding="utf-8").splitlines(keepends=True)
    wrong = [number for number, line in enumerate(lines, 1) if "# type: ignore" in line]
    bare = tmp_path / "cases.py"
    bare.write_text(
        "".join(line.partition("  # type: ignore")[0].rstrip("\n") + "\n" for line in lines), encoding="utf-8"
    )
    if checker == "mypy":
        output = tool("mypy", "--strict", "--no-error-summary", bare).stdout
        found = {int(line.split(":")[1]) for line in output.splitlines() if ": error:" in line}
    else:
        errors = json.loads(tool("pyright", "--outputjson", bare).stdout)["generalDiagnostics"]
        found = {error["range"]["start"]["line"] + 1 for error in errors if error["severity"] == "error"}
    assert len(wrong) >= 35
    assert [] == [number for number in wrong if number not in found]


# ------------------------------------------------------------------ what an editor sees: an installed wheel

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = {
    f"{page.stem.lower()}_{number}": code
    for page in PAGES
    for number, code in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
}
BAD = """
from pathlib import Path
from foxapi_video import FoxAPI, JobResult, Veo31Request

def show(fox: FoxAPI, result: JobResult) -> None:
    fox.generate(Veo31Request(prompt="x")).path.name
    result.path.name
    Veo31Request(prompt="x", durations=8)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment that has the wheel installed, and what the tests need."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    packages = Path(done.stdout.strip())
    with ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(packages)
    # where this environment's packages are; its own .pth files, one of which names our sources, are not followed
    homes = {str(Path(module.__file__ or "").parent.parent) for module in (httpx, pytest)}
    (packages / "dependencies.pth").write_text("\n".join(sorted(homes)) + "\n", encoding="utf-8")
    return python


def pyright(python: Path, folder: Path, mode: str) -> list[str]:
    """Return what pyright, as an editor runs it, says of the files of a folder."""
    settings = {"typeCheckingMode": mode, "include": ["."], "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    found = json.loads(tool("pyright", "--outputjson", "--pythonpath", python, "-p", folder).stdout)
    return [f"{Path(each['file']).name}: {each['message']}" for each in found["generalDiagnostics"]]


def mypy(python: Path, folder: Path) -> list[str]:
    """Return what mypy --strict says of the files of a folder."""
    options = ["--config-file=", "--cache-dir", folder / "cache", "--python-executable", python]
    done = tool("mypy", "--strict", "--no-error-summary", *options, *sorted(folder.glob("*.py")))
    return [Path(line).name for line in (done.stdout + done.stderr).splitlines() if ": note:" not in line]


@pytest.mark.parametrize("checker", ["pyright, standard", "pyright, strict", "mypy"])
def test_every_block_of_the_documentation_is_typed(checker: str, installed: Path, tmp_path: Path) -> None:
    """Against an installed wheel, each Python block of README and docs is right, and every public name is there."""
    for name, code in BLOCKS.items():
        if "import vcr" in code and checker != "pyright, standard":
            continue  # vcrpy is not typed
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
    names = "".join(f"print({name})\n" for name in foxapi_video.__all__)
    listed = ", ".join(foxapi_video.__all__)
    (tmp_path / "names.py").write_text(f"from foxapi_video import {listed}\n{names}", encoding="utf-8")
    if checker != "pyright, strict":  # which refuses every import of *
        (tmp_path / "star.py").write_text(f"from foxapi_video import *\n{names}", encoding="utf-8")
    found = mypy(installed, tmp_path) if checker == "mypy" else pyright(installed, tmp_path, checker.split()[1])
    assert [] == [said for said in found if not said.startswith("star.py: Wildcard import")]
    assert len(BLOCKS) > 60


@pytest.mark.parametrize("checker", ["pyright", "mypy"])
def test_a_wrong_program_is_an_error(checker: str, installed: Path, tmp_path: Path) -> None:
    """The checkers see the wheel: a path that may be None, and a field that no model has, are told."""
    (tmp_path / "bad.py").write_text(BAD, encoding="utf-8")
    found = mypy(installed, tmp_path) if checker == "mypy" else pyright(installed, tmp_path, "standard")
    assert 3 == len(found), found
