"""Whether an edition can be computed again from the data: 一致, or what differs."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from dashboard import editions, settings
from dashboard.answers import as_of, retained
from dashboard.editions.compared import Difference, against, is_other, paired
from dashboard.editions.kept import Edition
from dashboard.editions.shown import KEY
from dashboard.filters import Filters
from dashboard.freezing.figures import Progress, everyone, figures

Basis = Literal["snapshot", "present"]
WORDS = ("verdict", "text")


@dataclass(frozen=True)
class Checked:
    """An edition computed again.

    `basis` says from which data: those the edition saw, or today's where a clean-up gave those
    up. Of the figures `compared`, so many are `different` in value or sums; `figures` are those of
    them in today's structure, `words` are rows whose verdict or sentence differs.
    """

    edition: Edition
    basis: Basis
    compared: int
    different: int
    figures: tuple[Difference, ...]
    words: pl.DataFrame
    is_same_program: bool

    @property
    def is_same(self) -> bool:
        """一致"""
        return not self.different and self.words.is_empty()


def checked(edition_id: str, progress: Progress | None = None) -> Checked:
    """Computes every figure and verdict of an edition again; LookupError for an unknown one."""
    edition = editions.get(edition_id)
    if edition is None:
        raise LookupError(edition_id)
    choice = Filters(unit_id=edition.unit_id, month=edition.month)
    held = retained(edition.snapshot_id)
    if held is None:
        return _compared(edition, "present", figures(choice, progress), choice)
    with as_of(held, edition.journal_position):
        return _compared(edition, "snapshot", figures(choice, progress), choice)


def _compared(edition: Edition, basis: Basis, again: pl.DataFrame, choice: Filters) -> Checked:
    then = editions.published(edition.edition_id)
    pairs = paired(then, again)
    other = [row for row in pairs if is_other(row)]
    found = against(edition, again, choice, everyone(edition.unit_id)) if other else []
    return Checked(
        edition,
        basis,
        len(pairs),
        len(other),
        tuple(found),
        _worded_otherwise(then, again),
        edition.code_version == settings.version(),
    )


def _worded_otherwise(then: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    both = then.select(*KEY, *WORDS).join(
        again.select(*KEY, *WORDS), on=KEY, how="inner", suffix="_now"
    )
    return both.filter(pl.any_horizontal(pl.col(w).ne_missing(pl.col(f"{w}_now")) for w in WORDS))
