"""How numbers are written: rounded once, here, half away from zero (words.md, "Numbers").

Rates and their intervals come as shares (0.812) and are written in per cent.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import log10

from dashboard.texts import language, t

MINUS = "\u2212"
DASH = "\u2013"


def rounded(value: float, decimals: int = 0, how: str = ROUND_HALF_UP) -> Decimal:
    """Half away from zero, from the shortest decimal form of the float without its noise.

    Sums of floats are sure to about thirteen digits; 22.049999999999997 is 22.05 and goes up.
    """
    number = float(value)
    text = repr(number) if number.is_integer() else f"{number:.13g}"
    return Decimal(text).quantize(Decimal(1).scaleb(-decimals), how)


def plain(value: float, decimals: int = 0, sign: bool = False, how: str = ROUND_HALF_UP) -> str:
    """1,234.5 with a true minus; `sign` writes the plus too."""
    number = rounded(value, decimals, how)
    if number == 0:
        number = abs(number)
    body = f"{abs(number):,.{decimals}f}"
    if number < 0:
        return MINUS + body
    return f"+{body}" if sign and number > 0 else body


def count(value: float, unit: str = "") -> str:
    """A full count: 26,143 or, with unit "case", 5,086 起."""
    return _with_unit(plain(value), unit, value)


def brief(value: float, unit: str = "") -> str:
    """A count for cards and titles: from ten thousand up in 万 and 亿."""
    size = abs(value)
    if language() == "zh" and size >= 1e8:
        return _with_unit(t("number.hundred_million", n=plain(value / 1e8, 2)), unit, value)
    if language() == "zh" and size >= 1e4:
        return _with_unit(t("number.ten_thousand", n=plain(value / 1e4, 1)), unit, value, gap=False)
    if language() != "zh" and size >= 1e6:
        return _with_unit(t("number.million", n=plain(value / 1e6, 2)), unit, value)
    return count(value, unit)


def unit_word(unit: str, value: float = 2) -> str:
    """起, 件, 人… for a unit's key (case, complaint, person, household, unit, day, item)."""
    form = "one" if abs(value) == 1 else "many"
    return t(f"number.unit.{unit}.{form}")


def _with_unit(number: str, unit: str, value: float, gap: bool = True) -> str:
    if not unit:
        return number
    return f"{number}{' ' if gap or language() != 'zh' else ''}{unit_word(unit, value)}"


def rate(share: float) -> str:
    """81.2%"""
    return f"{plain(share * 100, 1)}%"


def interval(share: float, low: float, high: float) -> str:
    """(±2.2) where it is near enough symmetric, else (95.0–98.3); in per cent points, no unit."""
    inner = margin(share, low, high)
    return f"({inner})"


def margin(share: float, low: float, high: float) -> str:
    """±2.2 or 95.0–98.3, of shares; see interval."""
    return margin_in_scale(share * 100, low * 100, high * 100, 1, share > 0.95)


def margin_in_scale(
    value: float, low: float, high: float, decimals: int, is_extreme: bool = False
) -> str:
    """±2.2 or 95.0–98.3 in the figure's own scale: the half-width where both sides are alike.

    Alike: they differ by less than five units of the last decimal shown but one (0.5 points).
    What is not certain is never ±0.0.
    """
    below, above = value - low, high - value
    tolerance = 0.5 if decimals else max(0.05 * (below + above), 1.0)
    if abs(above - below) < tolerance and not is_extreme:
        half = (below + above) / 2
        is_lost = half > 0 and not rounded(half, decimals)
        return f"±{plain(half, decimals, how=ROUND_CEILING if is_lost else ROUND_HALF_UP)}"
    return between(low, high, decimals)


def between(low: float, high: float, decimals: int) -> str:
    """1.5–2.5, with an en dash.

    Ends that would read alike though they differ are rounded outwards: 99.9–100.0, for an
    interval is never 100.0–100.0.
    """
    ends = [plain(low, decimals), plain(high, decimals)]
    if ends[0] == ends[1] and low < high:
        ends = [plain(low, decimals, how=ROUND_FLOOR), plain(high, decimals, how=ROUND_CEILING)]
    return DASH.join(ends)


def rate_with_interval(share: float, low: float, high: float) -> str:
    """81.2%(±2.2)"""
    return t("number.rate_with_interval", rate=rate(share), interval=interval(share, low, high))


def points(difference: float) -> str:
    """+0.6 个百分点, from a difference of shares; never a per cent sign."""
    return t("number.points", n=plain(difference * 100, 1, sign=True))


def change(now: float, before: float, unit: str = "", decimals: int = 0) -> str:
    """−641 起(−11.2%); the second part only where there is something to relate it to."""
    absolute = _with_unit(plain(now - before, decimals, sign=True), unit, now - before)
    if before == 0:
        return absolute
    relative = plain((now - before) / before * 100, 1, sign=True)
    return t("number.change", absolute=absolute, relative=f"{relative}%")


def relative(now: float, before: float) -> str:
    """−11.2%"""
    return f"{plain((now - before) / before * 100, 1, sign=True)}%"


def times(ratio: float, low: float | None = None, high: float | None = None) -> str:
    """1.9 倍(1.5–2.5)"""
    text = t("number.times", n=plain(ratio, 1))
    if low is None or high is None:
        return text
    return t("number.rate_with_interval", rate=text, interval=f"({between(low, high, 1)})")


def p_value(p: float, least: float = 1e-4) -> str:
    """0.0114, or < 0.0001: below `least` one p value says no more than another."""
    decimals = round(-log10(least))
    return t("number.less_than", n=plain(least, decimals)) if p < least else plain(p, decimals)


def apportioned(parts: Sequence[float], total: int) -> list[int]:
    """Whole numbers near `parts` that add up to `total` (largest remainder; ties by position)."""
    weight = sum(parts)
    if weight == 0:
        return [0] * len(parts)
    exact = [Decimal(repr(float(part))) * total / Decimal(repr(float(weight))) for part in parts]
    whole = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (whole[i] - exact[i], i))
    for i in by_remainder[: total - sum(whole)]:
        whole[i] += 1
    return whole
