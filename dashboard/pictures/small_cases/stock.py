"""The open stock: what came in, what went out, and how old it is."""

from datetime import date

import polars as pl

from dashboard import judged, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import bands, stock
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.measured import months_of_history
from dashboard.pictures.small_cases import amounts
from dashboard.statistics.survival import Bin, binned_quantile
from dashboard.texts import dates, numbers, t
from dashboard.verdicts.stock import stock_change

HISTORY = 24  # months after which the window of 24 months is full
BANDS = ((0, 7), (8, 15), (16, 30), (31, 60), (61, 90), (91, 180), (181, 365), (366, 730))
EVERY_AGE = 9999  # the last band holds whoever is older still
MIDDLE, LATE = 0.5, 0.92
YEAR = 12


def by_month(choice: Filters) -> pl.DataFrame:
    """Stock and flows of every month up to the chosen one; moves netted; empty without data."""
    frame = ask_if_connected("small_cases/stock_by_month", choice)
    if frame.is_empty():
        return frame
    moved = pl.col("moved_in") - pl.col("moved_out")
    reorganised = pl.col("reorganised_in") - pl.col("reorganised_out")
    return frame.with_columns(moved=moved + reorganised)


def shown(choice: Filters) -> pl.DataFrame:
    """The months of the span."""
    frame = by_month(choice)
    return frame.tail(choice.span) if frame.height else frame


def firm_from(choice: Filters) -> date | None:
    """The first month whose stock is more than a window filling up; None without history."""
    have = months_of_history(choice, "case_dockets")
    return dates.add_months(choice.month, HISTORY - have) if have else None


@remembered
def flows(choice: Filters) -> Picture:
    """Stock above, flows below; a bar opens the list behind it."""
    frame = shown(choice)
    if frame.is_empty():
        return Picture(t("small_cases.stock.title_empty"), missing="cases")
    months = frame["month"].to_list()
    notes = [t("small_cases.stock.identity"), t("small_cases.stock.aged_out")]
    if amounts.has_fractions(frame):
        notes.append(t("small_cases.shares"))
    arriving = _arriving(frame, choice)
    return Picture(
        _title(frame, choice),
        t("small_cases.stock.subtitle"),
        figure=stock.with_flows(
            months,
            _level(frame, firm_from(choice)),
            _flows(frame),
            in_label=t("small_cases.stock.in"),
            out_label=t("small_cases.stock.out"),
            is_open=bool(arriving),
            palette=theme.palette(),
        ),
        note=arriving,
        evidence=Evidence(
            amounts.whole(frame.drop("moved")),
            ("small_cases/stock_by_month",),
            ("CAS04",),
            notes,
            "small_case_stock",
        ),
    )


def _arriving(frame: pl.DataFrame, choice: Filters) -> str:
    """What is said of a last month whose records still come; "" where they are there."""
    docketed = float(frame["docketed"][-1])
    if docketed < amounts.LEAST or choice.category_code:
        return ""
    found = judged.still_arriving("CAS04", docketed, choice)
    if found is None:
        return ""
    return t(
        "small_cases.stock.arriving",
        month=dates.month(choice.month),
        share=numbers.rate(found.share),
        range=numbers.between(found.low, found.high, 0),
        restated=found.restated,
    )


def _title(frame: pl.DataFrame, choice: Filters) -> str:
    """Whether more came in than went out, beyond chance; and how much of what left aged out.

    What is said of a year is counted over its twelve months, whatever span is drawn.
    """
    change = stock_change(choice)
    frame = frame if change is None else frame.tail(YEAR)
    incoming = float(frame.select(pl.sum("docketed", "reopened")).sum_horizontal()[0])
    aged = float(frame["aged_out"].sum())
    outgoing = float(frame.select(pl.sum("solved", "closed_unsolved")).sum_horizontal()[0]) + aged
    if change is None:
        key = "title" if aged else "title_plain"
    elif not change.account.is_beyond_chance:
        key = "title_level"
    else:
        key = "title_more" if change.account.change > 0 else "title_fewer"
    return t(
        f"small_cases.stock.{key}",
        n=frame.height,
        incoming=numbers.count(incoming),
        outgoing=numbers.count(outgoing),
        share=amounts.share(aged, outgoing),
        d=amounts.cases(abs(change.account.change)) if change else "",
    )


def _level(frame: pl.DataFrame, firm: date | None) -> stock.Stock:
    values = frame["stock"].to_list()
    months = frame["month"].to_list()
    words = ["" for _ in values]
    if len(values) > 12:
        words[-13] = numbers.count(values[-13])
    words[-1] = numbers.count(values[-1])
    hovers = [
        t("small_cases.stock.level_hover", month=dates.month_end(month), n=amounts.cases(value))
        for month, value in zip(months, values, strict=True)
    ]
    label = t("small_cases.stock.short", need=HISTORY)
    return stock.Stock(values, words, hovers, firm, label)


def _flows(frame: pl.DataFrame) -> list[stock.Flow]:
    kinds: tuple[tuple[str, stock.Kind, bool], ...] = (
        ("docketed", "in", False),
        ("reopened", "in", False),
        ("moved", "moved", False),
        ("solved", "good", True),
        ("closed_unsolved", "neutral", True),
        ("aged_out", "aged_out", True),
    )
    return [
        stock.Flow(
            name,
            t(f"small_cases.flow.{name}"),
            kind,
            is_out,
            frame[name].to_list(),
            [_hover(name, row) for row in frame.iter_rows(named=True)],
        )
        for name, kind, is_out in kinds
        if name in ("docketed", "solved", "aged_out") or (frame[name] != 0).any()
    ]


def _hover(name: str, row: dict[str, float]) -> str:
    key = f"small_cases.stock.{name}_hover"
    holes = {k: numbers.count(v) for k, v in row.items() if k != "month"}
    month = row["month"]
    assert isinstance(month, date)
    if name in ("solved", "moved"):
        return t(key, month=dates.month(month), **holes)
    return t(
        "small_cases.stock.flow_hover",
        month=dates.month(month),
        flow=t(f"small_cases.flow.{name}"),
        n=amounts.cases(row[name]),
    )


@remembered
def ages(choice: Filters) -> Picture:
    """Open cases by age band over the months, with the median and the 92nd percentile."""
    frame = ask_if_connected("small_cases/open_bands_by_month", choice)
    if frame.is_empty():
        return Picture(t("small_cases.ages.title_empty"), missing="cases")
    months = sorted(set(frame["month"].to_list()))
    grouped = [_band(frame, months, low, high) for low, high in BANDS]
    return Picture(
        _ages_title(grouped, stock_change(choice) is not None),
        _quantile_words(choice),
        figure=bands.stacked(months, grouped, palette=theme.palette()),
        evidence=Evidence(
            amounts.whole(frame.rename({"n": "case_count"})),
            ("small_cases/open_bands_by_month", "small_cases/open_age_bins"),
            ("CAS04",),
            (t("small_cases.ages.rule"),),
            "small_case_ages",
        ),
    )


def _ages_title(grouped: list[bands.Band], is_comparable: bool) -> str:
    """The share open for more than a year, and what it was a year ago: figures, no verdict."""
    wholes = [sum(month) for month in zip(*(band.values for band in grouped), strict=True)]
    oldest = grouped[-1].values
    share = amounts.share(oldest[-1], wholes[-1])
    if not is_comparable or len(wholes) <= YEAR or not wholes[-1 - YEAR]:
        return t("small_cases.ages.title", share=share)
    before = amounts.share(oldest[-1 - YEAR], wholes[-1 - YEAR])
    return t("small_cases.ages.title_before", share=share, before=before)


def _band(frame: pl.DataFrame, months: list[date], low: int, high: int) -> bands.Band:
    own = frame.filter(pl.col("age_from") == low)
    by_month = dict(own.group_by("month").agg(pl.col("n").sum()).iter_rows())
    values = [float(by_month.get(month, 0.0)) for month in months]
    label = t("small_cases.ages.band", low=low, high=high)
    hovers = [
        t(
            "small_cases.ages.hover",
            month=dates.month_end(month),
            band=label,
            n=amounts.cases(value),
        )
        for month, value in zip(months, values, strict=True)
    ]
    last = high if high < BANDS[-1][1] else EVERY_AGE
    return bands.Band(f"{low}-{last}", label, numbers.count(values[-1]), values, hovers)


def _quantile_words(choice: Filters) -> str:
    if choice.category_code:
        return t("small_cases.ages.subtitle")
    bins = ask_if_connected("small_cases/open_age_bins", choice)
    if bins.is_empty():
        return t("small_cases.ages.subtitle")
    firsts, lasts, counts = (bins[name].to_list() for name in ("age_from", "age_to", "n"))
    middle, late = (binned_quantile(firsts, lasts, counts, share) for share in (MIDDLE, LATE))
    if middle is None or late is None:
        return t("small_cases.ages.subtitle")
    return t("small_cases.ages.subtitle_quantiles", median=_age(middle), p92=_age(late))


def _age(found: Bin) -> str:
    """358 天, or whole weeks where the mart's bins are weeks."""
    if found.first == found.last:
        return numbers.count(found.first, "day")
    return t("small_cases.ages.weeks", n=numbers.count(round((found.first + found.last) / 14)))
