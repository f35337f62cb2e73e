"""The rows behind the map and the table: counts, what was expected, and what the tests say."""

import polars as pl

from dashboard.filters import Filters
from dashboard.pictures.complaints import around, counted
from dashboard.statistics.hotspots import LEAST_AREAS
from dashboard.texts import t
from dashboard.verdicts.hot_cells import Cell


def table(found: list[Cell], choice: Filters) -> pl.DataFrame:
    """Cells as the rows of an evidence, with what Gi* says of them."""
    spots = [one.spot for one in found]
    judged = [one.spot if one.category else None for one in found]
    beside = around.around(choice).by_cell
    near = [beside.get((one.unit_id, one.category)) for one in found]
    return pl.DataFrame(
        {
            "complaint_unit": [one.name for one in found],
            "complaint_category_name": [
                counted.category(one.category) if one.category else t("complaints.map.all")
                for one in found
            ],
            "observed": [one.observed for one in found],
            "compared": [one.compared for one in found],
            "expected": [one.expected for one in found],
            "shrunk_index": [spot.index if spot else None for spot in spots],
            "lower_bound": [spot.low if spot else None for spot in spots],
            "upper_bound": [spot.high if spot else None for spot in spots],
            "hot_spot_p": [spot.p if spot else None for spot in judged],
            "hot_spot_q": [spot.q if spot else None for spot in judged],
            "hot_spot_kind": [t(f"tag.{one.kind}") if one.kind else "" for one in found],
            "gi_star": [one.z if one else None for one in near],
            "gi_star_q": [one.q if one else None for one in near],
        },
        schema_overrides={name: pl.Float64 for name in _FIGURES},
    )


_FIGURES = (
    "expected",
    "shrunk_index",
    "lower_bound",
    "upper_bound",
    "hot_spot_p",
    "hot_spot_q",
    "gi_star",
    "gi_star_q",
)


def notes(choice: Filters) -> list[str]:
    """What holds for every comparison of counts with expected ones."""
    lines = [counted.span(choice)]
    if by := counted.by_words(choice):
        lines += [
            t("complaints.evidence.exposure", by=by),
            t("complaints.evidence.rule"),
            t("complaints.evidence.around", least=LEAST_AREAS),
        ]
    return [*lines, t("complaints.evidence.role")]
