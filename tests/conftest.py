"""What holds for every test, and which cases of the long ones run every day."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

NUMBERS = count()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --all and --seed."""
    group = parser.getgroup("foxapi-video's own tests")
    group.addoption("--all", action="store_true", help="run long tests whole, as a release does; else a sample of them")
    group.addoption("--seed", type=int, help="draw the samples of an earlier run again; each run draws its own")


def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed once for all workers of pytest-xdist, which must collect the same tests."""
    config.addinivalue_line("markers", "sample(count): every day, run so many of a test's cases")
    config.addinivalue_line(
        "markers",
        "one_of(*arguments): every day, run each case with one value of an argument, as one client",
    )
    if hasattr(config, "workerinput"):
        config.option.seed = config.workerinput["seed"]
    if config.option.seed is None:
        config.option.seed = random.SystemRandom().randrange(10**6)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give a worker of pytest-xdist the seed of this process."""
    node.workerinput["seed"] = node.config.option.seed


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the cases that are not drawn, unless all are wanted or one was asked for by its id."""
    if config.option.all or any("::" in argument for argument in config.args):
        return
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("sample"):
            cases[item.nodeid.partition("[")[0]].append(item)
    left_out: set[pytest.Item] = set()
    for name, found in cases.items():
        [most] = next(item.get_closest_marker("sample") for item in found).args
        left_out |= set(random.Random(f"{config.option.seed} {name}").sample(found, max(0, len(found) - most)))
    random_values = random.Random(config.option.seed)
    for found in alternatives(items).values():
        left_out |= set(found) - {random_values.choice(found)}
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]


def alternatives(items: list[pytest.Item]) -> dict[object, list[pytest.Item]]:
    """Group the cases that differ in an argument of their mark `one_of` alone; a test of no other argument has none."""
    groups: dict[object, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if (mark := item.get_closest_marker("one_of")) and (case := getattr(item, "callspec", None)):
            # by identity: values need not be hashable, and each is one object in all cases that have it
            rest = {name: id(value) for name, value in case.params.items() if name not in mark.args}
            if 0 < len(rest) < len(case.params):
                groups[item.nodeid.partition("[")[0], *rest.items()].append(item)
    return groups


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how to draw the same samples again, where something failed."""
    if not config.option.all and any(terminalreporter.stats.get(word) for word in ("failed", "error")):
        terminalreporter.write_line(f"the samples of this run: --seed {config.option.seed}; all cases: --all")


@pytest.fixture(scope="session")
def everything(pytestconfig: pytest.Config) -> bool:
    """Return True if long tests run whole."""
    return bool(pytestconfig.option.all)


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Return what draws a test's sample: another one in each run, the same one with the same --seed."""
    return random.Random(f"{request.config.option.seed} {request.node.nodeid}")


@pytest.fixture(scope="session")
def state_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the tests' state folders."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(autouse=True)
def state_folder(state_folders: Path) -> Iterator[None]:
    """Keep the record of jobs out of the tester's home folder, and the tester's terminal and keys out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(state_folders / str(next(NUMBERS))))
        patch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
        for name in ("AIHUB_API_KEY", "AIHUB_BASE_URL"):
            patch.delenv(name, raising=False)
        yield
