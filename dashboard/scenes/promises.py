"""十件实事: ten rows, what is due first at the top."""

from dataclasses import replace

from dashboard.filters import Filters
from dashboard.pictures import promises
from dashboard.pictures.promises import figures, rows
from dashboard.pictures.promises.figures import Next, Promise
from dashboard.scenes import Cell, Scene, Table, general
from dashboard.scenes.worded import script, subtitled, unpointed
from dashboard.texts import numbers, t

HEADS = ("name", "figure", "target", "due", "owner", "light")
OPEN = ("watch", "beyond", "crossing")
KEPT = "SVC03"


def scene(choice: Filters) -> Scene:
    """The table of the ten matters."""
    picture = promises.ten(choice)
    drawn = general.of_picture("promises", picture, choice)
    if not picture.body:
        return drawn
    shown = figures.promises(choice)
    coming = figures.due_next(choice)
    owners = {str(row["commitment_id"]): row["owner"] for row in figures.commitments(choice)}
    ordered = sorted(shown, key=lambda one: (rows.day_of(coming.get(one.code)), one.code))
    table = Table(
        tuple(t(f"promises.ten.head_{name}") for name in HEADS),
        tuple(_row(one, coming.get(one.code), str(owners.get(one.code) or "")) for one in ordered),
    )
    missed = [one for one in shown if one.standing in OPEN]
    key = "question" if missed else "question_met"
    question = t(f"scenes.promises.{key}", n=len(missed))
    answer = promises.short_answer(choice)
    return replace(
        drawn,
        subtitle=subtitled((unpointed(picture.subtitle),)),
        table=table,
        question=question,
        script=script(
            (answer.lead, _named(missed), answer.rest, t("scenes.promises.caution")), question
        ),
        working=answer.working,
        indicator_id=KEPT,
    )


def _row(promise: Promise, due: Next | None, owner: str) -> tuple[Cell, ...]:
    target = promise.limits.target if promise.limits else None
    whole = target is not None and target == int(target)
    shape = figures.SHAPES.get(promise.standing, "")
    is_shown = promise.standing not in ("too_few", *figures.ABSENT)
    return (
        Cell(t(f"overview.promises.{promise.code}")),
        Cell(figures.value_words(promise) if is_shown else ""),
        Cell("" if target is None else f"{numbers.plain(target, 0 if whole else 1)}%"),
        Cell(rows.due_words(due)),
        Cell(t("promises.ten.owner", unit=owner) if owner else ""),
        Cell(
            f"{shape} {t(f'tag.{promise.standing}')}".strip(),
            figures.COLOURS.get(promise.standing, "neutral"),
        ),
    )


def _named(missed: list[Promise]) -> str:
    names = [
        t(
            "scenes.promises.one",
            name=t(f"overview.promises.{one.code}"),
            rate=numbers.rate((one.value or 0) / 100),
            standing=t(f"tag.{one.standing}"),
        )
        for one in missed
    ]
    return t("promises.separator").join(names)
