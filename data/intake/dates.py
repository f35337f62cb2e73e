"""Dates and times as people write them, to local wall time.

A column is parsed in one stroke in the form of its first value, then what is left in the form
of its first value, and so on: a column in one form costs one parse.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

import polars as pl

from data.intake.numbers import forms, half_width

# auto: year first; dmy, mdy: day or month first; roc: years since 1911; excel: days since
# 1899-12-30; epoch: seconds or milliseconds since 1970-01-01 00:00 UTC.
DateForm = Literal["auto", "dmy", "mdy", "roc", "excel", "epoch_s", "epoch_ms"]
DATE_FORMS: tuple[DateForm, ...] = ("auto", "dmy", "mdy", "roc", "excel", "epoch_s", "epoch_ms")

MOMENT = pl.Datetime("us")
EARLIEST, LATEST = datetime(1900, 1, 1), datetime(2100, 1, 1)
ZONE, OUR_ZONE = "Asia/Shanghai", "+08:00"
PARTS = ("Y", "m", "d", "H", "M", "S", "f", "p", "z")
# A day as a bare number: 1954 to 2119 in the count of Excel.
SERIAL = r"^[2-7]\d{4}(\.\d+)?$"
PRECISION = pl.Enum(["minute", "day", "month"])


@dataclass(frozen=True)
class Written:
    """How a column is written, judged by its first value; an empty form is none we know."""

    form: str = ""  # of strptime
    precision: str = "day"

    def quick(self, column: str) -> pl.Expr:
        """The column parsed in this one form; null where a value is written otherwise."""
        text, form = pl.col(column), self.form
        if not form:
            return pl.lit(None, MOMENT).alias(column)
        if self.precision == "month":
            text, form = text + "-01", form + "-%d"
        # Only forms Polars has no quick way for gain from remembering values it has seen.
        common = form.startswith("%Y-%m-%d")
        return text.str.to_datetime(form, time_unit="us", strict=False, cache=not common)


def to_moment(text: pl.Series, form: DateForm = "auto") -> tuple[pl.Series, pl.Series]:
    """The moments and how precise each was written; null where the text is no date.

    Years before 1900 or from 2100 on are taken for damage, not for dates.
    """
    if text.dtype.is_temporal():
        return _typed_moment(text)
    if form in ("excel", "epoch_s", "epoch_ms"):
        values = _plausible(_counted(text, form))
        return values, _precision_of_clock(values)
    text = _roc_to_ad(text.cast(pl.String)) if form == "roc" else text.cast(pl.String)
    written = written_as(text, form)
    values = pl.DataFrame(text).with_columns(written.quick(text.name)).to_series()
    return with_other_forms(text, values, written, form)


def written_as(text: pl.Series, form: DateForm) -> Written:
    """How the first value of a column of texts is written."""
    if text.null_count() == text.len():
        return Written()
    value = text[int(text.is_not_null().arg_max() or 0)]
    for pattern in _patterns(form):
        found = re.match(pattern, value)
        if found and _is_local(found):
            return Written(_strptime_form(found), _precision_of(found))
    return Written()


def with_other_forms(
    text: pl.Series, values: pl.Series, written: Written, form: DateForm
) -> tuple[pl.Series, pl.Series]:
    """What the first form left unread, value by value; and the precision of every value."""
    precise = pl.repeat(written.precision, text.len(), dtype=PRECISION, eager=True)
    if values.null_count() > text.null_count():
        left = (values.is_null() & text.is_not_null()).arg_true()
        others = _in_any_form(text.gather(left), form)
        values = values.scatter(left, others["moment"])
        precise = precise.scatter(left, others["precision"])
    values = _plausible(values)
    if written.precision == "minute" and _all_midnight(values):
        # A day written with a clock that never moves is still only a day.
        precise = pl.repeat("day", text.len(), dtype=PRECISION, eager=True)
    return values, precise


def _all_midnight(values: pl.Series) -> bool:
    some = values.drop_nulls()
    head = some.head(50)
    return bool((head == head.dt.truncate("1d")).all() and (some == some.dt.truncate("1d")).all())


def _typed_moment(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Columns of Parquet files that are dates already."""
    if values.dtype == pl.Datetime and getattr(values.dtype, "time_zone", None):
        values = values.dt.convert_time_zone(ZONE).dt.replace_time_zone(None)
    precise = "day" if values.dtype == pl.Date else "minute"
    moments = _plausible(values.cast(MOMENT))
    return moments, pl.repeat(precise, values.len(), dtype=PRECISION, eager=True)


def _counted(text: pl.Series, form: DateForm) -> pl.Series:
    """Days or seconds counted from a fixed day."""
    count = text.cast(pl.Float64, strict=False)
    if form == "excel":
        seconds = (count * 86_400).round() - 25_569 * 86_400
        return (seconds * 1_000_000).cast(pl.Int64, strict=False).cast(MOMENT)
    micro = count * (1_000_000 if form == "epoch_s" else 1_000)
    moments = micro.round().cast(pl.Int64, strict=False).cast(pl.Datetime("us", "UTC"))
    return moments.dt.convert_time_zone(ZONE).dt.replace_time_zone(None)


def _precision_of_clock(values: pl.Series) -> pl.Series:
    whole = values == values.dt.truncate("1d")
    return pl.select(
        pl.when(whole).then(pl.lit("day")).otherwise(pl.lit("minute")).cast(PRECISION)
    ).to_series()


def _plausible(values: pl.Series) -> pl.Series:
    """The moments without those of impossible years."""
    likely = values.is_between(EARLIEST, LATEST, closed="left")
    if likely.all():
        return values
    return pl.select(pl.when(likely).then(values).alias(values.name)).to_series()


def _strptime_form(found: re.Match[str]) -> str:
    """The value with its parts replaced by their meaning."""
    named = found.groupdict()
    named.pop("z", None)  # our own zone is plain text here
    meaning = {**{part: f"%{part}" for part in PARTS}, "f": "%.f"}
    if named.get("p"):
        meaning["H"] = "%I"
    form, end = "", 0
    for part in sorted((part for part in PARTS if named.get(part)), key=found.start):
        form += found.string[end : found.start(part)].replace("%", "%%") + meaning[part]
        end = found.end(part)
    return form + found.string[end:].replace("%", "%%")


def _is_local(found: re.Match[str]) -> bool:
    """Whether the clock is the one on the wall here: no zone said, or our own."""
    return re.fullmatch(r"\+08(:?00)?", found.groupdict().get("z") or OUR_ZONE) is not None


def _precision_of(found: re.Match[str]) -> str:
    named = found.groupdict()
    return "minute" if named.get("H") else "day" if named.get("d") else "month"


def _in_any_form(text: pl.Series, form: DateForm) -> pl.DataFrame:
    """Value by value: moment (null where it is no date) and precision."""
    words = forms()["dates"]
    halves = "|".join((*words["morning"], *words["afternoon"]))
    plain = half_width(text).str.strip_chars().alias("text")
    plain = plain.str.replace(rf"(?i)({halves})\s*(\d.*)$", "$2 $1")  # 下午3:41 as 3:41 下午
    marks = "".join(words[mark] for mark in ("year", "month", "day"))
    plain = plain.str.replace(words["month_long"], words["month"]).str.replace_all(
        rf"\s*([{marks}])\s*", "$1"
    )
    frame = pl.DataFrame({"text": plain}).with_columns(
        pl.coalesce(
            *(
                pl.when(pl.col("text").str.contains(pattern)).then(_parts(pattern))
                for pattern in _patterns(form)
            ),
            pl.lit(None, dtype=pl.Struct({part: pl.String for part in PARTS})),
        ).alias("parts")
    )
    part = {name: pl.col("parts").struct.field(name) for name in PARTS}
    clock = [part[name].cast(pl.Int64).fill_null(0) for name in ("H", "M", "S")]
    # 24:00 is the midnight that ends the day; 24:01 is nothing.
    ended = (clock[0] == 24) & (clock[1] == 0) & (clock[2] == 0)
    hour = pl.when(ended).then(pl.lit("0")).otherwise(_hour(part["H"], part["p"]))
    written = pl.concat_str(
        part["Y"], pl.lit("-"), part["m"], pl.lit("-"), part["d"].fill_null("1"), pl.lit(" "),
        hour, pl.lit(":"), part["M"].fill_null("0"), pl.lit(":"),
        part["S"].fill_null("0"),
    )  # fmt: skip
    precision = (
        pl.when(part["H"].is_not_null()).then(pl.lit("minute"))
        .when(part["d"].is_not_null()).then(pl.lit("day")).otherwise(pl.lit("month"))
    )  # fmt: skip
    read = frame.select(
        moment=written.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
        + pl.duration(days=ended.cast(pl.Int64), minutes=_minutes_to_ours(part["z"])),
        precision=precision.cast(PRECISION),
        serial=pl.col("text").str.contains(SERIAL) & (form == "auto"),
        text="text",
    )
    if not read["serial"].any():
        return read
    days = _counted(read["text"], "excel")
    return read.with_columns(days=days, clock=_precision_of_clock(days)).select(
        moment=pl.when("serial").then("days").otherwise("moment"),
        precision=pl.when("serial").then("clock").otherwise("precision"),
    )


def _minutes_to_ours(zone: pl.Expr) -> pl.Expr:
    """What to add to a clock of a zone (Z, +00:00, -0530); 0 where none is said."""
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    hours, minutes = (zone.str.extract(r"(\d{2}):?(\d{2})?$", at).cast(pl.Int64) for at in (1, 2))
    said = sign * (60 * hours.fill_null(0) + minutes.fill_null(0))
    return pl.when(zone.is_null()).then(0).otherwise(8 * 60 - said)


def _hour(hour: pl.Expr, half: pl.Expr) -> pl.Expr:
    """The hour of the day: 12 AM is 0, 1 PM is 13."""
    words = forms()["dates"]
    number = hour.fill_null("0").cast(pl.Int64)
    late = half.str.to_lowercase().is_in(words["afternoon"])
    early = half.str.to_lowercase().is_in(words["morning"])
    return (
        pl.when(late & (number < 12)).then(number + 12)
        .when(early & (number == 12)).then(0).otherwise(number).cast(pl.String)
    )  # fmt: skip


def _parts(pattern: str) -> pl.Expr:
    """The named parts of every value as a struct of texts; a part not written is null."""
    found = pl.col("text").str.extract_groups(pattern)
    names = list(re.compile(pattern).groupindex)
    return pl.struct(
        (
            found.struct.field(name).replace("", None) if name in names else pl.lit(None, pl.String)
        ).alias(name)
        for name in PARTS
    )


@cache
def _patterns(form: DateForm) -> tuple[str, ...]:
    """How a date may be written, with the parts named as in strptime."""
    signs = forms()["dates"]
    halves = "|".join((*signs["morning"], *signs["afternoon"]))
    clock = (
        rf"[T ]?\s*(?P<H>\d{{1,2}})[:{signs['hour']}](?P<M>\d{{1,2}})"
        rf"(?:[:{signs['minute']}](?P<S>\d{{1,2}})(?P<f>\.\d+)?[{signs['second']}]?)?"
        rf"[{signs['minute']}]?(?:\s*(?P<p>(?i:{halves})))?\s*(?P<z>Z|[-+]\d{{2}}(?::?\d{{2}})?)?"
    )
    year_first = (
        rf"^(?P<Y>\d{{4}})[-/.{signs['year']}]\s*(?P<m>\d{{1,2}})"
        rf"(?:[{signs['month']}]?|[-/.{signs['month']}]\s*(?P<d>\d{{1,2}})[{signs['day']}]?"
        rf"(?:{clock})?)$"
    )
    compact_clock = r"(?:[T ]?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?)?"
    compact = rf"^(?P<Y>\d{{4}})(?P<m>\d{{2}})(?:(?P<d>\d{{2}}){compact_clock})?$"
    day, month = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})"
    first, second = (day, month) if form == "dmy" else (month, day)
    if form in ("dmy", "mdy"):
        return (rf"^{first}[-/.]{second}[-/.](?P<Y>\d{{4}})(?:{clock})?$", year_first)
    return (year_first, compact)


def _roc_to_ad(text: pl.Series) -> pl.Series:
    """1040101, 104/01/01 and 104年1月1日 with the year of the common era."""
    words = forms()["dates"]["roc"]
    year = pl.col("text").str.extract(r"^(\d{2,3})\D", 1)
    frame = pl.DataFrame({"text": half_width(text)}).with_columns(
        pl.col("text")
        .str.replace(rf"^\s*(?:{words})\s*", "")
        .str.replace(r"^(\d{3})(\d{2})(\d{2})$", "$1-$2-$3")
        .str.replace(r"^(\d{3})(\d{2})$", "$1-$2")
    )
    common = (year.cast(pl.Int64) + 1911).cast(pl.String)
    rest = pl.col("text").str.replace(r"^\d{2,3}", "")
    return frame.select(
        pl.when(year.is_not_null()).then(common + rest).otherwise(pl.col("text")).alias(text.name)
    ).to_series()


def date_in_name(name: str, latest: datetime) -> datetime | None:
    """The day, and time if any, in a file's name; None without one or after `latest`.

    The last part of the name that holds a whole date counts: a month alone says no delivery.
    """
    signs = forms()["dates"]
    pattern = (
        rf"(?<!\d)(20\d{{2}})[-_.{signs['year']}]?(\d{{2}})[-_.{signs['month']}]?(\d{{2}})"
        rf"[{signs['day']}]?(?:[-_T ]?(\d{{2}})[-_:]?(\d{{2}})(?:[-_:]?\d{{2}})?)?(?!\d)"
    )
    for part in reversed(name.split("/")):
        for found in re.finditer(pattern, part):
            year, month, day, hour, minute = (int(number or 0) for number in found.groups())
            try:
                moment = datetime(year, month, day, hour, minute)
            except ValueError:
                continue
            if moment <= latest:
                return moment
    return None
