"""Facts of the contract the intake asks for at every part, worked out once."""

from functools import cache

from data.contract import TABLES, Column


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table."""
    return tuple(TABLES[table].columns())


@cache
def unit_of(table: str) -> dict[str, str]:
    """The unit of measurement of every column, "" where there is none."""
    return {column.name: column.unit for column in columns(table)}


@cache
def nullable(table: str) -> frozenset[str]:
    """Columns that may stay empty."""
    return frozenset(column.name for column in columns(table) if column.nullable)


@cache
def needed(table: str) -> tuple[Column, ...]:
    """Columns every row needs and no default gives."""
    return tuple(column for column in columns(table) if column.required)
