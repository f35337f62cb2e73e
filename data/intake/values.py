"""Text cells to the contract's types. What cannot be read is listed, never silently null."""

from dataclasses import dataclass

import polars as pl

from data.contract import Table
from data.intake.dates import DateForm, Written, to_moment, with_other_forms, written_as
from data.intake.numbers import to_boolean, to_number
from data.intake.rules import Feed
from data.intake.schema import unit_of

BAD = {"line": pl.Int64, "column": pl.String, "value": pl.String, "rule": pl.String}

SMALLEST_PHONE = 1e10


@dataclass(frozen=True)
class Column:
    """A column in its contract type, with what could not be read."""

    values: pl.Series
    rule: str = ""  # what is wrong with a cell that could not be read
    precision: pl.Series | None = None  # of moments, as written: minute, day, month


@dataclass(frozen=True)
class TypedFrame:
    """A part in the contract's types."""

    frame: pl.DataFrame
    bad: pl.DataFrame  # one row per cell that could not be read
    precision: dict[str, pl.Series]  # of every moment column
    impersonal: frozenset[str]  # columns whose values cannot be numbers of a person


def typed_frame(frame: pl.DataFrame, table: Table, feed: Feed) -> TypedFrame:
    """A frame of text columns under contract names, and `line`, in the contract's types.

    All columns are first read in the usual way in one stroke, on all cores; only columns that
    leave something unread are looked at again.
    """
    dtypes = table.dtypes
    units = unit_of(table.name)
    texts = frame.drop("line")
    written = {
        text.name: written_as(text, _form(text.name, feed))
        for text in texts.iter_columns()
        if _is_quick(text, dtypes[text.name], feed)
    }
    coded = table.coded
    usual = texts.select(
        pl.col(text.name) if text.name in coded else _usual(text, dtypes[text.name], written)
        for text in texts.iter_columns()
    )
    columns, bad = [frame["line"]], [pl.DataFrame(schema=BAD)]
    precision: dict[str, pl.Series] = {}
    impersonal = set()
    for text in texts.iter_columns():
        name, values = text.name, usual[text.name]
        if name in written:
            values, how = with_other_forms(text, values, written[name], _form(name, feed))
            column = Column(values.cast(dtypes[name]), "not_a_date", how)
        elif values.dtype == dtypes[name] and values.null_count() == text.null_count():
            column = Column(_scaled(values, feed), _rule(dtypes[name]))
        else:
            column = _typed(text, dtypes[name], feed, units[name])
        unread = _unread(text, column)
        if unread is not None:
            bad.append(_bad_rows(frame["line"], text, unread, column.rule))
        if column.precision is not None:
            precision[name] = column.precision
        scaled = name in feed.scale
        if unread is None and not scaled and _is_impersonal(column.values, _form(name, feed)):
            impersonal.add(name)
        columns.append(column.values)
    return TypedFrame(pl.DataFrame(columns), pl.concat(bad), precision, frozenset(impersonal))


def _is_impersonal(values: pl.Series, form: DateForm) -> bool:
    """Written dates, yes and no, and numbers too small for a phone."""
    if values.dtype.is_numeric():
        return bool((values.abs() < SMALLEST_PHONE).all())
    if values.dtype.is_temporal():
        return not form.startswith("epoch")
    return values.dtype == pl.Boolean


def _is_quick(text: pl.Series, dtype: pl.DataType, feed: Feed) -> bool:
    forms = ("auto", "dmy", "mdy")
    dated = dtype in (pl.Date, pl.Datetime)
    return dated and text.dtype == pl.String and _form(text.name, feed) in forms


def _usual(text: pl.Series, dtype: pl.DataType, written: dict[str, Written]) -> pl.Expr:
    """The reading that suits nearly every file."""
    column = pl.col(text.name)
    if text.name in written:
        return written[text.name].quick(text.name)
    if text.dtype != pl.String:
        return column
    if dtype == pl.String:
        bare = column.str.strip_chars()
        return pl.when(bare != "").then(bare).alias(text.name)
    if dtype.is_numeric():
        return column.cast(dtype, strict=False)
    return column


def _typed(text: pl.Series, dtype: pl.DataType, feed: Feed, unit: str) -> Column:
    """A column that is not written in the usual way.

    A percent sign keeps 12.5 only where the contract's unit is percent; else it is 0.125.
    """
    if dtype == pl.String:
        bare = text.cast(pl.String).str.strip_chars()
        return Column(pl.select(pl.when(bare != "").then(bare).alias(text.name)).to_series())
    rule = _rule(dtype)
    if dtype in (pl.Date, pl.Datetime):
        values, precision = to_moment(text, _form(text.name, feed))
        return Column(values.cast(dtype), rule, precision)
    if dtype == pl.Boolean:
        return Column(to_boolean(text), rule)
    percent = 1.0 if unit == "percent" else 0.01
    values = _scaled(to_number(text, decimal=feed.decimal, percent=percent), feed)
    if dtype == pl.Int64:
        whole = pl.select(pl.when(values == values.round()).then(values)).to_series()
        return Column(whole.cast(pl.Int64, strict=False).alias(text.name), rule)
    return Column(values, rule)


def _rule(dtype: pl.DataType) -> str:
    """What is wrong with a cell that could not be read; "" where every cell can be."""
    if dtype == pl.String:
        return ""
    if dtype in (pl.Date, pl.Datetime):
        return "not_a_date"
    if dtype == pl.Boolean:
        return "not_yes_or_no"
    return "not_a_whole_number" if dtype == pl.Int64 else "not_a_number"


def _scaled(values: pl.Series, feed: Feed) -> pl.Series:
    factor = feed.scale.get(values.name)
    # Rounded, so that 0.56 × 100 is 56 and not 56.00000000000001.
    return values if factor is None else (values * factor).round(9)


def _form(column: str, feed: Feed) -> DateForm:
    return feed.dates.get(column, feed.dates.get("", "auto"))


def _unread(text: pl.Series, column: Column) -> pl.Series | None:
    """Cells that say something and were not understood; None where there are none."""
    if not column.rule or column.values.null_count() <= text.null_count():
        return None
    unread = column.values.is_null() & text.is_not_null()
    if text.dtype == pl.String:
        unread &= text.str.strip_chars() != ""
    return unread if unread.any() else None


def _bad_rows(lines: pl.Series, text: pl.Series, unread: pl.Series, rule: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "line": lines.filter(unread),
            "column": pl.repeat(text.name, int(unread.sum()), eager=True),
            "value": text.filter(unread).cast(pl.String),
            "rule": pl.repeat(rule, int(unread.sum()), eager=True),
        },
        schema=BAD,
    )
