"""满意度: what the page shows, one function a picture."""

from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.satisfaction.course import both, response
from dashboard.pictures.satisfaction.groups import by_notice, grades, windows
from dashboard.pictures.satisfaction.places import effort, units
from dashboard.pictures.satisfaction.published import course_of_published, published_units
from dashboard.pictures.satisfaction.short_answer import cards, has_answers, question, verdict

__all__ = ["cards", "pictures", "question", "verdict"]

Named = tuple[str, Picture, bool]  # its name, the picture, whether clicking it leads on


def pictures(choice: Filters) -> tuple[list[Named], list[Named]]:
    """What can be drawn, in reading order, and what lacks its data."""
    published, by_unit = course_of_published(choice), published_units(choice)
    found: list[Named] = []
    if has_answers(choice) or published is None:
        found += [
            ("both", both(choice), False),
            ("by_notice", by_notice(choice), False),
            ("grades", grades(choice), False),
            ("units", units(choice), True),
            ("response", response(choice), False),
            ("effort", effort(choice), True),
            ("windows", windows(choice), False),
        ]
    if published is not None:
        found.append(("published", published, False))
    if by_unit is not None:
        found.append(("published_units", by_unit, True))
    drawn = [each for each in found if each[1].figure is not None]
    return drawn, [each for each in found if each[1].figure is None]
