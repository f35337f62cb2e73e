"""The five figures of 满意度."""

import polars as pl

from dashboard import indicators, measured
from dashboard.answers import remembered
from dashboard.elements.cards import Card
from dashboard.filters import Filters
from dashboard.pictures.overview.cards import card
from dashboard.pictures.satisfaction import rates
from dashboard.statistics.proportions import interval, of_sums
from dashboard.texts import dates, numbers, t

SHOWN = {"SAT01": 1, "SAT02": 2, "SAT04": 3, "SAT05": 5}  # with the colour's place
RESPONSE, RESPONSE_COLOUR = "SAT08", 7


@remembered
def cards(choice: Filters) -> list[Card]:
    """双测评, the two ratings after contact, and how many answered; none without answers."""
    if rates.by_month(choice).is_empty():
        return []
    drawn = [card(name, choice, colour) for name, colour in SHOWN.items()]
    return [*drawn, _response(choice)]


def _response(choice: Filters) -> Card:
    """Of the survey whose satisfaction the page shows: not of other rounds in the same month."""
    name = indicators.get(RESPONSE).name
    own = rates.asked(choice)
    if own.is_empty():
        is_there = measured.is_connected(choice, "survey_fieldwork")
        return Card(name, state=t("tag.too_few") if is_there else t("tag.not_connected"))
    shown = own.filter(pl.col("month") > dates.add_months(choice.month, -choice.span))
    last = own.row(-1, named=True)
    share = of_sums(last["completed"], last["contacted"], last["contacted"])
    low, high = interval(share)
    return Card(
        name,
        numbers.plain(share.value * 100, 1),
        "%",
        numbers.margin(share.value, low, high),
        note=t(
            "satisfaction.asked",
            month=dates.month(last["month"]),
            completed=numbers.count(last["completed"]),
            contacted=numbers.count(last["contacted"], "person"),
        ),
        course=[row["completed"] / row["contacted"] for row in shown.iter_rows(named=True)],
        colour=RESPONSE_COLOUR,
    )
