"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

NUMBERS = count()


@pytest.fixture(scope="session")
def state_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the tests' state folders."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(autouse=True)
def state_folder(state_folders: Path) -> Iterator[None]:
    """Keep the record of jobs out of the tester's home folder, and the tester's terminal out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(state_folders / str(next(NUMBERS))))
        patch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
        yield
