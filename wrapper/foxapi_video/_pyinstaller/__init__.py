"""What PyInstaller is to collect beside the modules that it finds itself: it runs in a build, never in a program."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def hook_dirs() -> list[str]:
    """Return the folder of the hooks (pyinstaller.org, "Providing PyInstaller Hooks with your Package")."""
    return list(__path__)


def schemas() -> list[tuple[str, str]]:
    """Return the generated schemas, which are data, and the folder of a program where they belong."""
    return [(str(_home("foxapi_video_client") / "schemas" / "*.json"), "foxapi_video_client/schemas")]


def modules(package: str, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Return a package's modules but for some: what is imported when it is first used stands in no import."""
    home = _home(package)
    paths = [path.relative_to(home).with_suffix("") for path in sorted(home.rglob("*.py"))]
    wanted = [path.parts for path in paths if path.parts[0] not in without]
    return [".".join((package, *parts)).removesuffix(".__init__") for parts in wanted]


def _home(package: str) -> Path:
    return Path(import_module(package).__path__[0])
