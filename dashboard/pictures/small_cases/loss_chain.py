"""The loss chain: where a cohort of small matters, old enough to judge, was lost on its way."""

from typing import Any

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import steps
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.small_cases import amounts, undated
from dashboard.texts import dates, numbers, t

YEAR = 12
SEEN = 0.5  # of a case: a smaller loss would be written as none
# What needs nothing but doing it: to act, to decide in time, to tell.
MENDABLE = ("no_action", "no_decision", "not_told")


def cohort(choice: Filters) -> dict[str, Any] | None:
    """The loss chain of the last cohort old enough to judge, None without one.

    Where one month has too few, the twelve cohorts that end with it stand together.
    """
    for window in sorted({amounts.window(choice), YEAR}):
        found = ask_if_connected("small_cases/loss_chain", choice, window=window)
        if found.is_empty():
            return None
        row = found.row(0, named=True)
        if row["received"] >= amounts.LEAST:
            break
    return row


def losses(row: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Name, size and own denominator of each loss the source can tell."""
    pairs = (
        ("no_action", "timed", "acted_24h"),
        ("no_decision", "decided_n", "decided_in_limit"),
        ("not_solved", "docketed", "solved_90"),
        ("not_told", "solved_90", "notified_7"),
    )
    return [
        (name, row[whole] - row[kept], row[whole])
        for name, whole, kept in pairs
        if row[whole] is not None and row[kept] is not None
    ]


def largest_loss(row: dict[str, Any]) -> tuple[str, float, float] | None:
    """The loss with the largest share of its own denominator; None where all are of too few."""
    return max(_judged(row), key=lambda loss: loss[1] / loss[2], default=None)


def first_to_mend(row: dict[str, Any]) -> tuple[str, float, float] | None:
    """The largest loss beside the largest that needs nothing but doing it; None without one."""
    worst = largest_loss(row)
    found = [each for each in _judged(row) if each[0] in MENDABLE and each != worst]
    return max(found, key=lambda each: each[1] / each[2], default=None)


def _judged(row: dict[str, Any]) -> list[tuple[str, float, float]]:
    return [loss for loss in losses(row) if loss[1] >= SEEN and loss[2] >= amounts.LEAST]


def cohort_words(row: dict[str, Any]) -> str:
    """2026年7月, or 近12个月（…） where several cohorts stand together."""
    first, last = row["first_month"], row["last_month"]
    return dates.month(last) if first == last else dates.span(first, last)


@remembered
def picture(choice: Filters, with_next: bool = False) -> Picture:
    """Steps of one cohort; lawful ways out are grey and no loss.

    `with_next`: the title also names the loss that can be mended first.
    """
    row = cohort(choice)
    if row is None or not losses(row):
        title = t("small_cases.chain.title_plain")
        if row is not None or undated.is_undated(choice):
            return Picture(title, state=t("small_cases.chain.no_ends"))
        return Picture(title, missing="cases")
    if row["received"] < amounts.LEAST:
        state = amounts.too_few(row["received"])
        return Picture(t("small_cases.chain.title_plain"), state=state)
    return Picture(
        _title(row, with_next),
        t(
            "small_cases.chain.subtitle",
            cohort=cohort_words(row),
            n=amounts.cases(row["received"]),
        )
        + _timed(row)
        + _unrecorded(row),
        figure=steps.chain(_stages(row), label_width=148, palette=theme.palette()),
        evidence=Evidence(
            amounts.whole(pl.DataFrame([row])),
            ("small_cases/loss_chain",),
            ("FLW03", "FLW02", "CAS02", "FLW04"),
            (t("small_cases.chain.rule"), t("small_cases.chain.timed", n=row["timed"])),
            "loss_chain",
        ),
    )


def _title(row: dict[str, Any], with_next: bool) -> str:
    worst = largest_loss(row)
    if worst is None:
        return t("small_cases.chain.title_plain")
    loss = t(f"small_cases.loss.{worst[0]}")
    first = first_to_mend(row)
    if not with_next or first is None:
        return t("small_cases.chain.title", loss=loss)
    return t("small_cases.chain.title_next", loss=loss, next=t(f"small_cases.loss.{first[0]}"))


def _timed(row: dict[str, Any]) -> str:
    """How many the first steps are counted of, where that is not every case reported."""
    timed = row["timed"]
    if timed is None or row["received"] - timed < SEEN:
        return ""
    return t("small_cases.chain.timed_only", n=amounts.cases(timed))


def _unrecorded(row: dict[str, Any]) -> str:
    """Said where nobody recorded yet whether those concerned were told."""
    is_missing = row["notified_7"] is None and row["solved_90"] is not None
    return t("small_cases.chain.no_notices") if is_missing else ""


def _stages(row: dict[str, Any]) -> list[steps.Stage]:
    lost = {name: (size, of) for name, size, of in losses(row)}
    stages = [_stage("received", row["received"], row["received"])]
    for name, kept in (("no_action", "acted_24h"), ("no_decision", "decided_in_limit")):
        if name in lost:
            stages.append(_stage(kept, row[kept], lost[name][1], name, lost[name][0]))
    if row["docketed"] is not None:
        diverted = row["diverted"] or 0
        words = t("small_cases.loss.diverted", n=amounts.cases(diverted)) if diverted else ""
        stages.append(
            steps.Stage(
                "docketed",
                t("small_cases.step.docketed"),
                row["docketed"],
                numbers.count(row["docketed"]),
                diverted,
                words,
                "lawful",
                t("small_cases.chain.hover", n=amounts.cases(row["docketed"])),
            )
        )
    for name, kept in (("not_solved", "solved_90"), ("not_told", "notified_7")):
        if name in lost:
            stages.append(_stage(kept, row[kept], lost[name][1], name, lost[name][0]))
    return stages


def _stage(key: str, kept: float, of: float, loss: str = "", lost: float = 0) -> steps.Stage:
    words = ""
    if loss and lost >= SEEN:
        words = t(
            "small_cases.loss.words",
            loss=t(f"small_cases.loss.{loss}"),
            n=amounts.cases(lost),
            share=amounts.share(lost, of),
        )
    hover = t("small_cases.chain.hover_of", n=amounts.cases(kept), of=amounts.cases(of))
    label = t(f"small_cases.step.{key}")
    return steps.Stage(key, label, kept, numbers.count(kept), lost, words, hover=hover)
