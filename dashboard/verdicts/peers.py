"""V8: where a unit stands among its peers, after allowing for many units being looked at."""

from dataclasses import dataclass

from dashboard import indicators
from dashboard.answers import snapshot
from dashboard.filters import Filters
from dashboard.statistics import funnels
from dashboard.statistics.funnels import Funnel
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, Working, say


@dataclass(frozen=True)
class Standing:
    """One unit in its peer group; value, interval and centre in the indicator's scale."""

    indicator_id: str
    unit: str  # its name
    group: str  # above | alike | below | too_few
    kind: str  # share | ratio
    n: float
    numerator: float
    denominator: float
    size: float  # effective n, or expected count
    value: float | None = None
    low: float | None = None
    high: float | None = None
    centre: float | None = None
    p: float = 1.0
    q: float = 1.0
    window: int = 0
    source: str = ""
    page: str = ""
    choice: Filters | None = None


def standing_verdict(standing: Standing, funnel: Funnel | None, minimum: float) -> Verdict:
    """V8, or V4 where the unit has too few to be compared."""
    indicator = indicators.get(standing.indicator_id)
    n = n_words(standing.indicator_id, standing.n)
    if funnel is None or standing.value is None:
        return say("V4", "too_few", n=n, min=numbers.count(minimum))
    word = t(f"peers.word.{standing.group}")
    return say(
        "V8",
        tag(standing.group),
        _working(standing, funnel),
        standing.q,
        ind=indicator.name,
        beside=t(f"peers.beside.{standing.group}"),
        unit=standing.unit,
        v=figure_words(standing),
        word=word,
        n=n,
        k=len(funnel.z),
    )


def n_words(indicator_id: str, n: float) -> str:
    """1,204 人, 372 起, 438 件: what stands behind a figure of this family."""
    family = {"SAT": "person", "CAS": "case", "FLW": "case", "CMP": "complaint"}
    return numbers.count(n, family.get(indicator_id[:3], "item"))


def tag(group: str) -> str:
    """The key under [tag]: where a unit stands is no change, and no target."""
    return {"above": "above_peers", "below": "below_peers", "too_few": "too_few"}.get(
        group, "like_peers"
    )


def figure_words(standing: Standing) -> str:
    """81.2%(±2.2) or 1.8(1.2–2.6), in the indicator's scale."""
    assert standing.value is not None
    indicator = indicators.get(standing.indicator_id)
    decimals = indicator.decimals if not indicator.is_share else 1
    value = numbers.plain(standing.value, decimals) + ("%" if indicator.is_share else "")
    if standing.low is None or standing.high is None:
        return value
    is_extreme = indicator.is_share and standing.value > 95
    margin = numbers.margin_in_scale(
        standing.value, standing.low, standing.high, decimals, is_extreme
    )
    return t("number.rate_with_interval", rate=value, interval=f"({margin})")


def _working(standing: Standing, funnel: Funnel) -> Working:
    kind = standing.kind
    scale = indicators.get(standing.indicator_id).scale
    assert standing.centre is not None
    factor = scale if kind == "share" else 1.0
    watch = funnel.limits(standing.size, funnels.WATCH)
    alert = funnel.limits(standing.size, funnels.ALERT)
    few = t("peers.working.few_units") if len(funnel.z) < funnels.ENOUGH_UNITS else ""
    return Working(
        inputs=t(
            f"peers.working.inputs_{kind}",
            unit=standing.unit,
            value=figure_words(standing),
            r=numbers.plain(standing.numerator, _decimals(standing.numerator)),
            n=numbers.plain(standing.denominator, _decimals(standing.denominator)),
            size=numbers.plain(standing.size, 1),
            k=len(funnel.z),
            centre=numbers.plain(standing.centre, 2),
        ),
        formula=t(
            f"peers.working.formula_{kind}" if kind == "share" or funnel.tau2 > 0
            else "peers.working.formula_exact",
            phi=numbers.plain(funnel.phi, 3),
            tau2=numbers.plain(funnel.tau2, 5),
            watch=_between(watch, factor),
            alert=_between(alert, factor),
        ),
        result=t(
            "peers.working.result",
            p=numbers.p_value(standing.p),
            q=numbers.p_value(standing.q),
            k=len(funnel.z),
            word=t(f"peers.word.{standing.group}"),
        ),
        rule=t("peers.working.rule") + few,
        source=standing.source or _source(standing),
        page=standing.page,
        choice=standing.choice,
    )  # fmt: skip


def _source(standing: Standing) -> str:
    return t(
        "peers.working.source",
        id=standing.indicator_id,
        window=standing.window,
        cutoff=dates.cutoff(snapshot().cutoff),
        snapshot=snapshot().id,
    )


def _decimals(number: float) -> int:
    return 0 if float(number).is_integer() else 1


def _between(ends: tuple[float, float], factor: float) -> str:
    return numbers.between(ends[0] * factor, ends[1] * factor, 1 if factor > 1 else 2)
