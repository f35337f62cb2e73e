"""定版值与现值: which figures, targets and definitions are others today than those published."""

from html import escape

import polars as pl

from dashboard import editions, units
from dashboard.answers import remembered
from dashboard.editions import Difference, Edition, Rewritten
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.texts import dates, t

SHOWN = 5  # lines that fit
RULES = 2  # of them, for targets and definitions
QUESTIONS = ("editions/records", "measured/courses", "measured/targets")


def published(choice: Filters) -> Picture:
    """The chosen unit and those right under it against the edition of the chosen month."""
    edition = editions.in_force(choice)
    if edition is None:
        month = dates.month_only(choice.month)
        return Picture(
            t("editions.compared.title_none", month=month), state=t("editions.compared.none")
        )
    return _published(edition, choice)


def lead(choice: Filters) -> str:
    """How many published figures are others today and which moved most; "" without an edition."""
    edition = editions.in_force(choice)
    return _lead(edition, choice) if edition is not None else ""


@remembered
def _lead(edition: Edition, choice: Filters) -> str:
    seen = _seen(choice)
    if not seen:
        return t("editions.compared.lead_none")
    most = max(seen, key=_moved)
    return t("editions.compared.lead", k=len(seen), most=f"{_named(most, choice)} {_arrow(most)}")


@remembered
def _published(edition: Edition, choice: Filters) -> Picture:
    found, rules = editions.differences(choice), editions.rewritten(edition)
    seen = _seen(choice)
    if not found and not rules:
        title = t("editions.compared.title_same", name=editions.name(edition))
        return Picture(title, state=t("editions.compared.same"))
    told = [_rule_line(one) for one in rules[:RULES]]
    figures = sorted(seen, key=lambda one: (one.unit_id != choice.unit_id, -_moved(one)))
    lines = "".join([_line(one, choice) for one in figures[: SHOWN - len(told)]] + told)
    return Picture(
        _title(edition, len(seen), len(found), len(rules)),
        t("editions.compared.subtitle", n=len(found)),
        body=f'<div class="lines">{lines}</div>' if lines else "",
        state="" if lines else t("editions.compared.unseen"),
        evidence=Evidence(
            _table(found, rules, edition),
            QUESTIONS,
            notes=[t("editions.compared.note")],
            name="published_and_present",
        ),
    )


def _seen(choice: Filters) -> list[Difference]:
    return [one for one in editions.differences(choice) if one.is_seen]


def _title(edition: Edition, seen: int, found: int, rules: int) -> str:
    """How many figures show a change, then how many rules are others."""
    kind = "title" if seen else "title_unseen" if found else "title_same"
    title = t(f"editions.compared.{kind}", name=editions.name(edition), k=seen)
    return title + t("editions.rules.in_title", n=rules) if rules else title


def _moved(one: Difference) -> float:
    """By how much of itself a figure changed; without end where it came or went."""
    if one.published is None or one.now is None:
        return float("inf")
    return abs(one.change) / max(abs(one.published), 1e-9)


def _named(one: Difference, choice: Filters) -> str:
    own = one.unit_id == choice.unit_id
    place = "" if own else units.names().get(one.unit_id, one.unit_id)
    return " ".join(part for part in (place, one.name) if part)


def _arrow(one: Difference) -> str:
    return t("editions.arrow", then=one.then_words, now=one.now_words)


def _line(one: Difference, choice: Filters) -> str:
    name = escape(_named(one, choice))
    return (
        f'<div class="line"><span class="grow">{name} <small>{escape(one.why_words)}</small>'
        f'</span><b class="figure">{escape(_arrow(one))}</b></div>'
    )


def _rule_line(one: Rewritten) -> str:
    return (
        f'<div class="line"><span class="grow">{escape(one.indicator.name)}</span>'
        f'<b class="figure">{escape(one.words)}</b></div>'
    )


def _table(found: list[Difference], rules: tuple[Rewritten, ...], edition: Edition) -> pl.DataFrame:
    """The figures, and under them the rules, of the edition's own unit."""
    unit = units.names().get(edition.unit_id, edition.unit_id)
    rewritten = pl.DataFrame(
        [
            {
                "indicator": one.indicator.name,
                "unit": unit,
                "month": edition.month,
                "published_value": one.then,
                "present_value": one.now,
                "why": one.words,
            }
            for one in rules
        ]
    )
    return pl.concat([editions.frame(found), rewritten], how="diagonal_relaxed")
