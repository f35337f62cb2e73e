"""Can these figures be trusted?"""

from dashboard.elements import cards, choice_bar, heading, lines, picture, states
from dashboard.elements.entries import verifying
from dashboard.pictures import data_quality
from dashboard.texts import t

# The choice.
choice = choice_bar.show()

# The question and its short answer.
heading.show(t("data_quality.question"), data_quality.short_answer(choice), choice)
cards.show(data_quality.cards(choice))

# The long answer: what is missing, what is to be checked, what was refused.
opened = None
with picture.row("upper", [3.6, 4.6, 4.2], 384):
    picture.show("arrived", data_quality.arrived(choice))
    head, checks = data_quality.checks(choice)
    with picture.card("checks"):
        picture.title(head.title, head.subtitle)
        if head.missing:
            states.not_connected(head.missing)
        elif head.state:
            states.said(head.state)
        for number, line in enumerate(checks):
            if lines.button(f"check_{number}", line.tag, line.words, line.said):
                opened = line.key
    picture.show("refusals", data_quality.refusals(choice))
with picture.row("lower", [5.2, 4.2, 3.2], 384):
    picture.show("datasets", data_quality.datasets(choice))
    picture.show("lateness", data_quality.lateness(choice))
    picture.show("pairs", data_quality.pairs(choice))
with picture.row("kept", [1, 1], 284):
    picture.show("published", data_quality.published(choice))
    picture.show("entered", data_quality.entered(choice))
with picture.row("meaning", [4.2, 3.8, 3.4], 344):
    picture.show("definitions", data_quality.definitions(choice))
    picture.show("rules", data_quality.rules(choice))
    picture.show("glossary", data_quality.glossary(choice))
picture.foot(t("data_quality.footer"))

# What stands behind a line.
if opened:
    finding = data_quality.finding_of(choice, opened)
    verifying.open_dialog(finding, *data_quality.behind(finding))
