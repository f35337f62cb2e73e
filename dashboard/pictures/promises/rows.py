"""The ten matters as rows, the tightest first: due, figure, target, light, course, owner."""

from collections.abc import Mapping
from datetime import date
from html import escape

import polars as pl

from dashboard import promised, workdays
from dashboard.answers import remembered, snapshot
from dashboard.elements.cards import sparkline
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.promises import figures, waiting
from dashboard.pictures.promises.figures import Next, Promise
from dashboard.texts import dates, numbers, t

HEADS = ("due", "name", "figure", "target", "course", "owner", "light")


@remembered
def ten(choice: Filters) -> Picture:
    """Ten rows, due first."""
    shown = figures.promises(choice)
    if all(promise.standing == "not_connected" for promise in shown):
        return Picture(t("promises.ten.title_missing"), missing="commitment_progress")
    coming = figures.due_next(choice)
    owners = {str(row["commitment_id"]): row["owner"] for row in figures.commitments(choice)}
    ordered = sorted(shown, key=lambda one: (day_of(coming.get(one.code)), one.code))
    head = "".join(f"<th>{escape(t(f'promises.ten.head_{name}'))}</th>" for name in HEADS)
    rows = "".join(
        _row(
            promise,
            coming.get(promise.code),
            str(owners.get(promise.code) or ""),
            waiting.words(promise, choice),
        )
        for promise in ordered
    )
    beyond = workdays.calendar_words([due.day for due in coming.values()])
    note = f'<div class="note">{escape(beyond)}</div>' if beyond else ""
    return Picture(
        t("promises.ten.title", counts=figures.count_words(shown)),
        t("promises.ten.subtitle", cutoff=dates.cutoff(snapshot().cutoff)),
        body=f'<table class="table ten"><tr>{head}</tr>{rows}</table>{note}',
        evidence=_told(choice, shown, coming, owners, beyond),
    )


def day_of(due: Next | None) -> date:
    """The day that rows are ordered by; the last of all where nothing is due."""
    return due.day if due else date.max


def _row(promise: Promise, due: Next | None, owner: str, to_come: str) -> str:
    target = promise.limits.target if promise.limits else None
    whole = target is not None and target == int(target)
    words = (
        escape(due_words(due)),
        f"<b>{escape(t(f'overview.promises.{promise.code}'))}</b>",
        _figure(promise, to_come),
        escape("" if target is None else f"{numbers.plain(target, 0 if whole else 1)}%"),
        sparkline(promise.course, _is_open(promise, to_come), colour=1),
        escape(t("promises.ten.owner", unit=owner) if owner else ""),
        figures.light(promise.standing),
    )
    return "<tr>" + "".join(f"<td>{word}</td>" for word in words) + "</tr>"


def _is_open(promise: Promise, to_come: str) -> bool:
    """Whether the last month is not final."""
    return bool(to_come) or promise.standing == "incomplete"


def _figure(promise: Promise, to_come: str) -> str:
    if promise.standing in figures.ABSENT:
        return ""
    if promise.standing == "too_few":
        return escape(t("promises.ten.few", n=numbers.count(promise.due)))
    over = t("promises.ten.months", n=promise.months) if promise.months > 1 else ""
    beside = t("promises.waiting.separator").join(word for word in (over, to_come) if word)
    small = f" <small>{escape(beside)}</small>" if beside else ""
    return f"{escape(figures.value_words(promise))}{small}"


def due_words(due: Next | None) -> str:
    """11月3日 · 7天内 14 件; a month's end; nothing where the promise has ended."""
    if due is None:
        return t("promises.ten.ended")
    day = dates.in_year(due.day)
    if due.is_month_end:
        return t("promises.ten.month_end", day=day)
    if due.n == 0:
        return day
    return t("promises.ten.within_week", day=day, n=numbers.count(due.n))


def _told(
    choice: Filters,
    shown: tuple[Promise, ...],
    coming: Mapping[str, Next],
    owners: Mapping[str, object],
    beyond: str,
) -> Evidence:
    rows = [
        {
            "commitment_id": promise.code,
            "promise": t(f"overview.promises.{promise.code}"),
            "month": promise.month,
            "months_n": promise.months,
            "kept_n": promise.kept,
            "promised_n": promise.due,
            "figure": promise.value,
            "low": promise.low,
            "high": promise.high,
            "target": promise.limits.target if promise.limits else None,
            "warn": promise.limits.warn if promise.limits else None,
            "promise_waiting": waiting.words(promise, choice),
            "promise_standing": t(f"tag.{promise.standing}"),
            "basis": t(f"promises.basis.{_basis(promise)}"),
            "next_due": coming[promise.code].day if promise.code in coming else None,
            "owner": owners.get(promise.code),
        }
        for promise in shown
    ]
    notes = [t(f"promises.ten.note_{what}") for what in ("bases", "exact", "waiting")]
    return Evidence(
        pl.DataFrame(rows, infer_schema_length=None),
        ("promises/kept_by_month", "promises/due_next", "measured/by_month"),
        tuple(one.indicator for one in promised.every().values() if one.indicator),
        [*notes, *([beyond] if beyond else [])],
        "ten_matters",
    )


def _basis(promise: Promise) -> str:
    return promise.basis if promise.basis in ("counted", "told") else "indicator"
