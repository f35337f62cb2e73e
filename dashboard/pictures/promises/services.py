"""Services at the windows: none overdue, and how people rate them."""

from html import escape

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts.line import Line, Point, over_time
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.statistics.proportions import wilson
from dashboard.statistics.suppression import FEWEST
from dashboard.texts import dates, numbers, t
from dashboard.theme import palette
from dashboard.units import name_order
from dashboard.units import names as unit_names

STARS = (5, 4, 3, 2, 1)
BELOW = {"bureau": "branch", "branch": "station"}


@remembered
def backlog(choice: Filters) -> Picture:
    """Overdue services at each month's end, and the units that had any at the last one."""
    found = ask_if_connected("promises/services_by_month", choice)
    known = found.filter(pl.col("overdue_n").is_not_null()) if found.width else found
    if known.is_empty():
        return Picture(t("promises.backlog.title_missing"), missing="service_monthly")
    last = known.row(-1, named=True)
    month = dates.month_end(last["month"])
    n = numbers.count(last["overdue_n"])
    key = "title" if last["overdue_n"] else "title_none"
    points = [
        Point(
            row["month"],
            row["overdue_n"],
            hover=t(
                "promises.backlog.hover",
                month=dates.month(row["month"]),
                n=numbers.count(row["overdue_n"]),
            ),
        )
        for row in known.iter_rows(named=True)
    ]
    drawing = over_time(
        [Line(points, n, "", colour=6)],
        months=known["month"].to_list(),
        from_zero=True,
        label_width=64,
        palette=palette(),
    )
    return Picture(
        t(f"promises.backlog.{key}", month=month, n=n),
        t("promises.backlog.subtitle"),
        figure=drawing,
        note=_where(choice),
        evidence=Evidence(
            known.select(
                "month", "accepted_n", "completed_n", "on_time_n", "pending_n", "overdue_n"
            ),
            ("promises/services_by_month",),
            ("SVC01",),
            name="services",
        ),
    )


def _where(choice: Filters) -> str:
    """The units beyond the alert line that holds for them, in name order; never more than that."""
    level = BELOW.get(measured.level_of(choice.unit_id))
    if level is None:
        return ""
    units = measured.by_unit("SVC01", choice, level)
    overdue = dict(units.select("unit_id", "value").iter_rows()) if units.width else {}
    lines = {unit: _alert_line(choice.but(unit_id=unit)) for unit in overdue}
    beyond = [unit for unit, n in overdue.items() if n is not None and n > lines[unit]]
    named = sorted((unit_names().get(unit, unit) for unit in beyond), key=name_order)
    several = len(set(lines.values())) > 1
    key = ("where" if named else "nowhere") + ("_own" if several else "")
    n = numbers.plain(next(iter(lines.values()), get("SVC01").warn or 0))
    return t(f"promises.backlog.{key}", n=n, units=t("promises.separator").join(named))


def _alert_line(choice: Filters) -> float:
    limits = measured.limits(get("SVC01"), choice)
    if limits is None:
        return 0.0
    return limits.target if limits.warn is None else limits.warn


@remembered
def ratings(choice: Filters) -> Picture:
    """Stars of the chosen month, and what became of the bad ones."""
    found = ask_if_connected("promises/services_by_month", choice)
    stars = [f"rating_{star}_n" for star in STARS]
    known = found.filter(pl.sum_horizontal(stars) > 0) if found.width else found
    if known.is_empty():
        return Picture(t("promises.ratings.title_missing"), missing="service_monthly")
    row = known.row(-1, named=True)
    counts = {star: float(row[f"rating_{star}_n"] or 0) for star in STARS}
    rated, bad = sum(counts.values()), counts[2] + counts[1]
    hidden = 0 < bad < FEWEST or 0 < rated - bad < FEWEST
    month = dates.month(row["month"])
    if rated < get("SVC02").minimum_n or hidden:
        key = "hidden" if hidden else "few"
        state = t(f"promises.ratings.{key}", n=numbers.count(rated))
        return Picture(t("promises.ratings.title_missing"), month, state=state)
    low, high = wilson(rated - bad, rated)
    rate = numbers.rate_with_interval(1 - bad / rated, low, high)
    lines = [(t("promises.ratings.rated"), numbers.count(rated), "")]
    lines += [
        (t(f"promises.ratings.star_{star}"), *_cell(counts[star], rated)) for star in (5, 4, 3)
    ]
    lines.append((t("promises.ratings.bad"), *_cell(bad, rated)))
    for name in ("bad_fixed", "bad_called"):
        if row[f"{name}_n"] is not None and bad:
            lines.append((t(f"promises.ratings.{name}"), *_cell(row[f"{name}_n"], bad)))
    body = "".join(
        f'<div class="line"><span class="grow">{escape(name)}</span>'
        f'<span>{escape(share)}</span><b class="figure">{escape(n)}</b></div>'
        for name, n, share in lines
    )
    return Picture(
        t("promises.ratings.title", rate=rate),
        t("promises.ratings.subtitle", month=month),
        body=f'<div class="lines tight">{body}</div>',
        evidence=Evidence(
            _safe(known, [*stars, "bad_fixed_n", "bad_called_n"]),
            ("promises/services_by_month",),
            ("SVC02",),
            [t("promises.ratings.note")],
            "ratings",
        ),
    )


def _cell(n: float, whole: float) -> tuple[str, str]:
    """A number of raters with its share; one to four are not shown."""
    if 0 < n < FEWEST:
        return t("tag.suppressed"), ""
    return numbers.count(n), numbers.rate(n / whole)


def _safe(known: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Months with a cell of one to four lose all cells, so that none can be reckoned."""
    few = pl.any_horizontal(pl.col(name).is_between(1, FEWEST - 1) for name in columns)
    return known.select(
        "month", *(pl.when(few).then(None).otherwise(pl.col(name)).alias(name) for name in columns)
    )
