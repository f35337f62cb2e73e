"""A scene as the player draws it: words as HTML, the figure beside them, all on 1920 × 1080."""

import re
from collections.abc import Callable
from html import escape

from dashboard.elements.stage import Box, Slide
from dashboard.elements.style import tag
from dashboard.scenes import Big, Cell, Scene, Table
from dashboard.scenes.wall import ALONE, BELOW, BESIDE, ems
from dashboard.texts import t

LONG, LONGEST = 26, 40  # Chinese characters that stand in one line of 60 px, and of 44 px
TOP, SIDE, FULL = 214, 72, 1776  # px: where the content begins, its margin and width
ASKED = 56  # px the question takes below the content
HIGH = 68  # px of a row of a table at the least, and what its padding is taken from
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def slide(scene: Scene, live: Callable[[], Scene] | None = None) -> Slide:
    """The scene as HTML and figure; `live` gives it anew while it is shown."""
    return Slide(
        title=scene.headline,
        html=written(scene),
        figure=scene.figure,
        box=_box(scene),
        live=None if live is None else lambda: written(live()),
    )


def written(scene: Scene) -> str:
    """Everything of the scene but its figure."""
    is_column = len(scene.bigs) == 1
    is_asked_below = bool(scene.question) and not is_column
    asked = _asked(scene.question) if scene.question else ""
    wide = ems(scene.headline)
    kind = "lines" if wide > LONGEST else "long" if wide > LONG else "short"
    parts = [f'<h1 class="{kind}" data-fit="44">{escape(scene.headline)}</h1>']
    if scene.subtitle:
        parts.append(f'<div class="subtitle" data-fit="24">{_words(scene.subtitle)}</div>')
    if is_column:
        inside = _big(scene.bigs[0]) + asked
        parts.append(f'<div class="content column" data-fit="24">{inside}</div>')
    elif scene.bigs:
        above = " above" if _has_content(scene) else ""
        figures = "".join(_big(big) for big in scene.bigs)
        parts.append(
            f'<div class="content row{above}" data-fit="24"'
            f' style="--n:{len(scene.bigs)}">{figures}</div>'
        )
    if scene.table is not None or scene.state:
        parts.append(_content(scene))
    if is_asked_below:
        parts.append(asked)
    return f'<div class="wall{" asks" if is_asked_below else ""}">{"".join(parts)}</div>'


def _box(scene: Scene) -> Box:
    """Where the figure, or what stands in its place, is."""
    asked = ASKED if scene.question else 0
    if len(scene.bigs) == 1:
        width, height = BESIDE
        return Box(SIDE + FULL - width, TOP, width, height)
    if scene.bigs:
        width, height = BELOW
        return Box(SIDE, TOP + ALONE[1] - height, width, height - asked)
    width, height = ALONE
    return Box(SIDE, TOP, width, height - asked)


def _has_content(scene: Scene) -> bool:
    return scene.figure is not None or scene.table is not None or bool(scene.state)


def _content(scene: Scene) -> str:
    box = _box(scene)
    place = f"left:{box.left}px;top:{box.top}px;width:{box.width}px;height:{box.height}px"
    if scene.table is None:
        return (
            f'<div class="content said" style="{place}" data-fit="24">{_words(scene.state)}</div>'
        )
    rows = max(len(scene.table.rows), 1)
    air = max(4, min(24, ((box.height - ASKED) // rows - HIGH + 24) // 2))
    rows_html = _table(scene.table)
    return f'<div class="content" style="{place};--air:{air}" data-fit="24">{rows_html}</div>'


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(words)}</th>" for words in table.head)
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(cell: Cell) -> str:
    return f"<td>{tag(cell.tag, cell.words) if cell.tag else _words(cell.words)}</td>"


def _big(big: Big) -> str:
    unit = f"<small>{escape(big.unit)}</small>" if big.unit else ""
    label = f'<div class="label">{_words(big.label)}</div>' if big.label else ""
    lines = "".join(f"<p>{_words(line)}</p>" for line in big.lines)
    value = f'<div class="value">{escape(big.value)}{unit}</div>'
    return f'<div class="big">{value}{label}{lines}</div>'


def _asked(question: str) -> str:
    return f'<div class="ask" data-fit="24">{_words(t("screen.asked", question=question))}</div>'


def _words(words: str) -> str:
    """Escaped, **bold** as Markdown writes it."""
    return _BOLD.sub(r"<b>\1</b>", escape(words))
