"""Units beside their peers: groups, names in order, who takes part, V8 and the rank dialog."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from dashboard import peers
from dashboard.elements import no_ranks
from dashboard.filters import Filters
from dashboard.peers import Peers
from dashboard.pictures import peers as pictures
from dashboard.verdicts import peers as words

CHOICE = Filters(unit_id="city", month=date(2026, 10, 1))
COUNTED = 30


def units(count: int = COUNTED, peer_group: str = "urban") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "unit_id": [f"u{i:02d}" for i in range(count)],
            "short_name": [f"{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{i:02d}所" for i in range(count)],
            "peer_group": [peer_group] * count,
            "is_compared": [True] * count,
            "is_inside": [True] * count,
        }
    )


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> object:
    """Puts the units of a level in the place of the question."""

    def placed(frame: pl.DataFrame) -> None:
        monkeypatch.setattr(peers, "ask_if_connected", lambda *_, **__: frame)

    monkeypatch.setattr(
        words, "snapshot", lambda: SimpleNamespace(cutoff=date(2026, 11, 1), id="000001")
    )
    placed(units())
    return placed


def shares(positive: dict[int, float], n: float = 100, count: int = COUNTED) -> pl.DataFrame:
    """Half of n says yes everywhere but where told."""
    return pl.DataFrame(
        {
            "unit_id": [f"u{i:02d}" for i in range(count)],
            "numerator": [float(positive.get(i, n / 2)) for i in range(count)],
            "denominator": [float(n)] * count,
            "n": [float(n)] * count,
        }
    )


def found(sums: pl.DataFrame, indicator_id: str = "SAT02") -> Peers:
    of = peers.of_shares(indicator_id, CHOICE, "station", sums)
    assert of is not None
    return of


def test_planted_units_stand_in_their_groups(given: object) -> None:
    of = found(shares({3: 20, 7: 80, 11: 85}))
    assert of.names("below") == ["丁03所"]
    assert of.names("above") == ["辛07所", "乙11所"]
    assert len(of.names("alike")) == COUNTED - 3


def test_names_stand_in_their_order_whatever_order_the_data_have(given: object) -> None:
    of = found(shares({3: 20, 7: 80, 11: 85}).reverse())
    assert of.names("above") == ["辛07所", "乙11所"]
    names = of.frame["short_name"].to_list()
    assert names == found(shares({})).frame["short_name"].to_list()


def test_below_the_least_n_a_unit_takes_no_part(given: object) -> None:
    sums = shares({0: 1}).with_columns(
        n=pl.when(pl.col("unit_id") == "u00").then(99.0).otherwise(pl.col("n"))
    )
    of = found(sums)
    assert of.names("too_few") == ["甲00所"]
    assert of.funnels["urban"].centre == pytest.approx(0.5)
    verdict = peers.verdict(of, "u00")
    assert verdict is not None
    assert (verdict.template, verdict.tag) == ("V4", "too_few")


def test_a_unit_that_is_not_compared_is_left_out(given: object) -> None:
    given(units().with_columns(is_compared=pl.col("unit_id") != "u05"))  # type: ignore[operator]
    assert found(shares({5: 0})).frame.height == COUNTED - 1


def test_comparison_stays_inside_the_peer_group(given: object) -> None:
    """Low for the town, but all rural units are: none stands out."""
    rural = units().with_columns(
        peer_group=pl.when(pl.col("unit_id") < "u15").then(pl.lit("rural")).otherwise("peer_group")
    )
    given(rural)  # type: ignore[operator]
    of = found(shares({i: 20 for i in range(15)}))
    assert of.names("below") == []
    assert of.frame.filter(pl.col("peer_group") == "rural")["centre"].unique().to_list() == [20]


def test_only_the_reader_s_own_units_are_named(given: object) -> None:
    given(units().with_columns(is_inside=pl.col("unit_id") < "u05"))  # type: ignore[operator]
    of = found(shares({3: 20, 7: 80}))
    assert (of.names("below"), of.names("above")) == (["丁03所"], [])
    assert no_ranks.table(of, peers.ranks(of)).height == 5


def test_half_weights_and_weights_change_the_effective_number(given: object) -> None:
    plain, weighted = shares({3: 34}), shares({3: 34}).with_columns(size=pl.lit(40.0))
    assert found(plain).names("below") == ["丁03所"]
    assert found(weighted).names("below") == []


def ratios(observed: dict[int, float], expected: float = 40, n: float = 100) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "unit_id": [f"u{i:02d}" for i in range(COUNTED)],
            "observed": [float(observed.get(i, 40)) for i in range(COUNTED)],
            "expected": [float(expected)] * COUNTED,
            "n": [float(n)] * COUNTED,
        }
    )


def test_expected_counts_are_brought_to_the_group_s_own_sum(given: object) -> None:
    of = peers.of_ratios("CAS02", CHOICE, "station", ratios({4: 90}, expected=55))
    assert of is not None
    assert of.frame["size"].sum() == pytest.approx(of.frame["numerator"].sum())
    assert of.names("above") == ["戊04所"]
    row = of.frame.filter(pl.col("unit_id") == "u04").row(0, named=True)
    centre = (29 * 40 + 90) / 3000
    assert row["value"] == pytest.approx(90 / ((29 * 40 + 90) / 30) * centre * 100)
    assert row["low"] < row["value"] < row["high"]


def test_none_where_forty_are_due_is_no_small_sample(given: object) -> None:
    sums = ratios({0: 0}).with_columns(n=pl.col("observed"))
    of = peers.of_ratios("CMP01", CHOICE, "station", sums)
    assert of is not None
    assert of.names("below") == ["甲00所"]


def test_v8_says_who_how_many_and_how_it_was_reckoned(given: object) -> None:
    of = found(shares({3: 20}))
    verdict = peers.verdict(of, "u03")
    assert verdict is not None and verdict.working is not None
    assert verdict.template == "V8"
    assert verdict.headline == "公安工作满意率低于同类"
    assert "丁03所公安工作满意率 20.0%" in verdict.sentence
    assert (
        "与同类单位相比低于；100 人，同类 30 个单位，已扣除多单位比较的偶然。" in verdict.sentence
    )
    assert "99.8%控制限" in verdict.working.formula
    assert verdict.p == pytest.approx(of.frame.filter(pl.col("unit_id") == "u03")["q"][0])
    alike = peers.verdict(of, "u04")
    assert alike is not None and alike.headline == "公安工作满意率与同类无法区分"
    assert len(verdict.headline) <= 24
    assert peers.verdict(of, "nobody") is None


def test_few_peers_are_said_to_be_few(given: object) -> None:
    given(units(5))  # type: ignore[operator]
    verdict = peers.verdict(found(shares({}, count=5)), "u01")
    assert verdict is not None and verdict.working is not None
    assert "不到10个单位" in verdict.working.rule


def test_who_is_worst_is_answered_in_three_groups(given: object) -> None:
    said = pictures.answer(found(shares({3: 20, 7: 80, 11: 85})))
    assert said == (
        "明显低于同类的1个：丁03所；明显高于同类的2个：辛07所、乙11所；其余27个分不出高下。"
    )
    assert pictures.answer(found(shares({}))) == (
        "没有一个单位明显高于或低于同类：30个分不出高下。"
    )


def test_the_dialog_gives_the_same_names_and_places_at_any_sort(given: object) -> None:
    sums = shares({i: 40 + i for i in range(COUNTED)})
    first, second = found(sums), found(sums.reverse())
    tables = [no_ranks.table(of, peers.ranks(of)) for of in (first, second)]
    assert tables[0].equals(tables[1])
    assert no_ranks.example(first, peers.ranks(first)) == no_ranks.example(
        second, peers.ranks(second)
    )


def test_the_example_is_reckoned(given: object) -> None:
    of = found(shares({i: 45 + i % 7 for i in range(COUNTED)}))
    ranked = peers.ranks(of)
    said = no_ranks.example(of, ranked)
    rank = next(rank for rank in ranked.values() if f"第 {rank.place} 位" in said)
    assert f"第 {rank.half[0]} 至 {rank.half[1]} 名" in said
    assert rank.half[1] - rank.half[0] > 5


def test_a_unit_the_reader_may_not_open_is_a_dot_without_a_name(
    given: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.explanations.below", lambda *_: "")  # there is no journal here
    of = found(shares({3: 20, 7: 80}))
    for scope, names in (((), {"丁03所", "辛07所"}), (("u03",), {"丁03所"})):
        drawn = pictures.funnel(of, CHOICE.but(scope=scope), "u03").figure
        assert drawn is not None
        labels = {label for trace in drawn.data for label in trace.text or () if label}
        assert labels == names
        hovers = [hover for trace in drawn.data for hover in trace.hovertext or ()]
        assert hovers.count("同类单位") == (COUNTED - 1 if scope else 0)
