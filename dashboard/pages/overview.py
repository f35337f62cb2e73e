"""How is this month?"""

from dashboard.elements import cards, choice_bar, evidence, heading, lines, picture, states
from dashboard.pictures.overview import (
    attention,
    bridge,
    promises,
    ratings,
    short_answer,
    tiles,
)
from dashboard.pictures.overview import cards as figures
from dashboard.pictures.small_cases import loss_chain
from dashboard.texts import t

# The choice.
choice = choice_bar.show()

# The question and its short answer.
heading.show(t("overview.question"), short_answer.short_answer(choice), choice)
shown = figures.cards(choice)
cards.show(shown)

# The long answer.
with picture.row("upper", [5, 3.7, 3.6], 384):
    picture.show("ratings", ratings.picture(choice))
    bar = picture.show("bridge", bridge.picture(choice), clickable=True)
    with picture.card("attention"):
        picture.title(t("overview.attention.title"))
        items = attention.items(choice)
        for number, item in enumerate(items, start=1):
            lines.show(number, item.kind, item.words, item.page, item.choice)
        if not attention.is_connected(choice):
            states.not_connected("cases")
        elif not items:
            states.said(attention.nothing(choice))
# A line about published figures takes its room from the last row: all still fits a wall screen.
with picture.row("lower", [4.4, 4, 3.9], 318 - cards.strip_height(shown)):
    picture.show("chain", loss_chain.picture(choice.but(category_code=""), True))
    station = picture.show("tiles", tiles.picture(choice), clickable=True)
    picture.show("promises", promises.picture(choice))
picture.foot(t("overview.footer"))

# Deeper.
if bar:
    title, behind = bridge.behind(bar, choice)
    evidence.open_dialog(behind, title)
if station:
    choice_bar.go(unit_id=station)
