"""The lines that tell of progress where standard error is no terminal."""

import pytest

from dateline.flows.jobs.progress import Phase
from dateline.flows.show import progress
from dateline.flows.show.progress import ProgressDisplay


@pytest.mark.parametrize(
    ("pages", "seconds", "said"),
    [
        (1, 4.0, "1 page, 0.2 pages/s, 4 s left"),
        (6, 2.0, "6 pages, 3.0 pages/s, 2 s left"),
        (2400, 10.0, "2,400 pages, 240 pages/s, 10 s left"),
        (36_000, 3600.0, "36,000 pages, 10 pages/s, 60 min left"),
    ],
)
def test_a_line_has_pages_rate_and_time_left(
    pages: int,
    seconds: float,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    moments = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: moments[-1])
    display = ProgressDisplay()
    with display.show(total_bytes=200) as advance:
        moments.append(100.0 + seconds)
        monkeypatch.setattr(progress, "_LINE_SECONDS", 0.0)
        display.enter(Phase.CHECKING)
        advance(pages, 100)
    assert capsys.readouterr().err.splitlines()[-1] == f"dateline: checking: {said}"
