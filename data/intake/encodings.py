"""Which encoding a file is in, told from its bytes."""

import codecs
from collections.abc import Sequence

from charset_normalizer import from_bytes

# How many characters of a sample are weighed; more adds nothing but time.
WEIGHED = 20_000
# Real text has nine tenths of its characters in the common list; accented letters have few.
LEAST_COMMON = 0.3
WESTERN = ["cp1252", "latin_1"]


def detect(samples: Sequence[bytes]) -> str | None:
    """The codec for the samples; "ascii" while nothing else shows; None where none fits.

    Samples begin and end at line ends, so no character is cut (a line end is never the second
    byte of a character in any of these encodings but UTF-16, which its mark or zeros tell).
    """
    head = samples[0] if samples else b""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in head:
        return _utf_16(head)
    if all(sample.isascii() for sample in samples):
        return "ascii"
    if _fits(samples, "utf-8"):
        return "utf-8"
    fitting = [codec for codec in ("gb18030", "cp950", "big5hkscs") if _fits(samples, codec)]
    best = max(fitting, key=lambda codec: _commonness(samples, codec), default=None)
    if best is None or _commonness(samples, best) < LEAST_COMMON:
        return _western(samples) or best
    return best


def _fits(samples: Sequence[bytes], codec: str) -> bool:
    try:
        for sample in samples:
            sample.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _utf_16(head: bytes) -> str | None:
    """UTF-16 without a mark: every ASCII character has a zero beside it, always on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 8 * min(even, odd) + 1 or max(even, odd) < len(head) // 40:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _commonness(samples: Sequence[bytes], codec: str) -> float:
    """Share of the Chinese characters that stand in the codec's own list of common ones.

    GB 2312 and Big5 both put the common characters first. Text of the one read as the other
    decodes without an error but falls outside: a third to a half stays in, against nearly all.
    """
    common = total = 0
    for sample in samples:
        for character in sample.decode(codec)[:WEIGHED]:
            if character < "\x80":
                continue
            total += 1
            common += _is_common(character.encode(codec), codec)
    return common / total if total else 0.0


def _is_common(code: bytes, codec: str) -> bool:
    if len(code) != 2:
        return False
    first, second = code
    if 0xA1 <= first <= 0xA3:  # punctuation and full-width letters, in both
        return second >= 0xA1 or codec != "gb18030"
    if codec == "gb18030":
        return 0xB0 <= first <= 0xD7 and second >= 0xA1
    return 0xA4 <= first <= 0xC6


def _western(samples: Sequence[bytes]) -> str | None:
    """One of the western single-byte encodings, where letters with accents are few."""
    whole = b"\n".join(samples)
    if sum(byte > 0x7F for byte in whole) > len(whole) // 10:
        return None
    best = from_bytes(whole, cp_isolation=WESTERN).best()
    return best.encoding if best is not None and _fits(samples, best.encoding) else None
