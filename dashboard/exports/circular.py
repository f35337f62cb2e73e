"""通报稿: one page in set phrases, from the same verdicts as 总览.

总体, 做得好的, 需要帮的; what a unit says of itself stands beside what concerns it. No ranks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from dashboard import explanations, indicators, measured, peers
from dashboard.entered import sound
from dashboard.exports import letters
from dashboard.exports.told import Source
from dashboard.filters import Filters
from dashboard.pictures.overview import attention
from dashboard.pictures.overview.candidates import Item, candidates
from dashboard.pictures.overview.short_answer import short_answer
from dashboard.pictures.unit_profile import helped
from dashboard.texts import dates, t
from dashboard.verdicts.change import unit_words

MOST = {"better": 3, "above": 3, "worse": 3, "below": 3, "check": 2, "note": 1, "to_do": 2}
MOST_HELPED = 3
MOST_NAMED = 5
FACE = "FangSong"  # 仿宋, as official papers are written
BELOW = {"bureau": "branch", "branch": "station"}


@dataclass(frozen=True)
class Circular:
    """The text, worded: a title, three paragraphs of a head and sentences, and its foot."""

    title: str
    to: str
    paragraphs: Sequence[tuple[str, Sequence[str]]]
    foot: Sequence[str]


def circular(choice: Filters, source: Source) -> Circular:
    """The circular of the chosen unit and month."""
    answer = short_answer(choice)
    whole = [answer.lead, *([answer.rest] if answer.rest else []), *source.said]
    good = [*_items(choice, "better"), *_beside_peers(choice, "good")]
    help_needed = [
        *_items(choice, "worse"),
        *_helped(choice),
        *_beside_peers(choice, "bad"),
        *_items(choice, "check"),
        *_items(choice, "note"),
        *_items(choice, "to_do"),
    ]
    return Circular(
        t("exports.circular.title", month=dates.month(choice.month)),
        t("exports.circular.to", unit=source.unit),
        (
            (t("exports.circular.whole"), [letters.plain(line) for line in whole]),
            (t("exports.circular.good"), good or [t("exports.circular.no_good")]),
            (t("exports.circular.help"), help_needed or [attention.nothing(choice)]),
        ),
        (t("exports.circular.alike"), t("peers.fairness"), source.line),
    )


def _items(choice: Filters, kind: str) -> list[str]:
    """The strongest claims of a kind, one a unit and subject."""
    told: dict[tuple[str, str], Item] = {}
    for item in candidates(choice):
        if item.kind == kind:
            told.setdefault((item.unit_id, item.subject), item)
    return [_claim(item, choice) for item in list(told.values())[: MOST[kind]]]


def _claim(item: Item, choice: Filters) -> str:
    subject = item.subject.partition("|")[0]
    key = f"exports.circular.{'hot_spot' if '|' in item.subject else item.kind}"
    words = t(key, words=letters.plain(item.words))
    return words + _own_words(item.unit_id, choice, subject)


def _own_words(unit_id: str, choice: Filters, indicator_id: str) -> str:
    """What the unit says of itself, beside what concerns it."""
    about = indicator_id if indicator_id in indicators.every() else ""
    if unit_id == choice.unit_id:  # whose words stand beside the whole
        return ""
    said = explanations.of_unit(unit_id, choice.month, about)
    return t("exports.circular.own_words", said=said[0].sentence()) if said else ""


def _helped(choice: Filters) -> list[str]:
    return [
        t(
            "exports.circular.helped",
            unit=unit_words(case.unit_id),
            ind=case.indicator_name,
            v=case.figure,
            n=case.months,
        )
        + _own_words(case.unit_id, choice, "")
        for case in helped.cases(choice)[:MOST_HELPED]
    ]


def _beside_peers(choice: Filters, side: str) -> list[str]:
    """Units plainly above or below their peers, in name order, on the good or the other side."""
    level = BELOW.get(measured.level_of(choice.unit_id), "")
    told = []
    for indicator in indicators.every().values():
        good = peers.good_side(indicator)
        if not level or not good or not indicator.window(level):
            continue
        group = good if side == "good" else {"above": "below", "below": "above"}[good]
        found = peers.peers(indicator.id, choice, level)
        names = found.names(group) if found is not None else []
        if names:
            told.append(
                t(
                    f"exports.circular.{group}",
                    units=_listed(names),
                    ind=indicator.name,
                    advice=t("exports.circular.advice") if side == "bad" else "",
                )
            )
    return told[: MOST["above" if side == "good" else "below"]]


def _listed(names: Sequence[str]) -> str:
    more = t("peers.and_more") if len(names) > MOST_NAMED else ""
    return t("peers.listed").join(names[:MOST_NAMED]) + more


def markdown(text: Circular) -> str:
    """As Markdown."""
    parts = [f"# {text.title}", text.to]
    for head, sentences in text.paragraphs:
        parts += [f"**{head}**", _run_on(sentences)]
    parts += [f"> {line}" for line in text.foot]
    return "\n\n".join(parts) + "\n"


def _run_on(sentences: Iterable[str]) -> str:
    """One paragraph."""
    return t("exports.circular.between").join(each.strip() for each in sentences if each.strip())


def word(text: Circular) -> bytes:
    """As a Word document of one A4 page."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2.4)
    section.left_margin = section.right_margin = Cm(2.6)
    _paragraph(document, text.title, 20, is_bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=14)
    _paragraph(document, text.to, 14, after=6)
    long = sum(len(line) for _, lines in text.paragraphs for line in lines) > 900
    size = 12 if long else 14
    for head, sentences in text.paragraphs:
        _paragraph(document, head, size, is_bold=True, indent=size * 2)
        _paragraph(document, _run_on(sentences), size, indent=size * 2, after=6)
    for line in text.foot:
        _paragraph(document, line, 10.5)
    document.core_properties.title = text.title
    document.core_properties.author = ""
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _paragraph(
    document: Any,
    words: str,
    size: float,
    *,
    is_bold: bool = False,
    align: Any = None,
    indent: float = 0,
    after: float = 2,
) -> None:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_after, form.space_before = Pt(after), Pt(0)
    form.line_spacing = 1.35
    form.first_line_indent = Pt(indent)
    if align is not None:
        paragraph.alignment = align
    run = paragraph.add_run(sound(words))
    run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, FACE
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)
