"""存量进出账: what came into the stock of open small cases in twelve months, and what left it."""

from datetime import date
from typing import Literal

import polars as pl

from dashboard import measured, theme
from dashboard.answers import ask, ask_if_connected, remembered
from dashboard.charts import waterfall
from dashboard.charts.waterfall import Step
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.small_cases import undated
from dashboard.texts import codes, dates, numbers, t
from dashboard.units import names as unit_names
from dashboard.verdicts.stock import stock_change
from dashboard.verdicts.stock import title as stock_title

# The bars in order: flows that a bar sums, the sign, the kind.
FLOWS: dict[str, tuple[tuple[str, ...], int, waterfall.Kind]] = {
    "docketed": (("docketed",), 1, "in"),
    "reopened": (("reopened",), 1, "in"),
    "solved": (("solved",), -1, "good"),
    "closed_unsolved": (("closed_unsolved",), -1, "neutral"),
    "aged_out": (("aged_out",), -1, "aged_out"),
}
MONTHS = 12
HISTORY = 24


@remembered
def picture(choice: Filters) -> Picture:
    """The waterfall; its bars sum exactly from the stock a year ago to the stock now."""
    by_month = account(choice)
    if by_month.is_empty():
        if undated.is_undated(choice):
            return undated.by_month(choice)  # what came is known, what was left is not
        return Picture(t("overview.bridge.title_missing"), missing="cases")
    have = measured.months_of_history(choice, "cases")
    if have < HISTORY:
        words = t("overview.bridge.short_history", have=have)
        return Picture(t("overview.bridge.title_missing"), state=words)
    sums = _sums(by_month)
    steps = _steps(sums, choice)
    return Picture(
        _title(choice, sums, steps),
        t("overview.bridge.subtitle"),
        waterfall.bridge(steps, palette=theme.palette()),
        evidence=Evidence(
            by_month,
            ("small_cases/stock_by_month",),
            ("CAS04",),
            (_moved_note(by_month),),
            name="stock_account",
        ),
    )


def _title(choice: Filters, sums: dict[str, int], steps: list[Step]) -> str:
    """What moved the stock, where two years can be compared; else what came and what went."""
    change = stock_change(choice.but(category_code=""))
    if change is not None:
        return stock_title(change)
    return t(
        "overview.bridge.title",
        in_n=numbers.count(sum(step.value for step in steps[1:-1] if step.value > 0)),
        out_n=numbers.count(-sum(step.value for step in steps[1:-1] if step.value < 0)),
        stock=numbers.count(sums["stock"]),
    )


def account(choice: Filters) -> pl.DataFrame:
    """The last twelve months of the account, all categories; empty without cases."""
    everything = ask_if_connected("small_cases/stock_by_month", choice.but(category_code=""))
    return everything.tail(MONTHS)


def _sums(by_month: pl.DataFrame) -> dict[str, int]:
    """Whole numbers that still add up when shares of a split unit make fractions."""
    first, last = by_month.row(0, named=True), by_month.row(-1, named=True)
    exact = {name: float(by_month[name].sum()) for name in FLOWS}
    rounded = {name: int(numbers.rounded(value)) for name, value in exact.items()}
    before = int(numbers.rounded(first["stock_before"]))
    stock = int(numbers.rounded(last["stock"]))
    told = sum(sign * rounded[name] for name, (_, sign, _) in FLOWS.items())
    return {**rounded, "before": before, "stock": stock, "moved": stock - before - told}


def _steps(sums: dict[str, int], choice: Filters) -> list[Step]:
    steps = [_total("before", dates.add_months(choice.month, -MONTHS), sums["before"])]
    for name, (_, sign, kind) in FLOWS.items():
        if sums[name]:
            steps.append(_flow(name, sign * sums[name], kind))
    if sums["moved"]:
        steps.append(_flow("moved", sums["moved"], "neutral"))
    return [*steps, _total("after", choice.month, sums["stock"])]


def _total(key: Literal["before", "after"], month: date, value: int) -> Step:
    label = t(f"overview.bridge.{key}", year=month.year, month=dates.month_only(month))
    return Step(key, label, value, numbers.count(value), key, _hover(label, value))


def _flow(key: str, value: int, kind: waterfall.Kind) -> Step:
    label = t(f"overview.bridge.{key}")
    return Step(key, label, value, numbers.plain(value, sign=True), kind, _hover(label, value))


def _hover(label: str, value: int) -> str:
    n = numbers.count(abs(value), "case")
    return t("overview.bridge.hover", what=label.replace("<br>", ""), n=n)


def _moved_note(by_month: pl.DataFrame) -> str:
    names = ("moved_in", "moved_out", "reorganised_in", "reorganised_out")
    return t(
        "overview.bridge.moved_note",
        **{name: numbers.count(float(by_month[name].sum())) for name in names},
    )


def behind(key: str, choice: Filters) -> tuple[str, Evidence]:
    """The list behind a bar, with its title: opaque id, category, age, unit, day."""
    choice = choice.but(category_code="")
    if key in ("before", "after"):
        at_month = choice.month if key == "after" else dates.add_months(choice.month, -MONTHS)
        question = "small_cases/open_cases"
        cases = ask(question, choice, at_month=at_month, age_from=0, age_to=None, rows=1_000_000)
        what = dates.month_end(at_month)
    else:
        question = "overview/cases_of_flow"
        flows = ["moved_in", "moved_out"] if key == "moved" else list(FLOWS[key][0])
        cases = ask(question, choice, flows=flows)
        what = t(f"overview.bridge.{key}").replace("<br>", "")
    title = t("overview.bridge.list_title", what=what, n=numbers.count(cases.height, "case"))
    return title, Evidence(readable(cases), (question,), ("CAS04",), name=f"cases_{key}")


def readable(cases: pl.DataFrame) -> pl.DataFrame:
    """Codes and ids of a list of cases in the reader's words."""
    names = unit_names()
    shown = cases.with_columns(
        pl.col("unit_id").replace_strict(names, default=pl.col("unit_id")).alias("unit_id"),
        pl.col("category_code").map_elements(codes.category, return_dtype=pl.String),
    )
    if "flow" in shown.columns:
        flows = {flow: t(f"flow.{flow}") for flow in shown["flow"].unique()}
        shown = shown.with_columns(pl.col("flow").replace_strict(flows))
    whole = "share" in shown.columns and shown["share"].n_unique() <= 1
    return shown.drop("share") if whole else shown
