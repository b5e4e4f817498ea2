"""The texts use the standard terms: no old term is left in documents, messages, docstrings and comments."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *("README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md", "AGENTS.md"),
    *(
        path.relative_to(ROOT).as_posix()
        for folder in ("docs", "openapi")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".md", ".yaml")
    ),
]

EVERYWHERE = {
    r"in other hands": "locked by another process",
    r"does well to": "should",
    r"\bbroke off\b": "was interrupted",
    r"\bsettles?\b": "resolve",
    r"\bmakers?\b": "vendor",
    r"\bpeers?\b": "other clients",
    r"stand-in": "mock server, emulator",
    r"type inferred": "type not documented",
    r"catalogue": "catalog",
    r"colou?r of": "sync and async",
    r"your time is up": "timed out, the task is still running",
    r"hands of another process": "locked by another process",
    r"UnreadableAnswer": "InvalidResponse",
    r"journal\.forget|jobs forget": "journal.delete, jobs delete",
    r"look_cost|NOT_FOUND_LOOKS": "poll_cost, NOT_FOUND_RETRIES",
    r"FROM \(OPTIONAL\)|\bUP TO\b": "INPUTS, MAX LENGTH",
    r"address to listen": "bind address",
    r"in one of ours": "clock speed multiplier",
    r"does as well": "also accepts",
    r"ridden out|rides? out": "retried",
    r"paid POST": "the create request",
    r"side by side": "concurrently",
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bbut for\b": "except",
    r"(is|are|were) under way": "in progress, in flight",
    r"\bgoes? on\b": "resumes, keeps running",
    r"somebody": "the caller, another process",
    r"\blateness\b|\blooks\b(?! (like|the same|and|up))": "delay, polls",
    r"(?<!discriminator's\s)(?!\Amapping\Z)\bmappings?\b(?!`)": "dict",
    r"\bSay whether\b": "Return True if",
    r"[Rr]ests? on\b": "sources",
    r"as it comes": "default",
    r"there was no turn": "timed out waiting for a free slot",
    r"(?<!-)\bsounds?\b": "audio, valid",
    r"one a (request|line|family)\b": "one per request",
    r"\bseed[ ]page\b|(older|newer)[ ]page": "the page's name and version",
    r"hangs? on": "depend on",
    r"gave up on": "failed at the provider",
    r"answered with success": "returned a success",
    r"breaks? a rule": "is invalid for this model",
    r"\bwhoever\b": "the caller, another process",
    r"Do not pass unless necessary": "Optional, normally left unset",
    r"did not arrive whole": "download failed",
    r"link has died": "URL expired",
    r"none is random": "unset means random",
}
"""The old terms as regular expressions, and the standard term of each.

The keyword `mapping` of OpenAPI is no old term: it may be a string by itself, or follow "discriminator's".
"""
EXCEPTIONS = {
    ("CHANGELOG.md", "maker"): "the old name in an entry on the new one",
    ("CHANGELOG.md", "looks"): "the old name in an entry on the new one",
    ("CHANGELOG.md", "sound"): "the old name in an entry on the new one",
    ("openapi/models/fabric.yaml", "sounds"): "a verb",
    ("openapi/bundle.yaml", "sounds"): "a verb",
    ("docs/models.md", "sounds"): "a verb",
    ("openapi/bundle.yaml", "mapping"): "the keyword of OpenAPI",
}
"""Matches that may stay, each with its reason."""


def texts(path: Path) -> Iterator[str]:
    """Yield a document, or the strings of a module (docstrings and messages) and its comments."""
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield content
        return
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
    yield from comments(content)


def comments(source: str) -> Iterator[str]:
    """Yield the comments of a module; those on consecutive lines are one text, without the number signs."""
    block: list[str] = []
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if block and token.start[0] != last + 1:
                yield " ".join(block)
                block = []
            block.append(token.string.lstrip("# "))
            last = token.start[0]
    if block:
        yield " ".join(block)


def found(path: Path, table: dict[str, str]) -> list[str]:
    """Return each old term in a file, with the standard term."""
    name = path.relative_to(ROOT).as_posix()
    return [
        f"{name}: {match[0]!r} → {standard}"
        for text in texts(path)
        for word, standard in table.items()
        for match in re.finditer(word.replace(" ", r"\s+"), text)
        if (name, match[0]) not in EXCEPTIONS
    ]


def modules(folder: str) -> list[Path]:
    """List the modules of a package."""
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_use_the_standard_terms(name: str) -> None:
    """README, docs, changelog and the others have no old term."""
    assert [] == found(ROOT / name, EVERYWHERE)


@pytest.mark.parametrize("folder", ["wrapper", "scripts", "tests"])
def test_the_code_uses_the_standard_terms(folder: str) -> None:
    """No message, docstring or comment has an old term, this table's own aside."""
    own = Path(__file__)
    assert [] == [each for path in modules(folder) if path != own for each in found(path, EVERYWHERE)]


def test_names_of_tests_use_the_standard_terms() -> None:
    """No test is named with an old term; its words are separated by underscores."""
    names = re.compile(r"^ *(?:async )?def (test_\w+)", re.MULTILINE)
    words = [
        (path.relative_to(ROOT).as_posix(), name, name.replace("_", " "))
        for path in modules("tests")
        for name in names.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(words) > 1000
    assert [] == [
        f"{file}: {name}: {match[0]!r} → {standard}"
        for file, name, text in words
        for word, standard in EVERYWHERE.items()
        if (match := re.search(word, text))
    ]


def test_an_old_term_is_found_across_lines_of_a_comment() -> None:
    """A term that two comment lines share is found; one in code between them is not."""
    assert ["first in other hands", "alone"] == list(comments("# first in other\n# hands\nx = 1\ny = 2  # alone\n"))


def test_no_exception_is_left_over() -> None:
    """Each exception is needed: its file still has the term."""
    assert [] == [each for each in EXCEPTIONS if each[1] not in "\n".join(texts(ROOT / each[0]))]


def test_the_changelog_has_one_block_of_each_kind() -> None:
    """Unreleased changes are under Added, Changed and Fixed, once each."""
    headings = re.findall("^### (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert ["Added", "Changed", "Fixed"] == headings
