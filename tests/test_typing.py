"""The type checkers' verdict: mypy and pyright, both strict, over the wrapper and over `typing_cases.py`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "typing_cases.py"


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
