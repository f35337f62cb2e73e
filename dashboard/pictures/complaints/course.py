"""三难 and closing in time over the months, with their intervals and targets."""

import polars as pl

from dashboard import indicators, measured, theme
from dashboard.answers import remembered
from dashboard.charts import line
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted, plain
from dashboard.texts import dates, numbers, t
from dashboard.units import names as unit_names

OWN, COMPANY = 1, 0  # places of colour: the chosen unit, and the city beside it


@remembered
def difficulties(choice: Filters) -> Picture:
    """三难 as a share of all, over windows of three months."""
    return _course("CMP06", "difficulties", choice)


@remembered
def in_time(choice: Filters) -> Picture:
    """The share closed in time of those due each month; without due days, within 90 days."""
    if measured.is_connected(choice, "complaints") and not counted.records(choice, "due_day"):
        return plain.closed_in_90_days(choice)
    return _course("CMP02", "in_time", choice)


def _course(indicator_id: str, name: str, choice: Filters) -> Picture:
    missing_title = t(f"complaints.course.{name}_missing")
    indicator = indicators.get(indicator_id)
    if not measured.is_connected(choice, "complaints"):
        return Picture(missing_title, missing="complaints")
    if not indicator.window(measured.level_of(choice.unit_id)):
        return Picture(missing_title, state=t("complaints.not_at_level"))
    known = _shown(measured.by_month(indicator_id, choice), choice)
    known = known.filter(pl.col("denominator") > 0)
    if known.is_empty():
        return Picture(missing_title, state=t("state.nothing"))
    course = known.filter(pl.col("is_enough"))
    if course.is_empty():
        return Picture(missing_title, state=t("complaints.course.too_few", n=indicator.minimum_n))
    last = course.row(-1, named=True)
    margin = measured.margin_words(indicator, last["value"], last["low"], last["high"])
    rate = measured.value_words(indicator, last["value"])
    return Picture(
        t(
            f"complaints.course.{name}_title",
            rate=t("number.rate_with_interval", rate=rate, interval=f"({margin})"),
        ),
        _subtitle(name, choice),
        figure=line.over_time(
            _lines(indicator, course, choice),
            months=dates.months_between(course["month"][0], choice.month),
            suffix="%",
            label_width=88,
            palette=theme.palette(),
        ),
        evidence=_evidence(indicator, name, known, choice),
    )


def _subtitle(name: str, choice: Filters) -> str:
    """How it is counted; and, where a category is chosen, that this counts all of them."""
    words = t(f"complaints.course.{name}_subtitle")
    return f"{words} · {t('complaints.all_categories')}" if choice.complaint_category else words


def _shown(course: pl.DataFrame, choice: Filters) -> pl.DataFrame:
    return course.filter(pl.col("month") > dates.add_months(choice.month, -choice.span))


def _lines(
    indicator: indicators.Indicator, course: pl.DataFrame, choice: Filters
) -> list[line.Line]:
    """The chosen unit; beside a branch the whole bureau, in grey and without its interval."""
    goal = measured.target(indicator, choice)
    own = line.Line(
        [_point(row) for row in course.iter_rows(named=True)],
        label=_short_name(choice),
        detail=numbers.rate(course["value"][-1] / 100),
        colour=OWN,
        target=goal,
        target_label=t("complaints.course.target", value=numbers.plain(goal or 0)),
    )
    root = counted.root(choice)
    if not root or root == choice.unit_id:
        return [own]
    company = _shown(measured.by_month(indicator.id, choice.but(unit_id=root)), choice)
    company = company.filter(pl.col("is_enough") & (pl.col("month") >= course["month"][0]))
    if company.is_empty():
        return [own]
    points = [line.Point(m, v) for m, v in company.select("month", "value").iter_rows()]
    last = numbers.rate(company["value"][-1] / 100)
    beside = line.Line(points, t("complaints.course.whole"), last, colour=COMPANY)
    return [beside, own]


def _point(row: dict[str, object]) -> line.Point:
    value, low, high = (float(str(row[name])) for name in ("value", "low", "high"))
    month = row["month"]
    hover = t(
        "complaints.course.hover",
        month=dates.month(month),  # type: ignore[arg-type]
        rate=numbers.rate(value / 100),
        interval=f"{numbers.between(low, high, 1)}",
        numerator=numbers.count(float(str(row["numerator"]))),
        denominator=numbers.count(float(str(row["denominator"])), "complaint"),
    )
    return line.Point(month, value, low, high, hover=hover)  # type: ignore[arg-type]


def _short_name(choice: Filters) -> str:
    if choice.unit_id == counted.root(choice):
        return t("complaints.course.whole")
    return unit_names().get(choice.unit_id, choice.unit_id)


def _evidence(
    indicator: indicators.Indicator, name: str, course: pl.DataFrame, choice: Filters
) -> Evidence:
    role = "role_handling" if indicator.unit_role == "handling" else "role"
    table = course.select("month", "numerator", "denominator", "value", "low", "high", "is_enough")
    return Evidence(
        table,
        ("measured/by_month",),
        (indicator.id,),
        [t(f"complaints.evidence.{role}")],
        f"complaints_{name}_by_month",
    )
