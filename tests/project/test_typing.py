"""The type checkers' verdict: mypy and pyright, both strict, on the wrapper, on `typing_cases.py` and on the docs.

A run of a checker costs seconds, nearly all of them for what the files import, so each run takes many files, and each
test reads what was said of its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from typing import NamedTuple
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


class Said(NamedTuple):
    """An error or a warning of a type checker."""

    file: Path
    line: int
    message: str


def mypy(*arguments: object) -> list[Said]:
    """Return what mypy --strict says; a line of another form, as of a crash, is said of no file."""
    done = tool("mypy", "--strict", "--no-error-summary", *arguments)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if ": note: " not in line]
    found = [(re.fullmatch(r"(.+?\.py):(\d+): (.*)", line), line) for line in lines]
    return [Said((ROOT / m[1]).resolve(), int(m[2]), m[3]) if m else Said(Path(), 0, line) for m, line in found]


def pyright(*arguments: object, least: int) -> list[Said]:
    """Return what pyright says of at least so many files."""
    done = tool("pyright", "--outputjson", *arguments)
    found = json.loads(done.stdout)
    assert least <= found["summary"]["filesAnalyzed"], done.stderr
    errors = found["generalDiagnostics"]
    return [Said(Path(e["file"]).resolve(), e["range"]["start"]["line"] + 1, e["message"]) for e in errors]


# ------------------------------------------------------------------ the checkout


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases without their ignores; known by the name, as mypy repeats errors of its cache with an earlier path."""
    path = tmp_path_factory.mktemp("bare").resolve() / "bare_cases.py"
    lines = CASES.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.partition("  # type: ignore")[0] for line in lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=["mypy", "pyright"])
def checkout(request: pytest.FixtureRequest, bare: Path) -> list[Said]:
    """What a checker says of all that pyproject.toml names, and of the bare cases beside it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    if request.param == "mypy":
        return mypy(*settings["mypy"]["files"], bare)
    return pyright(*settings["pyright"]["include"], bare, least=30)


def test_the_checkers_are_content(checkout: list[Said], bare: Path) -> None:
    """Both, strict, find nothing in the wrapper and the cases, mypy nothing in the scripts: no unused ignore either."""
    assert [] == [said for said in checkout if said.file.name != bare.name]


def test_the_wrong_cases_are_wrong(checkout: list[Said], bare: Path) -> None:
    """Without its ignores, each wrong case of the file is an error: nothing there passes by accident."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if "# type: ignore" in line}
    assert len(wrong) >= 35
    assert set() == wrong - {said.line for said in checkout if said.file.name == bare.name}


def test_the_public_interface_is_typed_completely() -> None:
    """What is exported has a known and documented type in full, for every type checker alike."""
    done = tool("pyright", "--outputjson", "--ignoreexternal", "--verifytypes", "foxapi_video")
    found = json.loads(done.stdout)["typeCompleteness"]
    vague = [symbol for symbol in found["symbols"] if not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]]
    assert [] == [(symbol["name"], [said["message"] for said in symbol["diagnostics"]]) for symbol in vague]
    assert found["pyTypedPath"]
    assert found["exportedSymbolCounts"]["withKnownType"] > 90
    assert 1.0 == found["completenessScore"]


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
WRONG = {
    "bad": BAD,
    "bad_field": next(code for code in BLOCKS.values() if "duration=" in code).replace("duration=", "durations=", 1),
}


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


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every Python block of the documentation, every public name, and programs that are wrong."""
    folder = tmp_path_factory.mktemp("documents").resolve()
    names = "".join(f"print({name})\n" for name in foxapi_video.__all__)
    files = {
        **BLOCKS,
        "names": f"from foxapi_video import {', '.join(foxapi_video.__all__)}\n{names}",
        "star": f"from foxapi_video import *\n{names}",
        **WRONG,
    }
    for name, code in files.items():
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
        if name != "star" and "import vcr" not in code:  # vcrpy is not typed, and strict refuses every import of *
            (folder / f"strict_{name}.py").write_text(f"# pyright: strict\n{code}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["mypy", "pyright"])
def installation(request: pytest.FixtureRequest, installed: Path, documents: Path) -> dict[str, list[str]]:
    """What a checker, as an editor runs it, says of each document where the wheel is installed."""
    if request.param == "mypy":
        cache = ROOT / ".mypy_cache" / "installed"  # kept: what has not changed is not checked again in the next run
        options = ["--config-file=", "--cache-dir", cache, "--python-executable", installed]
        files = sorted(path for path in documents.glob("*.py") if not path.name.startswith("strict_"))
        said = mypy(*options, *(path for path in files if "import vcr" not in path.read_text(encoding="utf-8")))
    else:
        settings = {"typeCheckingMode": "standard", "include": ["."], "pythonVersion": "3.11"}
        (documents / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        said = pyright("--pythonpath", installed, "-p", documents, least=2 * len(BLOCKS))
    found: dict[str, list[str]] = {}
    for file, _, message in said:
        found.setdefault(file.stem, []).append(message)
    return found


def test_every_block_of_the_documentation_is_typed(installation: dict[str, list[str]]) -> None:
    """Against an installed wheel, each Python block of README and docs is right, and every public name is there."""
    wrong = {*WRONG, *(f"strict_{name}" for name in WRONG)}
    found = [(name, said) for name, messages in installation.items() if name not in wrong for said in messages]
    assert [] == [(name, said) for name, said in found if not (name == "star" and said.startswith("Wildcard import"))]
    assert len(BLOCKS) > 60


@pytest.mark.parametrize(("name", "expected"), {"bad": 3, "bad_field": 1}.items())
def test_a_wrong_program_is_an_error(name: str, expected: int, installation: dict[str, list[str]]) -> None:
    """The checkers see the wheel: a path that may be None, and a field that no model has, are errors."""
    assert expected == len(installation.get(name, [])), installation
