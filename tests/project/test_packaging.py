"""What is published: dependencies, versions and Pythons are each declared once, and are what the code uses."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import foxapi_video
from foxapi_video import FoxAPI

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
LIBRARY = "library"
HASHED = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "requirements").glob("*.txt"))}


def names(requirements: list[str]) -> set[str]:
    """Return the names of requirements, spelled as pip compares them."""
    return {canonicalize_name(Requirement(each).name) for each in requirements}


def pins(text: str) -> dict[str, str]:
    """Return name → version of a file that pip reads, without its comments and hashes."""
    lines = [line.partition(" ")[0] for line in text.splitlines() if re.match(r"\w", line)]
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


def needed(requirements: list[str]) -> set[str]:
    """Return what requirements install here, with what that needs in turn."""
    found: set[str] = set()
    waiting = [Requirement(each) for each in requirements]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found:
            continue
        found.add(name)
        waiting += [
            each
            for each in map(Requirement, requires(name) or [])
            if each.marker is None or each.marker.evaluate({"extra": ""})
        ]
    return found


# ------------------------------------------------------------------ dependencies


def imported(folder: Path) -> dict[str, set[str]]:
    """Return, for each module of a folder, the packages that it imports and that neither Python nor we bring."""
    ours = sys.stdlib_module_names | {"foxapi_video", "foxapi_video_client"}
    found = {}
    for path in folder.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        roots = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        roots |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
        found[path.relative_to(folder).as_posix()] = {name.partition(".")[0] for name in roots} - ours
    return found


@pytest.mark.parametrize("package", ["wrapper/foxapi_video", "generated/foxapi_video_client"])
def test_what_is_imported_is_declared(package: str) -> None:
    """A package that a module imports is a dependency by name, not by way of another's: of its extra, or of all."""
    distributions = {
        name: {canonicalize_name(each) for each in found} for name, found in packages_distributions().items()
    }
    # the command line starts the sandbox where it is installed
    extras = {"cli": ["cli", "sandbox"], "sandbox": ["sandbox"], "_http/aiohttp.py": ["aiohttp"], "mcp.py": ["mcp"]}

    def extras_of(module: str) -> list[str]:
        return extras.get(module) or extras.get(module.partition("/")[0], [])

    undeclared = {
        (module, root)
        for module, roots in imported(ROOT / package).items()
        for root in roots
        if module != "pytest_plugin.py"  # pytest imports it
        and not distributions.get(root, {root})
        & names([*PROJECT["dependencies"], *(each for extra in extras_of(module) for each in EXTRAS[extra])])
    }
    assert set() == undeclared


def test_every_dependency_is_pinned() -> None:
    """constraints.txt has a version for whatever the library, its extras and its groups install."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    named = [each for group in groups.values() for each in group if isinstance(each, str)]
    runtime = [*PROJECT["dependencies"], *(each for extra in EXTRAS.values() for each in extra)]
    wanted = names(named + runtime) | needed(runtime)
    assert set() == wanted - set(pins((ROOT / "constraints.txt").read_text(encoding="utf-8")))


def test_each_extra_has_its_hashed_requirements() -> None:
    """There is a file for the library and one for each extra, and no other."""
    assert {LIBRARY, *EXTRAS} == set(HASHED)


@pytest.mark.parametrize("extra", HASHED)
def test_hashed_requirements_agree_with_the_constraints(extra: str) -> None:
    """They hold all that the extra needs at the pinned versions: `scripts/write_hashes.py` writes them again."""
    found = pins(HASHED[extra])
    constraints = pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    assert {} == {name: version for name, version in found.items() if constraints.get(name) != version}
    assert set() == needed(PROJECT["dependencies"] + EXTRAS.get(extra, [])) - set(found)


@pytest.mark.parametrize("extra", HASHED)
def test_hashed_requirements_name_no_index(extra: str) -> None:
    """Each line is a pinned requirement, one of its sha256 or a comment: no option and no URL."""
    requirement = (
        r"[a-z0-9-]+==[\w.]+(?: ; [^\\]+)? \\(?:\n    --hash=sha256:[0-9a-f]{64} \\)*\n    --hash=sha256:[0-9a-f]{64}"
    )
    assert "" == re.sub(rf"(?m)^{requirement}\n|^#.*\n", "", HASHED[extra])


# ------------------------------------------------------------------ the version and the Pythons


def test_the_version_is_typed_once() -> None:
    """pyproject.toml and the User-Agent read it from the package."""
    assert "version" in PROJECT["dynamic"]
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", foxapi_video.__version__)
    agent = FoxAPI("sk-a")._config.agent
    assert f"foxapi-video/{foxapi_video.__version__}" == agent.partition(" ")[0]
    again = f'"{foxapi_video.__version__}"'
    typed = [path for path in (ROOT / "wrapper").rglob("*.py") if again in path.read_text(encoding="utf-8")]
    assert [Path(foxapi_video.__file__)] == typed


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import foxapi_video; print(foxapi_video.__version__)", foxapi_video.__version__),
        ("from foxapi_video.cli import main; main()", f"foxapi-video, version {foxapi_video.__version__}"),
        (
            "from foxapi_video import FoxAPI; print(FoxAPI('sk-a')._config.agent.split()[0])",
            f"foxapi-video/{foxapi_video.__version__}",
        ),
        ("from foxapi_video import check; print(check({'model': 'sora-2', 'prompt': 'A boat'}))", "[]"),
    ],
)
def test_the_package_runs_from_a_zip(code: str, expected: str, tmp_path: Path) -> None:
    """Nothing reads its version or its data from a folder, nor from what pip wrote down."""
    archive = tmp_path / "foxapi.zip"
    with ZipFile(archive, "w") as writing:
        for folder in (ROOT / "wrapper", ROOT / "generated"):
            for path in folder.rglob("*"):
                if path.is_file() and "__pycache__" not in path.parts:
                    writing.write(path, path.relative_to(folder))
    start = f"import sys; sys.path.insert(0, {str(archive)!r}); sys.argv[1:] = ['--version']; "
    done = subprocess.run(
        [sys.executable, "-c", start + code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (0, expected, "") == (done.returncode, done.stdout.strip(), done.stderr)


def test_the_oldest_python_is_the_first_declared() -> None:
    """`requires-python` and the classifiers name the same Pythons, which are those that CI tests."""
    prefix = "Programming Language :: Python :: 3."
    minors = [int(each.removeprefix(prefix)) for each in PROJECT["classifiers"] if each.startswith(prefix)]
    assert f">=3.{minors[0]}" == PROJECT["requires-python"]
    assert list(range(minors[0], minors[0] + len(minors))) == minors
