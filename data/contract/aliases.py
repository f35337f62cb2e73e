"""What a file may write instead of a code or a column name: the labels of both languages."""

from functools import cache

import polars as pl

from data.contract import TABLES, fields


@cache
def value_aliases(table: str, column: str) -> dict[str, str]:
    """Every spelling of a coded column's values, in lower case, and the code it stands for.

    A label that two subcategories share stands for the code they share.
    """
    aliases: dict[str, str] = {}
    for code, chinese, english in _code_labels(table, column).iter_rows():
        for spelling in (chinese, english, code):
            aliases.setdefault(spelling.lower(), code)
    aliases.update({code.lower(): code for code in TABLES[table].coded[column]})
    return aliases


@cache
def header_aliases(table: str) -> dict[str, str]:
    """Every header a column may stand under, in lower case: name, Chinese and English label."""
    return {
        spelling.lower(): column.name
        for column in TABLES[table].columns()
        for spelling in (column.en, column.zh, column.name)
    }


@cache
def code_label(table: str, column: str, language: str) -> dict[str, str]:
    """Codes of a column in the order shown, with their labels."""
    labels = _code_labels(table, column)
    return dict(zip(labels["code"], labels[f"label_{language}"], strict=True))


def _code_labels(table: str, column: str) -> pl.DataFrame:
    if column == "category_code":
        found = fields.category_labels()
    else:
        found = fields.labels().filter(table_name=table, column_name=column)
    return found.select("code", "label_zh", "label_en")
