"""Every scene of a meeting on the demo city: what the wall shows, what is said, what is kept."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboard import answers, texts
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.measured import by_month as course_of
from dashboard.measured import latest
from dashboard.pictures.overview import bridge
from dashboard.pictures.satisfaction import groups
from dashboard.scenes import Scene, build, content, listed, wall, worded
from dashboard.scenes.playlist import DEFAULT
from dashboard.scenes.registry import OF_PAGES
from dashboard.texts import numbers
from tests.pages.city import ROOT, without

CITY = Filters(unit_id="990100000000", month=date(2026, 10, 1))
LEAST = 24  # px of any text
FORBIDDEN = ("排名第", "倒数", "垫底", "最差", "落后", "严重", "！")
SHOWN = re.compile(r"picture\.show\(\s*\"(\w+)\"|workbook\.show\(\s*\"(\w+)\"")
PAGES = ("overview", "small_cases", "complaints", "unit_profile", "promises", "data_quality")


@pytest.fixture(scope="module")
def city(demo_warehouse: Path) -> Path:
    answers.hold(demo_warehouse)
    return demo_warehouse


@pytest.fixture(scope="module")
def scenes(city: Path) -> dict[str, Scene]:
    """Every known scene in Chinese."""
    return {scene_id: build.scene(scene_id, CITY) for scene_id in build.known()}


@pytest.fixture(scope="module")
def english(scenes: dict[str, Scene]) -> dict[str, Scene]:
    """The nine of a meeting in English."""
    with texts.spoken_in("en"):
        return {scene_id: build.scene(scene_id, CITY) for scene_id in DEFAULT}


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_a_page_shows_can_be_a_scene(page: str) -> None:
    source = (ROOT / "dashboard" / "pages" / f"{page}.py").read_text("utf-8")
    names = {one or other for one, other in SHOWN.findall(source)}
    assert names
    assert names <= set(OF_PAGES[page])


def test_every_scene_has_a_name_in_both_languages() -> None:
    for lang in texts.LANGUAGES:
        with texts.spoken_in(lang):
            assert all(build.title(scene_id) for scene_id in build.known())


def test_every_scene_has_a_headline_and_one_content(scenes: dict[str, Scene]) -> None:
    for scene_id, scene in scenes.items():
        assert (scene.id, scene.choice) == (scene_id, scene.choice)
        held = [scene.figure is not None, scene.table is not None, bool(scene.state)]
        assert sum(held) == 1, scene_id
        assert scene.headline, scene_id
        assert wall.ems(scene.headline) <= worded.WIDEST, scene_id
        assert wall.ems(scene.subtitle) <= worded.SUBTITLE["zh"], scene_id
        assert scene.page == build.known()[scene_id]


@pytest.mark.parametrize("scene_id", DEFAULT)
def test_the_nine_fit_the_wall(
    scene_id: str, scenes: dict[str, Scene], english: dict[str, Scene]
) -> None:
    assert wall.ems(scenes[scene_id].headline) <= worded.LONGEST
    assert wall.ems(english[scene_id].headline) <= worded.MOST
    for scene in (scenes[scene_id], english[scene_id]):
        assert scene.question
        assert not re.search("[\u4e00-\u9fff]", scene.question) or scene is scenes[scene_id]


def sizes(figure: go.Figure) -> Iterator[float]:
    """Every size of letters that is said anywhere, and the one that holds where none is."""
    told = figure.to_plotly_json()

    def inside(node: object, name: str) -> Iterator[float]:
        if isinstance(node, dict):
            for key, value in node.items():
                if name.endswith("font") and key == "size":
                    yield from value if isinstance(value, list | tuple) else [float(value)]
                else:
                    yield from inside(value, key)
        elif isinstance(node, list | tuple):
            for value in node:
                yield from inside(value, name)

    yield from inside({k: v for k, v in told["layout"].items() if k != "template"}, "layout")
    yield from inside(told["data"], "data")
    yield float(figure.layout.font.size or figure.layout.template.layout.font.size)
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        is_written = axis.visible is not False
        yield (
            float(axis.tickfont.size or figure.layout.template.layout.xaxis.tickfont.size)
            if (is_written)
            else LEAST
        )


def test_no_text_of_a_picture_is_small_and_nothing_waits_for_a_pointer(
    scenes: dict[str, Scene], english: dict[str, Scene]
) -> None:
    for scene in (*scenes.values(), *english.values()):
        if scene.figure is not None:
            assert min(sizes(scene.figure)) >= LEAST, scene.id
            assert scene.figure.layout.hovermode is False, scene.id
            assert not any(trace.customdata for trace in scene.figure.data), scene.id


def test_the_figures_on_the_wall_are_those_of_the_desk(scenes: dict[str, Scene]) -> None:
    desk = bridge.picture(CITY).figure
    assert desk is not None
    drawn = scenes["stock"].figure
    assert drawn is not None
    assert list(drawn.data[0].y) == list(desk.data[0].y)
    assert [note.text for note in drawn.layout.annotations] == [
        note.text for note in desk.layout.annotations
    ]
    words = {note.text for note in scenes["told"].figure.layout.annotations}  # type: ignore[union-attr]
    for rate in groups.notice_rates(CITY).values():
        assert rate is not None
        margin = numbers.interval(rate.value, rate.low, rate.high)
        assert f"<b>{numbers.rate(rate.value)}</b>{margin}" in words
    figures = scenes["figures"].bigs
    assert len(figures) == 5
    now = latest(course_of("CAS04", CITY), CITY)
    assert now is not None
    assert figures[2].value == numbers.count(now.value)


def test_a_course_ends_where_its_figure_is_of(scenes: dict[str, Scene]) -> None:
    """A cohort still ripening is no fall."""
    drawn = scenes["figures"].figure
    now = latest(course_of("CAS02", CITY), CITY)
    assert drawn is not None
    assert now is not None
    last = [trace for trace in drawn.data if trace.xaxis == "x4" and trace.mode == "markers"]
    assert [(trace.x[0], trace.y[0]) for trace in last] == [(now.month, now.value)]


@pytest.mark.parametrize("scene_id", DEFAULT)
def test_what_is_said_takes_a_minute_and_ends_with_the_question(
    scene_id: str, scenes: dict[str, Scene], english: dict[str, Scene]
) -> None:
    scene = scenes[scene_id]
    assert 140 <= len(scene.script) <= worded.SPOKEN["zh"]
    assert scene.script.endswith(f"请各位定：{scene.question}")
    assert not [word for word in FORBIDDEN if word in scene.script + scene.headline]
    assert "**" not in scene.script
    assert 380 <= len(english[scene_id].script) <= worded.SPOKEN["en"]


def test_a_scene_is_read_again_as_it_was_written(
    scenes: dict[str, Scene], english: dict[str, Scene]
) -> None:
    for scene in (*scenes.values(), *english.values()):
        text = content.written(scene)
        again = content.read(text)
        assert content.written(again) == text, scene.id
        assert (again.headline, again.bigs, again.choice) == (
            scene.headline,
            tuple(scene.bigs),
            scene.choice,
        )
        if scene.evidence is not None:
            assert again.evidence is not None
            assert again.evidence.table.equals(scene.evidence.table), scene.id


def test_without_data_a_scene_says_what_is_not_connected(city: Path, tmp_path: Path) -> None:
    gone = ("survey_answers", "survey_cells", "indicator_months", "data_months")
    poor = without(city, tmp_path / "poor", *gone)
    answers.hold(poor)
    try:
        for scene_id in DEFAULT:
            assert build.scene(scene_id, CITY).headline
        scene = build.scene("told", CITY)
        assert scene.state.startswith("未接入")
        assert scene.figure is None
        assert not scene.bigs
        asked = build.scene("decisions", CITY).table
        assert asked is not None
        assert scene.question not in {row[1].words for row in asked.rows}
    finally:
        answers.hold(city)


def test_a_unit_below_the_whole_is_named(scenes: dict[str, Scene]) -> None:
    branch = build.scene("stock", CITY.but(unit_id="990121000000"))
    assert re.match(r"\S+ · ", branch.subtitle)
    assert " · " not in scenes["stock"].subtitle


def test_a_conclusion_is_parted_at_a_mark() -> None:
    assert worded.fitted("存量少了 673 起", "副题") == ("存量少了 673 起", "副题")
    long = "走访四步：计划 100 户，见到 71，说上话 58，办成事 9，还要再走访"
    head, rest = worded.fitted(long, "口径；点击看清单")
    assert wall.ems(head) <= worded.LONGEST
    assert (head + "，" + rest).replace("；口径", "") == long


def test_a_list_becomes_a_table_of_words_and_coloured_words() -> None:
    body = (
        '<div class="lines"><div class="line"><span class="grow">甲&amp;乙</span>'
        '<b class="figure">88.4%</b><span class="tag watch">▲ 关注</span></div></div>'
    )
    table = listed.table(body)
    assert table is not None
    assert [(cell.words, cell.tag) for cell in table.rows[0]] == [
        ("甲&乙", ""),
        ("88.4%", ""),
        ("▲ 关注", "watch"),
    ]
    assert listed.table(Picture("nothing").body) is None
