"""The privacy guard over the values of a part, spared where values cannot be personal."""

import polars as pl

from data.contract import Table
from data.errors import PrivacyError
from data.privacy import personal_values, personal_words

# A column that repeats itself in its first rows is looked at once per different value.
LOOKED_AT = 2_000
# No number of a person is shorter than a mobile number.
SHORTEST = 11


def check_part(frame: pl.DataFrame, lines: pl.Series, file: str) -> None:
    """Raise PrivacyError where a column of the part holds a phone or identity number."""
    longest = frame.select(pl.col(pl.String).str.len_bytes().max())
    short = {values.name for values in longest.iter_columns() if (values.item() or 0) < SHORTEST}
    for values in frame.iter_columns():
        if values.name in short or not _may_hold(values):
            continue
        found = personal_values(values)
        if found is not None:
            kind, rows = found
            line = lines[int(rows[0])]
            raise PrivacyError(
                f"privacy.{kind}", file=file, column=values.name, line=line, n=len(rows)
            )


def check_words(frame: pl.DataFrame, lines: pl.Series, table: Table, file: str) -> None:
    """Raise PrivacyError where words that are about to be stored hold such a number anywhere."""
    for column in table.words:
        found = personal_words(frame[column]) if column in frame.columns else None
        if found is not None:
            kind, rows = found
            line = lines[int(rows[0])]
            raise PrivacyError(f"privacy.{kind}", file=file, column=column, line=line, n=len(rows))


def _may_hold(values: pl.Series) -> bool:
    """Whether the full look is worth its time."""
    if values.dtype != pl.String:
        return values.dtype.is_numeric()
    head = values.head(LOOKED_AT)
    if head.n_unique() * 2 > head.len():
        return True
    return personal_values(values.unique()) is not None
