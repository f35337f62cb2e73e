"""A run that a click ends while it takes hold of the data."""

from pathlib import Path

import pytest

from dashboard import answers
from data import journal


class Ended(BaseException):
    """What ends a run from outside, as Streamlit does at a reader's next click."""


def test_a_run_ended_while_it_takes_hold_leaves_what_the_last_one_held(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.hold(demo_warehouse)
    held = answers.snapshot()

    def ended(*_: object) -> int:
        raise Ended

    monkeypatch.setattr(journal, "position", ended)
    with pytest.raises(Ended):
        answers.hold(demo_warehouse)
    assert answers.snapshot() == held  # the click's own work reads it before the next run begins
