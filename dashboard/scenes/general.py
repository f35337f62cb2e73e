"""Any picture of any page as a scene: its title as headline, its figure or list for the wall."""

from dataclasses import replace

from dashboard import judged
from dashboard.elements.cards import Card
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.overview.cards import card
from dashboard.scenes import Big, Scene, listed, wall
from dashboard.scenes.registry import PICTURES
from dashboard.scenes.worded import fitted, script
from dashboard.texts import t
from dashboard.verdicts import Working

# Pictures that need the whole width of the wall.
WIDE = (
    "complaints.cells",
    "overview.tiles",
    "satisfaction.units_station",
    "small_cases.clearance",
    "small_cases.cohorts",
    "small_cases.flows",
    "unit_profile.charts",
)


def scene(scene_id: str, choice: Filters) -> Scene:
    """The scene of "<page>.<picture>"."""
    picture = PICTURES[scene_id](choice)
    page = scene_id.partition(".")[0]
    return replace(of_picture(scene_id, picture, choice), page=page)


def of_picture(scene_id: str, picture: Picture, choice: Filters) -> Scene:
    """A picture already drawn in the dark palette."""
    headline, subtitle = fitted(picture.title, picture.subtitle)
    indicator_id = first_indicator(picture)
    table = listed.table(picture.body) if picture.body else None
    bigs: tuple[Big, ...] = ()
    figure = None
    if picture.figure is not None:
        is_wide = scene_id in WIDE or not indicator_id
        bigs = () if is_wide else big_of(indicator_id, choice)
        figure = wall.restyled(picture.figure, wall.BESIDE if bigs else wall.ALONE)
    question = t("scenes.general.question")
    return Scene(
        scene_id,
        headline,
        subtitle,
        bigs,
        figure,
        table,
        "" if figure is not None or table is not None else state_of(picture),
        question,
        script(
            (picture.title, picture.subtitle, picture.note, t("scenes.general.caution")), question
        ),
        picture.evidence,
        workings(indicator_id, choice),
        choice=choice,
        indicator_id=indicator_id,
    )


def first_indicator(picture: Picture) -> str:
    """The indicator a picture is about first; "" for none."""
    evidence = picture.evidence
    return evidence.indicators[0] if evidence is not None and evidence.indicators else ""


def state_of(picture: Picture) -> str:
    """What stands in the place of a picture that could not be drawn."""
    if picture.missing:
        return t("scenes.not_connected", dataset=t(f"dataset.{picture.missing}"))
    return picture.state or t("state.nothing")


def big_of(indicator_id: str, choice: Filters) -> tuple[Big, ...]:
    """The figure of an indicator with its change and its target; () where there is none."""
    shown = card(indicator_id, choice)
    return () if shown.state else (big(shown),)


def big(shown: Card) -> Big:
    """A card as a large figure: name and interval below, then change, target and the words."""
    margin = t("scenes.margin", margin=shown.margin) if shown.margin else ""
    change = shown.note.split(" · ")
    tagged = [t("scenes.strong", words=shown.tag[1])] if shown.tag else []
    lines = [margin, *tagged, *change, shown.aside]
    return Big(shown.value, shown.unit, shown.name, tuple(line for line in lines if line))


def workings(indicator_id: str, choice: Filters) -> tuple[Working, ...]:
    """The arithmetic of an indicator's change and of its target."""
    if not indicator_id or not get(indicator_id):
        return ()
    found = (judged.change(indicator_id, choice), judged.goal(indicator_id, choice))
    return tuple(each.working for each in found if each is not None and each.working is not None)
