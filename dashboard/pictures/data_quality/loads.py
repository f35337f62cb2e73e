"""What was taken in, how far each data set reaches, and what was refused and why."""

from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.texts import dates, known, language, numbers, t

# Data sets that every month should bring; the others come when there is something.
MONTHLY = (
    "cases",
    "case_events",
    "complaints",
    "survey_answers",
    "activities",
    "service_monthly",
    "commitment_progress",
)
MOST_REASONS = 10
MOST_DATASETS = 7  # what the picture's height holds
WRAPPED = "white-space:normal;max-width:none"  # a reason is read whole


@dataclass(frozen=True)
class Dataset:
    """One data set: `last_month` is the last one it has rows of, None where no month dates it."""

    name: str
    rows: int
    last_delivery: datetime
    first_month: date | None
    last_month: date | None
    is_late: bool


@remembered
def known_datasets(choice: Filters) -> tuple[Dataset, ...]:
    """Every data set that has come, in the order of the contract; late: lacks the chosen month."""
    rows = ask_if_connected("data_quality/datasets", choice)
    return tuple(
        Dataset(
            row["dataset"],
            row["rows_read"] or 0,
            row["last_delivery"],
            row["first_month"],
            row["last_month"],
            row["dataset"] in MONTHLY
            and (row["last_month"] is None or row["last_month"] < choice.month),
        )
        for row in rows.iter_rows(named=True)
    )


@remembered
def refused_rows(choice: Filters) -> int:
    """How many rows were ever refused."""
    reasons = ask_if_connected("data_quality/refusals", choice)
    return 0 if reasons.is_empty() else int(reasons["total_n"][0])


def dataset_name(name: str) -> str:
    """What a data set is called."""
    return t(f"dataset.{name}") if known(f"dataset.{name}") else name


@remembered
def datasets(choice: Filters) -> Picture:
    """Each data set with its reach, its last delivery and whether it is late."""
    found = known_datasets(choice)
    title = t("data_quality.datasets.title_missing")
    if not found:
        return Picture(title, missing="data_loads")
    late = sum(1 for each in found if each.is_late)
    shown = sorted(found, key=_late_first)[:MOST_DATASETS]
    lines = "".join(_dataset_row(each) for each in shown)
    rest = len(found) - len(shown)
    more = f'<div class="note">{escape(t("data_quality.datasets.more", n=rest))}</div>'
    heads = ("name", "reach", "delivered", "rows", "state")
    return Picture(
        t("data_quality.datasets.title", n=len(found), late=late)
        if late
        else t("data_quality.datasets.title_whole", n=len(found)),
        t("data_quality.datasets.subtitle", month=dates.month(choice.month)),
        body=_table([t(f"data_quality.datasets.head_{head}") for head in heads], lines)
        + (more if rest else ""),
        evidence=Evidence(
            ask_if_connected("data_quality/loads", choice),
            ("data_quality/loads", "data_quality/datasets"),
            notes=[t("data_quality.datasets.rule")],
            name="loads",
        ),
    )


def _late_first(each: Dataset) -> tuple[bool, bool, str]:
    return not each.is_late, each.name not in MONTHLY, each.name


def _dataset_row(each: Dataset) -> str:
    reach = t("data_quality.datasets.undated")
    if each.first_month and each.last_month:
        reach = dates.span(each.first_month, each.last_month)
    state = ("watch", "late") if each.is_late else ("neutral", "whole")
    cells = [
        dataset_name(each.name),
        reach,
        dates.full(each.last_delivery.date()),
        numbers.brief(each.rows, "row"),
    ]
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    mark = tag(state[0], t(f"data_quality.datasets.{state[1]}"))
    return f"<tr>{shown}<td>{mark}</td></tr>"


def _table(heads: list[str], rows: str) -> str:
    head = "".join(f"<th>{escape(word)}</th>" for word in heads)
    return f'<table class="table"><tr>{head}</tr>{rows}</table>'


@remembered
def refusals(choice: Filters) -> Picture:
    """The most frequent reasons for which rows were refused, with an example of each."""
    found = known_datasets(choice)
    title = t("data_quality.refusals.title_missing")
    if not found:
        return Picture(title, missing="data_loads")
    reasons = ask_if_connected("data_quality/refusals", choice)
    read = numbers.brief(sum(each.rows for each in found), "row")
    subtitle = t("data_quality.refusals.subtitle", read=read)
    if reasons.is_empty():
        return Picture(t("data_quality.refusals.title_none"), subtitle, state=title)
    refused = numbers.count(refused_rows(choice), "row")
    lines = "".join(_reason_row(row) for row in reasons.head(MOST_REASONS).iter_rows(named=True))
    heads = ("reason", "dataset", "open", "n")
    return Picture(
        t("data_quality.refusals.title", n=refused, k=reasons.height),
        subtitle,
        body=_table([t(f"data_quality.refusals.head_{head}") for head in heads], lines),
        evidence=Evidence(
            reasons.drop("total_n", f"reason_{'en' if language() == 'zh' else 'zh'}"),
            ("data_quality/refusals",),
            notes=[t("data_quality.refusals.mend")],
            name="refusals",
        ),
    )


def _reason_row(row: dict[str, object]) -> str:
    reason = escape(str(row[f"reason_{language()}"]))
    cells = (
        dataset_name(str(row["dataset"])),
        numbers.count(float(str(row["open_n"]))),
        numbers.count(float(str(row["n"]))),
    )
    rest = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><td style="{WRAPPED}">{reason}</td>{rest}</tr>'
