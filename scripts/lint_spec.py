"""Lint openapi/bundle.yaml by Redocly's recommended rules; the exit code is Redocly's.

Linting itself makes no network call. Rules are switched off in openapi/redocly.yaml only, each with its reason.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bundle import BUNDLE
from npm import install, node

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "openapi" / "redocly.yaml"
LINTER = "@redocly/cli@2.77.0"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}


def main(arguments: list[str]) -> int:
    """Lint the bundle, or the files named."""
    cli = install("redocly", LINTER) / "@redocly" / "cli" / "bin" / "cli.js"
    command = [str(node()), str(cli), "lint", *(arguments or [str(BUNDLE)]), "--config", str(CONFIG)]
    return subprocess.run(command, env={**os.environ, **QUIET}, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
