"""How units are marked by where they stand among their peers: shape and colour, never one alone."""

from dashboard.theme import Palette

SHAPES = {
    "above": "triangle-up",
    "below": "triangle-down",
    "alike": "circle",
    "too_few": "circle-open",
}


def colour(group: str, direction: str, palette: Palette) -> str:
    """Of above, alike, below, too_few; `direction` up or down says which of them is good.

    Without one (clearance, incidence, stock) both sides have the accent and only shape tells.
    """
    if group not in ("above", "below"):
        return palette.context
    if direction not in ("up", "down"):
        return palette.accent
    return palette.good if (group == "above") == (direction == "up") else palette.bad
