"""投诉热点: what the page shows, one function a picture."""

from dashboard.pictures.complaints.counted import source
from dashboard.pictures.complaints.course import difficulties, in_time
from dashboard.pictures.complaints.figures import cards
from dashboard.pictures.complaints.lists import behind, due, silent, state
from dashboard.pictures.complaints.plain import received
from dashboard.pictures.complaints.reasons import by_frequency
from dashboard.pictures.complaints.register import cooling, register
from dashboard.pictures.complaints.short_answer import verdict
from dashboard.pictures.complaints.table import by_category
from dashboard.pictures.complaints.where import areas

__all__ = [
    "areas",
    "behind",
    "by_category",
    "by_frequency",
    "cards",
    "cooling",
    "difficulties",
    "due",
    "in_time",
    "received",
    "register",
    "silent",
    "source",
    "state",
    "verdict",
]
