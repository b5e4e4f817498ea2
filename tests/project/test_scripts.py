"""scripts/run, scripts/test and .ci/run make an environment when it is needed, and only then."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What stalls is one process, ready for the signal before it says so: a shell can lose one while it starts a command.
PYTHON = f"""#!/bin/sh
# A Python that is {{version}}, and whose venv and pip write down that they were called.
if [ "$1" = -m ] && [ "$2" = venv ]; then
  echo "venv {{version}}" >>"$CALLS"
  mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && echo "$0" >"$3/bin/base"
elif [ "$1" = -m ] && [ "$2" = pip ]; then
  echo pip >>"$CALLS"
  echo "Collecting click==8 (from somewhere)"
  [ -z "$STALL" ] || exec "{sys.executable}" -c "import signal
signal.alarm(60)
signal.signal(signal.SIGINT, signal.SIG_DFL)
open('$STALL', 'w').close()
signal.pause()"
  [ -z "$REFUSE" ] || {{{{ echo "no network here"; exit 1; }}}}
  printf '#!/bin/sh\\necho "ran $*"\\n' >"$(dirname "$0")/foxapi-video"
  chmod +x "$(dirname "$0")/foxapi-video"
elif [ "$1" = -m ]; then
  echo "$2 {{version}}" >>"$CALLS"
  [ -z "$SHOW" ] || {{{{ shift; echo "$*"; exit; }}}}
  [ "$2" != pytest ] || [ -z "$STALL" ] || exec "{sys.executable}" -c "import signal
signal.alarm(60)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
open('$STALL', 'w').close()
signal.sigwait([signal.SIGINT])
raise SystemExit(2)"
elif [ "$1" != -c ]; then
  echo "$*"
else
  code="$2"
  shift 2
  base=$(cat "$(dirname "$0")/base" 2>/dev/null || echo "$0")
  exec "{sys.executable}" -c "import platform, sys
sys.version_info, sys.executable, sys._base_executable = ({{numbers}}), '$0', '$base'
platform.python_version = lambda: '{{version}}'
$code" "$@"
fi
"""


class Checkout:
    """A copy of the scripts in a folder with spaces, and a PATH with the Pythons of a test alone."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a check out"
        self.bin = folder / "bin with spaces"
        self.calls_file = folder / "calls"
        self.stalled = folder / "stalled"
        for name in (
            "scripts/_environment",
            "scripts/run",
            "scripts/test",
            ".ci/run",
            "pyproject.toml",
            "constraints.txt",
        ):
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
        self.bin.mkdir()
        for tool in (
            "env",
            "bash",
            "dirname",
            "cat",
            "rm",
            "mkdir",
            "cp",
            "mv",
            "awk",
            "chmod",
            "sort",
            "grep",
        ):
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)

    def python(self, name: str, version: str) -> Path:
        """Put a Python on PATH."""
        path = self.bin / name
        text = PYTHON.format(version=version, numbers=version.replace(".", ", "))
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    def start(self, script: str, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start a script as a terminal does, where Ctrl-C is not ignored."""
        given = {"PATH": str(self.bin), "CALLS": str(self.calls_file), "HOME": str(self.bin), "STALL": "", "REFUSE": ""}
        given["SHOW"] = ""
        return subprocess.Popen(
            [self.root / script, *arguments],
            env=given | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def run(self, script: str, *arguments: str, **variables: str) -> tuple[int, str, str]:
        """Run a script to its end; return its code and what it printed on both streams."""
        with self.start(script, *arguments, **variables) as process:
            out, err = process.communicate()
        return process.returncode, out, err

    def interrupt(self, script: str, *arguments: str) -> tuple[int, str]:
        """Press Ctrl-C while the script's Python stalls; return the script's code and its messages."""
        with self.start(script, *arguments, STALL=str(self.stalled)) as process:
            while not self.stalled.exists():
                assert process.poll() is None
                time.sleep(0)
            os.killpg(process.pid, signal.SIGINT)
            _, err = process.communicate()
        self.stalled.unlink()
        return process.returncode, err

    def calls(self) -> list[str]:
        """Return what the Pythons were asked for since the last time."""
        found = self.calls_file.read_text(encoding="utf-8").splitlines() if self.calls_file.exists() else []
        self.calls_file.unlink(missing_ok=True)
        return found


MADE = ["pip", "pip"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_an_environment_is_made_once_and_says_what_it_installs(checkout: Checkout) -> None:
    """The first run makes it with a line per step on stderr; the next needs no pip, and no Python on PATH."""
    checkout.python("python3.12", "3.12.4")
    code, out, err = checkout.run("scripts/run", "demo", "a b")
    assert (0, "ran demo a b\n", ["venv 3.12.4", *MADE]) == (code, out, checkout.calls())
    assert [True, True, True] == [
        words in err for words in ("Python 3.12.4", "installing pip", "Collecting click==8\n")
    ]
    (checkout.bin / "python3.12").unlink()
    assert (0, "ran demo\n", "") == checkout.run("scripts/run", "demo")
    assert [] == checkout.calls()


@pytest.mark.parametrize("first", ["python3.13", "python3.11", "python3"])
def test_another_python_on_path_changes_nothing(checkout: Checkout, first: str) -> None:
    """A complete environment is kept, also when PATH has a newer or an older Python by now."""
    checkout.python("python3.12", "3.12.4")
    checkout.run("scripts/run")
    checkout.calls()
    checkout.python(first, "3.11.2" if first == "python3.11" else "3.13.1")
    assert (0, "ran x\n", "") == checkout.run("scripts/run", "x")
    assert [] == checkout.calls()


def test_an_explicit_python_makes_it_again(checkout: Checkout) -> None:
    """PYTHON of another version rebuilds, of the same does not; an unusable one is refused and nothing is touched."""
    checkout.python("python3.12", "3.12.4")
    checkout.run("scripts/run")
    checkout.calls()
    older, newer = checkout.python("old", "3.8.18"), checkout.python("new", "3.13.1")
    code, _, err = checkout.run("scripts/run", PYTHON=str(older))
    assert (2, True, []) == (code, f"PYTHON={older} is not" in err, checkout.calls())
    assert 0 == checkout.run("scripts/run", PYTHON=str(checkout.bin / "python3.12"))[0]
    assert [] == checkout.calls()
    assert 0 == checkout.run("scripts/run", PYTHON=str(newer))[0]
    assert ["venv 3.13.1", *MADE] == checkout.calls()


def test_an_old_python3_is_passed_over(checkout: Checkout) -> None:
    """Where python3 is too old, a newer one is found by its name, or in pyenv's folder; without any, it is said."""
    checkout.python("python3", "3.8.18")
    code, _, err = checkout.run("scripts/run")
    assert (2, True, []) == (code, "needs Python 3.11 or newer" in err, checkout.calls())
    kept = checkout.bin / ".pyenv" / "versions" / "3.12.9" / "bin"
    kept.mkdir(parents=True)
    checkout.python("python3.12", "3.12.9").rename(kept / "python")
    assert 0 == checkout.run("scripts/run")[0]
    assert ["venv 3.12.9", *MADE] == checkout.calls()


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt", "moved", "broken"])
def test_a_stale_environment_is_made_again(checkout: Checkout, changed: str) -> None:
    """Its inputs, its place or its Python has changed; the Python stays the one it had, where that still works."""
    made_with = checkout.python("python3.12", "3.12.4")
    checkout.run("scripts/run")
    checkout.calls()
    checkout.python("python3.13", "3.13.1")
    if changed == "moved":
        checkout.root = checkout.root.rename(checkout.root.with_name("elsewhere"))
    elif changed == "broken":
        (checkout.root / ".venv" / "bin" / "python").unlink()
    else:
        with (checkout.root / changed).open("a", encoding="utf-8") as file:
            file.write("\n")
    assert 0 == checkout.run("scripts/run")[0]
    assert [f"venv {'3.13.1' if changed == 'broken' else '3.12.4'}", *MADE] == checkout.calls()
    assert made_with.exists()


@pytest.mark.parametrize("script", ["scripts/run", "scripts/test"])
def test_ctrl_c_leaves_nothing_that_is_taken_as_complete(checkout: Checkout, script: str) -> None:
    """Ctrl-C while pip installs gives 130, and the next run begins again."""
    checkout.python("python3.12", "3.12.4")
    code, err = checkout.interrupt(script, "x")
    assert (130, True) == (code, "interrupted" in err)
    checkout.calls()
    assert 0 == checkout.run("scripts/run", "x")[0]
    assert ["venv 3.12.4", *MADE] == checkout.calls()


def test_ctrl_c_while_more_is_installed_discards_what_was_complete(checkout: Checkout) -> None:
    """An environment for the command line, half way to one for the tests, is neither."""
    checkout.python("python3.12", "3.12.4")
    checkout.run("scripts/run")
    assert 130 == checkout.interrupt("scripts/test", "x")[0]
    checkout.calls()
    assert 0 == checkout.run("scripts/run")[0]
    assert ["venv 3.12.4", *MADE] == checkout.calls()


def test_ctrl_c_in_the_tests_gives_130(checkout: Checkout) -> None:
    """pytest's own code for it, 2, would mean a usage error."""
    checkout.python("python3.12", "3.12.4")
    checkout.run("scripts/test", "x")
    assert 130 == checkout.interrupt("scripts/test", "x")[0]


def test_a_failed_installation_is_shown_and_tried_again(checkout: Checkout) -> None:
    """What pip said is on stderr, the code is 2, and the next run begins again."""
    checkout.python("python3.12", "3.12.4")
    code, out, err = checkout.run("scripts/run", REFUSE="yes")
    assert (2, "", True) == (code, out, "no network here" in err)
    checkout.calls()
    assert 0 == checkout.run("scripts/run")[0]
    assert ["venv 3.12.4", *MADE] == checkout.calls()


def test_the_tests_run_with_another_python_beside_the_first(checkout: Checkout) -> None:
    """--also has an environment of its own, named after its version, and leaves .venv alone."""
    checkout.python("python3.12", "3.12.4")
    checkout.run("scripts/test", "x")
    also = checkout.python("other", "3.11.2")
    checkout.calls()
    assert 0 == checkout.run("scripts/test", "--also", str(also), "y")[0]
    assert ["venv 3.11.2", *MADE, "pytest 3.11.2"] == checkout.calls()
    assert 0 == checkout.run("scripts/test", "z")[0]
    assert ["pytest 3.12.4"] == checkout.calls()


@pytest.mark.parametrize(
    ("arguments", "whole"), [([], False), (["--all"], True), (["--also", "python3.12", "--all"], True)]
)
def test_all_runs_the_long_tests_whole(checkout: Checkout, arguments: list[str], whole: bool) -> None:
    """--all reaches pytest each time, and the coverage is measured with it alone; every day, neither."""
    checkout.python("python3.12", "3.12.4")
    code, out, err = checkout.run("scripts/test", *arguments, SHOW="yes")
    lines = [line for line in out.splitlines() if line.startswith("pytest ")]
    assert (0, "") == (code, err if code else "")
    assert lines
    assert {whole} == {"--all" in line.split() for line in lines}
    assert (arguments == ["--all"]) == ("branch coverage" in out) == any("--cov" in line.split() for line in lines)


def test_all_with_a_part_of_the_tests_goes_to_pytest(checkout: Checkout) -> None:
    """A part of the tests can be run whole."""
    checkout.python("python3.12", "3.12.4")
    _, out, _ = checkout.run("scripts/test", "--all", "tests/_steps/test_steps.py", SHOW="yes")
    assert "pytest --all tests/_steps/test_steps.py\n" == out


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        (["3.12.4"], None),
        (["3.11.2", "3.12.4", "3.13.1"], "3.11.2"),
        (["3.11.2", "3.12.4"], "3.11.2"),
        (["3.12.4", "3.8.18", "3.99.0"], None),
    ],
)
def test_ci_runs_the_tests_with_a_second_python(checkout: Checkout, installed: list[str], expected: str | None) -> None:
    """The first is the newest on PATH, the second the oldest; undeclared ones are left out, and a lone one is said."""
    for version in installed:
        checkout.python(f"python{version.rpartition('.')[0]}", version)
        if version.startswith("3.99"):
            checkout.python("python3", version)
    (checkout.root / "scripts" / "test").write_text(
        "#!/bin/sh\n"
        """[ "$1" = --all ] || [ "$1:$3" = --also: ] || { echo "asked for $*"; exit 3; }\n"""
        """[ "$1" != --also ] || { "$2" -c 'import platform; print(platform.python_version())'; exit; }\n"""
        f'mkdir -p "{checkout.root}/.venv/bin"\n'
        f'cp "{checkout.bin}/python{newest(installed)}" "{checkout.root}/.venv/bin/python"\n',
        encoding="utf-8",
    )
    code, out, err = checkout.run(".ci/run")
    assert (0, "") == (code, err)
    assert out == f"{expected}\n" if expected else "skipped" in out


def newest(versions: list[str]) -> str:
    """Return the newest declared of some versions, as the name of a command has it."""
    return max(version.rpartition(".")[0] for version in versions if version[:4] in ("3.11", "3.12", "3.13"))
