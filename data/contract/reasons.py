"""Why a row was rejected or flagged, in words that say what to do."""

from data.contract import TABLES
from data.texts import t


def reason(table: str, rule: str, columns: str, language: str) -> str:
    """The reason of a rule for a row of a table.

    `columns` are the names the quarantine lists, joined by ", "; people see their labels.
    """
    return t(f"rules.{rule}", language, columns=labels(table, columns, language))


def labels(table: str, columns: str, language: str) -> str:
    """The labels of columns joined by ", "; a name outside the contract stays as it is."""
    known = TABLES[table].dtypes
    names = [
        t(f"columns.{table}.{name}.label", language) if name in known else name
        for name in columns.split(", ")
    ]
    return ("、" if language == "zh" else ", ").join(names)
