"""How does one unit stand, and where does it need help?"""

from dashboard.elements import choice_bar, heading, picture
from dashboard.elements.entries import own_words
from dashboard.pictures import unit_profile
from dashboard.texts import t

# The choice.
chosen = choice_bar.show("other_unit_id", "indicator_id", "structure")
choice = chosen.but(indicator_id="")  # only the comparison depends on it

# The question and its short answer.
heading.show(unit_profile.question(choice), unit_profile.verdict(choice))
own_words.show(choice)

# The long answer.
with picture.row("lists_upper", [4, 4, 5], 344):
    picture.show("needing", unit_profile.help_needed(choice))
    picture.show("steady", unit_profile.well(choice))
    unit = picture.show("among", unit_profile.among(chosen), clickable=True)
with picture.row("own_pairs", [1], 380):
    picture.show("pairs", unit_profile.pairs(choice))
with picture.row("own_charts", [1], unit_profile.charts_height(choice)):
    indicator = picture.show("charts", unit_profile.charts(choice), clickable=True)
if choice.other_unit_id and choice.other_unit_id != choice.unit_id:
    with picture.row("own_beside", [1], 480):
        picture.show("beside", unit_profile.beside(choice))
with picture.row("lists_lower", [1, 1], 300):
    picture.show("help_list", unit_profile.help_list(choice))
    picture.show("history", unit_profile.history(choice))
picture.foot(t("unit_profile.footer"))

# Deeper.
if indicator:
    choice_bar.go(indicator_id=indicator)
if unit:
    choice_bar.go(unit_id=unit)
