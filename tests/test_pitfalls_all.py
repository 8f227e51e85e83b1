"""Every pitfall of the list has its test, or a reason why it has none yet."""

from __future__ import annotations

import re
from pathlib import Path

COUNTS = {"A": 40, "B": 16, "C": 12, "D": 24, "E": 22, "F": 10, "G": 7, "H": 10, "I": 6, "J": 8, "K": 10}
ROWS = {f"{section}{number}" for section, count in COUNTS.items() for number in range(1, count + 1)}
OUT_OF_SCOPE: dict[str, str] = {}
PARTLY = {
    "I4": "nothing drops a second copy of a message on demand yet; that none is dropped in silence is tested",
    "K4": "no mail is answered yet; that a mail with a null return path is automatic is tested",
}


def rows_with_a_test() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_pitfalls_*.py"))
    return {row for source in sources for row in re.findall(r"^def test_pitfall_([A-K]\d+)_", source, re.MULTILINE)}


def test_every_row_is_a_test_or_has_a_reason() -> None:
    assert len(ROWS) == 165
    assert rows_with_a_test() | OUT_OF_SCOPE.keys() == ROWS
    assert not rows_with_a_test() & OUT_OF_SCOPE.keys()


def test_what_is_tested_in_part_is_rows_with_a_test() -> None:
    assert rows_with_a_test() >= PARTLY.keys()
