"""The rehearsal of an edition and the outcome of a check, as cards of the meeting's page."""

from html import escape

import polars as pl

from dashboard import editions, measured
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.freezing.checking import Checked
from dashboard.freezing.rehearsal import Moving, moving
from dashboard.judged.restated import restated
from dashboard.texts import dates, numbers, t

SHOWN = 7  # lines that fit, in the longer language too


def rehearsed(choice: Filters) -> Picture:
    """若今天定版，哪些数还会变: what of the chosen unit still moves, and between which ends."""
    told = moving(choice)
    if not told.moving and not told.settled and not told.unknown:
        return Picture(t("editions.rehearsal.title_none"), state=t("state.nothing"))
    title = t("editions.rehearsal.title", k=len(told.moving))
    subtitle = t(
        "editions.rehearsal.subtitle", settled=len(told.settled), unknown=len(told.unknown)
    )
    if not told.moving:
        title = t("editions.rehearsal.title_still")
    strongest = sorted(told.moving, key=_reach, reverse=True)
    lines = "".join(_line(one) for one in strongest[:SHOWN])
    return Picture(
        title,
        subtitle,
        body=f'<div class="lines">{lines}</div>' if lines else "",
        state="" if lines else t("editions.rehearsal.still"),
        evidence=Evidence(
            pl.DataFrame([_row(one, choice) for one in told.moving]),
            ("measured/courses", "measured/arrivals"),
            notes=[
                t("editions.rehearsal.rule"),
                t("editions.rehearsal.waiting", n=len(told.waiting)),
            ],
            name="rehearsal",
        ),
    )


def _reach(one: Moving) -> float:
    """How far the figure may still go, as a part of itself; what cannot be told stands last."""
    if one.low is None or one.high is None:
        return -1.0
    return max(abs(one.high - one.value), abs(one.low - one.value)) / max(abs(one.value), 1e-9)


def _ends(one: Moving) -> str:
    if one.low is None or one.high is None:
        return t("editions.rehearsal.ends_unknown")
    return numbers.between(one.low, one.high, one.indicator.decimals)


def _line(one: Moving) -> str:
    value = measured.value_words(one.indicator, one.value)
    words = t("editions.rehearsal.line", value=value, ends=_ends(one))
    come = t(
        "editions.rehearsal.arrived",
        month=dates.month_only(one.month),
        share=numbers.rate(one.share),
    )
    return (
        f'<div class="line"><span class="grow">{escape(one.indicator.name)} '
        f"<small>{escape(come)}</small></span>"
        f'<b class="figure">{escape(words)}</b></div>'
    )


def _row(one: Moving, choice: Filters) -> dict[str, object]:
    before = restated(one.indicator.id, choice)
    return {
        "code": one.indicator.id,
        "name": one.indicator.name,
        "month": one.month,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "share": one.share,
        "restated_change": before.change if before else None,
    }


def outcome(found: Checked) -> str:
    """一致, or how much differs and first of all what, in a sentence."""
    basis = t(f"editions.check.{found.basis}")
    holes = {"name": editions.name(found.edition), "n": found.compared, "basis": basis}
    program = "" if found.is_same_program else t("editions.check.other_program")
    if found.is_same:
        return t("editions.check.same", **holes) + program
    said = t("editions.check.other", k=found.different, words=found.words.height, **holes)
    first = t("editions.and").join(
        f"{one.name} {one.strip}" for one in found.figures[:3] if one.is_seen
    )
    return said + (t("editions.check.first", what=first) if first else "") + program
