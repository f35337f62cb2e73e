"""热点地图: the areas whose complaints are more than chance, named, and how many they are."""

from dataclasses import replace

from dashboard import explanations
from dashboard.filters import Filters
from dashboard.pictures import complaints
from dashboard.pictures.complaints import counted, short_answer, where
from dashboard.scenes import Big, Scene, general, wall
from dashboard.scenes.worded import script, subtitled, unpointed
from dashboard.texts import numbers, t
from dashboard.verdicts.hot_spots import HotSpot

TOLD = 3  # hot spots in the column
SHORT = 18  # characters of a unit's own words in the column
ABOUT = "CMP07"


def scene(choice: Filters) -> Scene:
    """The map with its hot areas named, their number, and the strongest of them in words."""
    choice = choice.but(complaint_category="")
    picture = where.areas(choice, True)
    drawn = general.of_picture("hotspots", picture, choice)
    if picture.figure is None:
        return drawn
    answer = complaints.verdict(choice)
    question = t("scenes.hotspots.question")
    if not counted.by_words(choice):
        said = script((answer.lead, answer.rest, t("complaints.fairness")), question)
        return replace(drawn, question=question, script=said)
    hot, tested = short_answer.places(choice)
    spots = short_answer.spots(choice)
    sentences = [
        f"{counted.named(one.name, one.category)}{one.verdict.sentence}{_said(one, choice)}"
        for one in spots
    ]
    if not hot:
        question = t("scenes.hotspots.question_none")
    return replace(
        drawn,
        subtitle=subtitled((unpointed(picture.subtitle), t("scenes.hotspots.dotted"))),
        bigs=(_big(hot, tested, choice),),
        figure=wall.restyled(picture.figure),
        question=question,
        script=script(
            (answer.lead, *sentences[:2], t("complaints.fairness"), answer.rest), question
        ),
        working=answer.working,
    )


def _big(hot: int, tested: int, choice: Filters) -> Big:
    lines = []
    for one in short_answer.spots(choice)[:TOLD]:
        lines += [
            counted.named(one.name, one.category),
            t("scenes.strong", words=numbers.times(one.spot.index, one.spot.low, one.spot.high)),
        ]
        said = _said(one, choice, SHORT)
        lines += [said] if said else []
    rest = t("scenes.hotspots.rest", n=numbers.count(tested - hot))
    label = t("scenes.hotspots.label", n=numbers.count(tested))
    return Big(numbers.count(hot), numbers.unit_word("place", hot), label, (*lines, rest))


def _said(one: HotSpot, choice: Filters, longest: int = 0) -> str:
    """What the unit itself says to its hot spot; "" where it says nothing."""
    said = explanations.of_unit(one.unit_id, choice.month, ABOUT)
    return said[0].sentence(longest) if said else ""
