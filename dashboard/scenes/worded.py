"""Headlines that fit the wall in one line, and what is said in 40 to 60 seconds."""

import re
from collections.abc import Iterable, Sequence

from dashboard import texts
from dashboard.answers import snapshot
from dashboard.scenes.wall import ems
from dashboard.texts import dates, t

LEAST, LONGEST = 9, 26  # Chinese characters of 60 px in one line
ONE_LINE = {"zh": LONGEST, "en": 34}  # a conclusion in one piece; letters need more room
WIDEST, MOST = 34, 40  # of 52 px, and of the 44 px that are still read from eight metres
SUBTITLE = {"zh": 57, "en": 68}  # of 30 px; letters are a little narrower than thought
SPOKEN = {"zh": 260, "en": 900}  # letters that take a minute
_BREAKS = re.compile(r"(?<=[；;。])|(?<=[，：])|(?<=[,:]\s)|(?<=\.\s)")
_CLAUSES = re.compile(r"(；| · |，|; |, )")
_WHOLE = re.compile(r"(?<=。)|(?<=[.?]\s)")
_ASKED = re.compile("([？?])[。.]")  # a question has its mark already
_STRAY = "，：；。,:;. "


def fitted(conclusion: str, subtitle: str = "") -> tuple[str, str]:
    """The conclusion as a headline of at most 26 characters where it can be parted at a mark;
    the rest of it stands before the subtitle."""
    said = unpointed(conclusion).strip().rstrip("。.")
    clauses = _clauses(unpointed(subtitle))
    if ems(said) <= ONE_LINE[texts.language()]:
        return said, subtitled(clauses)
    parts = [part for part in _BREAKS.split(said) if part]
    for longest in (LONGEST, WIDEST, MOST):
        head, rest = _parted(parts, longest)
        if ems(head) >= LEAST:
            return head, subtitled((rest, *clauses))
        if longest > LONGEST and ems(said) <= longest:
            break
    return said, subtitled(clauses)


def _parted(parts: Sequence[str], longest: float) -> tuple[str, str]:
    """As many of the first parts as fit together, and the others."""
    kept = 0
    while kept < len(parts) and ems("".join(parts[: kept + 1]).rstrip(_STRAY)) <= longest:
        kept += 1
    return "".join(parts[:kept]).strip().rstrip(_STRAY), "".join(parts[kept:]).strip()


def _clauses(subtitle: str) -> list[str]:
    """What a subtitle strings together by dots and semicolons."""
    return [clause for clause in re.split("；| · |; ", subtitle) if clause.strip()]


def unpointed(words: str) -> str:
    """Without the clauses that tell where to click: nobody clicks a wall."""
    marks = t("scenes.pointing").split("|")
    words = re.sub(r"[（(][^（）()]*(?:" + "|".join(marks) + r")[^（）()]*[）)]", "", words)
    first, *rest = _CLAUSES.split(words)
    kept = "" if any(mark in first for mark in marks) else first
    for mark, clause in zip(rest[::2], rest[1::2], strict=True):
        if not any(word in clause for word in marks):
            kept += mark + clause if kept else clause
    return kept


def subtitled(parts: Iterable[str]) -> str:
    """As many of the half sentences, in their order, as one line of 30 px holds."""
    said: list[str] = []
    for part in parts:
        if part.strip() and ems(joined((*said, part))) <= SUBTITLE[texts.language()]:
            said.append(part)
    return joined(said)


def joined(parts: Sequence[str]) -> str:
    """Half sentences with the mark of the language between them."""
    said = [part.strip().rstrip(_STRAY) for part in parts if part.strip()]
    return t("scenes.semicolon").join(said)


def script(parts: Iterable[str], question: str) -> str:
    """讲稿: conclusion, evidence, cause or caution, and what the meeting is asked to decide.

    As many of the sentences, in their order, as a minute holds; common cautions fill what is left
    of it.
    """
    asked = t("scenes.asked", question=question)
    most = SPOKEN[texts.language()] - len(asked)
    cutoff = t("scenes.caution.cutoff", cutoff=dates.cutoff(snapshot().cutoff))
    cautions = (t("scenes.caution.interval"), t("scenes.caution.units"), cutoff)
    said = ""
    for sentence in (*sentences(parts), *sentences(cautions)):
        if sentence not in said and len(said) + len(sentence) <= most:
            said += sentence
    return said + asked


def sentences(parts: Iterable[str]) -> list[str]:
    """Whole sentences, each ended by its own mark."""
    pieces = [piece for part in parts for piece in _WHOLE.split(part)]
    bare = [piece.strip().rstrip(_STRAY) for piece in pieces]
    ended = [t("scenes.sentence", words=words) for words in bare if words]
    return [_ASKED.sub(r"\1", sentence) for sentence in ended]
