"""One rendition of a mail and a form in, the request that a careful person reads in it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from ticketlint.body import Layer, Line
from ticketlint.body.quotes import SIGNATURE
from ticketlint.body.zones import Segment, segments
from ticketlint.diagnostic import Place, Span, Text
from ticketlint.fields import collect
from ticketlint.fields.answers import interpret
from ticketlint.fields.find import Found, find_labels, word_before_colon
from ticketlint.fields.labels import Hit, hits_in, near_label
from ticketlint.fields.model import Answer, Origin, Request, Stray
from ticketlint.fields.rows import Row, pack, rows_of, span
from ticketlint.form.model import Form


@dataclass(frozen=True, slots=True)
class _Zone:
    origin: Origin
    lines: Sequence[Line]


def read_request(layer: Layer, form: Form, origin: Origin = "own") -> Request:
    """Read a rendition as a form: in the zone that is filled in best, the sender's own words before all others."""
    is_label = partial(_is_label, form=form)
    best: Request | None = None
    for zone in _zones(segments(layer.lines, is_label, form.stop_at)):
        request = _read_zone(zone, layer, form, is_label, origin)
        if best is None or _better(request, best):
            best = request
        if best.origin == origin and best.filled >= 3:
            break
    return best or Request(form, layer.kind, origin, layer.text, ())


def _is_label(text: str, *, form: Form) -> bool:
    """Whether a line begins with a label of the form as known, a colon behind it or the line to itself."""
    if len(text) > 2000:
        text = text[:2000]
    return any(
        hit.anchored and (hit.separator in {":", "bare"} or (hit.separator == "-" and "\t" in text))
        for hit in hits_in(text, 0, form, fuzzy=False)[:1]
    )


def _zones(parts: Sequence[Segment]) -> list[_Zone]:
    """Return the zones in the order in which they are looked at: own words, quotes answered in, answered and passed-on mails."""
    zones: list[_Zone] = []
    for part in parts:
        if part.kind == "own":
            zones.append(_Zone("own", tuple(line for line in part.lines if not line.depth)))
            if any(line.depth for line in part.lines):
                zones.append(_Zone("quote", tuple(line for line in part.lines if line.depth <= 1)))
            if any(line.depth > 1 for line in part.lines):
                zones.append(_Zone("quote", part.lines))
        else:
            zones.append(_Zone(part.kind, tuple(line for line in part.lines if not line.depth)))
            if any(line.depth for line in part.lines):
                zones.append(_Zone(part.kind, part.lines))
    return zones


def _better(request: Request, best: Request) -> bool:
    """Whether a zone further down is the form, and what stands above it only happens to hold a line like a field."""
    if best.filled <= 1:
        return request.filled > best.filled + (2 if best.filled else 0)
    return False


def _read_zone(zone: _Zone, layer: Layer, form: Form, is_label: Callable[[str], bool], origin: Origin) -> Request:
    place = layer.text.place
    rows = pack(rows_of(zone.lines, is_label), partial(_count, form=form))
    rows = rows[: _signature(rows, form)]
    found = find_labels(rows, form)
    answers, used = _answers(rows, found, form, place)
    return Request(
        form,
        layer.kind,
        zone.origin if zone.origin != "own" else origin,
        layer.text,
        answers,
        _strays(rows, found, used, form, place),
        _hit_span(rows, found.second, place) if found.second else None,
        _end(rows, found, layer.text),
    )


def _count(text: str, *, form: Form) -> tuple[int, int]:
    hits = [hit for hit in hits_in(text, 0, form, fuzzy=False) if hit.separator == ":"]
    return sum(hit.anchored for hit in hits), sum(not hit.anchored for hit in hits)


def _signature(rows: Sequence[Row], form: Form) -> int:
    """Return the row at which the sender's signature begins, below the form or without one; what looks like fields in it is none."""
    for index, row in enumerate(rows):
        if not (row.signature or (row.text[:1] in "-—" and row.depth == 0 and SIGNATURE.match(row.text))):
            continue
        above = {hit.spec.name for each in rows[:index] for hit in _certain(each, form)}
        below = {hit.spec.name for each in rows[index + 1 :] for hit in _certain(each, form)} - above
        if len(below) <= 2 and (len(above) >= 3 or not below or row.signature):
            return index
    return len(rows)


def _certain(row: Row, form: Form) -> list[Hit]:
    return [hit for hit in hits_in(row.text, 0, form, fuzzy=False) if hit.anchored and hit.separator in {":", "bare"}]


def _answers(rows: Sequence[Row], found: Found, form: Form, place: Place) -> tuple[tuple[Answer, ...], set[int]]:
    answers: list[Answer] = []
    used: set[int] = set()
    if found.second is not None:
        rows = rows[: found.second.line]
    for index, hit in enumerate(found.hits):
        following = found.hits[index + 1] if index + 1 < len(found.hits) else None
        part = collect.stretch(rows, hit, following)
        written = collect.prose(part) if hit.spec.type == "prose" else collect.line(part)
        text = written.text
        if hit.emphasis and len(written.pieces) == 1 and text[-1:] in "*_" and text[-1] not in text[:-1]:
            text = text.rstrip("*_")
        used.add(hit.line)
        used.update(id(piece.row) for piece in written.pieces)
        if written.pieces:
            first, last = written.pieces[0], written.pieces[-1]
            where = span((first.row, first.start), (last.row, last.end), place)
        else:
            end = len(rows[hit.line].text.rstrip())
            at = max(hit.end, min(hit.value, end))
            where = span((rows[hit.line], at), (rows[hit.line], at), place)
            where = Span(where.line, where.column, where.line, where.column, place)
        answers.append(
            Answer(
                hit.spec,
                hit.label,
                _hit_span(rows, hit, place),
                hit.how,
                hit.separator,
                text,
                where,
                interpret(text, hit.spec, form),
                inline=not hit.anchored,
                quoted=rows[hit.line].depth > 0,
            )
        )
    return tuple(answers), used


def _hit_span(rows: Sequence[Row], hit: Hit, place: Place) -> Span:
    return span((rows[hit.line], hit.start), (rows[hit.line], hit.end), place)


def _strays(rows: Sequence[Row], found: Found, used: set[int], form: Form, place: Place) -> tuple[Stray, ...]:
    """Return lines between the fields that look like a field of another form."""
    if len(found.hits) < 2:
        return ()
    strays: list[Stray] = []
    owner = {hit.line: hit for hit in found.hits}
    current: Hit | None = None
    for index in range(found.hits[0].line, found.hits[-1].line):
        current = owner.get(index, current)
        row = rows[index]
        if index in owner or id(row) in used or (current is not None and current.spec.type == "prose"):
            continue
        match = word_before_colon(row.text)
        if match is None:
            continue
        label = match.group(1)
        near = near_label(label, form)
        strays.append(
            Stray(label, span((row, match.start(1)), (row, match.end(1)), place), near.name if near else None)
        )
    return tuple(strays[:20])


def _end(rows: Sequence[Row], found: Found, text: Text) -> Span:
    """Return the place just below what was read: where a form would begin that has no field at all."""
    filled = [row for row in rows if row.text.strip()]
    if not filled:
        first = text.numbers[0] if len(text.numbers) else 1
        return Span(first, 1, first, 1, text.place)
    number = filled[-1].parts[-1][1].number + 1
    return Span(number, 1, number, 1, text.place)
