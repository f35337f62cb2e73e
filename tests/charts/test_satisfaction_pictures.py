"""Campaigns along the foot of a course; room for the names of intervals."""

from datetime import date

from dashboard import theme
from dashboard.charts import intervals, line
from dashboard.texts import dates

MONTHS = dates.months_between(date(2026, 1, 1), date(2026, 6, 1))
POINTS = [line.Point(month, 80.0, 78.0, 82.0) for month in MONTHS]


def test_a_campaign_is_a_named_bar_inside_the_axis() -> None:
    drawn = line.over_time(
        [line.Line(POINTS)],
        months=MONTHS,
        campaigns=[
            line.Mark(date(2026, 3, 5), date(2026, 4, 9), "三号行动"),
            line.Mark(date(2024, 3, 1), date(2024, 4, 1), "一号行动"),
        ],
        palette=theme.palette(),
    )
    bars = [shape for shape in drawn.layout.shapes if shape.type == "line" and shape.y0 == 0]
    assert [(bar.x0, bar.x1) for bar in bars] == [(date(2026, 2, 14), date(2026, 4, 16))]
    words = [note.text for note in drawn.layout.annotations]
    assert "三号行动" in words
    assert "一号行动" not in words


def test_long_names_push_the_intervals_aside() -> None:
    def left(name: str) -> int:
        rows = [intervals.Row("a", name, 1.0, 0.5, 1.5)]
        drawn = intervals.dots(rows, label_width=60, palette=theme.palette())
        return int(drawn.layout.margin.l)

    assert left("短名") == 60
    assert left("Satisfaction with police work: window v ordinary") > 300
    assert left("公安工作满意率：测评期比平常月") > 190
