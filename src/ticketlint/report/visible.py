"""Foreign text in, text for a terminal out: nothing hidden, nothing obeyed, measured in cells."""

from __future__ import annotations

from ticketlint.regexp import regexp

TAB = "    "
# What a terminal obeys, what changes the order of reading, and what takes no room yet changes the meaning.
# The joiners U+200C and U+200D stay: Persian and emoji are written with them.
_HARMFUL = regexp(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# A line that begins so is a command to GitHub's runner: a file may be called so.
_COMMAND = regexp(r"(?m)^([^\S\n]*):(?=:\w)")


def visible(text: str, tab: str = " ") -> str:
    """Return the text with every control character shown instead of sent, on one line."""
    if "##[" in text:
        text = text.replace("##[", r"##\x5b")  # GitHub's runner looks for this old form anywhere in a log
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(lambda match: _shown(match[0], tab), text)


def harmless(lines: str) -> str:
    """Return whole lines that are made of visible parts, without one that a CI system takes for a command."""
    if "##[" in lines:
        lines = lines.replace("##[", r"##\x5b")  # parts of it may have met
    return _COMMAND.sub(r"\1\\x3a", lines) if "::" in lines else lines


def _shown(character: str, tab: str) -> str:
    number = ord(character)
    if character == "\t":
        return tab
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "\u2421"
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def cells(text: str) -> int:
    """Return how many terminal cells the text takes: two for a CJK character, none for a combining mark."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - only text beyond ASCII pays for the tables

    return cell_len(text)


def cut(text: str, width: int, *, more: bool = False) -> str:
    """Return the beginning of the text that fits, with an ellipsis where something is left out (or `more` follows)."""
    if len(text) <= 4 * width and not more and cells(text) <= width:
        return text
    return _fitting(text, width - 1) + "…" if width > 0 else ""


def cut_left(text: str, width: int, *, more: bool = False) -> str:
    """Return the end of the text that fits, with an ellipsis in front where something is left out."""
    if len(text) <= 4 * width and not more and cells(text) <= width:
        return text
    kept = _fitting(text[: -4 * width - 1 : -1], width - 1)[::-1]
    while kept and not cells(kept[0]):  # a mark whose letter was cut off
        kept = kept[1:]
    return "…" + kept if width > 0 else ""


def pad(text: str, width: int) -> str:
    """Return the text cut or filled up to exactly so many cells."""
    short = cut(text, width)
    return short + " " * (width - cells(short))


def _fitting(text: str, width: int) -> str:
    taken = 0
    for index, character in enumerate(text[: 4 * width]):  # marks take no cells, and there may be a million
        taken += cells(character)
        if taken > width:
            return text[:index]
    return text[: 4 * width] if width > 0 else ""


def window(line: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """Show a line around the characters from `start` to `end` (from 0) in at most `width` cells.

    Returns what is shown, how many cells stand before the marked characters, and how many these take.
    """
    start = min(max(start, 0), len(line))
    end = min(max(end, start), len(line))
    mark = visible(line[start : min(end, start + width)], TAB)
    before = visible(line[max(0, start - width) : start], TAB)
    after = visible(line[end : end + width], TAB)
    cut_before, cut_mark, cut_after = start > width, end > start + width, len(line) > end + width
    mark = cut(mark, max(1, width * 2 // 3), more=cut_mark)
    room = width - cells(mark)
    after = cut(after, max(room // 2, room - cells(before)), more=cut_after)
    before = cut_left(before, room - cells(after), more=cut_before)
    return before + mark + after, cells(before), cells(mark)
