"""单位画像: what the page shows, one function a picture."""

from dashboard.pictures.unit_profile.among import picture as among
from dashboard.pictures.unit_profile.beside import picture as beside
from dashboard.pictures.unit_profile.helped import history
from dashboard.pictures.unit_profile.helped import picture as help_list
from dashboard.pictures.unit_profile.lists import help_needed, question, verdict, well
from dashboard.pictures.unit_profile.multiples import height as charts_height
from dashboard.pictures.unit_profile.multiples import picture as charts
from dashboard.pictures.unit_profile.pairs import picture as pairs

__all__ = [
    "among",
    "beside",
    "charts",
    "charts_height",
    "help_list",
    "help_needed",
    "history",
    "pairs",
    "question",
    "verdict",
    "well",
]
