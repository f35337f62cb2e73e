"""Every form there is to take away, as a file with its name; of one meeting or one choice."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from dashboard import meetings
from dashboard.answers import snapshot
from dashboard.elements import choice_bar, drafts
from dashboard.elements.take_away import File, Form
from dashboard.exports import circular, deck, lists, told, workbook
from dashboard.exports.told import Source
from dashboard.filters import Filters
from dashboard.meetings import Meeting
from dashboard.scenes import Scene, registry
from dashboard.scenes.played import scenes_of
from dashboard.texts import dates, t

# What a page offers, and about how many seconds each takes when nothing has been asked yet.
OFFERED = {
    "page": 2,
    "deck": 8,
    "workbook": 8,
    "circular_word": 5,
    "circular_markdown": 5,
    "lists": 4,
}
_OFFICE = "application/vnd.openxmlformats-officedocument"


def meeting_of(choice: Filters) -> Meeting:
    """The saved meeting of the choice's unit and month; else the nine scenes always ready."""
    saved = meetings.of_month(choice.unit_id, choice.month)
    return saved or meetings.default(choice.unit_id, choice.month, snapshot().cutoff)


def of_deck(made: Sequence[Scene], source: Source, template: Path | None = None) -> File:
    """The meeting as PowerPoint."""
    return File(
        _name("deck", source, "pptx"),
        deck.deck(made, source, template),
        f"{_OFFICE}.presentationml.presentation",
        t("take_away.made_pages", n=len(made)),
    )


def of_workbook(made: Sequence[Scene], source: Source) -> File:
    """The meeting as Excel."""
    return File(
        _name("workbook", source, "xlsx"),
        workbook.of_scenes(made, source),
        f"{_OFFICE}.spreadsheetml.sheet",
        t("take_away.made_sheets", n=len(made)),
    )


def of_page(page: str, choice: Filters, source: Source) -> File:
    """The tables of a page as Excel."""
    name = t("exports.name.page", page=t(f"navigation.{page}"), **_holes(source))
    content = workbook.of_page(page, choice, source)
    return File(f"{lists.plain(name)}.xlsx", content, f"{_OFFICE}.spreadsheetml.sheet")


def of_circular(choice: Filters, source: Source) -> tuple[File, File]:
    """通报稿 as Word and as Markdown."""
    text = circular.circular(choice, source)
    return (
        File(
            _name("circular", source, "docx"),
            circular.word(text),
            f"{_OFFICE}.wordprocessingml.document",
        ),
        File(
            _name("circular", source, "md"),
            circular.markdown(text).encode("utf-8"),
            "text/markdown",
        ),
    )


def of_lists(choice: Filters, source: Source) -> File:
    """Lists by unit as a zip."""
    found = lists.by_unit(choice)
    return File(
        _name("lists", source, "zip"),
        lists.archive(found),
        "application/zip",
        t("take_away.made_files", n=len(found)),
    )


def _holes(source: Source) -> Mapping[str, str]:
    return {"unit": source.unit, "month": dates.month(source.month)}


def _name(form: str, source: Source, ending: str) -> str:
    """A file of an edition is named by it, so that neither takes the place of the other."""
    name = t(f"exports.name.{form}", **_holes(source))
    if source.edition_id:
        name = t("exports.name.frozen", name=name, edition=source.edition_id)
    return f"{lists.plain(name)}.{ending}"


def offered(page: str) -> list[Form]:
    """What can be taken away from a page."""
    names = [name for name in OFFERED if name != "page" or page in registry.OF_PAGES]
    return [Form(name, OFFERED[name], partial(from_page, name, page)) for name in names]


def from_page(form: str, page: str, choice: Filters) -> File:
    """What is pressed on a page, of 例会 the meeting it shows; KeyError for an unknown form."""
    source = told.source(choice)
    meeting = meetings.load(choice_bar.named("meeting"))
    if meeting is None and page == "meeting":
        meeting = drafts.kept(choice.unit_id, choice.month, snapshot().cutoff)
    meeting = meeting or meeting_of(choice)
    held = told.source(meeting.choice)
    makers: dict[str, Callable[[], File]] = {
        "page": lambda: of_page(page, choice, source),
        "deck": lambda: of_deck(scenes_of(meeting), held),
        "workbook": lambda: of_workbook(scenes_of(meeting), held),
        "circular_word": lambda: of_circular(choice, source)[0],
        "circular_markdown": lambda: of_circular(choice, source)[1],
        "lists": lambda: of_lists(choice, source),
    }
    return makers[form]()
