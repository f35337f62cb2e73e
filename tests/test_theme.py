"""Colours keep their distance for every kind of sight; the theme is complete and homely."""

import itertools
import tomllib
from collections.abc import Sequence
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path

import numpy as np
import pytest

from dashboard import theme
from dashboard.elements import style
from dashboard.settings import CONFIG
from dashboard.theme import Kind

SETTINGS = tomllib.loads(CONFIG.read_text("utf-8"))

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> tuple[float, float, float]:
    """CIE Lab (D65) of linear RGB."""
    matrix = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
         [0.0193339, 0.1191920, 0.9503041]]
    )  # fmt: skip
    white = np.array([0.95047, 1.0, 1.08883])
    ratio = matrix @ np.clip(rgb, 0, 1) / white
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def ciede2000(one: tuple[float, float, float], two: tuple[float, float, float]) -> float:
    """Sharma, Wu and Dalal (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dhh = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(dh) / 2)
    ml, mc = (l1 + l2) / 2, (c1 + c2) / 2
    mh = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    tt = (
        1
        - 0.17 * cos(radians(mh - 30))
        + 0.24 * cos(radians(2 * mh))
        + 0.32 * cos(radians(3 * mh + 6))
        - 0.20 * cos(radians(4 * mh - 63))
    )
    sl = 1 + 0.015 * (ml - 50) ** 2 / sqrt(20 + (ml - 50) ** 2)
    sc, sh = 1 + 0.045 * mc, 1 + 0.015 * mc * tt
    turn = 60 * exp(-(((mh - 275) / 25) ** 2))
    rt = -2 * sqrt(mc**7 / (mc**7 + 25**7)) * sin(radians(turn))
    parts = dl / sl, dc / sc, dhh / sh
    return sqrt(sum(part**2 for part in parts) + rt * parts[1] * parts[2])


def smallest(colours: Sequence[str], sight: str) -> float:
    seen = [lab(SIGHT[sight] @ linear(colour)) for colour in colours]
    return min(ciede2000(a, b) for a, b in itertools.combinations(seen, 2))


def contrast(one: str, two: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    darker, lighter = sorted(float(weights @ linear(colour)) for colour in (one, two))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_distance_itself_is_right() -> None:
    """Pairs 1 and 17 of the published test data."""
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)


def test_the_test_can_fail() -> None:
    """Teal beside grey is lost on red-green blind readers."""
    assert smallest(["#0E7C7B", "#6F7A87"], "deutan") < 9


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("kind", ["light", "dark"])
def test_categories_keep_their_distance(kind: Kind, sight: str) -> None:
    colours = theme.palette_of(kind).categorical
    assert smallest(colours, sight) >= 9
    assert smallest(colours[:6], sight) >= 11


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("kind", "least"), [("light", 15), ("dark", 8)])
def test_status_colours_keep_their_distance(kind: Kind, least: float, sight: str) -> None:
    palette = theme.palette_of(kind)
    status = [palette.good, palette.watch, palette.bad, palette.neutral]
    assert smallest(status, sight) >= least


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_words_can_be_read(kind: Kind) -> None:
    palette = theme.palette_of(kind)
    for name in ("good", "watch", "bad", "neutral"):
        ground = getattr(palette, f"{name}_ground")
        assert contrast(getattr(palette, f"{name}_text"), ground) >= 4.5, name
    for colour in (palette.ink, palette.muted):
        assert contrast(colour, palette.card) >= 4.5
        assert contrast(colour, palette.page) >= 4.5
    assert contrast(palette.on_bar, palette.bar) >= 4.5
    for colour in palette.categorical:
        assert contrast(colour, palette.card) >= 3.0


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_the_sequence_grows_evenly_away_from_the_card(kind: Kind) -> None:
    for sight in SIGHT.values():
        steps = [lab(sight @ linear(c))[0] for c in theme.palette_of(kind).sequential]
        falling = steps if kind == "light" else steps[::-1]
        assert falling == sorted(falling, reverse=True)


@pytest.mark.parametrize("kind", ["light", "dark"])
@pytest.mark.parametrize("key", ["Categorical", "Sequential", "Diverging"])
def test_chart_colours_are_exactly_ten(kind: str, key: str) -> None:
    """With fewer, Streamlit writes "undefined" and the browser drops them all."""
    assert len(SETTINGS["theme"][kind][f"chart{key}Colors"]) == 10


@pytest.mark.parametrize(
    ("section", "option", "wanted"),
    [
        ("browser", "gatherUsageStats", False),
        ("server", "headless", True),
        ("server", "fileWatcherType", "none"),
        ("server", "enableStaticServing", True),
        ("client", "toolbarMode", "minimal"),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("runner", "magicEnabled", False),
    ],
)
def test_nothing_is_sent_out_and_no_traceback_shown(
    section: str, option: str, wanted: object
) -> None:
    assert SETTINGS[section][option] == wanted
    assert SETTINGS["browser"]["serverAddress"]


def test_every_option_has_its_reason_above_it() -> None:
    lines = CONFIG.read_text("utf-8").splitlines()
    sections = lines[: lines.index("[theme.light]")]
    for before, line in itertools.pairwise(sections):
        if "=" in line and not line.startswith("#"):
            assert before.startswith("#"), line


def test_style_variables_name_both_kinds_of_light() -> None:
    words = theme.variables()
    assert f"--card:light-dark({theme.palette_of('light').card}," in words
    assert "--category-10:light-dark(" in words


def test_no_rule_makes_the_browser_weigh_the_whole_page_for_each_word_a_figure_draws() -> None:
    elements = Path(theme.__file__).parent / "elements"
    rules = (elements / "style.css").read_text("utf-8") + "".join(style.OWN_WORDS)
    assert ".stApp:has(" not in rules and ":has(*)" not in rules
