"""Every template of the words can be said, in both languages, and its headline fits a scene."""

import re
from string import Formatter

import pytest

from dashboard import texts
from dashboard.texts import every
from dashboard.verdicts import say

TEMPLATES = sorted(
    {key.split(".")[1] for key in every("zh") if re.match(r"verdict\.V\d.*\.headline$", key)}
)
IDS = {
    "V1", "V1b", "V2", "V2b", "V3", "V4", "V4b", "V5", "V5b", "V5c", "V6", "V6b", "V7", "V7b",
    "V7c", "V7d", "V8", "V9", "V10", "V11", "V12", "V13", "V14",
}  # fmt: skip
LONGEST = 24  # Chinese characters of a headline, its figures and names apart


def holes(template: str, lang: str) -> dict[str, str]:
    said = every(lang)
    both = said[f"verdict.{template}.headline"] + said[f"verdict.{template}.sentence"]
    return {name: "…" for _, name, _, _ in Formatter().parse(both) if name}


def test_every_template_of_the_words_is_there() -> None:
    assert {template.partition("_")[0] for template in TEMPLATES} == IDS


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_it_can_be_said(template: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "language", lambda: lang)
    verdict = say(template, "note", **holes(template, lang))
    assert verdict.template in IDS
    assert "{" not in verdict.headline + verdict.sentence
    assert verdict.sentence.endswith(("。", ".", "…", ")", "）"))
    if lang == "zh":
        assert len(verdict.headline) <= LONGEST
