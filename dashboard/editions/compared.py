"""定版值与现值: where the figures of today differ from those that were published, and why.

Why is told, not guessed: records that came or changed since fall into the figure's own months,
or the rule, the units or the program are others. Where nothing of it can be found, 原因未明.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard import units
from dashboard.answers import remembered, snapshot
from dashboard.editions import kept
from dashboard.editions.changes import Changes, Counts, since, window_of
from dashboard.editions.shown import HOT_SPOTS, KEY, SOLVING_DAYS, shown
from dashboard.filters import Filters
from dashboard.indicators import Indicator, every
from dashboard.judged.courses import under
from dashboard.texts import codes, numbers, t

SAME = 1e-9  # of a figure: less is the noise of adding up in another order
WHY = (
    "late", "corrected", "withdrawn", "elsewhere", "reorganised", "redefined", "program",
    "rolled_back", "matured", "unknown",
)  # fmt: skip
COUNTED = {"CMP": "complaint", "CAS": "case", "FLW": "case"}


@dataclass(frozen=True)
class Difference:
    """One published figure against today's; None where there was or is none.

    `why` are of WHY, in that order; `is_seen` where it shows at the decimals of the figure.
    """

    indicator: Indicator
    unit_id: str
    series: str
    month: date
    window: str
    published: float | None
    now: float | None
    published_n: int | None
    now_n: int | None
    why: tuple[str, ...]
    counts: Counts

    @property
    def name(self) -> str:
        """What it is called; of the hot-spot index with the kind of complaint and the basis."""
        if self.indicator.id != HOT_SPOTS:
            return self.indicator.name
        kind, _, exposure = self.series.partition("|")
        return t(
            "editions.of_kind",
            name=self.indicator.name,
            kind=codes.label("complaints.category_l1", kind),
            exposure=t(f"complaints.exposure.{exposure}"),
        )

    @property
    def change(self) -> float:
        """By how much today's is more, in the indicator's scale; 0 without both."""
        if self.published is None or self.now is None:
            return 0.0
        return self.now - self.published

    @property
    def is_seen(self) -> bool:
        """Whether a reader of the figure sees it."""
        return self.then_words != self.now_words

    @property
    def then_words(self) -> str:
        """The published figure as it is written."""
        return self._words(self.published, self.published_n)

    @property
    def now_words(self) -> str:
        """Today's figure as it is written."""
        return self._words(self.now, self.now_n)

    def _words(self, value: float | None, n: int | None) -> str:
        """A figure; 未达到 of a median that enough cases do not reach, else 样本不足."""
        if value is not None:
            return numbers.plain(value, self.indicator.decimals)
        is_median = self.indicator.id == SOLVING_DAYS and (n or 0) >= self.indicator.minimum_n
        return t("small_cases.solving.not_reached" if is_median else "tag.too_few")

    @property
    def why_words(self) -> str:
        """晚到 6 起、更正 2 起"""
        return t("editions.and").join(self._why_words(reason) for reason in self.why)

    def _why_words(self, reason: str) -> str:
        n = getattr(self.counts, reason, None)
        if n is None:
            return t(f"editions.why.{reason}")
        unit = COUNTED.get(self.indicator.id[:3], "row")
        return t(f"editions.why.{reason}_n", n=numbers.count(n, unit))

    @property
    def strip(self) -> str:
        """定版 41.0 → 现值 41.4（晚到 6 起）"""
        return t(
            "editions.strip",
            then=self.then_words,
            now=self.now_words,
            why=self.why_words,
        )


def differences(choice: Filters) -> list[Difference]:
    """What differs in the chosen unit and those right under it; none without an edition.

    The chosen unit first, then in the order of the choice bar and of the registry.
    """
    edition = kept.in_force(choice)
    if edition is None:
        return []
    return _differences(edition, _plain(choice), (choice.unit_id, *under(choice)))


def between(indicator_id: str, choice: Filters) -> Difference | None:
    """What differs of one indicator in the chosen unit and shows in its figure; None: nothing."""
    edition = kept.in_force(choice)
    if edition is None or edition.snapshot_id == snapshot().id:
        return None
    found = _differences(edition, _plain(choice), (choice.unit_id,))
    return next((one for one in found if one.indicator.id == indicator_id and one.is_seen), None)


def _plain(choice: Filters) -> Filters:
    """The choice with only what figures of an edition depend on, so that it is kept once."""
    return Filters(unit_id=choice.unit_id, month=choice.month, scope=choice.scope)


@remembered
def _differences(
    edition: kept.Edition, choice: Filters, unit_ids: tuple[str, ...]
) -> list[Difference]:
    return against(edition, shown(choice, unit_ids), choice, unit_ids)


def against(
    edition: kept.Edition, now: pl.DataFrame, choice: Filters, unit_ids: Sequence[str]
) -> list[Difference]:
    """What differs between an edition and the figures of some units, and why."""
    then = kept.published(edition.edition_id).filter(
        pl.col("unit_id").is_in(list(unit_ids)), pl.col("structure") == "current"
    )
    both = paired(then, now.filter(pl.col("structure") == "current"))
    found = [row for row in both if is_other(row)]
    if not found:
        return []
    root = _root(choice.unit_id)
    changes = since(edition, choice, tuple(dict.fromkeys((*unit_ids, root))))
    order = {unit: place for place, unit in enumerate(unit_ids)}
    ids = list(every())
    told = [_difference(row, changes, root) for row in found if row["indicator_id"] in ids]
    return sorted(told, key=lambda one: (order[one.unit_id], ids.index(one.indicator.id)))


def paired(then: pl.DataFrame, now: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows of both sides side by side, today's columns with `_now`; None where a side has none."""
    names = ("month", "window", "value", "numerator", "denominator", "n", "lower", "upper")
    joined = then.select(*KEY, *names).join(
        now.select(*KEY, *names), on=KEY, how="full", coalesce=True, suffix="_now"
    )
    return joined.sort(KEY).to_dicts()


def is_other(row: dict[str, Any]) -> bool:
    """Whether the two sides of a pair differ beyond the noise of adding up."""
    if row["month"] != row["month_now"] or row["window"] != row["window_now"]:
        return True
    names = ("value", "numerator", "denominator", "n", "lower", "upper")
    return any(not _is_same(row[name], row[f"{name}_now"]) for name in names)


def _is_same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME * max(abs(one), abs(other), 1.0)


def _root(unit_id: str) -> str:
    parents = units.parents()
    while parents.get(unit_id):
        unit_id = parents[unit_id]
    return unit_id


def _difference(row: dict[str, Any], changes: Changes, root: str) -> Difference:
    month, window = row["month"] or row["month_now"], row["window"] or row["window_now"]
    indicator_id, unit_id = row["indicator_id"], row["unit_id"]
    months = window_of(every()[indicator_id], window, month)
    counts = changes.counts(indicator_id, unit_id, months)
    is_told = {
        "late": counts.late,
        "corrected": counts.corrected,
        "withdrawn": counts.withdrawn is None or counts.withdrawn,
        "elsewhere": changes.elsewhere(indicator_id, root, months),
        "reorganised": unit_id in changes.reorganised,
        "redefined": indicator_id in changes.redefined,
        "program": changes.is_new_program,
        "rolled_back": changes.is_rolled_back,
        "matured": None not in (row["month"], row["month_now"]) and row["month"] < row["month_now"],
    }
    return Difference(
        every()[indicator_id],
        unit_id,
        row["series"],
        month,
        window,
        row["value"],
        row["value_now"],
        row["n"],
        row["n_now"],
        tuple(name for name in WHY if is_told.get(name)) or ("unknown",),
        counts,
    )


def frame(found: Sequence[Difference]) -> pl.DataFrame:
    """Differences as a table, worded where a reader reads words."""
    names = units.names()
    return pl.DataFrame(
        [
            {
                "indicator": one.name,
                "unit": names.get(one.unit_id, one.unit_id),
                "series": one.series,
                "month": one.month,
                "published_value": one.published,
                "present_value": one.now,
                "published_n": one.published_n,
                "present_n": one.now_n,
                "late_n": one.counts.late,
                "corrected_n": one.counts.corrected,
                "withdrawn_n": one.counts.withdrawn,
                "why": one.why_words,
            }
            for one in found
        ]
    )
