"""口径: what indicators mean, which limits hold, what things are called in the other tongue."""

from html import escape

import polars as pl

from dashboard import indicators, measured, texts, workdays
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.texts import dates, language, numbers, t

SHOWN_RULES = 6
TERMS = ("dataset.", "navigation.", "tag.", "flow.", "month_basis.", "unit_role.")


@remembered
def definitions(choice: Filters) -> Picture:
    """A share of each family; every indicator of the registry with its 口径 is the evidence."""
    every = list(indicators.every().values())
    rows = [_defined(each, choice) for each in every]
    counts = {
        status: sum(each.status == status for each in every)
        for status in ("light", "reference", "none")
    }
    shares = {each.id[:3]: each for each in reversed(every) if each.is_share}
    shown = sorted(shares.values(), key=every.index)  # the first of each family
    lines = "".join(_formula(each) for each in shown)
    return Picture(
        t("data_quality.definitions.title", n=len(every)),
        t("data_quality.definitions.subtitle", **counts),
        body=f'<div class="lines">{lines}</div>',
        evidence=Evidence(
            pl.DataFrame(rows, infer_schema_length=None),
            notes=[t("data_quality.definitions.note", day=dates.full(choice.month))],
            name="definitions",
        ),
    )


def _formula(each: Indicator) -> str:
    of = t("data_quality.definitions.of", part=each.numerator, whole=each.denominator)
    return (
        f'<div class="line"><span class="grow">{escape(each.name)}</span>'
        f"<span>{escape(of)}</span></div>"
    )


def _defined(each: Indicator, choice: Filters) -> dict[str, object]:
    """A line of the list; the target is the one that holds for the chosen unit in its month."""
    limits = measured.limits(each, choice, each.default_programme)
    return {
        "code": each.id,
        "name": each.name,
        "definition": each.definition,
        "numerator": each.numerator,
        "denominator": each.denominator,
        "month_basis": t(f"month_basis.{each.month_basis}"),
        "unit_role": t(f"unit_role.{each.unit_role}"),
        "direction": t(f"direction.{each.direction}"),
        "maturity_days": each.maturity_days,
        "history_months": each.history_months,
        "minimum_n": each.minimum_n,
        "target": limits.target if limits else None,
        "warn": limits.warn if limits else None,
        "reference": each.reference,
        "caveats": each.caveats,
    }


@remembered
def rules(choice: Filters) -> Picture:
    """The time limits in force at the end of the chosen month."""
    found = ask_if_connected("data_quality/rules_in_force", choice)
    if found.is_empty():
        return Picture(t("data_quality.rules.title_missing"), missing="deadline_rules")
    other = "en" if language() == "zh" else "zh"
    named = found.rename({f"{name}_{language()}": name for name in ("name", "basis", "note")})
    table = named.drop([f"{name}_{other}" for name in ("name", "basis", "note")])
    newest = named.sort("valid_from", descending=True, maintain_order=True).head(SHOWN_RULES)
    lines = "".join(_rule(row) for row in newest.iter_rows(named=True))
    day = dates.last_day(choice.month)
    ends = t("promises.calendar_end", day=dates.full(workdays.known_until()))
    return Picture(
        t("data_quality.rules.title", n=found.height, day=dates.full(day)),
        t("data_quality.rules.subtitle"),
        body=f'<div class="lines">{lines}</div><div class="note">{escape(ends)}</div>',
        evidence=Evidence(
            table, ("data_quality/rules_in_force",), notes=[t("data_quality.rules.note")],
            name="deadline_rules",
        ),
    )  # fmt: skip


def _rule(row: dict[str, object]) -> str:
    limit = ""
    if row["limit_value"] is not None:
        limit = t(
            f"data_quality.rules.{row['limit_unit']}",
            n=numbers.count(float(str(row["limit_value"]))),
        )
    name = escape(str(row["name"]))
    return f'<div class="line"><span class="grow">{name}</span><b class="figure">{limit}</b></div>'


@remembered
def glossary(choice: Filters) -> Picture:
    """Every term in both languages: indicators and the words of the screens."""
    both = [
        {"chinese": each.words["name_zh"], "english": each.words["name_en"], "code": each.id}
        for each in indicators.every().values()
    ]
    zh, en = texts.every("zh"), texts.every("en")
    both += [
        {"chinese": zh[key], "english": en[key], "code": key.partition(".")[2]}
        for key in sorted(zh)
        if key.startswith(TERMS) and "{" not in zh[key]
    ]
    shown = both[:SHOWN_RULES]
    lines = "".join(
        f'<div class="line"><span class="grow">{escape(each["chinese"])}</span>'
        f"<span>{escape(each['english'])}</span></div>"
        for each in shown
    )
    return Picture(
        t("data_quality.glossary.title", n=len(both)),
        t("data_quality.glossary.subtitle"),
        body=f'<div class="lines">{lines}</div>',
        evidence=Evidence(pl.DataFrame(both), name="glossary"),
    )
