"""Pictures of 十件实事: what was promised, and whether it is kept."""

from dashboard.pictures.promises.headline import cards, question, short_answer
from dashboard.pictures.promises.issues import issues, others
from dashboard.pictures.promises.rows import ten
from dashboard.pictures.promises.services import backlog, ratings
from dashboard.pictures.promises.small import four_small, three_clearings, three_rates
from dashboard.pictures.promises.visits import enterprises, four_steps

__all__ = [
    "backlog",
    "cards",
    "enterprises",
    "four_small",
    "four_steps",
    "issues",
    "others",
    "question",
    "ratings",
    "short_answer",
    "ten",
    "three_clearings",
    "three_rates",
]
