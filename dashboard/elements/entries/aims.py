"""What a target can be set for: an indicator, or a promise that no indicator measures."""

from dataclasses import dataclass

from dashboard import indicators, promised
from dashboard.texts import t

# Refused by the contract, with a sentence that says why: so they can be asked for.
REFUSED = ("CAS01", "CAS02", "CAS03", "CAS04")
PER_CENT = "%"


@dataclass(frozen=True)
class Aim:
    """One of them, as the form asks for it; `unit` is what its target is written in."""

    name: str
    unit: str
    direction: str
    value_kind: str = "level"
    programme: str = ""  # of a survey's figure


def offered() -> dict[str, Aim]:
    """By code: indicators judged by a target, then promises with one of their own, then those
    that are refused.

    A promise that is an indicator's figure has its target, and is named with it.
    """
    lit = [code for code, one in indicators.every().items() if one.status == "light"]
    own = {
        code: Aim(t("entries.target.of_promise", promise=one.name), PER_CENT, "up")
        for code, one in promised.every().items()
        if one.target is not None
    }
    return {code: _of(code) for code in lit} | own | {code: _of(code) for code in REFUSED}


def name_of(code: str) -> str:
    """What a target was set for, in words; the code itself where nobody knows it."""
    if code in indicators.every():
        return _of(code).name
    known = promised.every().get(code)
    return t("entries.target.of_promise", promise=known.name) if known else code


def _of(indicator_id: str) -> Aim:
    one = indicators.get(indicator_id)
    shown = [each.name for each in promised.every().values() if each.indicator == indicator_id]
    name = t("entries.target.measures", ind=one.name, promise=shown[0]) if shown else one.name
    unit = PER_CENT if one.value_kind == "yoy" else one.unit
    return Aim(name, unit, one.direction, one.value_kind, one.default_programme)
