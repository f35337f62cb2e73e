"""Units of the bureau, one row per validity period, and how they were reorganised.

Rules are named for what is wrong with a row that breaks them; the reason shown is the text
`rule.<table>.<name>` of data/texts.
"""

import dataframely as dy
import polars as pl

from data.contract import fields


class Units(dy.Schema):
    """One row per unit and validity period."""

    unit_id = fields.identifier("990103520000")
    unit_code = fields.identifier("990103520000", nullable=True, regex=r"^\d{12}$")
    unit_name = fields.text(nullable=False)
    short_name = fields.text(nullable=False)
    level = fields.code("units", "level", "station")
    unit_kind = fields.code("units", "unit_kind", "urban")
    parent_unit_id = fields.identifier("990103000000", nullable=True)
    valid_from = fields.day("2020-01-01", nullable=False)
    valid_to = fields.day()
    population = fields.count("28400", unit="person")
    households = fields.count("10300", unit="household")
    linked_enterprises = fields.count("22", unit="enterprise")
    police_fte = fields.number("14", unit="person")
    area_km2 = fields.number("9.6", unit="km2")
    peer_group = fields.text("urban_large")
    is_ranked = fields.flag("true")
    display_order = fields.count("31", nullable=False, least=None)
    geometry_geojson = fields.text()
    grid_row = fields.count("3", least=None)
    grid_col = fields.count("5", least=None)
    recorded_at = fields.moment()

    @dy.rule()
    def reserved_unit_id(cls) -> pl.Expr:
        return pl.col("unit_id") != "UNKNOWN"

    @dy.rule()
    def valid_to_before_valid_from(cls) -> pl.Expr:
        return pl.col("valid_to") > pl.col("valid_from")

    @dy.rule()
    def own_parent(cls) -> pl.Expr:
        return pl.col("parent_unit_id") != pl.col("unit_id")


class UnitLineage(dy.Schema):
    """One row per predecessor, successor and day of a reorganisation."""

    from_unit_id = fields.identifier("990103520000")
    to_unit_id = fields.identifier("990103530000")
    effective_date = fields.month("2025-07-01")
    share = dy.Float64(min_exclusive=0, max=1, metadata={"example": "0.6"})
    note = fields.text()
    recorded_at = fields.moment()


UNITS_SOFT = {
    "parent_missing": (pl.col("level") != "bureau") & pl.col("parent_unit_id").is_null(),
    "population_not_positive": pl.col("level").is_in(["branch", "station"])
    & (pl.col("population") <= 0),
}
