"""The pictures of 数据与口径."""

from dashboard.pictures.data_quality.checks import behind as behind
from dashboard.pictures.data_quality.checks import checks as checks
from dashboard.pictures.data_quality.checks import finding_of as finding_of
from dashboard.pictures.data_quality.entered import entered as entered
from dashboard.pictures.data_quality.entered import entries_answer as entries_answer
from dashboard.pictures.data_quality.headline import cards as cards
from dashboard.pictures.data_quality.headline import short_answer as short_answer
from dashboard.pictures.data_quality.loads import datasets as datasets
from dashboard.pictures.data_quality.loads import refusals as refusals
from dashboard.pictures.data_quality.meaning import definitions as definitions
from dashboard.pictures.data_quality.meaning import glossary as glossary
from dashboard.pictures.data_quality.meaning import rules as rules
from dashboard.pictures.data_quality.published import published as published
from dashboard.pictures.data_quality.timely import arrived as arrived
from dashboard.pictures.data_quality.timely import lateness as lateness
from dashboard.pictures.data_quality.together import pairs as pairs
