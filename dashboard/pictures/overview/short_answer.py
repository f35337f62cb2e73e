"""The short answer of 总览: an opening clause by rule, then the strongest claims."""

from collections.abc import Sequence

from dashboard import judged, texts
from dashboard.answers import remembered
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.pictures.overview.candidates import Item, candidates, looked_at
from dashboard.pictures.overview.cards import SHOWN
from dashboard.pictures.small_cases import undated
from dashboard.texts import dates, t
from dashboard.verdicts import Working
from dashboard.verdicts.change import Judgement, reference_words
from dashboard.verdicts.stock import stock_verdict

RATED = ("SAT01", "SAT02")
LONGEST = {"zh": 120, "en": 280}  # three lines beside the question
NAMED = 2  # bad claims that are named


@remembered
def short_answer(choice: Filters) -> ShortAnswer:
    """What truly changed and what is to be watched; the arithmetic of each claim behind it."""
    found = candidates(choice)
    good = _distinct([item for item in found if item.kind == "better"])
    bad = _distinct([item for item in found if item.kind == "worse"])
    if not found and looked_at(choice) == (0, 0):
        if undated.is_undated(choice):
            return undated.verdict(choice)
        return ShortAnswer(t("overview.verdict.none", month=dates.month(choice.month)))
    lead = _lead(good, bad, choice)
    rest = _fitting(lead, [*_good(good), *_bad(good, bad), *_ratings(good, bad, choice)])
    return ShortAnswer(lead, rest, _workings([*good, *bad], choice))


def _distinct(found: Sequence[Item]) -> list[Item]:
    """One claim a subject, the strongest."""
    kept: dict[str, Item] = {}
    for item in found:
        kept.setdefault(
            f"{item.subject}|{item.unit_id}" if item.kind == "worse" else item.subject, item
        )
    return list(kept.values())


def _lead(good: Sequence[Item], bad: Sequence[Item], choice: Filters) -> str:
    month = dates.month_only(choice.month)
    if not bad:
        key = "better" if good else "calm"
        return t(f"overview.verdict.{key}", month=month, k=len(good))
    if len(bad) > NAMED:
        return t("overview.verdict.many", month=month, k=len(bad), x=bad[0].short)
    if good:
        return t("overview.verdict.both", month=month, good=len(good), bad=len(bad))
    names = t("overview.attention.and").join(item.short for item in bad)
    return t("overview.verdict.few", month=month, k=len(bad), x=names)


def _good(good: Sequence[Item]) -> list[str]:
    return [t("overview.verdict.good", x=item.short) for item in good[:1]]


def _bad(good: Sequence[Item], bad: Sequence[Item]) -> list[str]:
    """The names, where the opening clause has not said them."""
    if not bad or (len(bad) <= NAMED and not good):
        return []
    named = bad[1 : NAMED + 1] if len(bad) > NAMED else bad
    key = "bad_too" if len(bad) > NAMED else "bad"
    if key == "bad" and all(item.name for item in named):
        names = t("overview.attention.and").join(item.name for item in named)
        return [t("overview.verdict.bad_hot", x=names)]
    names = t("overview.attention.and").join(item.short for item in named)
    return [t(f"overview.verdict.{key}", x=names)]


def _ratings(good: Sequence[Item], bad: Sequence[Item], choice: Filters) -> list[str]:
    """Whether the two ratings moved, where that has not been said, and that an assessment runs."""
    told = {item.subject for item in (*good[:1], *bad[:NAMED])}
    found = [judged.judgement(name, choice) for name in RATED]
    quiet = [one for one in found if one and one.indicator.id not in told]
    level = [one for one in quiet if one.outcome == "level" and one.reference]
    since = judged.assessed(RATED[0], choice)
    said = []
    if level:
        both = len(level) == len(RATED)
        name = t("overview.verdict.both_ratings") if both else level[0].indicator.name
        reference = reference_words(level[0], choice)
        key = "level_in_window" if since else "level"
        said.append(
            t(
                f"overview.verdict.{key}",
                ind=name,
                ref=reference,
                day=dates.in_year(since) if since else "",
            )
        )
    else:
        said += [_other(one, choice) for one in quiet[:1]]
    return said


def _other(one: Judgement, choice: Filters) -> str:
    if one.outcome == "in_window" and one.start:
        return t("overview.verdict.in_window", day=dates.in_year(one.start))
    if one.outcome == "definition_changed" and one.start:
        holes = {"month": dates.month(one.start), "ref": reference_words(one, choice)}
        return t("overview.verdict.changed", **holes)
    return ""


def _fitting(lead: str, parts: Sequence[str]) -> str:
    """As many of the parts, in their order, as three lines hold."""
    rest = ""
    for part in parts:
        if len(lead) + len(rest) + len(part) <= LONGEST[texts.language()]:
            rest += part
    return rest


def _workings(claims: Sequence[Item], choice: Filters) -> list[Working]:
    """Of every claim, then of the change and the target of each card."""
    verdicts = [item.verdict for item in claims]
    verdicts += [stock_verdict(choice)]
    for name in SHOWN:
        verdicts += [judged.change(name, choice), judged.goal(name, choice)]
    found = [verdict.working for verdict in verdicts if verdict and verdict.working]
    return list(dict.fromkeys(found))
