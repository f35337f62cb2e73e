"""Facts of the contract the intake asks for at every part, worked out once."""

from functools import cache

from data.contract import TABLES, Column

# Coded columns a file may lack: every row then gets what its dates say, or the code for "other".
MAY_LACK = {
    "cases": ("channel", "matter_kind", "decision"),
    "complaints": ("channel", "category_l1"),
    "survey_waves": ("mode",),
}
# Tables whose rows get a key from their content where the file has none.
MADE_KEYS = ("cases", "case_events", "complaints", "activities")
# Columns of journal tables the import fills in where a file does not say.
STAMPED = {"targets": ("author", "created_at"), "annotations": ("author", "created_at")}
# Columns that stand in for each other: of these a file needs one.
TWINS = {"cases": ("handling_unit_id", "jurisdiction_unit_id")}


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


@cache
def telling(table: str) -> frozenset[str]:
    """Needed columns that nothing can stand in for: by these a table is recognised."""
    spared = {*MAY_LACK.get(table, ()), *TWINS.get(table, ())}
    return frozenset(column.name for column in needed(table) if column.name not in spared)
