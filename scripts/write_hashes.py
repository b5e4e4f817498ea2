"""Write requirements/: the runtime dependencies at their pinned versions, with the sha256 of each of their files.

One file for the library alone and one for each extra, which includes the library's; they hold for every platform and
every Python that pyproject.toml allows. The versions come from constraints.txt, the hashes from the index that pip is
configured to use; the files do not name it.

    .venv/bin/python -m pip install --constraint constraints.txt --group lock
    .venv/bin/python scripts/write_hashes.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "requirements"
LIBRARY = "library"
"""The name of the file for the library without extras."""
HEAD = "# Written by scripts/write_hashes.py from pyproject.toml and constraints.txt.\n"


def index() -> dict[str, str]:
    """Return the variable that points uv at pip's index, nothing where pip has the default."""
    found = os.environ.get("PIP_INDEX_URL", "")
    if not found:
        command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return {"UV_DEFAULT_INDEX": found} if found else {}


def compiled(project: dict[str, Any], extra: str) -> str:
    """Return the requirements of the library with one extra.

    Raises:
        CalledProcessError: uv found no such versions, or no index; it has said so.
    """
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--constraint", "constraints.txt"]
    command += ["--extra", extra] if extra != LIBRARY else []
    command += ["--universal", "--python-version", project["requires-python"].removeprefix(">=")]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--no-config", "--quiet", "--refresh", "--no-python-downloads"]
    variables = {**os.environ, **index()}
    done = subprocess.run(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def main() -> int:
    """Write the files."""
    if find_spec("uv") is None:
        print("uv is missing: python -m pip install --constraint constraints.txt --group lock", file=sys.stderr)
        return 2
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    try:
        files = {extra: compiled(project, extra) for extra in [LIBRARY, *project["optional-dependencies"]]}
    except subprocess.CalledProcessError:
        return 1
    OUTPUT.mkdir(exist_ok=True)
    for old in OUTPUT.glob("*.txt"):
        old.unlink()
    for name, text in files.items():
        (OUTPUT / f"{name}.txt").write_text(HEAD + text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
