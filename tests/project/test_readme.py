"""The README's code runs."""

from __future__ import annotations

import re
import time
import wave
from pathlib import Path

import click
import pytest
from PIL import Image

from foxapi_video import FoxAPIError, errors
from foxapi_video.cli.app import app
from foxapi_video.sandbox import Sandbox

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SCRIPTS = [block for block in BLOCKS if "def test_" not in block]
TESTS = [block for block in BLOCKS if "def test_" in block]
COMMANDS = re.findall(r"^\$ foxapi-video (.*)$", README, re.MULTILINE)

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("code", SCRIPTS, ids=range(len(SCRIPTS)))
def test_python_code_runs(
    code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each Python block runs against the sandbox, and prints what its comments say."""
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (64, 64)).save("dawn.png")
    with wave.open("song.wav", "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
    with Sandbox(speed=1000.0) as box:
        monkeypatch.setenv("FOXAPI_BASE_URL", box.url)
        monkeypatch.setenv("FOXAPI_API_KEY", box.key)
        if "Sandbox(" not in code:
            monkeypatch.setattr(time, "sleep", box.clock.advance)
        exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert re.findall(r"^# (.*)$", code, re.MULTILINE) == printed[: code.count("\n# ")]
    if 'save_to="boat.mp4"' in code:
        assert (tmp_path / "boat.mp4").stat().st_size > 10_000


def test_the_blocks_were_found() -> None:
    """The README holds what these tests believe they run."""
    assert (8, 1) == (len(SCRIPTS), len(TESTS))
    assert len(COMMANDS) >= 11


def test_the_first_screen_needs_only_a_prompt() -> None:
    """One sentence, the two commands, ten lines without a file, and the errors: all before anything else."""
    before, _, _ = README.partition("## Installing")
    assert ["Error handling"] == re.findall(r"^## (.*)$", before, re.MULTILINE)
    assert 1 == before.partition("```")[0].partition("\n\n")[2].strip().count(".\n") + 1
    assert ["console", "python", "python"] == re.findall(r"^```(\w+)$", before, re.MULTILINE)
    assert len(BLOCKS[0].splitlines()) <= 10
    assert [] == [word for word in ("Path", "image", "http", ".png") if word in BLOCKS[0]]
    names = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, FoxAPIError)}
    named = set(re.findall(r"`(\w+)`", before)) & names
    kinds = {name for name in names if FoxAPIError in getattr(errors, name).__bases__}
    assert set() == kinds - named


def test_the_fixtures_of_the_readme_work(pytester: pytest.Pytester) -> None:
    """The test of the README passes in a project of its own, with nothing but the installed plugin."""
    pytester.makepyfile(TESTS[0])
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_exist(command: str) -> None:
    """Each command of the README is one, with the options it shows."""
    words = command.partition("  #")[0].split()
    assert words[0] in app.commands
    found: click.Command = app.commands[words[0]]
    context = click.Context(found)
    if isinstance(found, click.Group) and len(words) > 1:
        model = found.get_command(context, words[1])
        assert model is not None
        found, context = model, click.Context(model)
    options = {name for parameter in found.get_params(context) for name in [*parameter.opts, *parameter.secondary_opts]}
    assert options.issuperset(word for word in words if word.startswith("-"))
