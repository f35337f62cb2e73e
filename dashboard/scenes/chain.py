"""漏斗: where a cohort was lost, and which loss can be mended first."""

from dataclasses import replace
from typing import Any

from dashboard.filters import Filters
from dashboard.pictures.small_cases import amounts, loss_chain
from dashboard.scenes import Big, Scene, figured, general
from dashboard.scenes.worded import script
from dashboard.texts import t

MEASURED_BY = {"no_action": "FLW03", "no_decision": "FLW02", "not_told": "FLW04"}

Loss = tuple[str, float, float]  # its name, its size, its own denominator


def scene(choice: Filters) -> Scene:
    """The loss chain of the last cohort old enough to judge."""
    choice = choice.but(category_code="")
    picture = loss_chain.picture(choice, True)
    drawn = general.of_picture("chain", picture, choice)
    row = loss_chain.cohort(choice)
    worst = loss_chain.largest_loss(row) if row else None
    if picture.figure is None or row is None or worst is None:
        return replace(drawn, bigs=())
    first = loss_chain.first_to_mend(row)
    indicator_id = MEASURED_BY.get(first[0] if first else worst[0], "CAS02")
    question = t("scenes.chain.question", loss=_name(first or worst))
    return replace(
        drawn,
        bigs=(_big(worst, first),),
        question=question,
        script=script(_told(picture.title, row), question),
        working=figured.workings(indicator_id, choice=choice),
        indicator_id=indicator_id,
    )


def _big(worst: Loss, first: Loss | None) -> Big:
    lines = [_of(worst)]
    if first is not None:
        lines += [t("scenes.chain.first", loss=_name(first), share=_share(first)), _of(first)]
    label = t("scenes.strong", words=_name(worst))
    return Big(_share(worst).removesuffix("%"), "%", label, tuple(lines))


def _told(title: str, row: dict[str, Any]) -> tuple[str, ...]:
    losses = [
        t("scenes.chain.loss", loss=_name(loss), n=amounts.cases(loss[1]), share=_share(loss))
        for loss in loss_chain.losses(row)
        if loss[1] >= loss_chain.SEEN
    ]
    words = {
        "cohort": loss_chain.cohort_words(row),
        "n": amounts.cases(row["received"]),
        "losses": t("scenes.semicolon").join(losses),
    }
    diverted = t("scenes.chain.diverted", n=amounts.cases(row["diverted"] or 0))
    return (title, t("scenes.chain.told", **words), t("scenes.chain.caution"), diverted)


def _of(loss: Loss) -> str:
    return t("scenes.chain.of", of=amounts.cases(loss[2]), n=amounts.cases(loss[1]))


def _share(loss: Loss) -> str:
    return amounts.share(loss[1], loss[2])


def _name(loss: Loss) -> str:
    return t(f"small_cases.loss.{loss[0]}")
