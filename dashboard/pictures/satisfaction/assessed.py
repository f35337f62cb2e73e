"""What an assessment window adds, and how this one stands beside those of earlier years."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard import designs, indicators, judged, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import intervals
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import rates
from dashboard.pictures.satisfaction.protected import alone
from dashboard.statistics.oddities import Step, jump, together
from dashboard.statistics.proportions import Difference, difference
from dashboard.statistics.suppression import FEWEST
from dashboard.texts import dates, numbers, t

ASKED = (("SAT01", 1), ("SAT02", 2), ("SAT04", 3))
Z = 1.959963984540054  # 97.5 % quantile of the normal distribution
YEAR = 12


@dataclass(frozen=True)
class Added:
    """By how much a rate stands higher while a window lasts: points 0–1, a 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the interval lies on one side of nothing."""
        return self.low > 0 or self.high < 0


@remembered
def added(choice: Filters) -> dict[str, Added]:
    """What a window adds to each rate, from all months up to the chosen one.

    Each series is judged in itself, a steady rise or fall taken out; estimates of a programme's
    series are then put together. An indicator without enough windows is left out.
    """
    frame = _frame(choice)
    found: dict[str, Added] = {}
    if frame.is_empty():
        return found
    for indicator_id, _ in ASKED:
        steps = []
        for (_,), own in _of(frame, indicator_id, choice).group_by("series", maintain_order=True):
            step = _step(own)
            if step is not None:
                steps.append(step)
        if steps:
            whole = together(steps)
            reach = Z * whole.error
            found[indicator_id] = Added(whole.step, whole.step - reach, whole.step + reach)
    return found


def _frame(choice: Filters) -> pl.DataFrame:
    return designs.with_months(ask_if_connected("satisfaction/rates_and_windows", choice), choice)


def _of(frame: pl.DataFrame, indicator_id: str, choice: Filters) -> pl.DataFrame:
    """The months of an indicator's shown programme that have enough answers."""
    if frame.is_empty():
        return frame
    least = max(rates.least(indicator_id), FEWEST)
    own = frame.filter(
        (pl.col("indicator_id") == indicator_id)
        & (pl.col("respondent_count") >= least)
        & (pl.col("weight") > 0)
    )
    return own if indicator_id == "SAT04" else rates.shown(own, choice)


def _step(own: pl.DataFrame) -> Step | None:
    shares = [rate.share for row in own.iter_rows(named=True) if (rate := rates.of_row(row))]
    if not shares or any(share.variance <= 0 for share in shares):
        return None
    lasting = (own["window_days"] / own["days"]).to_list()
    return jump([share.value for share in shares], [share.variance for share in shares], lasting)


@dataclass(frozen=True)
class Beside:
    """The window the chosen month lies in against the same months of earlier years."""

    first: date
    last: date
    found: Difference


def beside_earlier(choice: Filters, indicator_id: str) -> Beside | None:
    """Only windows with windows, and only inside the series in force; None outside a window."""
    own = _of(_frame(choice), indicator_id, choice)
    if own.is_empty():
        return None
    series = own.filter(pl.col("series") == rates.latest_series(own))
    own = series.filter(pl.col("window_days") > 0)
    now = _current(own, choice.month)
    if now.is_empty():
        return None
    calendar = now["month"].dt.month().to_list()
    earlier = own.filter(
        (pl.col("month") < now["month"].min()) & pl.col("month").dt.month().is_in(calendar)
    )
    before, after = rates.total(earlier), rates.total(now)
    if before is None or after is None:
        return None
    return Beside(
        now["month"].to_list()[0],
        now["month"].to_list()[-1],
        difference(before.share, after.share, _spread(series, indicator_id, choice)),
    )


def _spread(series: pl.DataFrame, indicator_id: str, choice: Filters) -> float:
    """How much months swing beyond their samples: as the card's change was judged, if it was."""
    found = judged.judgement(indicator_id, choice.but(compare="yoy"))
    return found.test.spread if found and found.test else rates.spread(series)


def _current(own: pl.DataFrame, month: date) -> pl.DataFrame:
    """The months of the window that reaches the chosen month; none where it lies in none."""
    months = set(own["month"].to_list())
    kept = []
    while month in months:
        kept.append(month)
        month = dates.add_months(month, -1)
    return own.filter(pl.col("month").is_in(kept)).sort("month")


@remembered
def windows(choice: Filters) -> Picture:
    """Differences in points with intervals: windows against ordinary months, then among windows."""
    title = t("satisfaction.windows.title_none")
    frame = _frame(choice)
    if frame.is_empty():
        return Picture(title, state=t("satisfaction.windows.none"))
    gains = added(choice)
    rows = [
        _row(f"{name}added", "added", name, gains[name].value, gains[name].low, gains[name].high, c)
        for name, c in ASKED
        if name in gains
    ]
    months = ""
    for name, colour in ASKED:
        beside = beside_earlier(choice, name)
        if beside is not None:
            found = beside.found
            months = _months(beside)
            rows.append(
                _row(f"{name}beside", "beside", name, found.value, found.low, found.high, colour)
            )
    if not rows:
        return Picture(title, state=t("satisfaction.windows.none"))
    return Picture(
        _title(gains),
        t("satisfaction.windows.subtitle"),
        figure=intervals.dots(
            rows,
            reference=0.0,
            reference_label="",
            label_width=212,
            words_width=116,
            palette=theme.palette(),
        ),
        note=t("satisfaction.windows.note_now", months=months)
        if months
        else t("satisfaction.windows.note"),
        evidence=Evidence(
            designs.for_reading(alone(frame)),
            ("satisfaction/rates_and_windows",),
            tuple(name for name, _ in ASKED),
            (t("satisfaction.windows.rule"),),
            "rates_and_windows",
        ),
    )


def _months(beside: Beside) -> str:
    if beside.first == beside.last:
        return dates.month(beside.last)
    return dates.span(beside.first, beside.last)


def _title(gains: dict[str, Added]) -> str:
    """测评期抬高约 1.5–3.4 个百分点: only of what is beyond chance."""
    sure = sorted(gain.value * 100 for gain in gains.values() if gain.is_beyond_chance)
    if not sure:
        return t("satisfaction.windows.title_level" if gains else "satisfaction.windows.title_none")
    if sure[0] < 0:
        return t("satisfaction.windows.title_mixed")
    return t("satisfaction.windows.title", points=rates.reach(sure))


def _row(
    key: str, kind: str, indicator_id: str, value: float, low: float, high: float, colour: int
) -> intervals.Row:
    name = t(f"satisfaction.windows.{kind}", name=indicators.get(indicator_id).name)
    words = t(
        "satisfaction.windows.points",
        value=numbers.plain(value * 100, 1, sign=True),
        reach=numbers.between(low * 100, high * 100, 1),
    )
    return intervals.Row(
        key,
        name,
        value * 100,
        low * 100,
        high * 100,
        words,
        hover=f"{name}<br>{words}",
        colour=colour,
        is_strong=kind == "beside",
    )
