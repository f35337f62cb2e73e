"""Headlines that fit the wall in one line, and what is said in 40 to 60 seconds."""

import re
from collections.abc import Sequence

from dashboard.scenes.wall import ems
from dashboard.texts import t

LONGEST = 26  # Chinese characters of 60 px in one line
WIDEST = 34  # of 52 px
_BREAKS = re.compile(r"(?<=[；;。])|(?<=[，：])|(?<=[,:]\s)|(?<=\.\s)")
_STRAY = "，：；。,:;. "


def fitted(conclusion: str, subtitle: str = "") -> tuple[str, str]:
    """The conclusion as a headline of at most 26 characters where it can be parted at a mark;
    the rest of it stands before the subtitle."""
    said = conclusion.strip().rstrip("。.")
    if ems(said) <= LONGEST:
        return said, subtitle
    parts = [part for part in _BREAKS.split(said) if part]
    for most in (LONGEST, WIDEST):
        kept = _leading(parts, most)
        if kept:
            rest = "".join(parts[kept:]).strip()
            head = "".join(parts[:kept]).strip().rstrip(_STRAY)
            return head, joined((rest, subtitle))
    return said, subtitle


def _leading(parts: Sequence[str], most: int) -> int:
    """How many of the first parts fit together."""
    kept = 0
    while kept < len(parts) and ems("".join(parts[: kept + 1]).rstrip(_STRAY)) <= most:
        kept += 1
    return kept


def joined(parts: Sequence[str]) -> str:
    """Half sentences with the mark of the language between them."""
    said = [part.strip().rstrip(_STRAY) for part in parts if part.strip()]
    return t("scenes.semicolon").join(said)


def sentences(parts: Sequence[str]) -> str:
    """Whole sentences, each ended by its own mark."""
    said = [part.strip().rstrip(_STRAY) for part in parts if part.strip(_STRAY)]
    return "".join(t("scenes.sentence", words=words) for words in said).strip()


def script(parts: Sequence[str], question: str) -> str:
    """讲稿: conclusion, evidence, cause or caution, and what the meeting is asked to decide."""
    return f"{sentences(parts)}{t('scenes.asked', question=question)}"
