"""请核实: answers that look too good, with their innocent explanations; nobody is judged."""

from dataclasses import dataclass

from dashboard import findings
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.texts import numbers, t

MOST = 3  # lines that have room
KINDS = ("perfect_scores", "better_while_assessed")


@dataclass(frozen=True)
class Flags:
    """A title, and for each finding its tag, its words and the choice that leads to its unit."""

    title: str
    subtitle: str
    lines: tuple[tuple[str, str, Filters], ...]


@remembered
def flags(choice: Filters) -> Flags | None:
    """What of the answers should be checked; None where there are no answers by unit."""
    if ask_if_connected("findings/answers_by_unit", choice).is_empty():
        return None
    found = [each for each in findings.found(choice) if each.kind in KINDS]
    title = (
        t("satisfaction.flags.title", n=numbers.count(len(found), "place"))
        if found
        else t("satisfaction.flags.title_none")
    )
    lines = tuple((each.verdict.tag, each.verdict.sentence, each.choice) for each in found[:MOST])
    return Flags(title, t("satisfaction.flags.subtitle"), lines)
