"""How many small cases are waiting, and at which step?"""

from dashboard.elements import cards, choice_bar, evidence, heading, picture, workbook
from dashboard.pictures import small_cases
from dashboard.texts import t

# The choice.
choice = choice_bar.show("other_unit_id", "category_code", "structure")
source = small_cases.source(choice)

# The question and its short answer.
heading.show(small_cases.question(), small_cases.verdict(choice), choice)
cards.show(small_cases.cards(choice))

bar = band = unit = None
if source in ("reported", "stated"):
    # Counts, and what the source states without a date: nothing is invented.
    undated = small_cases.undated
    with picture.row("upper", [1, 1], 344):
        picture.show("by_month", undated.by_month(choice))
        if source == "stated":
            picture.show("outcomes", undated.outcomes(choice))
        else:
            unit = picture.show("by_unit", undated.by_unit(choice), clickable=True)
    with picture.row("lower", [1, 1] if source == "stated" else [1], 332):
        picture.show("premises", small_cases.premises(choice))
        if source == "stated":
            unit = picture.show("by_unit", undated.by_unit(choice), clickable=True)
elif source == "none":
    with picture.row("absent", [1], 140):
        picture.show("chain", small_cases.loss_chain.picture(choice))
else:
    # The long answer.
    with picture.row("upper", [4.8, 4.8, 4.1], 356):
        picture.show("chain", small_cases.loss_chain.picture(choice))
        bar = picture.show("flows", small_cases.flows(choice), clickable=True)
        band = picture.show("ages", small_cases.ages(choice), clickable=True)
    with picture.row("lower", [3.9, 4.5, 5.4], 350):
        picture.show("cohorts", small_cases.cohorts(choice))
        picture.show("solving", small_cases.curves(choice))
        due = small_cases.due(choice)
        workbook.show(
            "callbacks_due", due, t("small_cases.due.download"), small_cases.due_workbook(choice)
        )
    with picture.row("below", [5.1, 4.8, 3.9], 420):
        unit = picture.show("clearance", small_cases.clearance(choice), clickable=True)
        picture.show("premises", small_cases.premises(choice))
        picture.show("series", small_cases.series(choice))
    with picture.row("last", [1], 360):
        picture.show("oldest", small_cases.oldest(choice))
picture.foot(t("small_cases.footer" if source == "ended" else "small_cases.footer_undated"))

# Deeper.
if clicked := bar or band:
    behind = small_cases.behind(choice, clicked)
    if behind:
        evidence.open_dialog(behind[1], behind[0])
if unit:
    choice_bar.go(unit_id=unit)
