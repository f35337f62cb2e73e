"""A deck can be edited, is read in Chinese everywhere, and keeps what is suppressed."""

import io
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import plotly.graph_objects as go
import polars as pl
import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches

from dashboard.elements.evidence import Evidence
from dashboard.errors import BadTemplateError
from dashboard.exports import colours, deck, workbook
from dashboard.exports.told import Source
from dashboard.scenes import Big, Cell, Scene, Table
from dashboard.theme import palette_of
from tests.exports.conftest import numbers_of, opened, words_of

SOURCE = Source("某局", date(2026, 10, 1), date(2026, 11, 1), 7, "未定版", False, "某局")
MONTHS = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]


def of(*scenes: Scene, template: Path | None = None) -> Any:
    return Presentation(io.BytesIO(deck.deck(scenes, SOURCE, template)))


def drawn(figure: go.Figure) -> Any:
    return of(Scene("a", "标题", figure=figure)).slides[0]


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def test_a_band_becomes_the_interval_of_each_point() -> None:
    figure = go.Figure()
    figure.add_scatter(x=[*MONTHS, *MONTHS[::-1]], y=[82, 83, 85, 79, 78, 76], fill="toself")
    figure.add_scatter(x=MONTHS, y=[80, 81, 82], mode="lines+markers", name="满意率")
    chart = charts(drawn(figure))[0]
    series = chart.plots[0].series
    assert [each.name for each in series] == ["满意率"]
    assert list(series[0].values) == [80, 81, 82]
    bars = series[0]._element.find(qn("c:errBars"))
    lengths = [
        [float(value.text) for value in bars.find(qn(side)).iter(qn("c:v"))]
        for side in ("c:minus", "c:plus")
    ]
    assert lengths == [[4, 3, 3], [2, 2, 3]]
    assert list(chart.plots[0].categories) == ["2026年8月", "2026年9月", "2026年10月"]


def test_a_bar_with_a_base_stands_on_a_gap() -> None:
    figure = go.Figure()
    figure.add_bar(x=[0, 1, 2], y=[100, 20, 80], base=[0, 80, 0])
    figure.update_xaxes(tickvals=[0, 1, 2], ticktext=["前", "出", "后"], range=[-0.5, 2.5])
    gap, seen = charts(drawn(figure))[0].plots[0].series
    assert list(gap.values) == [0, 80, 0]
    assert list(seen.values) == [100, 20, 80]
    assert gap.format.fill.type is None or gap.format.fill.type == 5  # no fill


def test_maps_and_tiles_are_shapes_and_a_field_of_colours_a_table() -> None:
    area = go.Figure()
    area.add_scatter(x=[0, 10, 10, None, 20, 30, 25], y=[0, 0, 10, None, 5, 5, 9], fill="toself")
    area.update_xaxes(visible=False, range=[0, 30])
    area.update_yaxes(visible=False, range=[0, 10], scaleanchor="x")
    slide = drawn(area)
    assert not charts(slide)
    assert sum(shape.shape_type == 5 for shape in slide.shapes) == 2  # freeforms
    field = go.Figure(go.Heatmap(x=[0, 1], y=[0], z=[[1.0, None]]))
    field.update_xaxes(tickvals=[0, 1], ticktext=["甲", "乙"])
    assert "甲" in words_of(drawn(field))


def test_colours_of_the_wall_are_the_light_ones_on_paper() -> None:
    dark, light = palette_of("dark"), palette_of("light")
    assert colours.light(dark.good) == light.good.lstrip("#").upper()
    assert colours.light(dark.categorical[1]) == light.categorical[1].lstrip("#").upper()
    assert colours.light("rgba(0,0,0,0)") is None


def test_what_is_suppressed_stays_so() -> None:
    table = Table(("单位", "满意率"), [(Cell("甲所"), Cell("不显示"))])
    rows = pl.DataFrame({"unit_id": ["甲所"], "figure": [None], "n": [None]}).cast(
        {"figure": pl.Float64, "n": pl.Int64}
    )
    told = Scene("a", "标题", bigs=(Big("样本不足"),), table=table, evidence=Evidence(rows))
    said = words_of(of(told).slides[0])
    assert "不显示" in said
    assert "样本不足" in said
    sheets, texts = opened(workbook.of_scenes([told], SOURCE))
    assert not numbers_of(list(sheets.values())[1])
    assert "不显示" in texts


def test_no_text_becomes_a_formula() -> None:
    rows = pl.DataFrame({"unit_id": ["=cmd|' /C calc'!A0", "@SUM(1)"], "n": [1, 2]})
    table = Table(("=1+1",), [(Cell("+7"),), (Cell("-2+3"),)])
    told = Scene("a", "=HYPERLINK(1)", table=table, evidence=Evidence(rows), script="\t=1")
    sheets, texts = opened(workbook.of_scenes([told], SOURCE))
    assert not any("<f>" in sheet for sheet in sheets.values())
    risky = [text for text in texts if text.startswith(("=", "+", "@", "-"))]
    assert not risky
    assert "&#x27;=cmd" in "".join(texts) or "'=cmd" in "".join(texts)


def test_the_bureaus_template_gives_masters_and_size(tmp_path: Path) -> None:
    own = Presentation()
    own.slide_width, own.slide_height = Inches(13.333), Inches(7.5)
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "旧的一页"
    own.save(str(tmp_path / "own.pptx"))
    made = of(Scene("a", "标题", state="没有"), template=tmp_path / "own.pptx")
    assert made.slide_width == Inches(13.333)
    assert [slide.shapes.title.text_frame.text for slide in made.slides] == ["标题"]


def test_a_dark_template_lends_its_frame_and_the_words_stand_on_paper(tmp_path: Path) -> None:
    own = Presentation()
    ground = own.slide_master.background.fill
    ground.solid()
    ground.fore_color.rgb = RGBColor(0x0B, 0x2A, 0x5A)
    own.save(str(tmp_path / "dark.pptx"))
    (slide,) = of(Scene("a", "标题", state="没有"), template=tmp_path / "dark.pptx").slides
    paper = slide.shapes[0]  # below everything else
    assert str(paper.fill.fore_color.rgb) == "FFFFFF"
    assert paper.width > 0.9 * own.slide_width
    assert not [shape for shape in slide.placeholders if shape.placeholder_format.idx != 0]


def test_a_template_of_sections_and_shows_keeps_no_trace_of_its_slides(tmp_path: Path) -> None:
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[1])
    named = '<p:custShowLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
    own.part._element.append(parse_xml(named))
    own.save(str(tmp_path / "own.pptx"))
    potx = tmp_path / "own.potx"
    with ZipFile(tmp_path / "own.pptx") as given, ZipFile(potx, "w") as taken:
        for name in given.namelist():
            part = given.read(name)
            taken.writestr(name, part.replace(b"presentation.main+xml", b"template.main+xml"))
    made = of(Scene("a", "标题", state="没有"), template=potx)
    assert len(made.slides) == 1
    assert made.part._element.find(qn("p:custShowLst")) is None


@pytest.mark.parametrize("content", [b"", b"no presentation", b"PK\x03\x04 cut"])
def test_a_damaged_template_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.pptx").write_bytes(content)
    with pytest.raises(BadTemplateError) as error:
        of(Scene("a", "标题", state="没有"), template=tmp_path / "bad.pptx")
    assert error.value.holes == {"file": "bad.pptx"}


def test_what_somebody_wrote_stands_as_it_was_written() -> None:
    written = "破案率<40%,存量>50 <script>"
    slide = of(Scene("a", written, state="贴来的\x0b两行\x01", script="讲\x00稿")).slides[0]
    assert slide.shapes.title.text_frame.text == written
    assert "贴来的 两行" in words_of(slide)
    assert "讲稿" in slide.notes_slide.notes_text_frame.text
