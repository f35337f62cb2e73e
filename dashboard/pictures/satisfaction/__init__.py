"""满意度: what the page shows, one function a picture."""

from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.measured import is_connected
from dashboard.pictures.satisfaction.assessed import windows
from dashboard.pictures.satisfaction.course import both, response
from dashboard.pictures.satisfaction.figures import cards
from dashboard.pictures.satisfaction.groups import by_notice, grades
from dashboard.pictures.satisfaction.places import effort, units
from dashboard.pictures.satisfaction.published import course_of_published, published_units
from dashboard.pictures.satisfaction.short_answer import has_answers, question, verdict
from dashboard.pictures.satisfaction.to_check import Flags, flags

__all__ = ["Flags", "cards", "pictures", "question", "verdict"]

# Its name, the picture or the lines to check, whether clicking it leads on.
Named = tuple[str, Picture | Flags, bool]


def pictures(choice: Filters) -> tuple[list[Named], list[Named]]:
    """What can be drawn, in reading order, and what lacks its data."""
    published, by_unit = course_of_published(choice), published_units(choice)
    if published is None and by_unit is None and not is_connected(choice, "survey_answers"):
        return [], [("both", both(choice), False)]
    found: list[Named] = []
    if has_answers(choice) or published is None:
        first, *further = units(choice)
        found += [
            ("both", both(choice), False),
            ("by_notice", by_notice(choice), False),
            ("grades", grades(choice), False),
            (*first, True),
            ("response", response(choice), False),
            ("effort", effort(choice), True),
            *((name, drawn, True) for name, drawn in further),
            ("windows", windows(choice), False),
        ]
        to_check = flags(choice)
        if to_check is not None:
            said = to_check if to_check.lines else Picture(to_check.title, state=to_check.subtitle)
            found.append(("flags", said, False))
    if published is not None:
        found.append(("published", published, False))
    if by_unit is not None:
        found.append(("published_units", by_unit, True))
    drawn = [each for each in found if isinstance(each[1], Flags) or each[1].figure is not None]
    return drawn, [each for each in found if each not in drawn]
