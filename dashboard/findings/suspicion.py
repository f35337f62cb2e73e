"""What a test of the data found before it is worded, and whose units it may speak of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import units
from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.statistics.discoveries import benjamini_hochberg

# A finding names a unit, so chance is kept further off than the usual one in twenty.
LEVEL = 0.01
ENOUGH = 30  # records below which a unit's share says nothing


@dataclass(frozen=True, eq=False)
class Suspicion:
    """One finding in numbers: `holes` fill its texts, `table` is what it was seen in.

    `p` is corrected for all the units and months its test looked at.
    """

    kind: str
    unit_id: str
    p: float
    holes: Mapping[str, str]
    table: pl.DataFrame
    questions: tuple[str, ...]
    variant: str = ""  # another wording of the same kind
    indicators: tuple[str, ...] = ()


def units_under(choice: Filters) -> frozenset[str]:
    """The chosen unit and all below it, as far as the reader may open them."""
    return _under(choice.unit_id, choice.scope)


@remembered
def _under(unit_id: str, scope: tuple[str, ...]) -> frozenset[str]:
    found = {unit_id}
    for each, parent in units.parents().items():
        if parent in found:
            found.add(each)
    return frozenset(each for each in found if not scope or each in scope)


def discovered(tested: Sequence[tuple[float, Suspicion]]) -> list[Suspicion]:
    """Those that stand after Benjamini-Hochberg over everything tested; their p is corrected."""
    adjusted = benjamini_hochberg([p for p, _ in tested])
    return [
        _with(suspicion, q) for q, (_, suspicion) in zip(adjusted, tested, strict=True) if q < LEVEL
    ]


def _with(suspicion: Suspicion, p: float) -> Suspicion:
    return Suspicion(**(vars(suspicion) | {"p": p}))


def strongest(suspicions: Iterable[Suspicion]) -> list[Suspicion]:
    """Of several findings of one kind about one unit the one least due to chance."""
    best: dict[tuple[str, str], Suspicion] = {}
    for each in suspicions:
        key = each.kind, each.unit_id
        if key not in best or each.p < best[key].p:
            best[key] = each
    return list(best.values())
