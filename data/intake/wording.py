"""How texts of files are compared."""

import re
import unicodedata

from data.traditional import simplified


def plain(header: str) -> str:
    """A header or label as it is compared: width, case, spaces and marks like * ( ) ignored.

    Traditional characters are the simplified ones.
    """
    text = simplified(unicodedata.normalize("NFKC", header).casefold())
    return re.sub(r"[\s_*\-:：/()（）\[\]【】.、,，]+", "", text)


def spelling(text: str) -> str:
    """A value as it is compared: width, case and spaces ignored."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
