"""Lines of a mail in, its zones out: what the sender wrote himself, what he answers to, what he passes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ticketlint.body import Line
from ticketlint.body.quotes import FORWARD_MARK, REPLY_MARK, header_kind, is_attribution

SegmentKind = Literal["own", "reply", "forward"]
_GAP = 2  # blank lines that may stand between an attribution and what it introduces


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of lines from one hand. `own` is the sender's, with marked quotes still in it (`depth`)."""

    kind: SegmentKind
    lines: tuple[Line, ...]
    quotes: bool = False  # whether marked quotes in it are known to be somebody else's words


def segments(
    lines: Sequence[Line], label: Callable[[str], str | None], stop_at: Sequence[str] = ()
) -> tuple[Segment, ...]:
    """Part a mail at header lines that clients repeat above an answered or forwarded mail.

    `label` names the field whose label a line begins with: such a line is never a client's header line.
    `stop_at` are a desk's own marks: nothing at or below such a line counts.
    """
    lines = list(lines)[: _stop(lines, stop_at)]
    parts: list[Segment] = []
    kind: SegmentKind = "own"
    start = index = 0
    dropped: set[int] = set()
    attributed = False
    while index < len(lines):
        found = _boundary(lines, index, label)
        if found is None:
            length = _attribution(lines, index)
            if length:
                attributed = True
                dropped.update(range(index, index + length))
                after = _next_filled(lines, index + length)
                index += length
                if (
                    after is not None
                    and lines[after].depth <= lines[index - 1].depth
                    and not _quotes_follow(lines, after)
                ):
                    parts.append(_segment(kind, lines, start, index, dropped, attributed))
                    kind, start = "reply", index
                continue
            index += 1
            continue
        next_kind, head = found
        if kind == "own" and _inside_the_form(lines, index, head, label):
            index = head
            continue
        parts.append(_segment(kind, lines, start, index, dropped, attributed))
        kind = next_kind
        start = index = head
    parts.append(_segment(kind, lines, start, len(lines), dropped, attributed))
    return tuple(_content_marks(part, label) if not part.quotes else part for part in parts)


def _segment(
    kind: SegmentKind, lines: Sequence[Line], start: int, end: int, dropped: set[int], attributed: bool
) -> Segment:
    kept = tuple(lines[index] for index in range(start, end) if index not in dropped)
    if kind != "own" and kept:  # a forwarded mail may be quoted as a whole: its own depth is the ground
        ground = min((line.depth for line in kept if line.text.strip()), default=0)
        if ground:
            kept = tuple(_raised(line, ground) for line in kept)
    return Segment(kind, kept, attributed)


def _raised(line: Line, by: int) -> Line:
    return replace(line, depth=max(0, line.depth - by))


def _inside_the_form(lines: Sequence[Line], start: int, end: int, label: Callable[[str], str | None]) -> bool:
    """Whether what looks like another mail's beginning stands in free text of a form that goes on below it."""
    above = {name for line in lines[:start] if (name := label(line.text))}
    if len(above) < 3:
        return False
    below = {name for line in lines[end:] if (name := label(line.text))}
    return bool(below) and not below & above


def _names_a_time(lines: Sequence[Line]) -> bool:
    return any(_TIME.search(line.text) for line in lines)


_TIME = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d")


def _stop(lines: Sequence[Line], marks: Sequence[str]) -> int:
    """Return the index of the first line at which a desk's mark begins, across wraps and quote marks."""
    wanted = ["".join(mark.split()).casefold() for mark in marks]
    if not any(wanted):
        return len(lines)
    for index in range(len(lines)):
        joined = "".join("".join(line.text.split()) for line in lines[index : index + 4]).casefold()
        if any(mark and joined.startswith(mark) for mark in wanted):
            return index
        first = "".join(lines[index].text.split()).casefold()
        if any(mark and mark in first for mark in wanted):
            return index
    return len(lines)


def _boundary(lines: Sequence[Line], index: int, label: Callable[[str], str | None]) -> tuple[SegmentKind, int] | None:
    """Return what begins at this line, and the index of its first line below the header lines."""
    text = lines[index].text
    if not text.strip():
        return None
    kind: SegmentKind | None = None
    at = index
    if FORWARD_MARK.match(text):
        kind, at = "forward", index + 1
    elif REPLY_MARK.match(text):
        kind, at = "reply", index + 1
    head = _header_block(lines, at, label, marked=kind is not None)
    if head is None:
        return (kind, at) if kind else None
    return kind or "reply", head


def _header_block(lines: Sequence[Line], at: int, label: Callable[[str], str | None], *, marked: bool) -> int | None:
    """Return the index below a block of repeated header lines that begins here; None where there is none."""
    while marked and at < len(lines) and not lines[at].text.strip():
        at += 1
    first = header_kind(lines[at].text) if at < len(lines) else None
    if first is None or (not marked and (first not in {"from", "date"} or label(lines[at].text))):
        return None
    kinds: list[str] = []
    end = at
    misses = blanks = 0
    for index in range(at, min(at + 24, len(lines))):
        text = lines[index].text
        kind = header_kind(text)
        if kind is not None and (marked or not label(text)):
            if kind in kinds and kind not in {"to", "cc"}:
                break
            kinds.append(kind)
            end, misses = index + 1, 0
        elif not text.strip():
            blanks += 1
            if len(set(kinds)) >= 3 or blanks > 8 or not _header_next(lines, index):
                break
        elif label(text):
            break
        else:
            misses += 1  # a folded list of addresses
            if misses > 3 or not _header_next(lines, index, within=3):
                break
    if len(set(kinds)) >= (2 if marked else 3) and "from" in kinds:
        return end
    return None


def _header_next(lines: Sequence[Line], index: int, within: int = 2) -> bool:
    return any(header_kind(line.text) is not None for line in lines[index + 1 : index + 1 + within])


_MAYBE_ATTRIBUTION = re.compile(r"[:：]\s*$")


def _attribution(lines: Sequence[Line], index: int) -> int:
    """Return over how many lines an attribution runs that begins here; 0 where none does."""
    if not lines[index].text.strip():
        return 0
    for length in (1, 2, 3, 4):
        if index + length > len(lines):
            break
        last = lines[index + length - 1].text
        if not last.strip():
            break
        if _MAYBE_ATTRIBUTION.search(last):
            joined = " ".join(line.text.strip() for line in lines[index : index + length])
            if not is_attribution(joined):
                return 0
            after = _next_filled(lines, index + length)
            follows = after is not None and lines[after].depth > lines[index].depth
            return length if follows or "@" in joined or length == 1 else 0
    return 0


def _quotes_follow(lines: Sequence[Line], after: int) -> bool:
    return any(line.depth > 0 for line in lines[after : after + 3])


def _next_filled(lines: Sequence[Line], index: int) -> int | None:
    for candidate in range(index, min(index + _GAP + 1, len(lines))):
        if lines[candidate].text.strip():
            return candidate
    return None


def _content_marks(segment: Segment, label: Callable[[str], str | None]) -> Segment:
    """Give `>` back to lines that nobody quotes: a stack trace or a shell's prompt inside the sender's own form."""
    lines = list(segment.lines)
    if not any(line.depth for line in lines):
        return segment
    seen_label = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.depth:
            seen_label = seen_label or label(line.text) is not None
            index += 1
            continue
        end = index
        while end < len(lines) and (lines[end].depth or not lines[end].text.strip()):
            end += 1
        if seen_label and not any(label(each.text) for each in lines[index:end]):
            for at in range(index, end):
                each = lines[at]
                if each.depth:
                    lines[at] = replace(each, text=each.marks + each.text, marks="", depth=0)
        index = end
    return Segment(segment.kind, tuple(lines), segment.quotes)
