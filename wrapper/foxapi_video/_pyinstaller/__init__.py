"""What PyInstaller must collect in addition to the modules that it finds; only used during a build."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def hook_dirs() -> list[str]:
    """Return the folder of the hooks (pyinstaller.org, "Providing PyInstaller Hooks with your Package")."""
    return list(__path__)


def schemas() -> list[tuple[str, str]]:
    """Return the generated schemas, which are data files, and their folder in the bundled program."""
    return [(str(_home("foxapi_video_client") / "schemas" / "*.json"), "foxapi_video_client/schemas")]


def modules(package: str, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Return the modules of a package, except some: lazy imports are not found by PyInstaller."""
    home = _home(package)
    paths = [path.relative_to(home).with_suffix("") for path in sorted(home.rglob("*.py"))]
    wanted = [path.parts for path in paths if path.parts[0] not in without]
    return [".".join((package, *parts)).removesuffix(".__init__") for parts in wanted]


def _home(package: str) -> Path:
    return Path(import_module(package).__path__[0])
