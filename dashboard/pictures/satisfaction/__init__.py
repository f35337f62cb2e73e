"""满意度: what the page shows, one function a picture."""

from dashboard.pictures.satisfaction.course import both, response
from dashboard.pictures.satisfaction.groups import by_notice, grades, windows
from dashboard.pictures.satisfaction.places import effort, units
from dashboard.pictures.satisfaction.published import course_of_published, published_units
from dashboard.pictures.satisfaction.short_answer import cards, has_answers, question, verdict

__all__ = [
    "both",
    "by_notice",
    "cards",
    "course_of_published",
    "effort",
    "grades",
    "has_answers",
    "published_units",
    "question",
    "response",
    "units",
    "verdict",
    "windows",
]
