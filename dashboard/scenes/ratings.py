"""双测评: sense of safety and satisfaction with police work."""

from dataclasses import replace

from dashboard.filters import Filters
from dashboard.pictures import satisfaction
from dashboard.pictures.overview import ratings
from dashboard.scenes import Scene, figured, general, wall
from dashboard.scenes.worded import fitted, script
from dashboard.texts import t

SAFETY, SATISFACTION = ratings.RATED


def scene(choice: Filters) -> Scene:
    """Both lines with their intervals; satisfaction large, safety below it."""
    picture = ratings.picture(choice)
    drawn = general.of_picture("ratings", picture, choice)
    if picture.figure is None:
        return drawn
    bigs = figured.big(SATISFACTION, choice)
    if bigs:
        lines = (*bigs[0].lines, *figured.in_short(SAFETY, choice))
        bigs = (replace(bigs[0], lines=lines),)
    figure = wall.restyled(picture.figure, wall.BESIDE)
    wall.mark_last(figure)
    question = t("scenes.ratings.question")
    headline, subtitle = fitted(picture.title, picture.subtitle)
    answer = satisfaction.verdict(choice)
    return replace(
        drawn,
        headline=headline,
        subtitle=subtitle,
        bigs=bigs or drawn.bigs,
        figure=figure,
        question=question,
        script=script((picture.title, answer.rest, t("scenes.ratings.caution")), question),
        working=answer.working,
        indicator_id=SATISFACTION,
    )
