"""Lines of a mail in, its zones out: what the sender wrote himself, what he answers to, what he passes on."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ticketlint.body import Line
from ticketlint.body.ends import SIGNATURE
from ticketlint.body.quotes import (
    MARKED,
    before_attribution,
    begins_attribution,
    header_kind,
    is_attribution,
    is_forward_mark,
    is_old_attribution,
    is_reply_mark,
    names_author,
)
from ticketlint.hints import Literal
from ticketlint.record import dataclass, replace
from ticketlint.regexp import regexp

SegmentKind = Literal["own", "reply", "forward"]
_GAP = 4  # blank lines that may stand between an attribution and what it introduces


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of lines from one hand. `own` is the sender's, with marked quotes still in it (`depth`)."""

    kind: SegmentKind
    lines: tuple[Line, ...]
    quotes: bool = False  # whether marked quotes in it are known to be somebody else's words
    author: str | None = None  # whom the header lines above it name


def segments(
    lines: Sequence[Line],
    label: Callable[[str], str | None],
    stop_at: Sequence[str] = (),
    place: Callable[[str], int | None] = lambda _: None,
) -> tuple[Segment, ...]:
    """Part a mail at header lines that clients repeat above an answered or forwarded mail.

    `label` names the field whose label a line begins with: such a line is never a client's header line.
    `stop_at` are a desk's own marks: nothing at or below such a line counts. `place` returns the place in
    the form of the field whose label a line begins with, be it with a typo.
    """
    lines = list(lines)[: _stop(lines, stop_at)]
    dropped: dict[int, Line | None] = {}
    cuts = [_Cut(0, 0, "own"), *_cuts(lines, label, place, dropped), _Cut(len(lines), len(lines), "own")]
    parts: list[Segment] = []
    for cut, following in pairwise(cuts):
        kept = [at for at in range(cut.head, following.at) if dropped.get(at, lines[at]) is not None]
        part = _segment(cut, [dropped.get(at) or lines[at] for at in kept], quotes=bool(dropped))
        first = min((at for at in dropped if cut.head <= at < following.at), default=len(lines))
        parts.append(_content_marks(part, bisect_left(kept, first), label))
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where another mail begins: the index of its first line, that of the first below its header lines, its author."""

    at: int
    head: int
    kind: SegmentKind
    author: str | None = None


def _cuts(
    lines: Sequence[Line],
    label: Callable[[str], str | None],
    place: Callable[[str], int | None],
    dropped: dict[int, Line | None],
) -> Iterator[_Cut]:
    """Yield where other mails begin; put lines that say who wrote a marked quote into `dropped`, or what is left."""
    candidates = list(_candidates(lines, label, dropped))
    places = _places(lines, place) if candidates else []
    at_lines = [index for index, _ in places]
    start = past = 0
    for number, cut in enumerate(candidates):
        if cut.at < past:
            continue
        following = candidates[number + 1].at if number + 1 < len(candidates) else len(lines)
        stop = bisect_left(at_lines, cut.at)
        above = places[max(bisect_left(at_lines, start), stop - _MOST_LABELS) : stop]
        below = places[bisect_left(at_lines, cut.head) : bisect_left(at_lines, _signed(lines, cut.head, following))]
        depths = Counter(lines[index].depth for index, _ in above)
        depth = max(depths, key=depths.__getitem__, default=0)  # where the form's labels stand
        if _goes_on(*([at for index, at in part if lines[index].depth == depth] for part in (above, below))):
            continue
        start = past = cut.head
        yield cut


def _signed(lines: Sequence[Line], start: int, end: int) -> int:
    """Return where a signature begins, or else the end: what stands in it goes on with no form."""
    return next(
        (at for at in range(start, end) if lines[at].text[:1] in _DASHES and SIGNATURE.match(lines[at].text)), end
    )


_DASHES = frozenset("-—")
_MOST_LABELS = 200  # above a cut that are looked at


def _candidates(
    lines: Sequence[Line], label: Callable[[str], str | None], dropped: dict[int, Line | None]
) -> Iterator[_Cut]:
    ends = [line.text.rstrip()[-1:] for line in lines]
    index = 0
    while index < len(lines):
        text = lines[index].text
        begins = ":" in text or "：" in text or text.lstrip()[:1] in MARKED  # else it is no mark and no header line
        cut = _boundary(lines, index, label) if begins else None
        told = begins and names_author(text) and _is_below_label(lines, index, label)
        length = 0 if cut is not None or told else _attribution(lines, index, ends)
        if cut is None and not length:
            index += 1
            continue
        if cut is None:
            head = index + length
            after = _next_filled(lines, head)
            if after is None or lines[after].depth > lines[index].depth or _quotes_follow(lines, after, index):
                dropped.update(dict.fromkeys(range(index, head)))
                dropped[index] = _glued(lines[index:head])
                index = head
                continue
            if begins_attribution(lines[index].text) or any(_TIME.search(line.text) for line in lines[index:head]):
                cut = _Cut(index, head, "reply", _author(lines[index:head]))
        if cut is not None:
            yield cut
        index = cut.head if cut is not None else index + length


def _places(lines: Sequence[Line], place: Callable[[str], int | None]) -> list[tuple[int, int]]:
    """Return the lines that begin with a label of the form, with the field's place in the form."""
    found = ((index, place(line.text)) for index, line in enumerate(lines))
    return [(index, at) for index, at in found if at is not None]


def _goes_on(above: Sequence[int], below: Sequence[int]) -> bool:
    """Whether what looks like another mail's beginning stands inside a form that goes on below it.

    `above` and `below` are the places in the form of the fields whose labels stand there.
    """
    places = list(dict.fromkeys(above))
    if len(places) < _FORM or not below or not set(below).isdisjoint(places):
        return False
    # a form that was filled in from top to bottom does not go on with nothing but what it has left out
    return places != sorted(places) or max(below) > places[-1]


_FORM = 3  # labels above that make it one
_TIME = regexp(r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d")
_ADDRESS = regexp(r"(?<![^\s<>\"\[\](),;:])[^\s<>\"\[\](),;:@]{1,64}@[^\s<>\"\[\](),;:]{1,255}")


def _author(head: Sequence[Line]) -> str | None:
    """Return the address, or else the name, that header lines or an attribution give."""
    for line in head:
        if header_kind(line.text) == "from":
            address = _ADDRESS.search(line.text[:1000])
            return address.group() if address else line.text.partition(":")[2].strip(" *_")[:100] or None
    address = _ADDRESS.search(" ".join(line.text for line in head)[:1000])
    return address.group() if address else None


def _segment(cut: _Cut, kept: Sequence[Line], *, quotes: bool) -> Segment:
    ground = 0
    if cut.kind != "own" and kept:  # a forwarded mail may be quoted as a whole: its own depth is the ground
        ground = min((line.depth for line in kept if line.text.strip()), default=0)
    return Segment(cut.kind, tuple(_raised(line, ground) if ground else line for line in kept), quotes, cut.author)


def _raised(line: Line, by: int) -> Line:
    return replace(line, depth=max(0, line.depth - by))


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


def _boundary(lines: Sequence[Line], index: int, label: Callable[[str], str | None]) -> _Cut | None:
    """Return what begins at this line, and the index of its first line below the header lines."""
    text = lines[index].text
    if not text.strip():
        return None
    kind: SegmentKind | None = None
    at = index
    if is_forward_mark(text):
        kind, at = "forward", index + 1
    elif is_reply_mark(text):
        kind, at = "reply", index + 1
    head = _header_block(lines, at, label, marked=kind is not None)
    if head is None:
        return _Cut(index, at, kind) if kind else None
    return _Cut(index, head, kind or "reply", _author(lines[at:head]))


def _header_block(lines: Sequence[Line], at: int, label: Callable[[str], str | None], *, marked: bool) -> int | None:
    """Return the index below a block of repeated header lines that begins here; None where there is none."""
    while marked and at < len(lines) and not lines[at].text.strip():
        at += 1
    first = header_kind(lines[at].text) if at < len(lines) else None
    if first is None:
        return None
    if not marked and first not in {"from", "date"} and _is_below_label(lines, at, label):
        return None  # a header is what the sender tells of
    least = 2 if marked else 3 if first in {"from", "date"} else 4
    if not marked and label(lines[at].text) and (first != "from" or _ADDRESS.search(lines[at].text[:1000]) is None):
        return None  # a form may ask for a `From`, too, but not for a name and an address, and what follows them
    kinds: list[str] = []
    end = at
    misses = blanks = 0
    for index in range(at, min(at + 24, len(lines))):
        text = lines[index].text
        kind = header_kind(text)
        if kind is not None and (marked or index == at or not label(text)):
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
    if len(set(kinds)) >= least and "from" in kinds:
        return end
    return None


def _is_below_label(lines: Sequence[Line], at: int, label: Callable[[str], str | None]) -> bool:
    """Whether a line stands right below a label that has nothing beside it."""
    above = lines[at - 1].text.rstrip() if at else ""
    return above.endswith((":", "：")) and label(above) is not None


def _header_next(lines: Sequence[Line], index: int, within: int = 2) -> bool:
    return any(header_kind(line.text) is not None for line in lines[index + 1 : index + 1 + within])


_MAYBE_ATTRIBUTION = regexp(r"(?:[:：]|[^-]-{2,9})[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]*$")

_ENDS = frozenset(":：-\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _attribution(lines: Sequence[Line], index: int, ends: Sequence[str]) -> int:
    """Return over how many lines an attribution runs that begins here; 0 where none does. `ends`: their last signs."""
    if not ends[index]:
        return 0
    if linked := _linked(lines, index, ends):
        return linked
    if ends[index] == ">" and is_old_attribution(lines[index].text):
        after = _next_filled(lines, index + 1)
        return int(after is not None and lines[after].depth > lines[index].depth)
    for length in (1, 2, 3, 4):
        if index + length > len(lines):
            break
        end = ends[index + length - 1]
        if not end:
            break
        if end in _ENDS and _MAYBE_ATTRIBUTION.search(lines[index + length - 1].text):
            last = _last_line(lines[index : index + length])
            joined = " ".join([*(line.text.strip() for line in lines[index : index + length - 1]), last or ""])
            if length == 1 and names_author(joined) and _ends_in_quote(lines, index):
                return 1
            if last is None or not is_attribution(joined):
                return 0
            if length > 1 and _begins_below(lines[index : index + length]):
                return 0
            after = _next_filled(lines, index + length)
            follows = after is not None and lines[after].depth > lines[index].depth
            return length if follows or "@" in joined or length == 1 else 0
    return 0


def _glued(head: Sequence[Line]) -> Line | None:
    """Return what is left of the first line of an attribution: the sender's own words before it, or nothing."""
    text = before_attribution(" ".join(line.text.strip() for line in head))
    begins = head[0].text.find(text) if text else -1
    return replace(head[0], text=head[0].text[: begins + len(text)]) if begins >= 0 else None


def _linked(lines: Sequence[Line], index: int, ends: Sequence[str]) -> int:
    """Return over how many lines an attribution runs that has a link to write to its author below a blank line."""
    if index + 4 >= len(lines) or ends[index + 2] != "<" or ends[index + 1]:
        return 0
    bracket, link, last = (line.text.strip() for line in lines[index + 2 : index + 5])
    if bracket != "<" or not link.startswith("mailto:") or lines[index + 4].depth != lines[index].depth + 1:
        return 0
    return 5 if is_attribution(f"{lines[index].text.strip()} <{link.removeprefix('mailto:')}> {last}") else 0


def _ends_in_quote(lines: Sequence[Line], index: int) -> bool:
    """Whether a marked quote begins right below, and nothing comes after it but a signature."""
    depth = lines[index].depth
    if index + 1 == len(lines) or lines[index + 1].depth <= depth or (index and lines[index - 1].text.strip()):
        return False
    below = next((line for line in lines[index + 1 :] if line.depth <= depth and line.text.strip()), None)
    return below is None or SIGNATURE.match(below.text) is not None


def _last_line(lines: Sequence[Line]) -> str | None:
    """Return the last line's text; of one that is quoted deeper than the first, only where it closes a bracket."""
    last = lines[-1]
    if last.depth == lines[0].depth:
        return last.text.strip()
    above = lines[-2].text
    opened = last.depth == lines[0].depth + 1 and above.rfind("<") > above.rfind(">")
    return f">{last.text}" if opened else None


def _begins_below(lines: Sequence[Line]) -> bool:
    """Whether an attribution begins below the first of these lines, which is text, not its date wrapped off."""
    if begins_attribution(lines[0].text):
        return False
    rest = " ".join(line.text.strip() for line in lines[1:])
    return is_attribution(rest) and (_TIME.search(rest) is not None or _TIME.search(lines[0].text) is None)


def _quotes_follow(lines: Sequence[Line], after: int, index: int) -> bool:
    return any(line.depth > lines[index].depth for line in lines[after : after + 3])


def _next_filled(lines: Sequence[Line], index: int) -> int | None:
    for candidate in range(index, min(index + _GAP + 1, len(lines))):
        if lines[candidate].text.strip():
            return candidate
    return None


def _content_marks(segment: Segment, stop: int, label: Callable[[str], str | None]) -> Segment:
    """Give `>` back to lines that nobody quotes: a stack trace or a shell's prompt inside the sender's own form.

    Below the first `stop` lines somebody is quoted.
    """
    lines = list(segment.lines[:stop])
    if not any(line.depth for line in lines):
        return segment
    own = (at for at in reversed(range(len(lines))) if not lines[at].depth and label(lines[at].text) is not None)
    last_own = next(own, -1)
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
        named = sum(label(each.text) is not None for each in lines[index:end])
        goes_on = named == 1 and end <= last_own
        if seen_label and (not named or goes_on):
            for at in range(index, end):
                each = lines[at]
                if each.depth:
                    lines[at] = replace(each, text=each.marks + each.text, marks="", depth=0)
        index = end
    return replace(segment, lines=(*lines, *segment.lines[stop:]))
