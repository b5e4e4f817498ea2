"""What the marks of conftest.py leave out of an everyday run."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parents[1] / "conftest.py"
TESTS = """
import pytest

pytestmark = pytest.mark.one_of("client")
clients = pytest.mark.parametrize("client", ["sync", "async"])

@clients
@pytest.mark.parametrize("fault", [[], {}, None])
def test_matrix(client, fault): ...

@clients
def test_plain(client): ...

@pytest.mark.sample(2)
@pytest.mark.parametrize("number", range(9))
def test_sampled(number): ...
"""


def drawn(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    """Return the tests that a run has."""
    result = pytester.runpytest_inprocess("--collect-only", "-q", "-p", "no:cacheprovider", *arguments)
    return [line.partition("::")[2] for line in result.outlines if "::" in line]


def test_every_day_each_case_is_run_as_one_client_and_with_all_as_each(pytester: pytest.Pytester) -> None:
    """A matrix keeps every case, a test of one argument every value; a seed draws the same again, another others."""
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(TESTS)
    assert 6 + 2 + 9 == len(drawn(pytester, "--all"))
    days = [drawn(pytester, "--seed", str(seed)) for seed in (1, 2, 3, 3)]
    assert (3, True) == (len(set(map(tuple, days))), days[2] == days[3])
    for day in days:
        matrix = [name for name in day if "matrix" in name]
        assert 3 == len({name.partition("[")[2].partition("-")[0] for name in matrix}) == len(matrix)
        assert (2, 2) == (sum("plain" in name for name in day), sum("sampled" in name for name in day))
