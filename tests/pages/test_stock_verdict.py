"""V10 on a built city: fewer dockets and level clearance must not look like success."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.texts.dates import add_months, months_between
from data.snapshot import current
from tests.pages.city import opened, said, without

STATION = "990101560000"
MONTHS = months_between(date(2021, 11, 1), date(2026, 10, 1))
NO_LIGHTS = ("indicator_totals", "callback_weeks", "complaint_months", "survey_cells")


def built(demo: Path, copy: Path, docketed: list[int], solved_share: list[float]) -> Path:
    """The demo city with one station's stock: as many docketed and solved as given."""
    warehouse = without(demo, copy, *NO_LIGHTS)
    manifest = current(warehouse)
    assert manifest is not None
    solved = [round(n * share) for n, share in zip(docketed, solved_share, strict=True)]
    flows = pl.DataFrame(
        {
            "unit_id": STATION,
            "category_code": "theft_ebike",
            "month": MONTHS,
            "docketed": docketed,
            "solved": solved,
            "aged_out": [0] * 24 + [round(n * 0.6) for n in docketed[:-24]],
        }
    )
    none = {
        name: pl.lit(0, pl.Int64)
        for name in ("reopened", "closed_unsolved", "moved_in", "moved_out", "solved_series")
    }
    _replace(warehouse, manifest.marts["stock_flow"], flows.with_columns(**none))
    cohorts = pl.DataFrame(
        {
            "unit_id": STATION,
            "category_code": "theft_ebike",
            "docket_month": MONTHS,
            "step": 90,
            "docketed": docketed,
            "solved": solved,
            "closed_unsolved": 0,
            "mature": [add_months(month, 4) <= date(2026, 11, 1) for month in MONTHS],
        }
    )
    _replace(warehouse, manifest.marts["cohorts"], cohorts)
    return warehouse


def _replace(warehouse: Path, files: list[str], frame: pl.DataFrame) -> None:
    """In the copy alone: a hard link is taken away before the new file is written."""
    for name in files:
        path = Path(name) if Path(name).is_absolute() else warehouse / name
        dtypes = pl.read_parquet_schema(path)
        path.unlink()
        frame.select(pl.col(column).cast(dtype) for column, dtype in dtypes.items()).write_parquet(
            path
        )


def titles(app: AppTest) -> str:
    """The conclusions above the pictures."""
    return "\n".join(re.findall(r"<h3>(.*?)</h3>", said(app)))


@pytest.fixture
def fewer_dockets(demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    steady = [400 + (7 * place) % 13 for place in range(48)]
    fallen = [320 + (7 * place) % 13 for place in range(12)]
    city = built(demo_warehouse, tmp_path / "city", steady + fallen, [0.4] * 60)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(city))
    return city


def test_fewer_dockets_are_said_to_be_the_cause_and_nothing_is_green(fewer_dockets: Path) -> None:
    app = opened("small_cases", lang="zh")
    assert not app.exception
    words = said(app)
    assert "主因：新立案少，破案没有加快" in words
    assert "减少" in words
    assert 'class="tag good"' not in words
    assert "变好" not in words


def test_the_bridge_of_the_overview_says_so_too(fewer_dockets: Path) -> None:
    app = opened("overview", lang="zh")
    assert not app.exception
    assert "新立案少，破案没有加快" in titles(app)
    cards = next(part for part in said(app).split("\n") if 'class="cards"' in part)
    assert "未破小案存量" in cards
    assert 'class="tag good"' not in cards


def test_faster_solving_is_the_cause_only_where_clearance_rose(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docketed = [400 + (7 * place) % 13 for place in range(60)]
    city = built(demo_warehouse, tmp_path / "city", docketed, [0.4] * 45 + [0.55] * 15)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(city))
    words = said(opened("small_cases", lang="zh"))
    assert "超出误差范围；主因：破案加快。" in words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_stock_that_moved_by_chance_has_no_cause(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    docketed = [400 + (7 * place) % 13 for place in range(60)]
    city = built(demo_warehouse, tmp_path / "city", docketed, [0.4] * 60)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(city))
    words = said(opened("small_cases", lang=lang))
    expected = {"zh": "在误差范围内，不作升降评价", "en": "within chance: not judged"}[lang]
    assert expected in words
    assert {"zh": "主因", "en": "main cause"}[lang] not in words
