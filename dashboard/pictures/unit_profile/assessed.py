"""Each indicator of a unit with what can be said of it: figure, change, target, beside peers."""

from dataclasses import dataclass

from dashboard import findings, judged, peers, units
from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.indicators import Indicator, every
from dashboard.judged.courses import Course, Key, of_unit
from dashboard.judged.judging import is_enough, length_of
from dashboard.pictures.unit_profile.among import of_level
from dashboard.texts import t
from dashboard.verdicts import Verdict, Working
from dashboard.verdicts.change import figure_words

STOCK = "CAS04"  # its year-on-year is an account of flows, told on its own page


@dataclass(frozen=True)
class Assessed:
    """One indicator in one unit. `beside` is V8; `is_good` and `is_bad` weigh all three."""

    indicator: Indicator
    figure: str
    change: Verdict | None
    goal: Verdict | None
    beside: Verdict | None
    doubt: str = ""  # the data raise a question: check, or verified once it was answered

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """The findings that are more than chance: the key of their tag, and words."""
        found = []
        if self.goal is not None and self.goal.tag in ("met", "watch", "beyond"):
            found.append((self.goal.tag, t(f"tag.{self.goal.tag}")))
        if self.side:
            found.append((self.side, t(f"tag.{self.side}")))
        if self.change is not None and self.change.tag in ("better", "worse"):
            found.append((self.change.tag, t(f"tag.{self.change.tag}")))
        if self.doubt:
            found.append((self.doubt, t(f"tag.{self.doubt}")))
        return found

    @property
    def side(self) -> str:
        """above_peers or below_peers where that can be told."""
        tag = self.beside.tag if self.beside is not None else ""
        return tag if tag in ("above_peers", "below_peers") else ""

    @property
    def is_bad(self) -> bool:
        """Beyond the alert line, truly worse, or on the bad side of its peers."""
        return any(tag in ("beyond", "worse") for tag, _ in self.evidence) or self._on(False)

    @property
    def is_good(self) -> bool:
        """On target, truly better, or on the good side of its peers; and nothing against it."""
        tags = {tag for tag, _ in self.evidence}
        is_well = bool(tags & {"met", "better"}) or self._on(True)
        return is_well and not self.is_bad and not tags & {"watch", "check", "verified"}

    @property
    def is_watched(self) -> bool:
        """Off its target but not beyond the alert line, and nothing else against it."""
        return not self.is_bad and any(tag == "watch" for tag, _ in self.evidence)

    @property
    def p(self) -> float:
        """Of the strongest test behind it."""
        verdicts = (self.change, self.beside)
        return min((verdict.p for verdict in verdicts if verdict is not None), default=1.0)

    @property
    def workings(self) -> list[Working]:
        """Of all three."""
        verdicts = (self.goal, self.beside, self.change)
        return [v.working for v in verdicts if v is not None and v.working is not None]

    def _on(self, is_good_side: bool) -> bool:
        good = peers.good_side(self.indicator)
        if not self.side or not good:
            return False
        return (self.side == f"{good}_peers") == is_good_side


@remembered
def assessed(choice: Filters) -> tuple[Assessed, ...]:
    """All indicators that are shown for the chosen unit's level, in the order of the registry.

    A change counts after allowing for all of them having been looked at.
    """
    level = units.levels().get(choice.unit_id, "")
    found = []
    courses = in_order(choice)
    doubtful = {
        indicator_id: finding.verdict.tag
        for finding in reversed(findings.found(choice))
        if finding.unit_id == choice.unit_id
        for indicator_id in finding.indicators
    }
    candidates = sum(length_of(course.indicator, choice.unit_id) > 0 for course in courses.values())
    for (_, indicator_id), course in courses.items():
        length = length_of(course.indicator, choice.unit_id)
        if not length or not course.judged:
            continue
        last = course.judged[-1]
        window = course.window(last.month, length, last.series)
        if window is None or not is_enough(course.indicator, window.sums):
            continue
        change = None if indicator_id == STOCK else judged.change(indicator_id, choice, candidates)
        found.append(
            Assessed(
                course.indicator,
                figure_words(course.indicator, window.sums),
                change,
                judged.goal(indicator_id, choice),
                beside(indicator_id, choice, level),
                doubtful.get(indicator_id, ""),
            )
        )
    return tuple(found)


def in_order(choice: Filters) -> dict[Key, Course]:
    """The indicators of the chosen unit as the registry lists them: what people say first."""
    courses = of_unit(choice)
    keys = ((choice.unit_id, indicator_id) for indicator_id in every())
    return {key: courses[key] for key in keys if key in courses}


def beside(indicator_id: str, choice: Filters, level: str) -> Verdict | None:
    """V8 of the chosen unit; None for a bureau, which has no peers here."""
    if level in ("", "bureau"):
        return None
    found = of_level(indicator_id, choice, level)
    return peers.verdict(found, choice.unit_id, choice) if found is not None else None


def steady(choice: Filters) -> list[Assessed]:
    """做得稳的, those with most evidence first."""
    return sorted((each for each in assessed(choice) if each.is_good), key=_order)


def needing(choice: Filters) -> list[Assessed]:
    """要帮的, those with most evidence first."""
    return sorted((each for each in assessed(choice) if each.is_bad), key=_order)


def _order(each: Assessed) -> tuple[int, float, str]:
    return -len(each.evidence), each.p, each.indicator.id
