"""A scene as text that rests in an edition and is read again by any later program."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import plotly.io as pio
import polars as pl

from dashboard.elements.evidence import Evidence
from dashboard.filters import Filters
from dashboard.scenes import Big, Cell, Scene, Table
from dashboard.verdicts import Working

# What a column can be; any other kind is kept as its words.
KINDS: dict[str, pl.DataType] = {
    "text": pl.String(),
    "whole": pl.Int64(),
    "number": pl.Float64(),
    "yes_no": pl.Boolean(),
    "day": pl.Date(),
    "moment": pl.Datetime("us"),
}


def written(scene: Scene) -> str:
    """All of a scene as JSON."""
    told: dict[str, Any] = {
        field.name: getattr(scene, field.name)
        for field in fields(Scene)
        if field.type is str or field.type == "str"
    }
    told |= {
        "bigs": [_fields(big) | {"lines": list(big.lines)} for big in scene.bigs],
        "figure": None if scene.figure is None else json.loads(pio.to_json(scene.figure)),
        "table": None if scene.table is None else _of_table(scene.table),
        "evidence": None if scene.evidence is None else _of_evidence(scene.evidence),
        "working": [_of_working(each) for each in scene.working],
        "choice": _of_choice(scene.choice),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read(text: str) -> Scene:
    """The scene that was written; what a later program does not know of it is left out."""
    told = json.loads(text)
    known = {field.name for field in fields(Scene)}
    told = {name: value for name, value in told.items() if name in known}
    figure, table, evidence = (told.get(name) for name in ("figure", "table", "evidence"))
    told |= {
        "bigs": tuple(Big(**big | {"lines": tuple(big["lines"])}) for big in told["bigs"]),
        "figure": None if figure is None else pio.from_json(json.dumps(figure)),
        "table": None if table is None else _to_table(table),
        "evidence": None if evidence is None else _to_evidence(evidence),
        "working": tuple(_to_working(each) for each in told["working"]),
        "choice": _to_choice(told["choice"]),
    }
    return Scene(**told)


def _fields(thing: Any) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing)}


def _of_table(table: Table) -> dict[str, Any]:
    rows = [[[cell.words, cell.tag] for cell in row] for row in table.rows]
    return {"head": list(table.head), "rows": rows}


def _to_table(told: Mapping[str, Any]) -> Table:
    rows = tuple(tuple(Cell(words, tag) for words, tag in row) for row in told["rows"])
    return Table(tuple(told["head"]), rows)


def _of_working(working: Working) -> dict[str, Any]:
    choice = None if working.choice is None else _of_choice(working.choice)
    return _fields(working) | {"choice": choice}


def _to_working(told: Mapping[str, Any]) -> Working:
    choice = None if told["choice"] is None else _to_choice(told["choice"])
    return Working(**{**told, "choice": choice})


def _of_choice(choice: Filters) -> dict[str, Any]:
    return _fields(choice) | {"month": choice.month.isoformat(), "scope": list(choice.scope)}


def _to_choice(told: Mapping[str, Any]) -> Filters:
    known = {field.name for field in fields(Filters)}
    kept = {name: value for name, value in told.items() if name in known}
    month = date.fromisoformat(told["month"])
    return Filters(**{**kept, "month": month, "scope": tuple(told["scope"])})


def _of_evidence(evidence: Evidence) -> dict[str, Any]:
    columns = [_of_column(column) for column in evidence.table.get_columns()]
    lists = {name: list(getattr(evidence, name)) for name in ("questions", "indicators", "notes")}
    return {"columns": columns, "name": evidence.name, **lists}


def _of_column(column: pl.Series) -> dict[str, Any]:
    kind = next((name for name, dtype in KINDS.items() if column.dtype == dtype), None)
    if kind is None and column.dtype.is_integer():
        kind = "whole"
    if kind is None and column.dtype.is_float():
        kind = "number"
    values = column.to_list() if kind else [None if v is None else str(v) for v in column]
    if kind in ("day", "moment"):
        values = [value.isoformat() if isinstance(value, date) else None for value in values]
    return {"name": column.name, "kind": kind or "text", "values": values}


def _to_evidence(told: Mapping[str, Any]) -> Evidence:
    columns = [_to_column(column) for column in told["columns"]]
    lists = {name: tuple(told[name]) for name in ("questions", "indicators", "notes")}
    return Evidence(pl.DataFrame(columns), name=told["name"], **lists)


def _to_column(told: Mapping[str, Any]) -> pl.Series:
    read = {"day": date.fromisoformat, "moment": datetime.fromisoformat}.get(told["kind"])
    values = told["values"]
    if read is not None:
        values = [None if value is None else read(value) for value in values]
    return pl.Series(told["name"], values, dtype=KINDS[told["kind"]])
