"""Numbers and yes/no as people write them."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

FORMS = Path(__file__).parent / "forms.toml"
FULL_WIDTH = {chr(0xFF01 + place): chr(0x21 + place) for place in range(94)} | {"\u3000": " "}


@cache
def forms() -> dict[str, Any]:
    """The signs and words of forms.toml."""
    return tomllib.loads(FORMS.read_text("utf-8"))


def half_width(text: pl.Series) -> pl.Series:
    """Full-width digits, letters and marks as the ordinary ones."""
    return text.str.replace_many(list(FULL_WIDTH), list(FULL_WIDTH.values()))


def to_number(text: pl.Series, *, decimal: str = ".", percent: float = 1.0) -> pl.Series:
    """Float64; null where the text is no number. Units like 元 are dropped, 万 multiplied.

    A value with a percent sign is multiplied by `percent`.
    """
    if text.dtype.is_numeric():
        return text.cast(pl.Float64)
    text = text.cast(pl.String)
    if decimal == ".":
        values = text.cast(pl.Float64, strict=False)
    else:
        values = pl.repeat(None, text.len(), dtype=pl.Float64, eager=True).alias(text.name)
    left = (values.is_null() & text.is_not_null()).arg_true()
    if left.len():
        values = values.scatter(left, _written_number(text.gather(left), decimal, percent))
    if values.is_finite().all():
        return values
    return pl.select(pl.when(values.is_finite()).then(values).alias(text.name)).to_series()


def _written_number(text: pl.Series, decimal: str, percent: float) -> pl.Series:
    """1,234.5 · 1 234,5 · １２ · 3万 · ¥45元 · 12.5%."""
    signs = forms()["numbers"]
    ignored = "|".join(map(re.escape, signs["ignored"]))
    plain = half_width(text).str.replace_all(rf"(?i){ignored}|\s", "")
    factors = {**signs["factors"], "%": percent}
    marks = re.escape("".join(factors))
    thousands = "," if decimal == "." else "."
    grouped = (
        rf"^[+-]?\d{{1,3}}({re.escape(thousands)}\d{{3}})+({re.escape(decimal)}\d+)?[{marks}]?$"
    )
    factor = pl.lit(1.0)
    for sign, times in factors.items():
        factor = pl.when(pl.col("plain").str.ends_with(sign)).then(times).otherwise(factor)
    bare = pl.when(pl.col("plain").str.contains(grouped)).then(
        pl.col("plain").str.replace_all(thousands, "", literal=True)
    )
    digits = bare.otherwise(pl.col("plain")).str.strip_chars_end("".join(factors))
    number = digits.str.replace(decimal, ".", literal=True).cast(pl.Float64, strict=False)
    return pl.DataFrame({"plain": plain}).select((number * factor).alias(text.name)).to_series()


def to_boolean(text: pl.Series) -> pl.Series:
    """Boolean; null where the text says neither yes nor no."""
    if text.dtype == pl.Boolean:
        return text
    words = forms()["booleans"]
    meaning = {word: True for word in words["yes"]} | {word: False for word in words["no"]}
    written = text.cast(pl.String).unique().drop_nulls()
    plain = half_width(written).str.strip_chars().str.to_lowercase().str.strip_suffix(".0")
    found = [meaning.get(word) for word in plain]
    return text.cast(pl.String).replace_strict(
        written, pl.Series(found, dtype=pl.Boolean), default=None, return_dtype=pl.Boolean
    )
