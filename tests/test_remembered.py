"""What is kept of an answer, and for whom."""

import pytest

from dashboard import answers, texts, theme
from dashboard.answers import remembered


@pytest.fixture(autouse=True)
def _snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_stamp", lambda: ("here", 1, 0))


def test_a_figure_is_made_once_for_every_language_and_light() -> None:
    made = []

    @remembered
    def doubled(n: int) -> int:
        made.append(n)
        return 2 * n

    for lang in texts.LANGUAGES:
        with texts.spoken_in(lang), theme.drawn_as("dark"):
            assert (doubled(3), doubled(4)) == (6, 8)
    assert made == [3, 4]


def test_a_sentence_is_made_once_a_language_a_drawing_once_a_light() -> None:
    made = []

    @remembered
    def sentence() -> str:
        made.append("sentence")
        return texts.t("frame.brand_without_data")

    @remembered
    def drawing() -> tuple[str, str]:
        made.append("drawing")
        return sentence(), theme.palette().kind

    seen = set()
    for lang in (*texts.LANGUAGES, *texts.LANGUAGES):
        with texts.spoken_in(lang):
            sentence()  # kept already when the drawing asks for it
            for kind in ("light", "dark"):
                with theme.drawn_as(kind):
                    seen.add(drawing())
    assert len(seen) == 4
    assert (made.count("sentence"), made.count("drawing")) == (2, 4)


def test_what_asks_for_more_the_second_time_is_kept_apart_from_then_on() -> None:
    @remembered
    def fitting() -> str:
        return texts.language() if theme.kind() == "dark" else "alike"

    found = []
    for lang in texts.LANGUAGES:
        for kind in ("light", "dark", "light", "dark"):
            with texts.spoken_in(lang), theme.drawn_as(kind):
                found.append(fitting())
    assert found == ["alike", "zh"] * 2 + ["alike", "en"] * 2
