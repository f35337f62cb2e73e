"""Any history of deliveries, withdrawals and rollbacks, against a model of a few lines."""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data import imports, marts, snapshot
from data.contract import TABLES
from data.contract.check import complete
from data.intake import Delivery
from data.warehouse import history
from data.withdrawal import Withdrawal
from tests.warehouse.conftest import counted
from tests.warehouse.numbered import NOTHING_BAD, NOTHING_CODED, SOUND

KEYS = ("m1", "m2", "m3")
DAY_ONE = datetime(2026, 4, 1)

rows = st.dictionaries(
    st.sampled_from(KEYS), st.sampled_from(["110", "online", "walk_in"]), min_size=1
)
events = st.one_of(
    st.tuples(st.just("deliver"), st.integers(0, 5), rows),
    st.tuples(st.just("deliver"), st.integers(0, 5), rows),
    st.tuples(st.just("withdraw"), st.integers(0, 5), st.sets(st.sampled_from(KEYS), min_size=1)),
    st.tuples(st.just("roll back"), st.integers(0, 9), st.none()),
)

# What a key holds, None for nothing, and as of which moment that is known.
State = dict[str, tuple[datetime, str | None]]


@dataclass
class Model:
    """What the warehouse should hold, and held at each snapshot."""

    state: State = field(default_factory=dict)
    saved: dict[int, State] = field(default_factory=dict)

    def tell(self, key: str, at: datetime, value: str | None) -> None:
        """The newest word on a key counts; of two of one moment the later told."""
        if key not in self.state or at >= self.state[key][0]:
            self.state[key] = (at, value)

    @property
    def newest(self) -> datetime:
        """The latest moment anything is known of."""
        return max((at for at, _ in self.state.values()), default=DAY_ONE)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The rows a reader should see."""
        return sorted((key, value) for key, (_, value) in self.state.items() if value)


def delivered(at: datetime, channels: dict[str, str]) -> Delivery:
    """One delivery of cases."""
    sound = {name: pl.lit(said) for name, said in SOUND["cases"].items() if name != "channel"}
    frame = pl.DataFrame({"case_id": list(channels), "channel": list(channels.values())})
    frame = frame.with_columns(received_at=pl.lit(datetime(2026, 3, 1)), **sound)
    frame = complete(TABLES["cases"], frame)
    nothing: dict[str, int] = {}
    return Delivery("cases", "f", 0, at, frame, NOTHING_BAD, frame.height, nothing, NOTHING_CODED)


def happen(warehouse: Path, model: Model, event: tuple[str, int, object]) -> None:
    """Let one event happen to the warehouse and to the model."""
    what, number, said = event
    at = DAY_ONE + timedelta(days=number)
    before = snapshot.current(warehouse)
    if what == "deliver":
        assert isinstance(said, dict)
        (file,) = imports.take_in([delivered(at, said)], warehouse).files
        assert file.is_balanced
        for key, value in said.items():
            model.tell(key, at, value)
    elif what == "withdraw":
        assert isinstance(said, set)
        at = max(at, model.newest)  # a withdrawal is of today, no delivery was later
        keys = pl.DataFrame({"case_id": sorted(said)})
        imports.take_in((), warehouse, withdrawal=Withdrawal("cases", "w", keys, at))
        for key in said:
            model.tell(key, at + timedelta(microseconds=1), None)
    elif before is not None and before.id > 1:
        target = number % (before.id - 1) + 1
        history.rollback(warehouse, target)
        model.state = dict(model.saved[target])
    current = snapshot.current(warehouse)
    if current is not None:
        model.saved[current.id] = dict(model.state)


def held(warehouse: Path) -> list[tuple[str, str]]:
    """What a reader sees."""
    current = snapshot.current(warehouse)
    files = current.tables.get("cases", []) if current else []
    frames = [pl.read_parquet(file, columns=["case_id", "channel"]) for file in files]
    return sorted(row for frame in frames for row in frame.rows())


def agree(course: list[tuple[str, int, object]]) -> None:
    """The warehouse holds what the model says after every event."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse, model = Path(folder), Model()
        for event in course:
            happen(warehouse, model, event)
            assert held(warehouse) == model.rows, (event, course)


@pytest.fixture(autouse=True, scope="module")
def stand_in_marts() -> object:
    """Marts that only count."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(marts, "build", counted)
        yield


@settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.lists(events, min_size=3, max_size=8))
def test_any_history_ends_as_the_model_says(course: list[tuple[str, int, object]]) -> None:
    agree(course)


@pytest.mark.soak
@settings(max_examples=400, deadline=None)
@given(st.lists(events, min_size=3, max_size=14))
def test_very_many_histories_end_as_the_model_says(course: list[tuple[str, int, object]]) -> None:
    agree(course)
