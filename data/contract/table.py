"""What the rest of the program knows of a contract table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import dataframely as dy
import polars as pl

from data.contract import fields
from data.texts import has, t

Store = Literal["warehouse", "journal", "shipped", "written"]
BROUGHT = ("targets", "annotations")  # tables of the journal that files bring as well as people


@dataclass(frozen=True)
class Column:
    """One column as the dictionary, the template and the intake see it."""

    name: str
    dtype: pl.DataType
    nullable: bool
    required: bool  # a file must bring it: neither nullable nor given by default
    unit: str  # text key under `unit`, "" where there is none
    allowed: tuple[str, ...]
    example: str
    zh: str
    en: str
    description_zh: str
    description_en: str


@dataclass(frozen=True)
class Table:
    """A table of the contract: what a file may bring, and what the import makes of it."""

    name: str
    schema: type[dy.Schema]
    key: tuple[str, ...]
    store: Store
    replace_scope: tuple[str, ...] = ()
    unit_columns: tuple[str, ...] = ()
    event_time: str | None = None
    defaults: Mapping[str, object] = field(default_factory=dict)
    soft_rules: Mapping[str, pl.Expr] = field(default_factory=dict)

    @property
    def is_brought(self) -> bool:
        """Whether files may bring it; the rest is written by the program and by pages."""
        return self.store in ("warehouse", "shipped") or self.name in BROUGHT

    @property
    def dtypes(self) -> dict[str, pl.DataType]:
        """The columns a file may bring, in order, with their types."""
        return {name: column.dtype for name, column in self.schema.columns().items()}

    @property
    def coded(self) -> dict[str, tuple[str, ...]]:
        """Coded columns and the codes they may hold."""
        return {
            name: fields.allowed_codes(*fields.metadata(column)["codes"])
            for name, column in self.schema.columns().items()
            if "codes" in fields.metadata(column)
        }

    @property
    def words(self) -> tuple[str, ...]:
        """Columns of words people write, as against codes, identifiers and shapes."""
        spared = {*self.coded, "geometry_geojson"}
        return tuple(
            name
            for name, column in self.schema.columns().items()
            if isinstance(column, dy.String) and not column.min_length and name not in spared
        )

    @property
    def fallbacks(self) -> dict[str, str]:
        """For coded columns that keep rows with unknown codes: the code such rows get."""
        found = {column: fields.fallback_code(self.name, column) for column in self.coded}
        return {column: code for column, code in found.items() if code is not None}

    def columns(self) -> list[Column]:
        """Every column with its labels in both languages."""
        return [self._column(name, column) for name, column in self.schema.columns().items()]

    def _column(self, name: str, column: dy.Column) -> Column:
        key = f"columns.{self.name}.{name}"
        said = fields.metadata(column)
        return Column(
            name=name,
            dtype=column.dtype,
            nullable=column.nullable,
            required=not column.nullable and name not in self.defaults,
            unit=said.get("unit", ""),
            allowed=self.coded.get(name, ()),
            example=t(f"{key}.example") if has(f"{key}.example") else said.get("example", ""),
            zh=t(f"{key}.label", "zh"),
            en=t(f"{key}.label", "en"),
            description_zh=t(f"{key}.description", "zh"),
            description_en=t(f"{key}.description", "en"),
        )
