"""说明 and 已核实: a unit's own words, beside its verdict wherever that stands.

explanations.of_unit("990121000000", month)            # of the unit, and to any of its figures
explanations.of_unit("990121000000", month, "FLW06")   # what concerns this figure
explanations.verified("late_records", "990121000000", month)

They are words and never causes: no figure is judged otherwise because of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import indicators
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.texts import dates, t

MOST = 2  # units whose words stand under a picture
BRIEF = 60  # characters of a remark in a line; all of it stands in 单位画像
# Signs that would be Markdown, as their full-width twins.
WIDE = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "*`[]#$~<>|\\"}

# The figures a kind of finding casts doubt on, and whose pictures tell that it was verified.
CONCERNED: dict[str, tuple[str, ...]] = {
    "late_records": ("GRD02",),
    "year_end": ("CAS01", "CAS02", "CAS10"),
    "perfect_scores": ("SAT01", "SAT02", "SAT03", "SAT04"),
    "silent_complaints": ("CMP01", "CMP07"),
    "inverted_dockets": ("CAS01", "CAS02"),
    "unknown_values": ("CAS01", "CAS09", "FLW02"),
    "repeated_figures": ("CAS01", "SVC04", "SVC05", "GRD01"),
    "better_while_assessed": ("SAT01", "SAT02"),
    "busier_while_assessed": ("GRD01",),
    "under_filing": ("CAS01", "CAS02", "CAS05"),
    "callbacks": ("FLW06",),
}


# A hot spot is about the complaints that the rate counts.
ALIKE = {"CMP07": "CMP01"}


@dataclass(frozen=True)
class Explanation:
    """What a unit said: `kind` is explanation, or verified with the `finding` it answers."""

    unit_id: str
    kind: str
    indicator_id: str  # "" of the unit as a whole
    finding: str  # "" of no finding
    words: str
    post: str
    day: date

    @property
    def about(self) -> tuple[str, ...]:
        """The indicators it is about: the one said, or those its finding casts doubt on; () of
        all that the unit does.
        """
        if self.finding:
            return CONCERNED.get(self.finding, ())
        return (self.indicator_id,) if self.indicator_id else ()

    def concerns(self, indicator_id: str) -> bool:
        """Whether it stands beside a figure: said of it, of all, or of what casts doubt on it."""
        is_of_all = not self.about and not self.finding
        return is_of_all or bool({indicator_id, ALIKE.get(indicator_id)} & set(self.about))

    def sentence(self, longest: int = 0) -> str:
        """单位说明（云岭县局 副局长，11月5日）：…; cut after `longest` characters, 0 for never."""
        words = self.words
        if longest and len(words) > longest:
            words = words[:longest] + t("explanation.cut")
        day = dates.in_year(self.day)
        return t(f"explanation.{self.kind}", post=self.post, day=day, words=words)

    def named_sentence(self) -> str:
        """The whole sentence, with the indicator it is about in front where it is about one."""
        if not self.indicator_id:
            return self.sentence()
        name = indicators.get(self.indicator_id).name
        return t("explanation.about", ind=name, said=self.sentence())


def of_unit(unit_id: str, month: date, indicator_id: str = "") -> tuple[Explanation, ...]:
    """What a unit said that holds in the month, the newest first.

    With an indicator only what concerns its figure.
    """
    return tuple(
        each
        for each in _in_month(Filters(month=month))
        if each.unit_id == unit_id and (not indicator_id or each.concerns(indicator_id))
    )


def verified(finding: str, unit_id: str, month: date) -> Explanation | None:
    """What was verified about a finding in a unit; None while it is still to be checked."""
    every = _in_month(Filters(month=month))
    return next(
        (each for each in every if (each.finding, each.unit_id) == (finding, unit_id)), None
    )


def below(
    named: Sequence[tuple[str, str]],
    month: date,
    indicator_id: str = "",
    others: Sequence[tuple[str, str]] = (),
) -> str:
    """What some units (id, name) said, to stand under their picture; "" where none did.

    One remark a unit and two units at most, with how many more there are. Of `others`, units of
    the picture that are not singled out, only what was verified about their figure.
    """
    told = [
        t("explanation.of_unit", unit=name, said=each.sentence(BRIEF))
        for units, is_named in ((named, True), (others, False))
        for unit_id, name in units
        for each in [
            one for one in of_unit(unit_id, month, indicator_id) if is_named or one.finding
        ][:1]
    ]
    more = t("explanation.more", n=len(told) - MOST) if len(told) > MOST else ""
    return "".join(f"\n{line}" for line in told[:MOST]) + more


@remembered
def _in_month(choice: Filters) -> tuple[Explanation, ...]:
    rows = ask_if_connected("measured/explanations", choice)
    said = ((row, harmless(row["words"])) for row in rows.iter_rows(named=True))
    return tuple(Explanation(**(row | {"words": words})) for row, words in said)


def harmless(words: str) -> str:
    """What people typed, in one line and with no sign that Markdown takes for its own."""
    return " ".join(words.split()).translate(WIDE)
