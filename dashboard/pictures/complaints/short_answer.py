"""The verdict line of 投诉热点: where more complaints came than expected, by test."""

from dataclasses import replace

from dashboard import indicators, judged, measured, units
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.pictures.complaints import amounts, counted
from dashboard.pictures.complaints.amounts import Total
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Working, hot_spots
from dashboard.verdicts.hot_spots import HotSpot

MOST_TOLD = 3  # hot spots the sentence names
MOST_WORKED = 6  # whose arithmetic stands behind 看算式


def spots(choice: Filters) -> list[HotSpot]:
    """The hot spots at and under the chosen unit, one a place: a station inside a hot branch cell
    is said by its branch, unless the branch itself is looked at."""
    found = hot_spots.hot_spots(choice)
    told = [one for one in found if one.unit_id != choice.unit_id] or found
    return [one for one in told if not one.inside or one.inside == choice.unit_id]


def places(choice: Filters) -> tuple[int, int]:
    """How many areas on the map have a hot spot, and how many could have been tested."""
    inside = counted.areas(choice)
    sums = counted.by_unit(choice)
    tested = [unit_id for unit_id in inside if (one := sums.get(unit_id)) and one.expected]
    hot = {one.unit_id for one in hot_spots.hot_spots(choice)}
    alone = {
        one.unit_id
        for one in spots(choice)
        if one.unit_id not in inside
        and one.unit_id != choice.unit_id
        and not any(other.inside == one.unit_id for other in hot_spots.hot_spots(choice))
    }
    return len(hot & set(inside)) + len(alone), len(tested)


def difficulties(choice: Filters) -> measured.Latest | None:
    """三难 as last measured, None where too few, absent, or without categories."""
    if not counted.records(choice, "category"):
        return None
    found = measured.latest(measured.by_month("CMP06", choice), choice)
    return found if found is not None and found.is_enough else None


@remembered
def verdict(choice: Filters) -> ShortAnswer:
    """Where more came than expected, by test; without anything to expect, how many came."""
    now = amounts.total(choice)
    if now is None and counted.source(choice) == "absent":
        return ShortAnswer(t("complaints.absent"))
    if now is None:
        return ShortAnswer(t("complaints.nothing", month=dates.month(choice.month)))
    lead, rest = _where_words(choice) if counted.by_words(choice) else _count_words(choice, now)
    if choice.complaint_category:
        category = counted.category(choice.complaint_category)
        lead += t("complaints.verdict.category", category=category)
    rest += _difficulties_words(choice)
    rest += t("complaints.verdict.cutoff", cutoff=dates.cutoff(snapshot().cutoff))
    return ShortAnswer(lead, rest, tuple(_working(choice)))


def _count_words(choice: Filters, now: Total) -> tuple[str, str]:
    words = {"when": amounts.when(choice, now.months), "n": numbers.count(now.n, "complaint")}
    rest = t("complaints.verdict.no_exposure") if counted.cells(choice) else ""
    if now.rate is None:
        return t("complaints.verdict.lead_without_people", **words), rest
    rate = numbers.plain(now.rate, 1)
    lead = t("complaints.verdict.lead", rate=rate, interval=now.interval_words(), **words)
    return lead, rest


def _where_words(choice: Filters) -> tuple[str, str]:
    found = spots(choice)
    if choice.unit_id in counted.areas(choice):
        return _one_area_words(choice, found)
    hot, tested = places(choice)
    here = counted.by_unit(choice).get(choice.unit_id)
    n = numbers.count(here.observed if here else 0, "complaint")
    if not hot:
        own = [one for one in found if one.unit_id == choice.unit_id]
        if own:
            return _own_words(own[0]), ""
        words = {"when": counted.when(choice), "n": n}
        return t("complaints.verdict.none", **words), t("complaints.verdict.tested", k=tested)
    lead = t("complaints.verdict.places", k=tested, n=hot)
    told = _told(found[:MOST_TOLD], choice)
    return lead, t("complaints.verdict.told", spots=t("complaints.and_clause").join(told))


def _told(found: list[HotSpot], choice: Filters) -> list[str]:
    """云岭县局 3 个所集中在“进展反馈”, 滨江所是“服务态度”: those alike in one clause."""
    known = hot_spots.hot_spots(choice)
    alike: dict[str, list[str]] = {}
    told = []
    for one in found:
        category = counted.category(one.category, short=True)
        parts = sum(
            other.inside == one.unit_id and other.category == one.category for other in known
        )
        if parts:
            words = {"unit": one.name, "k": parts, "category": category}
            told.append(t("complaints.verdict.spot_parts", **words))
        else:
            alike.setdefault(category, []).append(one.name)
    for category, names in alike.items():
        unit = counted.listed(names)
        told.append(t("complaints.verdict.spot", unit=unit, category=category))
    return told


def _one_area_words(choice: Filters, found: list[HotSpot]) -> tuple[str, str]:
    """A single station: its own hot spots, or that it cannot be told from the whole."""
    if found:
        return _own_words(found[0]), ""
    here = counted.by_unit(choice).get(choice.unit_id)
    n = numbers.count(here.observed if here else 0, "complaint")
    spot = here.spot if here else None
    if here is None or spot is None or here.is_too_few:
        return t("complaints.verdict.one_few", when=counted.when(choice), n=n), ""
    words = {"when": counted.when(choice), "n": n, "by": counted.by_words(choice)}
    return t("complaints.verdict.one_alike", expected=numbers.plain(spot.expected, 1), **words), ""


def _own_words(one: HotSpot) -> str:
    return t("complaints.verdict.own", headline=one.verdict.headline, sentence=one.verdict.sentence)


def _difficulties_words(choice: Filters) -> str:
    found = difficulties(choice)
    reasons = ask_if_connected("complaints/counts_by_reason", choice)
    if found is None or not reasons.width or reasons.is_empty() or choice.complaint_category:
        return ""
    top = reasons.row(0, named=True)
    return t(
        "complaints.verdict.difficulties",
        when=counted.when(choice),
        rate=measured.words(indicators.get("CMP06"), found),
        reason=counted.reason(top["category_l1"], top["category_l2"]),
    )


def _working(choice: Filters) -> list[Working]:
    found = [one.verdict.working for one in hot_spots.hot_spots(choice)[:MOST_WORKED]]
    lines = [working for working in found if working is not None]
    for indicator_id in ("CMP01", "CMP06", "CMP02"):
        for verdict in (judged.change(indicator_id, choice), judged.goal(indicator_id, choice)):
            if verdict is not None and verdict.working is not None:
                lines.append(replace(verdict.working, page="", choice=None))
    texts = []
    if not hot_spots.hot_spots(choice) and counted.by_words(choice):
        texts.append(t("complaints.evidence.rule"))
    texts.append(
        t(
            "complaints.working.source",
            unit=units.names().get(choice.unit_id, choice.unit_id),
            span=dates.span(*counted.window(choice)),
            cutoff=dates.cutoff(snapshot().cutoff),
            snapshot=snapshot().id,
        )
    )
    return [*lines, *(Working(result=words) for words in texts)]
