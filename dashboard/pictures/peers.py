"""Units beside their peers as pictures: intervals in three groups, a funnel, and the sentence.

    found = peers.peers("SAT02", choice, "station")
    picture.show("units", pictures.peers.intervals(found, choice), clickable=True)  # unit_id
    picture.show("funnel", pictures.peers.funnel(found, choice), clickable=True)    # unit_id
    pictures.peers.answer(found)    # 明显低于同类的 3 个：…；其余 76 个分不出高下，3 个样本不足。

`found` None gives the state of 样本不足; `is_standardised`: O and E allow for kinds of case.
"""

from collections.abc import Sequence

import polars as pl

from dashboard import explanations, indicators, peers, theme
from dashboard.charts import funnel as funnel_plot
from dashboard.charts import grouped_intervals
from dashboard.charts.funnel import Dot, Limit
from dashboard.charts.grouped_intervals import Group, Unit
from dashboard.elements import no_ranks
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.peers import GROUPS, Peers
from dashboard.statistics import funnels
from dashboard.statistics.suppression import hidden
from dashboard.texts import dates, language, numbers, t
from dashboard.verdicts.peers import n_words

MOST_NAMED = 6  # names of a group in a sentence


def title(found: Peers) -> str:
    """86个单位：3个明显低于、4个明显高于，其余与同类分不出高下"""
    counts = {group: len(found.names(group)) for group in GROUPS}
    parts = [
        t(f"peers.part_{group}", n=counts[group]) for group in ("below", "above") if counts[group]
    ]
    n = found.inside.height
    if not parts:
        return t("peers.title_alike", n=n)
    return t("peers.title", n=n, parts=t("peers.listed").join(parts))


def answer(found: Peers) -> str:
    """谁最差? in three groups: names in name order, never a place."""
    few = len(found.names("too_few"))
    holes = {
        "alike": len(found.names("alike")),
        "few": t("peers.answer_few", n=few) if few else "",
    }
    parts = "".join(
        t(
            "peers.answer_part",
            word=t(f"peers.word.{group}"),
            n=len(names),
            names=_listed(names),
        )
        for group in ("below", "above")
        if (names := found.names(group))
    )
    if not parts:
        return t("peers.answer_none", **holes)
    said = t("peers.answer", parts=parts, **holes)
    return said[0].upper() + said[1:]


def _listed(names: Sequence[str]) -> str:
    more = t("peers.and_more") if len(names) > MOST_NAMED else ""
    return t("peers.listed").join(names[:MOST_NAMED]) + more


def intervals(found: Peers | None, choice: Filters, *, is_standardised: bool = False) -> Picture:
    """The units under the chosen one as intervals, 明显低于 | 分不出高下 | 明显高于."""
    if found is None or not found.inside["value"].count():
        return Picture(t("peers.title_own_few"), state=t("peers.too_few"))
    indicator = indicators.get(found.indicator_id)
    groups = [_group(found, group, choice) for group in ("below", "alike", "above")]
    centres = found.inside["centre"].drop_nulls().unique().to_list()
    reference = centres[0] if len(centres) == 1 else None
    return Picture(
        title(found),
        _subtitle(found, indicator, "peers.subtitle"),
        grouped_intervals.across(
            groups,
            reference=reference,
            reference_label=(
                t("peers.reference", value=_value(indicator, reference))
                if reference is not None
                else ""
            ),
            suffix="%" if indicator.is_share else "",
            ceiling=100.0 if found.kind == "share" else None,
            direction=_direction(indicator),
            palette=theme.palette(),
        ),
        note=_note(found, is_standardised) + said_by(found, choice),
        evidence=evidence(found),
        action=no_ranks.action(found),
    )


def funnel(
    found: Peers | None, choice: Filters, unit_id: str = "", *, is_standardised: bool = False
) -> Picture:
    """The funnel of a peer group: that of `unit_id`, of the chosen unit, or the largest."""
    if found is None:
        return Picture(t("peers.title_own_few"), state=t("peers.too_few"))
    indicator = indicators.get(found.indicator_id)
    own = unit_id or choice.unit_id
    key = _peer_group(found, own)
    drawn = found.funnels[key]
    factor = indicator.scale if found.kind == "share" else 1.0
    frame = found.frame.filter(pl.col("unit_id").is_in(found.members[key]))
    return Picture(
        _funnel_title(found, own, len(drawn.z)),
        _subtitle(found, indicator, "peers.subtitle_funnel", k=len(drawn.z)),
        funnel_plot.plot(
            [_dot(found, row, own, choice.scope) for row in frame.iter_rows(named=True)],
            centre=drawn.centre * factor,
            centre_label=t(
                "peers.reference", value=_value(indicator, frame["centre"].to_list()[0])
            ),
            limits=[
                Limit(_limits(drawn, funnels.ALERT, factor), t("peers.limit_alert")),
                Limit(_limits(drawn, funnels.WATCH, factor), t("peers.limit_watch"), "dot"),
            ],
            x_title=t(f"peers.x_{found.kind}"),
            suffix="%" if found.kind == "share" else t("peers.times"),
            ceiling=100.0 if found.kind == "share" else None,
            direction=_direction(indicator),
            palette=theme.palette(),
        ),
        note=_note(found, is_standardised) + _said(found, choice, [own]),
        evidence=evidence(found),
        action=no_ranks.action(found),
    )


def evidence(found: Peers) -> Evidence:
    """All units under the chosen one with what the funnel says, in name order."""
    rows = [
        {
            "unit_id": row["short_name"],
            "value_words": peers.figure(found, row["unit_id"]) or t("tag.too_few"),
            "n": None if is_hidden else row["n"],
            "centre": row["centre"],
            "expected_count" if found.kind == "ratio" else "effective_n": (
                None if is_hidden else row["size"]
            ),
            "standing": t(f"peers.group.{row['group']}"),
            "p_value": row["p"],
            "q_value": row["q"],
        }
        for row, is_hidden in zip(found.inside.iter_rows(named=True), _hidden(found), strict=True)
    ]
    notes = (t("peers.working.rule"), *_sampling(found), t("peers.fairness"))
    return Evidence(
        pl.DataFrame(rows),
        ("measured/peer_groups", "measured/by_unit"),
        (found.indicator_id,),
        notes,
        f"peers_{found.indicator_id}",
    )


def _sampling(found: Peers) -> list[str]:
    """Of how many units the strata and sampling units of the survey told the margin."""
    df = found.inside["df"].drop_nulls()
    if not indicators.get(found.indicator_id).is_survey or df.is_empty():
        return []
    designed = int(df.is_finite().sum())
    key = "design.units" if designed else "design.none"
    return [t(key, n=numbers.count(designed, "unit"), others=numbers.count(df.len() - designed))]


def _hidden(found: Peers) -> list[bool]:
    """Units of one to four respondents, and those that would give them away: the total is known."""
    if not found.indicator_id.startswith("SAT") or found.inside.is_empty():
        return [False] * found.inside.height
    counts = found.inside["n"].fill_null(0).to_list()
    return [bool(cell) for cell in hidden([[count] for count in counts]).cells[:, 0]]


def _direction(indicator: Indicator) -> str:
    """Which way the marks are coloured good; "" where neither side is."""
    return {"above": "up", "below": "down"}.get(peers.good_side(indicator), "")


def _value(indicator: Indicator, value: float) -> str:
    decimals = 1 if indicator.is_share else indicator.decimals
    return numbers.plain(value, decimals) + ("%" if indicator.is_share else "")


def _subtitle(found: Peers, indicator: Indicator, key: str, **more: object) -> str:
    month = dates.month(found.month)
    if found.window > 1:
        window = dates.rolling(found.window, found.month)
    else:
        window = month if found.window else t("peers.window_own", month=month)
    return t(key, ind=indicator.name, window=window, **more)


def _note(found: Peers, is_standardised: bool) -> str:
    few = len(found.names("too_few"))
    said = t("peers.note", few=t("peers.note_few", n=few) if few else "")
    return said + (t("peers.note_standardised") if is_standardised else "")


def _named(found: Peers) -> list[str]:
    """The units under the chosen one that stand apart from their peers."""
    return found.inside.filter(pl.col("group").is_in(["below", "above"]))["unit_id"].to_list()


def said_by(found: Peers, choice: Filters) -> str:
    """What the units apart from their peers say to it themselves; "" where none does."""
    return _said(found, choice, _named(found))


def _said(found: Peers, choice: Filters, unit_ids: Sequence[str]) -> str:
    """What units that are singled out say to it themselves, and what was verified of others."""
    names = dict(found.frame.select("unit_id", "short_name").iter_rows())
    named = [(unit_id, names[unit_id]) for unit_id in unit_ids if unit_id in names]
    others = [each for each in names.items() if each not in named]
    return explanations.below(named, choice.month, found.indicator_id, others)


def _group(found: Peers, group: str, choice: Filters) -> Group:
    rows = found.inside.filter(pl.col("group") == group)
    units = [
        Unit(
            row["unit_id"],
            row["short_name"],
            row["value"],
            row["low"],
            row["high"],
            _hover(found, row),
            row["unit_id"] in (choice.unit_id, choice.other_unit_id),
        )
        for row in rows.iter_rows(named=True)
    ]
    label = t("peers.group_label", group=_capital(t(f"peers.group.{group}")), n=len(units))
    return Group(group, label, units)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:] if language() != "zh" else words


def _hover(found: Peers, row: dict[str, object]) -> str:
    return t(
        "peers.hover",
        unit=row["short_name"],
        word=t(f"peers.group.{row['group']}"),
        value=peers.figure(found, str(row["unit_id"])),
        n=n_words(found.indicator_id, float(str(row["n"]))),
        p=numbers.p_value(float(str(row["p"]))),
        q=numbers.p_value(float(str(row["q"]))),
    ) + (t("peers.hover_watch") if row["is_watch"] else "")


def _dot(found: Peers, row: dict[str, object], own: str, scope: Sequence[str]) -> Dot:
    """Units whose rows this reader may not open are dots without a name."""
    is_own = row["unit_id"] == own
    may_know = not scope or row["unit_id"] in scope
    is_named = may_know and (is_own or row["group"] in ("above", "below"))
    shown = row["value"] if found.kind == "share" else row["ratio"]
    return Dot(
        str(row["unit_id"]),
        float(str(row["size"])),
        float(str(shown)),
        str(row["group"]),
        str(row["short_name"]) if is_named else "",
        _hover(found, row) if may_know else t("peers.another"),
        is_own,
    )


def _peer_group(found: Peers, unit_id: str) -> str:
    for key in found.frame.filter(pl.col("unit_id") == unit_id)["peer_group"].to_list():
        if key in found.funnels:
            return str(key)
    return max(found.members, key=lambda key: (len(found.members[key]), key))


def _funnel_title(found: Peers, unit_id: str, k: int) -> str:
    rows = found.frame.filter(pl.col("unit_id") == unit_id)
    if rows.is_empty():
        return title(found)
    group = rows["group"][0]
    if group == "too_few":
        return t("peers.title_own_few")
    return t("peers.title_own", k=k - 1, word=t(f"peers.word.{group}"))


def _limits(drawn: funnels.Funnel, z: float, factor: float) -> funnel_plot.Limits:
    def at(size: float) -> tuple[float, float]:
        low, high = drawn.limits(size, z)
        return low * factor, high * factor

    return at
