"""What every indicator means today, as an edition keeps it: words, formula, target and warning."""

from typing import Any

from dashboard import measured
from dashboard.filters import Filters
from dashboard.indicators import Indicator, every
from dashboard.settings import QUERIES
from dashboard.texts import LANGUAGES, spoken_in

RULE = ("definition", "formula")  # what makes a figure; target and warn only judge it


def definitions(choice: Filters) -> list[dict[str, Any]]:
    """One row an indicator and language, without the edition's name."""
    rows = []
    for language in LANGUAGES:
        with spoken_in(language):
            rows += [definition(one, choice, language) for one in every().values()]
    return rows


def definition(indicator: Indicator, choice: Filters, language: str) -> dict[str, Any]:
    """One indicator in the language spoken; the target is the one in force in the chosen unit."""
    series = f"{indicator.default_programme}|" if indicator.default_programme else ""
    limits = measured.limits(indicator, choice, series)
    return {
        "language": language,
        "indicator_id": indicator.id,
        "name": indicator.name,
        "definition": indicator.definition or None,
        "caveats": indicator.caveats or None,
        "formula": _formula(indicator),
        "target": limits.target if limits else None,
        "warn": limits.warn if limits else None,
    }


def _formula(indicator: Indicator) -> str | None:
    """The SQL it is counted by; None of what is put together from others."""
    path = QUERIES / "indicators" / f"{indicator.id}.sql"
    return path.read_text(encoding="utf-8") if path.is_file() else None
