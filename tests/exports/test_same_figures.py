"""Whatever is taken away says the same as the screen, and can be edited and read."""

import io
import logging
import re
import sys
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from pptx.oxml.ns import qn

from dashboard.__main__ import main
from dashboard.exports import circular, forms, letters, lists
from dashboard.exports.panels import is_day, number, values
from dashboard.pictures.overview import attention
from dashboard.pictures.overview.short_answer import short_answer
from tests.exports.conftest import Taken, numbers_of, opened, words_of

NUMBER = re.compile(r"[\u2212-]?\d[\d,]*(?:\.\d+)?")


def test_the_deck_says_what_the_scenes_say(taken: Taken) -> None:
    assert len(taken.slides) == len(taken.scenes)
    for scene, slide in zip(taken.scenes, taken.slides, strict=True):
        said = words_of(slide)
        assert slide.shapes.title.text_frame.text == scene.headline
        for big in scene.bigs:
            for words in (big.value, big.unit, big.label, *big.lines):
                for line in letters.lines(words):
                    assert letters.plain(line) in " ".join(said.split()), (scene.id, words)
        if scene.table is not None:
            for row in scene.table.rows:
                for cell in row:
                    assert letters.plain(cell.words) in said
        assert letters.plain(scene.question) in said
        notes = slide.notes_slide.notes_text_frame.text
        assert scene.script in notes
        assert taken.source.line in notes
        for working in scene.working:
            assert letters.plain(working.result) in notes


def test_every_letter_names_a_chinese_font(taken: Taken) -> None:
    for slide in taken.slides:
        parts = [slide._element, slide.notes_slide._element]
        parts += [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
        for part in parts:
            for run in part.iter(qn("a:r")):
                assert run.find(qn("a:rPr")) is not None
            for look in part.iter(qn("a:rPr"), qn("a:defRPr")):
                assert look.find(qn("a:ea")) is not None


def test_charts_and_tables_are_native(taken: Taken) -> None:
    kinds = {
        scene.id: (
            any(shape.has_chart for shape in slide.shapes),
            any(getattr(shape, "has_table", False) for shape in slide.shapes),
        )
        for scene, slide in zip(taken.scenes, taken.slides, strict=True)
    }
    assert kinds["ratings"][0]
    assert kinds["stock"][0]
    assert kinds["told"][0]
    assert kinds["promises"][1]
    assert not any(shape.shape_type == 13 for slide in taken.slides for shape in slide.shapes)


def test_the_charts_hold_the_figures_numbers(taken: Taken) -> None:
    looked_at = 0
    for scene, slide in zip(taken.scenes, taken.slides, strict=True):
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        if scene.figure is None or not charts:
            continue
        held = set()
        for chart in charts:
            for series in chart.plots[0].series:
                held |= {round(value, 4) for value in series.values if value is not None}
        for trace in scene.figure.to_plotly_json()["data"]:
            if trace.get("fill") or trace.get("mode") == "text":
                continue
            name = "x" if trace.get("orientation") == "h" else "y"
            drawn = [v for v in values(trace[name]) if v is not None and not is_day(v)]
            assert {round(number(value), 4) for value in drawn} <= held, (scene.id, trace)
            looked_at += len(drawn)
    assert looked_at > 60


def test_the_workbook_holds_the_same_as_numbers(taken: Taken) -> None:
    sheets = list(taken.sheets.values())[1:]  # after the cover
    for scene, sheet in zip(taken.scenes, sheets, strict=False):
        cells = numbers_of(sheet)
        for big in scene.bigs:
            if NUMBER.fullmatch(big.value):
                assert float(big.value.replace(",", "").replace("\u2212", "-")) in cells
        if scene.evidence is None:
            continue
        for column in scene.evidence.table.get_columns():
            if column.dtype.is_numeric():
                wanted = {round(float(each), 6) for each in column.drop_nulls().to_list()}
                assert wanted - {float("nan")} <= cells, (scene.id, column.name)
    for scene in taken.scenes:
        assert scene.headline in taken.texts
    assert any(taken.source.line in text for text in taken.texts)


def test_the_circular_is_made_of_the_verdicts_of_the_front_page(taken: Taken) -> None:
    said = circular.markdown(taken.circular)
    answer = short_answer(taken.choice)
    assert letters.plain(answer.lead) in said
    assert letters.plain(answer.rest) in said
    for item in attention.items(taken.choice):
        if item.kind in ("better", "worse", "check"):
            assert letters.plain(item.words) in said
    document = Document(io.BytesIO(circular.word(taken.circular)))
    assert "".join(each.text for each in document.paragraphs) == re.sub(
        r"\n+|^# |\*\*|^> ", "", said, flags=re.MULTILINE
    )


def test_a_page_and_the_lists_by_unit_are_workbooks(taken: Taken) -> None:
    page = forms.of_page("complaints", taken.choice, taken.source)
    sheets, texts = opened(page.content)
    assert len(sheets) > 8
    assert any("热点" in text for text in texts)
    by_unit = lists.by_unit(taken.choice)
    made = forms.of_lists(taken.choice, taken.source)
    assert made.name.endswith(".zip")
    assert len(by_unit) > 80
    assert list(by_unit) == sorted(by_unit)
    for sheets_of_unit in by_unit.values():
        for table in sheets_of_unit.values():
            assert table.height > 0


def test_the_command_line_writes_all_forms(
    taken: Taken,
    demo_warehouse: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("--month", "2026-10", "--warehouse", demo_warehouse, "--out", tmp_path / "out")
    monkeypatch.setattr(sys, "argv", ["dashboard", "brief", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main()
    logging.disable(logging.NOTSET)
    assert not end.value.code
    written = {path.suffix: path for path in (tmp_path / "out").iterdir()}
    assert set(written) == {".zip", ".docx", ".md", ".pptx", ".xlsx"}
    assert set(capsys.readouterr().out.split()) == set(map(str, written.values()))
    slides = Presentation(str(written[".pptx"])).slides
    assert [words_of(slide) for slide in slides] == [words_of(slide) for slide in taken.slides]
    assert written[".md"].read_text("utf-8") == circular.markdown(taken.circular)
