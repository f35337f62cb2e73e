"""Changes and targets on drawn courses: chance is called chance, and each case has its words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from dashboard import units
from dashboard.completeness import Completeness
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.judged import arriving, judging
from dashboard.judged.courses import Course, Month
from dashboard.judged.goals import goal_of
from dashboard.judged.restated import Restated
from dashboard.judged.surroundings import Surroundings
from dashboard.measured import Limits
from dashboard.statistics.completeness import Arrived
from dashboard.statistics.estimates import Estimate, Sums
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, every, numbers, t
from dashboard.verdicts import Verdict, change, reading, target
from dashboard.verdicts.change import Judgement, Note, worded

OCTOBER = date(2026, 10, 1)
CHOICE = Filters(unit_id="C", month=OCTOBER)
QUIET = Surroundings({}, (), 60)
STEADY = (800, 812, 790, 806, 795, 803, 798, 809, 792, 801, 797, 805)


@pytest.fixture(autouse=True)
def one_bureau(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "levels", lambda: {"C": "bureau"})
    monkeypatch.setattr(units, "names", lambda: {"C": "C"})
    monkeypatch.setattr(change, "source_words", lambda question: question)
    monkeypatch.setattr("dashboard.judged.goals.source_words", lambda question: question)


def course(
    indicator: Indicator,
    positive: Sequence[float],
    n: float = 1000,
    series: Sequence[str] = (),
    last: date = OCTOBER,
) -> Course:
    """Months up to `last`; all of one series unless told."""
    first = dates.add_months(last, 1 - len(positive))
    names = series or ["s"] * len(positive)
    months = [
        Month(dates.add_months(first, i), names[i], Sums(value, n, n), True)
        for i, value in enumerate(positive)
    ]
    return Course("C", indicator, tuple(months))


def judged(
    indicator_id: str,
    positive: Sequence[float],
    n: float = 1000,
    around: Surroundings = QUIET,
    choice: Filters = CHOICE,
    candidates: int = 1,
    series: Sequence[str] = (),
) -> Judgement:
    drawn = course(get(indicator_id), positive, n, series)
    found = judging.judge(drawn, choice, around, candidates)
    assert found is not None
    return found


def said(*arguments: object, **more: object) -> Verdict:
    return worded(judged(*arguments, **more), CHOICE)  # type: ignore[arg-type]


def test_half_a_point_is_chance() -> None:
    """Kansas City, half a year apart: 472 of 995 and 450 of 939."""
    months = tuple(Month(dates.add_months(OCTOBER, back), "s", Sums(a, n, n), True)
                   for back, a, n in ((-12, 472, 995), (0, 450, 939)))  # fmt: skip
    found = judging.judge(Course("C", get("SAT02"), months), CHOICE, QUIET)
    assert found is not None and found.test is not None
    assert found.outcome == "level"
    assert found.test.z == pytest.approx(0.2139, abs=1e-3)
    assert worded(found, CHOICE).template == "V3"


def test_a_jump_beyond_the_margin_is_better_or_worse_by_direction() -> None:
    up = said("FLW01", [*STEADY, 870])
    down = said("FLW01", [*STEADY, 730])
    assert (up.template, up.tag) == ("V1", "better")
    assert (down.template, down.tag) == ("V2", "worse")
    assert said("FLW03", [*[v / 50 for v in STEADY], 60]).tag == "worse"  # lower is better there
    assert up.working is not None and "÷" in up.working.formula and "1.96" in up.working.rule


def test_months_that_swing_more_than_chance_widen_the_test() -> None:
    swinging = [700, 860] * 6
    assert said("FLW01", [*swinging, 790]).template == "V3"


def test_a_headline_among_many_needs_more() -> None:
    alone, among = (judged("FLW01", [*STEADY, 846], candidates=m) for m in (1, 400))
    assert (alone.outcome, among.outcome) == ("better", "level")


def test_seven_months_on_one_side_are_no_chance() -> None:
    """XmR: strictly one side of the mean of the chart's 24 months."""
    flat = [800, 806, 794] * 5
    run = said("FLW01", [*flat, 822, 820, 824, 821, 823, 820, 822])
    assert (run.template, run.tag) == ("V1b", "better")
    assert "连续 7 个月高于平均线" in run.headline
    mirror = said("FLW01", [*flat, 778, 780, 776, 779, 777, 780, 778])
    assert (mirror.template, mirror.tag) == ("V1b", "worse")
    six = said("FLW01", [*flat, 800, 816, 815, 817, 816, 814, 815])
    assert six.template == "V3"


def test_months_without_a_failure_are_no_run() -> None:
    """One bad rating in 24 months of fifty: the last nine are above the mean and say nothing."""
    ratings = [50.0] * 14 + [49.0] + [50.0] * 9
    assert judged("SVC02", ratings, 50).outcome == "level"


@pytest.mark.parametrize("indicator_id", ["CAS01", "CAS02", "CAS03"])
def test_reference_figures_are_more_or_fewer_and_never_lit(indicator_id: str) -> None:
    rising = judged(indicator_id, [*[v / 2 for v in STEADY], 640])
    assert rising.outcome == "more"
    assert worded(rising, CHOICE).tag == "more"
    assert get(indicator_id).status == "reference"


def test_too_few_are_not_judged() -> None:
    few = said("FLW01", [20] * 13, 25)
    assert (few.template, few.tag) == ("V4", "too_few")
    assert "25 起" in few.sentence and "30" in few.sentence
    assert said("SAT02", [3] * 13, 4).template == "V4b"  # respondents, not files
    months = [*[(20, 25)] * 12, (800, 1000)]
    drawn = tuple(
        Month(dates.add_months(OCTOBER, i - 12), "s", Sums(a, n, n), True)
        for i, (a, n) in enumerate(months)
    )
    found = judging.judge(Course("C", get("FLW01"), drawn), CHOICE, QUIET)
    assert found is not None and found.outcome == "too_few_before"


def test_a_short_history_is_told() -> None:
    young = said("CAS05", STEADY, around=Surroundings({}, (), 14))
    assert (young.template, young.tag) == ("V5c", "short_history")
    assert "24" in young.sentence and "14" in young.sentence
    assert said("FLW01", STEADY[:6]).template == "V5c"  # nothing a year ago, no other series


def test_trailing_quarters_are_judged_at_the_ends_of_calendar_quarters() -> None:
    """CAS05 in October is that of July to September; 前12月均值 adds four quarters, not twelve."""
    found = judged("CAS05", [30] * 40, around=Surroundings({}, (), 60))
    assert (found.month, found.reference) == (date(2026, 9, 1), (date(2025, 9, 1),) * 2)
    mean = judged("CAS05", [30] * 40, choice=replace(CHOICE, compare="mean12"))
    assert mean.before is not None and mean.before.n == 4000
    assert mean.reference == (date(2025, 9, 1), date(2026, 8, 1))


def test_months_not_due_are_not_judged() -> None:
    drawn = course(get("CAS02"), [40], 100)
    open_months = tuple(replace(month, is_mature=False) for month in drawn.months)
    found = judging.judge(replace(drawn, months=open_months), CHOICE, QUIET)
    assert found is not None
    verdict = worded(found, CHOICE)
    assert (verdict.template, verdict.tag) == ("V5", "immature")
    assert "2027年1月30日" in verdict.sentence  # 31 October and 90 days, and that day over


def test_a_changed_questionnaire_breaks_the_comparison() -> None:
    note = Note(date(2026, 3, 1), "questionnaire_change", "问卷换版，前后不可比", "SAT02")
    series = ["v1"] * 5 + ["v2"] * 8
    found = said("SAT02", [*STEADY, 700], series=series, around=Surroundings({"C": [note]}, (), 60))
    assert (found.template, found.tag) == ("V6", "definition_changed")
    assert "2026年3月起问卷换版，前后两段" in found.sentence and "8 个月" in found.sentence


def test_what_rounds_to_nothing_is_said_to_be_the_same() -> None:
    assert "比2025年10月持平，在误差范围内" in said("FLW01", [*STEADY, 800.2]).sentence


def test_an_assessment_is_held_against_assessments_only() -> None:
    windows = ((date(2025, 10, 15), date(2025, 11, 15)), (date(2026, 10, 15), date(2026, 10, 31)))
    around = Surroundings({}, windows, 60)
    months = [*STEADY, 860]
    year = judged("SAT02", months, around=around)
    assert year.outcome == "better"  # October against October, both assessed
    month_before = judged("SAT02", months, around=around, choice=CHOICE.but(compare="mom"))
    assert month_before.outcome == "in_window"
    assert worded(month_before, CHOICE).template == "V6b"


def test_few_assessed_months_do_not_say_how_much_a_series_spreads() -> None:
    """Four assessed months jump about by chance; the eighteen others are calm."""
    calm = [920, 921, 919, 920, 922, 918] * 4
    swinging = dict(zip((11, 12, 17, 18), (960, 925, 962, 923), strict=True))
    months = [swinging.get(place, value) for place, value in enumerate(calm[:24])] + [962]
    first = dates.add_months(OCTOBER, 1 - len(months))
    held = [dates.add_months(first, place) for place in (11, 12, 17, 18, 24)]
    windows = tuple((month, dates.last_day(month)) for month in held)
    found = judged("SAT02", months, around=Surroundings({}, windows, 60))
    assert found.reference == (held[1], held[1])
    assert found.test is not None and found.test.spread < 1.5  # 4.5 by the four alone
    assert (found.outcome, found.difference) == ("better", pytest.approx(3.7))


def test_a_noted_cause_keeps_a_fall_from_being_called_worse() -> None:
    drive = Note(date(2026, 8, 1), "campaign", "如实立案专项：应立尽立", "FLW01")
    fall = [*STEADY, 730]
    excused = said("FLW01", fall, around=Surroundings({"C": [drive]}, (), 60))
    assert (excused.template, excused.tag) == ("V2b", "note")
    assert "如实立案专项" in excused.headline and "不判变差" in excused.sentence
    old = replace(drive, start=date(2026, 4, 1))  # it has run for its six months
    assert said("FLW01", fall, around=Surroundings({"C": [old]}, (), 60)).template == "V2"
    other = replace(drive, indicator_id="FLW04")
    assert said("FLW01", fall, around=Surroundings({"C": [other]}, (), 60)).template == "V2"


@pytest.mark.parametrize(
    ("direction", "low", "high", "template"),
    [
        ("up", 80.1, 84, "V7"),
        ("up", 78, 82, "V7d"),
        ("up", 76, 79.9, "V7b"),
        ("up", 70, 74.9, "V7c"),
        ("up", 70, 75.1, "V7b"),
        ("up", 70, 85, "V7d"),
        ("down", 70, 79, "V7"),
        ("down", 79, 81, "V7d"),
    ],
)
def test_a_target_is_held_against_the_whole_interval(
    direction: str, low: float, high: float, template: str
) -> None:
    figure = Estimate((low + high) / 2, low, high)
    limits = Limits(80, 75 if direction == "up" else 85)
    found = target.standing(direction, figure, limits)
    assert target.TEMPLATES[found] == template


@pytest.mark.parametrize(
    ("overdue", "tag", "words"),
    [(0, "met", "不高于目标 0"), (3, "watch", "没到目标 0"), (9, "beyond", "越过预警线 5")],
)
def test_what_is_known_exactly_has_no_borderline(overdue: int, tag: str, words: str) -> None:
    limits = Limits(target=0, warn=5)
    found = target.target_verdict(
        get("SVC01"), Estimate(float(overdue)), limits, str(overdue), "source"
    )
    assert (found.tag, words in found.sentence) == (tag, True)


def test_a_target_is_another_verdict_than_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.measured.limits", lambda *_: Limits(80, 75))
    drawn = course(get("FLW01"), [*STEADY, 870])
    reached = goal_of(drawn, CHOICE, QUIET)
    assert reached is not None and (reached.template, reached.tag) == ("V7", "met")
    assert reached.working is not None  # and it leads to the rows
    assert (reached.working.page, reached.working.choice) == ("small_cases", CHOICE)
    few = goal_of(course(get("FLW01"), [20] * 13, 25), CHOICE, QUIET)
    assert few is not None and few.template == "V4"


def test_months_are_judged_from_the_end_of_the_chosen_one() -> None:
    rows = [
        {"series": "small", "component": "main", "month": date(2026, month, 1), "numerator": 40.0,
         "denominator": 100.0, "n": 100.0, "numerator_sq": None, "sum_weight_sq": None,
         "is_mature": True}
        for month in (3, 4, 5, 6)
    ]  # fmt: skip
    from dashboard.judged import courses

    months = courses._months(get("CAS02"), rows, CHOICE.but(month=date(2026, 7, 1)))
    assert [month.is_mature for month in months] == [True, True, False, False]


def test_what_is_left_has_its_words_too() -> None:
    range_ = ("41.0", "45.0")
    immature = reading.immature(get("CAS02"), OCTOBER, "38.0%", range_)
    moved = t("verdict.judged.restated", adj="+0.6%")
    late = reading.incomplete(OCTOBER, 0.93, ("23.4", "24.0"), moved)
    assert "预计 41.0–45.0" in immature.sentence
    assert "93%" in late.sentence and "+0.6%" in late.sentence
    assert reading.published("某机构", "72%").template == "V11"
    assert "查了 30 项、10 个单位" in reading.nothing(30, 10).sentence
    overdue = t("verdict.action.late", n=10)
    done = reading.followed("补办回访", overdue, date(2026, 6, 1), "better", "70%", "82%")
    assert "逾期 10 天" in done.sentence and "真变好" in done.sentence


def test_a_share_still_arriving_says_how_the_month_before_was_restated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In points where an earlier snapshot knows it, else by the records that came since."""
    package = "dashboard.judged"
    arrived = Completeness(OCTOBER, Arrived(0.93, 0.91, 0.95, 12))
    monkeypatch.setattr(f"{package}._arrived", lambda choice, source: arrived)
    known = [Restated(date(2026, 9, 1), 92.0, 92.6, 1), None]
    monkeypatch.setattr(f"{package}.restated", lambda indicator, choice: known.pop(0))
    monkeypatch.setattr(f"{package}._restated_records", lambda choice, source: "+7.1%")
    found = judged("SVC04", [160] * 25, 190)
    for words in ("+0.6 个百分点", "记录在同一时候之后变动 +7.1%"):
        late = arriving(found, CHOICE)
        assert late is not None and (late.template, late.tag) == ("V5b", "incomplete")
        assert "93%" in late.sentence and words in late.sentence


def test_small_p_values_are_not_told_apart() -> None:
    assert numbers.p_value(0.0652) == "0.0652"
    assert numbers.p_value(1e-9) == "< 0.0001"
    assert numbers.p_value(1e-9, 1e-6) == "< 0.000001"


def test_an_interval_is_never_a_point() -> None:
    low, high = wilson(50_000, 50_000)
    assert numbers.interval(1.0, low, high) == "(99.9–100.0)"
    assert numbers.interval(0.0, 1 - high, 1 - low) == "(±0.1)"
    assert numbers.margin_in_scale(50.0, 49.99, 50.01, 1) == "±0.1"
    assert numbers.between(20.02, 20.04, 1) == "20.0–20.1"
    assert numbers.between(20.0, 20.0, 1) == "20.0–20.0"  # known exactly


def test_a_headline_is_short() -> None:
    """24 letters without what is filled in."""
    words = every("zh")
    headlines = [words[key] for key in words if key.endswith(".headline") and "verdict.V" in key]
    assert len(headlines) >= 25
    assert all(len(text.split("：")[0]) <= 24 for text in headlines)
