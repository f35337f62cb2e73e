"""定版值与现值: which figures are others today than those that were published, and why."""

from html import escape

from dashboard import editions, units
from dashboard.answers import remembered
from dashboard.editions import Difference, Edition
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.texts import dates, t

SHOWN = 5  # lines that fit


def published(choice: Filters) -> Picture:
    """The chosen unit and those right under it against the edition of the chosen month."""
    edition = editions.in_force(choice)
    if edition is None:
        month = dates.month_only(choice.month)
        return Picture(
            t("editions.compared.title_none", month=month), state=t("editions.compared.none")
        )
    return _published(edition, choice)


@remembered
def _published(edition: Edition, choice: Filters) -> Picture:
    found = editions.differences(choice)
    seen = [one for one in found if one.is_seen]
    name = editions.name(edition)
    if not found:
        title = t("editions.compared.title_same", name=name)
        return Picture(title, state=t("editions.compared.same"))
    lines = "".join(_line(one, choice) for one in _strongest_first(seen, choice)[:SHOWN])
    title = t("editions.compared.title", name=name, k=len(seen)) if seen else ""
    return Picture(
        title or t("editions.compared.title_unseen", name=name, k=len(found)),
        t("editions.compared.subtitle", n=len(found)),
        body=f'<div class="lines">{lines}</div>' if lines else "",
        state="" if lines else t("editions.compared.unseen"),
        evidence=Evidence(
            editions.frame(found),
            (
                "editions/records",
                "measured/courses",
            ),
            notes=[t("editions.compared.note")],
            name="published_and_present",
        ),
    )


def _strongest_first(found: list[Difference], choice: Filters) -> list[Difference]:
    """The chosen unit's own first; then by how much of itself a figure changed."""

    def place(one: Difference) -> tuple[bool, float]:
        is_whole = one.published is not None and one.now is not None
        size = abs(one.change) / max(abs(one.published or 0), 1e-9) if is_whole else float("inf")
        return one.unit_id != choice.unit_id, -size

    return sorted(found, key=place)


def _line(one: Difference, choice: Filters) -> str:
    own = one.unit_id == choice.unit_id
    place = "" if own else units.names().get(one.unit_id, one.unit_id)
    name = escape(" ".join(part for part in (place, one.name) if part))
    figures = t("editions.arrow", then=one.words(one.published), now=one.words(one.now))
    return (
        f'<div class="line"><span class="grow">{name} <small>{escape(one.why_words)}</small>'
        f'</span><b class="figure">{escape(figures)}</b></div>'
    )
