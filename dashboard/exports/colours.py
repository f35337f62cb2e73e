"""Figures are drawn dark for the wall; on paper and slides they stand in the light colours."""

import re
from functools import cache
from itertools import pairwise

from dashboard.theme import palette_of

_RGBA = re.compile(r"rgba?\(([^)]*)\)")


@cache
def _pairs() -> dict[str, str]:
    """Each dark colour's light one; where a dark colour has two meanings the first holds."""
    dark, light = palette_of("dark"), palette_of("light")
    pairs: dict[str, str] = {}
    for name, value in vars(dark).items():
        if isinstance(value, str) and value.startswith("#"):
            pairs.setdefault(value.upper(), getattr(light, name))
        elif isinstance(value, tuple):
            for place, each in enumerate(value):
                pairs.setdefault(each.upper(), getattr(light, name)[place])
    return pairs


def light(colour: object) -> str | None:
    """The colour on white as RRGGBB; None for what is not to be seen or is no colour."""
    if not isinstance(colour, str):
        return None
    if colour.startswith("#") and len(colour) == 7:
        return _pairs().get(colour.upper(), colour).lstrip("#").upper()
    found = _RGBA.fullmatch(colour.replace(" ", ""))
    if found is None:
        return None
    parts = [float(part) for part in found.group(1).split(",")]
    opacity = parts[3] if len(parts) > 3 else 1.0
    if opacity == 0:
        return None
    base = light("#" + "".join(f"{round(part):02X}" for part in parts[:3]))
    assert base is not None
    return on_white(base, opacity)


def on_white(colour: str, opacity: float) -> str:
    """RRGGBB as it looks on white through this opacity."""
    channels = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(255 - (255 - each) * opacity):02X}" for each in channels)


def of(name: str) -> str:
    """A colour of the light palette by its name, as RRGGBB."""
    return str(getattr(palette_of("light"), name)).lstrip("#").upper()


def on_scale(share: float, scale: object) -> str | None:
    """The colour at `share` (0 to 1) of a figure's scale of colours."""
    steps = [(float(place), light(colour)) for place, colour in scale]  # type: ignore[attr-defined]
    known = [(place, colour) for place, colour in steps if colour is not None]
    for (low, below), (high, above) in pairwise(known):
        if share <= high:
            part = (share - low) / (high - low) if high > low else 0.0
            mixed = (
                round(int(below[i : i + 2], 16) * (1 - part) + int(above[i : i + 2], 16) * part)
                for i in (0, 2, 4)
            )
            return "".join(f"{each:02X}" for each in mixed)
    return known[-1][1] if known else None


def ink_on(ground: str | None) -> str:
    """Dark or white words, whichever is read on this ground."""
    if ground is None:
        return of("ink")
    red, green, blue = (int(ground[i : i + 2], 16) for i in (0, 2, 4))
    is_dark = 0.299 * red + 0.587 * green + 0.114 * blue < 140
    return of("card") if is_dark else of("ink")
