"""A text in, the boxes that are drawn in it out, each with its label and whether it is ticked."""

from __future__ import annotations

from ticketlint.regexp import regexp

_MARK = r"(?:\[\s{0,20}([xX✓✔✗✘*+•●oO0-]?)\s{0,20}\]|\([ _]{0,20}([oOxX*✓✔•●+]?)[ _]{0,20}\)|([☐□◻◯○☑☒■◼✓✔✗✘●◉🗹🗸]))"
_BOX = regexp(rf"^[ \t]*(?:[-*•+]\s+)?{_MARK}[ \t]*(.*)$")
_NEXT = r"\[\s{0,20}[xX✓✔✗✘*+•●oO0-]?\s{0,20}\]|\([ _]{0,20}[oOxX*✓✔•●+]?[ _]{0,20}\)|[☐□◻◯○☑☒■◼✓✔✗✘●◉🗹🗸]"
_BOXES = regexp(rf"{_MARK}[ \t]*((?:(?!{_NEXT}).)*)")
_TICKED = frozenset("xX✓✔✗✘☑☒■◼●◉*+🗹🗸")


def boxes(text: str) -> list[tuple[bool, str]] | None:
    """Return the boxes of a list of checkboxes, one a line, each with whether it is ticked; None where none are."""
    lines = [line for line in text.split("\n") if line.strip()]
    marks = [mark for line in lines for mark in _BOXES.finditer(line)]
    if not marks or not all(_BOX.match(line) for line in lines):
        return _boxes_behind(lines)
    return [
        (bool(mark.group(2)) or (mark.group(1) or mark.group(3) or " ") in _TICKED, mark.group(4).strip(" ,;|/"))
        for mark in marks
    ]


def _boxes_behind(lines: list[str]) -> list[tuple[bool, str]] | None:
    """Return the boxes of a line that has them behind their labels: `1 [ ]  2 [x]  3 [ ]`."""
    line = lines[0] if len(lines) == 1 else ""
    found = list(_BEHIND.finditer(line))
    if len(found) < 2 or _BEHIND.sub("", line).strip(" ,;|/"):
        return None
    return [(bool(match[2] or match[3] or match[4]), match[1].strip(" \t,;|/")) for match in found]


_BEHIND = regexp(r"([^\[\]()☐☑☒]{1,40}?)(?:\[[ \t]?([xX✓✔*])?[ \t]?\]|\([ \t]?([xX✓✔*])?[ \t]?\)|☐|([☑☒]))")


def without_unticked(text: str) -> str:
    """Return a text without the boxes in it that nobody ticked, where other lines of it have no box."""
    lines = text.split("\n")
    drawn = [line for line in lines if _BOX.match(line)]
    if not drawn:
        return text
    kept: list[str] = []
    dropped = False
    for line in lines:
        box = _BOX.match(line)
        if box is None:
            dropped = dropped and line[:1] in " \t" and _ITEM.match(line) is None  # its wrapped-off end
        else:
            dropped = not any(on for on, _ in boxes(line) or ())
        if not dropped:
            kept.append(line if box is None else ticked(line) or "")
    return "\n".join(kept)


_ITEM = regexp(r"\s*(?:[-*+•‣▪◦·]\s|\d{1,2}[.)]\s)")


def ticked(text: str) -> str | None:
    """Return the labels of the ticked boxes of a list of checkboxes, one a line; None where there are no boxes."""
    found = boxes(text)
    return None if found is None else "\n".join(label for on, label in found if on)
