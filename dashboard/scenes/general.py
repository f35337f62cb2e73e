"""Any picture of any page as a scene: its title as headline, its figure or list for the wall."""

from dataclasses import replace

from dashboard import theme
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.scenes import Big, Scene, figured, listed, wall
from dashboard.scenes.registry import PICTURES
from dashboard.scenes.worded import fitted, script, unpointed
from dashboard.texts import t

# Pictures that need the whole width of the wall.
WIDE = (
    "complaints.areas",
    "complaints.cells",
    "overview.tiles",
    "satisfaction.units_station",
    "small_cases.clearance",
    "small_cases.cohorts",
    "small_cases.flows",
)


def scene(scene_id: str, choice: Filters) -> Scene:
    """The scene of "<page>.<picture>"."""
    page = scene_id.partition(".")[0]
    return replace(of_picture(scene_id, PICTURES[scene_id](choice), choice), page=page)


def of_picture(scene_id: str, picture: Picture, choice: Filters) -> Scene:
    """A picture already drawn in the dark palette."""
    headline, subtitle = fitted(picture.title, picture.subtitle)
    indicator_id = first_indicator(picture)
    table = listed.table(picture.body) if picture.body else None
    bigs: tuple[Big, ...] = ()
    figure = None
    if picture.figure is not None:
        table = listed.of_panels(picture.figure, theme.palette().muted)
    if picture.figure is not None and table is None:
        is_wide = scene_id in WIDE or not indicator_id
        bigs = () if is_wide else figured.big(indicator_id, choice)
        figure = wall.restyled(picture.figure, wall.BESIDE if bigs else wall.ALONE)
    question = t(f"scenes.general.{'question_missing' if picture.missing else 'question'}")
    said = (picture.title, unpointed(picture.subtitle), unpointed(picture.note))
    return Scene(
        scene_id,
        headline,
        subtitle,
        bigs,
        figure,
        table,
        "" if figure is not None or table is not None else state_of(picture),
        question,
        script((*said, *_change(indicator_id, choice)), question),
        picture.evidence,
        figured.workings(indicator_id, choice=choice),
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


def _change(indicator_id: str, choice: Filters) -> tuple[str, ...]:
    if not indicator_id:
        return ()
    lines = (
        figured.named(indicator_id, choice),
        *figured.change_lines(indicator_id, choice),
        figured.aim(indicator_id, choice),
    )
    return (t("scenes.comma").join(figured.spoken(each) for each in lines if each),)
