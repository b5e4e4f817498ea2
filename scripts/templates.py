"""Patch the templates of the pinned openapi-python-client: openapi/templates/*.patch, each with its reason at the top.

A patch is applied strictly, line by line, so an upgrade that changes a patched place fails and names it. To change a
patch: `unpack FOLDER` writes the patched templates, and after your edits `pack FOLDER` writes the patches again.
"""

from __future__ import annotations

import argparse
import difflib
import re
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

PATCHES = Path(__file__).resolve().parent.parent / "openapi" / "templates"
GENERATOR = "openapi-python-client"
HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")


def generator_templates() -> Path:
    """Return the folder of the installed generator's own templates, without importing the generator."""
    found = find_spec(GENERATOR.replace("-", "_"))
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{GENERATOR} is not installed")
    return Path(found.submodule_search_locations[0]) / "templates"


def write_templates(target: Path, patches: Path = PATCHES, originals: Path | None = None) -> None:
    """Write each patched template to `target`.

    Raises:
        SystemExit: an original is not what its patch was made for.
    """
    originals = originals or generator_templates()
    for path in sorted(patches.glob("*.patch")):
        patch = path.read_text(encoding="utf-8")
        name = template_name(patch)
        if not (originals / name).is_file():
            raise SystemExit(_drift(path, name, "the generator has no such template"))
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(apply(path, patch, originals / name), encoding="utf-8", newline="\n")


def template_name(patch: str) -> str:
    """Return the name of the template that a patch changes."""
    found = re.search(r"^--- (\S+)$", patch, re.MULTILINE)
    if found is None:
        raise SystemExit("a patch names no template: it needs a line `--- NAME`")
    return found[1]


def apply(path: Path, patch: str, original: Path) -> str:
    """Return the patched text of a template.

    Raises:
        SystemExit: a hunk does not match the template at exactly its place.
    """
    name = template_name(patch)
    old = original.read_text(encoding="utf-8").split("\n")
    done, new = 0, list[str]()
    _, *hunks = re.split(r"^(?=@@ )", patch, flags=re.MULTILINE)
    for head, *lines in (hunk.removesuffix("\n").split("\n") for hunk in hunks):
        found = HUNK.match(head)
        before = [line[1:] for line in lines if line[:1] != "+"]  # an empty line is an empty line of context
        after = [line[1:] for line in lines if line[:1] != "-"]
        if found is None or (int(found[2] or 1), int(found[3] or 1)) != (len(before), len(after)):
            raise SystemExit(f"{path.name}: the hunk {head} has {len(before)} lines before and {len(after)} after")
        start = int(found[1]) - 1
        there = old[start : start + len(before)]
        if there != before:
            differing = difflib.unified_diff(before, there, "expected", "found", lineterm="", n=0)
            raise SystemExit(_drift(path, name, f"the hunk {head} does not match:", *differing))
        new += [*old[done:start], *after]
        done = start + len(before)
    return "\n".join([*new, *old[done:]])


def _drift(path: Path, name: str, *words: str) -> str:
    first, *rest = words
    begin = f"{path.name} was made for another {name} than that of {GENERATOR} {version(GENERATOR)}: {first}"
    remedy = "read what changed in the generator, adapt the patch, run scripts/generate.py and review generated/"
    return "\n".join([begin, *rest, remedy])


def write_patches(folder: Path, patches: Path = PATCHES, originals: Path | None = None) -> None:
    """Write each patch again, from the patched templates in `folder`; its reason stays."""
    originals = originals or generator_templates()
    for path in sorted(patches.glob("*.patch")):
        patch = path.read_text(encoding="utf-8")
        name = template_name(patch)
        old, new = ((each / name).read_text(encoding="utf-8").splitlines() for each in (originals, folder))
        reason = patch[: patch.index(f"--- {name}")]
        lines = [*difflib.unified_diff(old, new, name, name, lineterm="")]
        path.write_text(reason + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["unpack", "pack"])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    (write_templates if options.command == "unpack" else write_patches)(options.folder)


if __name__ == "__main__":
    main()
