"""When to look at a task again, and when to give up. Pure: no clock is read here."""

from __future__ import annotations

from attrs import frozen

from .errors import ConfigurationError


@frozen(kw_only=True)
class Poll:
    """Say how `wait` and `generate` look at a task; all times are seconds.

    The first look is at once. The pause after it is half of what is expected to remain, by the service's own
    estimate and by the progress it reports, or a fraction of the time already waited where neither helps; always
    between `shortest` and `longest`, so that a wrong hint costs at most that much.
    """

    timeout: float = 1800.0
    """The whole budget: for `wait` from its start, for `generate` from the submit to the saved file."""
    shortest: float = 2.0
    longest: float = 15.0
    result_grace: float = 300.0
    """How long a task may be completed without showing a result before `ResultMissing` is raised."""
    sync_upstream: bool = True
    """Ask the service to refresh the task from its upstream provider at each look."""

    def __attrs_post_init__(self) -> None:
        if not (self.timeout > 0 and 0 < self.shortest <= self.longest and self.result_grace >= 0):
            raise ConfigurationError(
                f"{self}: timeout is above 0, 0 < shortest <= longest, and result_grace at least 0"
            )

    def pause(self, elapsed: float, *, estimated: float | None = None, progress: float | None = None) -> float:
        """Return how long to wait until the next look, `elapsed` seconds after the first.

        `estimated` is the service's guess of the whole time in seconds, `progress` its percentage. Neither is
        trusted alone: the earlier of the two ends counts, and one that has passed or makes no sense does not.
        """
        expected: list[float] = []
        if estimated is not None and estimated > elapsed:
            expected.append(estimated - elapsed)
        if progress is not None and 0 < progress < 100 and elapsed > 0:
            expected.append(elapsed * (100 - progress) / progress)
        wanted = min(expected) / 2 if expected else elapsed / 12
        return min(max(wanted, self.shortest), self.longest)

    @property
    def margin(self) -> float:
        """How much of the budget is kept for the last look."""
        return min(0.5, self.timeout / 20)
