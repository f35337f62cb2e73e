"""Units a profile makes, and what texts in the data mean by them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from data.contract import TABLES
from data.errors import IntakeError
from data.intake.rules import Section, Units
from data.intake.wording import spelling


@dataclass(frozen=True)
class UnitNames:
    """What every text that may stand for a unit means."""

    ids: Mapping[str, str] = field(default_factory=dict)  # spelling → unit_id
    patterns: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ids or self.patterns)

    def of(self, said: pl.Series) -> pl.Series:
        """Unit ids for texts; a text nobody knows stays, and the import files it as unknown."""
        written = said.unique().drop_nulls()
        ids = pl.Series([self.one(text) for text in written], dtype=pl.String)
        if (ids == written).all():
            return said
        return said.replace_strict(written, ids, default=None, return_dtype=pl.String)

    def one(self, text: str) -> str:
        """The unit id of one text, or the text itself."""
        known = self.ids.get(spelling(text))
        if known is not None:
            return known
        for pattern, meaning in self.patterns.items():
            if re.fullmatch(pattern, text.strip()):
                return re.sub(pattern, meaning, text.strip())
        return text


def unit_rows(
    units: Units, values: Iterable[str], shapes: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The root, the rows of the profile, and the units only values or shapes name."""
    rows = [dict(units.root)] if units.root else []
    rows += [dict(row) for row in units.rows]
    known = {name for row in rows for name in _names(row, units)}
    makers = [shape for shape in shapes if any(one.make_units for one in units.shapes)]
    for name in [*values, *makers]:
        if spelling(name) not in known and spelling(units.aliases.get(name, "")) not in known:
            rows.append({"name": name})
            known.add(spelling(name))
    return rows


def unit_names(units: Units, rows: Iterable[Section]) -> UnitNames:
    """Ids, names, short names and aliases of the rows, and the profile's own aliases."""
    ids = {name: unit_id(row, units) for row in rows for name in _names(row, units)}
    for said, meant in units.aliases.items():
        ids[spelling(said)] = ids.get(spelling(meant), meant)
    return UnitNames(ids, units.patterns)


def unit_id(row: Section, units: Units) -> str:
    """The row's own id, else the prefix and its name in capitals."""
    if "id" in row:
        return str(row["id"])
    return units.prefix + re.sub(r"[^\w]+", "-", str(row["name"]).upper()).strip("-")


def unit_frame(
    units: Units, rows: Sequence[Section], shapes: Mapping[str, str], names: UnitNames, file: str
) -> pl.DataFrame:
    """The rows as the contract's units table, with shapes by name, and `line`."""
    by_unit = {names.one(said): shape for said, shape in shapes.items()}
    made = [_row(units, row, at, by_unit) for at, row in enumerate(rows)]
    if shapes and not any(row["geometry_geojson"] for row in made):
        names_found = ", ".join(list(shapes)[:20])
        raise IntakeError("intake.no_shape", file=file, name="name", found=names_found)
    frame = pl.DataFrame(made, schema=_schema(), orient="row")
    return frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("line"))


def with_shapes(frame: pl.DataFrame, shapes: Mapping[str, str]) -> pl.DataFrame:
    """Delivered units with shapes that go by their id, code, name or short name."""
    known = {spelling(name): shape for name, shape in shapes.items()}
    found = [
        frame[column].map_elements(lambda text: known.get(spelling(text)), return_dtype=pl.String)
        for column in ("unit_id", "unit_code", "unit_name", "short_name")
        if column in frame.columns
    ]
    own = [frame["geometry_geojson"]] if "geometry_geojson" in frame.columns else []
    shape = pl.select(pl.coalesce(*own, *found).alias("geometry_geojson")).to_series()
    return frame.with_columns(shape)


def _schema() -> dict[str, pl.DataType]:
    return {name: dtype for name, dtype in TABLES["units"].dtypes.items() if name != "recorded_at"}


def _names(row: Section, units: Units) -> set[str]:
    said = [unit_id(row, units), row.get("name"), row.get("short"), *row.get("aliases", ())]
    return {spelling(str(name)) for name in said if name}


def _row(units: Units, row: Section, at: int, shapes: Mapping[str, str]) -> dict[str, Any]:
    own = unit_id(row, units)
    is_root = bool(units.root) and at == 0
    parent = None if is_root else row.get("parent") or units.root.get("id")
    grid_row, grid_col = row.get("grid", (None, None))
    return {
        "unit_id": own,
        "unit_code": own if re.fullmatch(r"\d{12}", own) else None,
        "unit_name": row["name"],
        "short_name": row.get("short", row["name"]),
        "level": row.get("level", "bureau" if is_root else units.level),
        "unit_kind": row.get("kind", units.kind),
        "parent_unit_id": parent,
        "valid_from": row.get("valid_from", units.valid_from),
        "valid_to": row.get("valid_to"),
        "population": row.get("population"),
        "households": None,
        "linked_enterprises": None,
        "police_fte": None,
        "area_km2": row.get("area_km2"),
        "peer_group": row.get("group", None if is_root else units.root.get("id")),
        "is_ranked": row.get("ranked", not is_root),
        "display_order": row.get("order", at),
        "geometry_geojson": shapes.get(own),
        "grid_row": grid_row,
        "grid_col": grid_col,
    }
