"""请核实: the findings as lines; behind each its evidence, arithmetic and innocent reasons."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from dashboard import findings, units
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.findings import Finding
from dashboard.texts import codes, known, t

BRIEF = 60  # characters of an answer in its line
PARTS = ("inputs", "formula", "result", "rule", "source")


@dataclass(frozen=True)
class Check:
    """One line: its key, what it says, whether it was answered, and what the answer is."""

    key: str
    words: str
    tag: str = "check"
    said: str = ""


@remembered
def checks(choice: Filters) -> tuple[Picture, tuple[Check, ...]]:
    """The head of the card and its lines, the strongest first; a clicked line's key opens it."""
    kinds = len(findings.TESTS)
    if ask_if_connected("choice/units").is_empty():
        return Picture(t("data_quality.checks.title_none"), missing="cases"), ()
    found = findings.found(choice)
    lines = tuple(
        Check(
            _key(each),
            t(
                "data_quality.checks.line",
                unit=units.names().get(each.unit_id, each.unit_id),
                headline=each.verdict.headline,
            ),
            each.verdict.tag,
            each.answer.sentence(BRIEF) if each.answer else "",
        )
        for each in found
    )
    waiting = sum(each.answer is None for each in found)
    key = "title" if waiting == len(found) else "title_some"
    title = t(f"data_quality.checks.{key}", n=waiting, k=len(found) - waiting) if found else ""
    return (
        Picture(
            title or t("data_quality.checks.title_none"),
            t("data_quality.checks.subtitle", kinds=kinds),
            state="" if found else t("data_quality.checks.nothing", kinds=kinds),
        ),
        lines,
    )


def _key(finding: Finding) -> str:
    return f"{finding.kind}|{finding.unit_id}"


def finding_of(choice: Filters, key: str) -> Finding:
    """The finding of a line."""
    return next(each for each in findings.found(choice) if _key(each) == key)


def behind(finding: Finding) -> tuple[Evidence, str]:
    """The evidence of a finding and its title."""
    working = finding.verdict.working
    notes = [finding.verdict.sentence, t(f"finding.{finding.kind}.about")]
    if working is not None:
        notes += [
            f"**{t(f'working.{part}')}**　{getattr(working, part)}"
            for part in PARTS
            if getattr(working, part)
        ]
    evidence = Evidence(
        shown(finding), finding.questions, finding.indicators, notes, f"check_{finding.kind}"
    )
    return evidence, finding.verdict.headline


def shown(finding: Finding) -> pl.DataFrame:
    """The table it was seen in, as people read it: what is coded is named."""
    table = finding.table
    for name, words in CODED.items():
        if table.schema.get(name) == pl.String:
            table = table.with_columns(pl.col(name).map_elements(words, return_dtype=pl.String))
    return table.rename(
        {name: f"check_{name}" for name in table.columns if known(f"column.check_{name}")}
    )


def _series(code: str) -> str:
    """A data set, or the programme of a survey."""
    if known(f"dataset.{code}"):
        return t(f"dataset.{code}")
    return codes.label("survey_waves.programme", code.split("|")[0])


def _figure(code: str) -> str:
    key = f"finding.repeated_figures.{code}"
    return t(key) if known(key) else code


CODED: dict[str, Callable[[str], str]] = {
    "series": _series,
    "figure": _figure,
    "level": lambda code: codes.label("units.level", code),
}
