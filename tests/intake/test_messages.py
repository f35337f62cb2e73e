"""Every message and every reason of the intake is written in both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest

from data.texts import LANGUAGES, has, t

SOURCE = Path(__file__).parents[2] / "data" / "intake"
CODE = "\n".join(path.read_text("utf-8") for path in sorted(SOURCE.glob("*.py")))
ERRORS = sorted(set(re.findall(r'"(intake\.\w+)"', CODE)))
RULES = sorted(set(re.findall(r'"((?:not_a|not_yes|ragged)_\w+)"', CODE)))


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(
    "key", [f"error.{key}" for key in ERRORS] + [f"rules.{key}" for key in RULES]
)
def test_texts(key: str) -> None:
    assert len(ERRORS) > 15 and len(RULES) == 5
    assert all(has(key, language) for language in LANGUAGES)
    assert holes(t(key, "zh")) == holes(t(key, "en"))


def test_no_message_is_left_over() -> None:
    written = re.findall(
        r"^(\w+) = ", (SOURCE.parent / "texts" / "intake.zh.toml").read_text("utf-8"), re.M
    )
    used = {key.removeprefix("intake.") for key in ERRORS} | set(RULES) | {"blank", "example"}
    assert set(written) == used
