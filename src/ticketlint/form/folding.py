"""A label or choice in, what is left of it when case, blanks, hyphens and underscores do not count, out."""

from __future__ import annotations

import re
import unicodedata

_GAPS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return the letters and digits of a text in one case and one normal form."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _GAPS.sub("", text.casefold())
