"""Build the wheel, look into it, and use it in empty environments: bare, with [cli], with [cli,sandbox].

Takes interpreters as arguments; without any, every Python that pyproject.toml names and that is
found, and the running one. Dependencies come from requirements/, by their hashes; the wheel must then need nothing
more. With --lowest, some of the tests also run with the lowest versions that pyproject.toml allows.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from email.parser import Parser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PREFIX = "Programming Language :: Python :: 3."
VERSIONS = [each.rpartition(" ")[2] for each in PROJECT["classifiers"] if each.startswith(PREFIX)]
LOWEST = [extra for extra in PROJECT["optional-dependencies"] if extra != "mcp"]
"""The extras whose lowest versions go together; the SDK for agents needs newer ones than the sandbox."""
TESTS = ["client/test_client.py", "_http/test_process.py", "_requests/test_arguments.py", "_steps/test_create.py"]
"""Both clients and all transports against the sandbox and against a server: what an older dependency can break."""
BARE = """
from importlib.metadata import version
import foxapi_video
assert foxapi_video.__version__ == version("foxapi-video"), foxapi_video.__version__
from foxapi_video import FoxAPI, Veo31Request, check
assert "site-packages" in foxapi_video.__file__, foxapi_video.__file__
assert check(Veo31Request(prompt="A paper boat")) == []
assert [problem.field for problem in check({"model": "veo-3.1", "prompt": "x", "duration": 5})] == ["duration"]
with FoxAPI("sk-test") as fox:
    assert "sk-test" not in repr(fox)
from foxapi_video.sandbox import Sandbox
try:
    Sandbox().start()
except ImportError as error:
    assert "[sandbox]" in str(error), error
else:
    raise AssertionError("the sandbox started without its extra")
"""


class Failed(Exception):
    """A check did not hold."""


def run(command: Sequence[str | Path], *, cwd: Path, code: int = 0, say: Sequence[str] = ()) -> None:
    """Run a command and see that it exits with `code` and says each of the words."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FOXAPI", "VIRTUAL"))}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    shown = done.stdout + done.stderr
    if done.returncode != code or "Traceback" in shown or not all(word in shown for word in say):
        words = " ".join(map(str, command))
        raise Failed(f"{words}\nexit code {done.returncode}, wanted {code} and the words {list(say)}:\n{shown}")


def built(folder: Path) -> Path:
    """Build the source archive, see that it holds what people look for, build the wheel and return it."""
    command = [
        sys.executable,
        "-m",
        "build",
        "--sdist",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(ROOT),
    ]
    run(command, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    (source,) = folder.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "openapi/foxapi.yaml", "requirements/library.txt"}
    if missing := sorted(wanted - names):
        raise Failed(f"{source.name}: missing {missing}")
    return wheel


def look_into(wheel: Path) -> None:
    """See that the wheel holds the two packages, with all that they need, and nothing else."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        described = Parser().parsestr(archive.read(metadata).decode())
    info = metadata.partition("/")[0]
    allowed = {"foxapi_video", "foxapi_video_client", info}
    sources = {
        path.relative_to(package.parent).as_posix()
        for package in (ROOT / "wrapper" / "foxapi_video", ROOT / "generated" / "foxapi_video_client")
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted = sources | {f"{info}/licenses/LICENSE", f"{info}/entry_points.txt"}
    wanted |= {"foxapi_video/py.typed", "foxapi_video_client/py.typed", "foxapi_video_client/schemas/index.json"}
    strays = sorted(name for name in names if name.partition("/")[0] not in allowed or "__pycache__" in name)
    missing = sorted(wanted - names)
    if strays or missing:
        raise Failed(f"{wheel.name}: strays {strays}, missing {missing}")
    unsaid = [name for name in ("Summary", "License-Expression", "Keywords", "Requires-Python") if not described[name]]
    extras = set(described.get_all("Provides-Extra", []))
    if unsaid or extras != set(PROJECT["optional-dependencies"]):
        raise Failed(f"{wheel.name}: METADATA lacks {unsaid}, has the extras {sorted(extras)}")


def interpreters(arguments: Sequence[str]) -> dict[str, str]:
    """Find the Pythons to try, one a version."""
    found = {} if arguments else {f"{sys.version_info[0]}.{sys.version_info[1]}": sys.executable}
    candidates = list(arguments)
    if not arguments:
        homes = Path.home() / ".pyenv" / "versions"
        candidates += [str(path) for version in VERSIONS for path in homes.glob(f"{version}*/bin/python")]
        candidates += [f"python{version}" for version in VERSIONS]
    for candidate in candidates:
        code = "import sys; print('.'.join(map(str, sys.version_info[:2])), sys.executable)"
        try:
            done = subprocess.run([candidate, "-c", code], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            if arguments:
                raise
            continue
        version, _, executable = done.stdout.strip().partition(" ")
        found.setdefault(version, executable)
    return found


def use(python: str, wheel: Path, folder: Path) -> None:
    """Install the wheel in an empty environment, with more extras each time, and use it."""
    folder.mkdir()
    home = folder / "venv"
    run([python, "-m", "venv", "--without-pip", home], cwd=folder)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    command = scripts / "foxapi-video"

    def install(*extras: str) -> None:
        pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", scripts / "python", "install", "--quiet"]
        pip += ["--disable-pip-version-check", "--no-compile"]
        hashed = [f"--requirement={ROOT / 'requirements' / name}.txt" for name in extras or ("library",)]
        run([*pip, "--require-hashes", *hashed], cwd=folder)
        run([*pip, "--isolated", "--no-index", f"{wheel}[{','.join(extras)}]" if extras else wheel], cwd=folder)

    install()
    run([scripts / "python", "-c", BARE], cwd=folder)
    run([command, "models"], cwd=folder, code=2, say=["[cli]"])
    install("cli")
    run([command, "models"], cwd=folder, say=["MODEL", "veo-3.1"])
    run([command, "--version"], cwd=folder, say=[wheel.name.split("-")[1]])
    run([command, "demo"], cwd=folder, code=2, say=["[sandbox]"])
    install("cli", "sandbox")
    run([command, "generate", "sora-2", "x", "--sandbox", "-o", "t.mp4"], cwd=folder, say=["t.mp4"])
    install("aiohttp")
    run([scripts / "python", "-c", "import foxapi_video._http.aiohttp"], cwd=folder)
    if b"ftyp" not in (folder / "t.mp4").read_bytes()[:12]:
        raise Failed("t.mp4 is no MP4 file")


def lowest_versions() -> list[str]:
    """Pin each dependency, those of these extras included, to the lowest version that pyproject.toml allows."""
    extras = (each for extra in LOWEST for each in PROJECT["optional-dependencies"][extra])
    return [re.sub(r"^([\w.-]+)>=([\w.]+).*$", r"\1==\2", each) for each in (*PROJECT["dependencies"], *extras)]


def use_lowest(python: str, wheel: Path, folder: Path) -> None:
    """Install the wheel with the lowest versions of its dependencies, run some of the tests and make a video."""
    folder.mkdir()
    home = folder / "venv"
    run([python, "-m", "venv", "--without-pip", home], cwd=folder)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    testing = [line for line in constraints if line.startswith(("pytest==", "trustme=="))]
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", scripts / "python", "install"]
    everything = f"{wheel}[{','.join(LOWEST)}]"
    run([*pip, "--quiet", "--disable-pip-version-check", everything, *lowest_versions(), *testing], cwd=folder)
    # an old version may warn of what a new Python deprecates
    options = ["-p", "no:cacheprovider", "--override-ini", "filterwarnings="]
    run([scripts / "python", "-m", "pytest", *options, *(ROOT / "tests" / name for name in TESTS)], cwd=ROOT)
    run([scripts / "foxapi-video", "models"], cwd=folder, say=["MODEL", "veo-3.1"])
    run([scripts / "foxapi-video", "generate", "sora-2", "x", "--sandbox", "-o", "t.mp4"], cwd=folder, say=["t.mp4"])


def main(arguments: Sequence[str]) -> int:
    """Check the wheel; say what failed."""
    start = time.monotonic()
    lowest = "--lowest" in arguments
    arguments = [each for each in arguments if each != "--lowest"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            wheel = built(folder)
            look_into(wheel)
            pythons = interpreters(arguments)
            with ThreadPoolExecutor() as pool:
                jobs = {version: pool.submit(use, path, wheel, folder / version) for version, path in pythons.items()}
                for version, job in jobs.items():
                    job.result()
                    print(f"{wheel.name} works on Python {version}")
            if lowest:
                oldest = min(pythons, key=lambda version: [int(part) for part in version.split(".")])
                use_lowest(pythons[oldest], wheel, folder / "lowest")
                print(f"{wheel.name} works on Python {oldest} with {' '.join(lowest_versions())}")
        except Failed as error:
            print(error, file=sys.stderr)
            return 1
    print(f"checked in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
