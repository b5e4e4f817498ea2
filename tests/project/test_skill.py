"""The skill for agents in the wheel, and AGENTS.md: short, and what they say works."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

import foxapi_video
from foxapi_video.cli.app import app, run

ROOT = Path(__file__).resolve().parents[2]
SKILL = Path(foxapi_video.__file__).parent / ".agents" / "skills" / "foxapi-video" / "SKILL.md"
TEXT = SKILL.read_text(encoding="utf-8")
COMMANDS = re.findall(r"`(foxapi-video [^`]+)`", TEXT)
OFFLINE = [each for each in COMMANDS if re.search(r"--(dry-run|sandbox)|^foxapi-video (models|check|jobs$)", each)]


def test_it_is_short_and_says_when_to_use_it() -> None:
    """At most 900 words and signs; the name is the folder's, and the description fits into an agent's list."""
    head = re.match(r"---\nname: (\S+)\ndescription: (.+)\n---\n", TEXT)
    assert head
    assert (SKILL.parent.name, True) == (head[1], len(head[2]) <= 1024)
    assert len(re.findall(r"\w+|[^\w\s]", TEXT)) <= 900


@pytest.mark.parametrize("command", OFFLINE)
def test_what_needs_no_key_works(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command is run as it stands, in an empty folder, with a file of requests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOXAPI_API_KEY", raising=False)
    (tmp_path / "FILE").write_text(json.dumps({"model": "sora-2", "prompt": "A paper boat"}), encoding="utf-8")
    assert 0 == run(shlex.split(command)[1:]), capsys.readouterr().err
    assert ("-o boat.mp4" in command) == (tmp_path / "boat.mp4").exists()


def test_every_command_and_option_exists() -> None:
    """Also of those that need a key."""
    assert len(OFFLINE) >= 6
    for command in COMMANDS:
        words = shlex.split(command)[1:]
        found = app.commands[words[0]]
        if words[0] == "jobs" and len(words) > 1:
            assert words[1] in found.commands  # type: ignore[attr-defined]
        if words[0] not in ("generate", "submit"):
            known = {option for parameter in found.params for option in parameter.opts}
            assert {word for word in words if word.startswith("-")} <= known


def test_the_exit_codes_are_those_of_the_command() -> None:
    """The table leaves out only the code of an unexpected error."""
    said = " ".join((app.help or "").split()).partition("Exit codes: ")[2].partition(".")[0]
    codes = set(re.findall(r"(?:^|, )(\d+) ", said))
    assert len(codes) > 6
    assert codes - {"1"} == set(re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE))


def test_agents_md_names_what_is_there() -> None:
    """Every path of the page exists."""
    page = (ROOT / "AGENTS.md").read_text(encoding="utf-8")
    paths = {each for each in re.findall(r"`([\w./]+/[\w./]*)`", page) if "VENDOR" not in each}
    assert len(paths) > 10
    assert set() == {each for each in paths if not (ROOT / each.removeprefix("./")).exists()}
