"""What was rewritten since an edition: definitions, targets and alert lines."""

from dataclasses import dataclass

from dashboard import entered
from dashboard.editions.defined import RULE, definition
from dashboard.editions.kept import Edition
from dashboard.filters import Filters
from dashboard.indicators import Indicator, every
from dashboard.texts import numbers, spoken_in, t

LANGUAGE = "zh"  # definitions are compared in one language
DEFINITION, LIMITS = "definition", ("target", "warn")
ROUNDING = 1e-9


@dataclass(frozen=True)
class Rewritten:
    """One rule of an indicator that is another today than in the edition.

    `what` is definition, target or warn; of limits `then` and `now` are the numbers, None where
    there was or is none.
    """

    indicator: Indicator
    what: str
    then: float | None = None
    now: float | None = None

    @property
    def why(self) -> str:
        """Its name among the reasons of a changed figure."""
        return "redefined" if self.what == DEFINITION else "retargeted"

    @property
    def words(self) -> str:
        """目标 80 → 82, or that the definition is another"""
        if self.what == DEFINITION:
            return t("editions.why.redefined")
        return t(
            "editions.rules.limit",
            what=t(f"column.{self.what}"),
            then=_limit(self.then),
            now=_limit(self.now),
        )


def _limit(limit: float | None) -> str:
    if limit is None:
        return t("editions.rules.no_limit")
    return numbers.plain(limit, 0 if limit == int(limit) else 1)


def rewritten(edition: Edition) -> tuple[Rewritten, ...]:
    """Every rule that is another today, in the order of the registry.

    Targets are those of the edition's own unit and month, as it kept them.
    """
    kept = entered.in_force(
        "published_definitions", edition_id=edition.edition_id, language=LANGUAGE
    )
    rows = {row["indicator_id"]: row for row in kept.iter_rows(named=True)}
    choice = Filters(unit_id=edition.unit_id, month=edition.month)
    found = []
    for indicator in every().values():
        if indicator.id not in rows:
            continue
        was = rows[indicator.id]
        with spoken_in(LANGUAGE):
            today = definition(indicator, choice, LANGUAGE)
        if any(today[name] != was[name] for name in RULE):
            found.append(Rewritten(indicator, DEFINITION))
        for name in LIMITS:
            then, now = was[name], today[name]
            if (then is None) != (now is None) or abs((then or 0) - (now or 0)) > ROUNDING:
                found.append(Rewritten(indicator, name, then, now))
    return tuple(found)
