"""One rendition of a mail and a form in, the request that a careful person reads in it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import zip_longest

from ticketlint.body import Layer, Line
from ticketlint.body.ends import SIGNATURE, is_closing
from ticketlint.body.zones import Segment, segments
from ticketlint.diagnostic import Place, Severity, Span, Text
from ticketlint.fields import collect
from ticketlint.fields.find import Found, find_labels
from ticketlint.fields.labels import Hit, hits_in
from ticketlint.fields.listings import commented
from ticketlint.fields.model import Answer, Origin, Request, Stray
from ticketlint.fields.pieces import BLANK, Written, stretch, word_before_colon
from ticketlint.fields.rows import Row, rows_of, span
from ticketlint.fields.shape import shaped
from ticketlint.fields.typos import near_label
from ticketlint.form.answers import interpret
from ticketlint.form.model import Form
from ticketlint.record import dataclass
from ticketlint.regexp import regexp


@dataclass(frozen=True, slots=True)
class _Zone:
    origin: Origin
    lines: Sequence[Line]
    author: str | None = None


def read_request(
    layer: Layer, form: Form, origin: Origin = "own", names: frozenset[str] = frozenset(), *, own_only: bool = False
) -> Request:
    """Read a rendition as a form: in the zone that is filled in best, the sender's own words before all others.

    `names` are the folded words of the sender's name, by which he signs.
    """
    label = partial(label_at, form=form)
    best: Request | None = None
    zones = _zones(segments(layer.lines, label, form.stop_at, _places(form)))
    for at, zone in enumerate(zones):
        request = _read_zone(zone, layer, form, origin, names)
        if best is None or _better(request, best) or _answers_between(request, best, zone):
            best = request
        asked = zones[at + 1] if at + 1 < len(zones) and zones[at + 1].origin == "quote" else None
        if own_only or (best.origin == origin and best.filled >= 3 and not (asked and _asks_more(asked, best, label))):
            break
    return best or Request(form, layer.kind, origin, layer.text, ())


def label_at(text: str, *, form: Form) -> str | None:
    """Return the field whose label, as known, a line begins with, a colon behind it or the line to itself."""
    for hit in hits_in(text[:2000], form)[:1]:
        if (
            hit.anchored
            and hit.how != "misspelt"
            and (hit.separator in {":", "bare"} or (hit.separator == "-" and "\t" in text))
        ):
            return hit.spec.name
    return None


def _zones(parts: Sequence[Segment]) -> list[_Zone]:
    """Return the zones in the order in which they are looked at: own words, quotes, answered and passed-on mails."""
    zones: list[_Zone] = []
    for part in parts:
        if part.kind == "own":
            zones.append(_Zone("own", tuple(line for line in part.lines if not line.depth)))
            if any(line.depth for line in part.lines):
                zones.append(_Zone("quote", tuple(line for line in part.lines if line.depth <= 1)))
            if any(line.depth > 1 for line in part.lines):
                zones.append(_Zone("quote", part.lines))
        else:
            zones.append(_Zone(part.kind, tuple(line for line in part.lines if not line.depth), part.author))
            if any(line.depth for line in part.lines):
                zones.append(_Zone(part.kind, part.lines, part.author))
    return zones


def _better(request: Request, best: Request) -> bool:
    """Whether a zone further down is the form, and what stands above it only happens to hold a line like a field."""
    if best.filled <= 1:
        return request.filled > best.filled + (2 if best.filled else 0)
    return False


def _asks_more(zone: _Zone, own: Request, label: Callable[[str], str | None]) -> bool:
    """Whether a quote has so many labels, and the sender's own words so few, that he may have answered below them."""
    quoted = {label(line.text) for line in zone.lines if line.depth} - {None}
    return len(quoted) >= 2 * own.filled and len(quoted) > own.filled + _FEW


def _answers_between(request: Request, best: Request, zone: _Zone) -> bool:
    """Whether the sender answered below quoted labels; what looked like a form in his words is part of his answers."""
    if request.origin != "quote" or request.filled <= best.filled + _FEW:
        return False
    quoted = {line.number for line in zone.lines if line.depth}
    between = sum(
        answer.filled and answer.label_span.line in quoted and answer.span.line not in quoted
        for answer in request.answers
    )
    return between > best.filled + _FEW


_FEW = 2  # fields that may stand in any text


def _read_zone(zone: _Zone, layer: Layer, form: Form, origin: Origin, names: frozenset[str]) -> Request:
    place = layer.text.place
    label = partial(label_at, form=form)
    rows: Sequence[Row] = rows_of(zone.lines, partial(_begins, form=form))
    rows = shaped(rows, form, label)
    rows = _without_signature(rows, form)
    found = find_labels(rows, form)
    answers, used = _answers(rows, found, form, place, names)
    while found.second is not None and (few := _few_filled(answers)) is not None:
        below = rows[found.second.line :]
        again = find_labels(below, form)
        others, used_below = _answers(below, again, form, place, names)
        if not few < {(answer.spec.name, answer.reading.value) for answer in others if answer.filled}:
            break  # another request, or nothing either
        rows, found, answers, used = below, again, others, used_below  # an empty form, and the one that was filled in
    if any(spec.rest for spec in form.fields):
        from ticketlint.fields.rest import rest_of  # noqa: PLC0415  # start-up: few forms have such a field

        own = rows if found.second is None else rows[: found.second.line]
        rest = rest_of(own, found.hits, used, form, place, names)
        answers = answers if rest is None else (*answers, rest)
    return Request(
        form,
        layer.kind,
        zone.origin if zone.origin != "own" else origin,
        layer.text,
        answers,
        _strays(rows, found, used, form, place),
        _hit_span(rows, found.second, place) if found.second else None,
        _second(rows, found, form, place, names),
        _end(rows, layer.text),
        zone.author,
    )


def _places(form: Form) -> Callable[[str], int | None]:
    places = {spec.name: at for at, spec in enumerate(form.fields)}

    def place(text: str) -> int | None:
        name = _begins(text, form=form)
        return places[name] if name is not None else None

    return place


def _begins(text: str, *, form: Form) -> str | None:
    """Return the field whose label a line begins with, also with a typo or a dash: no line flows into such a one."""
    for hit in hits_in(text[:2000], form)[:1]:
        if hit.anchored and _is_sure(hit):
            return hit.spec.name
    return None


def _without_signature(rows: Sequence[Row], form: Form) -> Sequence[Row]:
    """Leave out the sender's signature, to the end or to the quote below it; what looks like fields in it is none."""
    begins = [
        index
        for index, row in enumerate(rows)
        if row.signature or (row.text[:1] in {"-", "—"} and SIGNATURE.match(row.text))
    ]
    on_rows = [hits_in(row.text, form) for row in rows]
    closings = _closings_above_labels(rows, on_rows)
    if not begins and not closings:
        return rows
    hits = [(index, hit) for index, found in enumerate(on_rows) for hit in found if hit.anchored]
    certain = [(index, hit.spec) for index, hit in hits if _is_certain(hit)]
    for begin in begins[:_MOST_SIGNATURES]:
        depth = rows[begin].depth
        end = next(
            (at for at in range(begin, len(rows)) if rows[at].depth != depth and rows[at].text.strip()), len(rows)
        )
        above = _given_above(on_rows[:begin])
        below = {spec.name: spec for index, spec in certain if begin < index < end and spec.name not in above}
        goes_on = len(below) > 2 or any(spec.type == "prose" for spec in below.values())
        if rows[begin].signature or not below or (not goes_on and (len(above) >= 3 or end < len(rows))):
            return [*rows[:begin], *rows[end:]]
        first = next(at for at in range(begin + 1, end) if rows[at].text.strip())
        whole = not above and all(spec.name in below for spec in form.fields if spec.required and spec.header is None)
        of_form = any(hit.anchored for hit in on_rows[first]) and (whole or rows[begin].text not in _DELIMITERS)
        if not goes_on and not of_form:
            return [*rows[:begin], *rows[end:]]
    for begin in closings[:_MOST_SIGNATURES]:
        below_it = _end_of_signature(rows, on_rows, begin, form)
        if below_it is not None:
            return [*rows[:begin], *rows[below_it:]]
    return rows


def _closings_above_labels(rows: Sequence[Row], on_rows: Sequence[Sequence[Hit]]) -> list[int]:
    """Return the greetings below which labels stand, where the last of these is of no free text: that ends no mail."""
    last = next((at for at in reversed(range(len(rows))) if any(map(_is_own_label, on_rows[at]))), 0)
    if not last or any(hit.spec.type == "prose" for hit in on_rows[last]):
        return []
    return [at for at in range(last) if is_closing(rows[at].text)]


def _is_own_label(hit: Hit) -> bool:
    return hit.anchored and _is_certain(hit)


def _end_of_signature(rows: Sequence[Row], on_rows: Sequence[Sequence[Hit]], begin: int, form: Form) -> int | None:
    """Return where the signature ends that stands below a greeting; None where the form goes on below it.

    A sender who has given all that the form requires, greets and writes his name has nothing to add but his signature:
    a label in it, such as `Phone:`, is no answer. Where the form goes on with its next field, it is one.
    """
    depth = rows[begin].depth
    end = next((at for at in range(begin, len(rows)) if rows[at].depth != depth and rows[at].text.strip()), len(rows))
    filled = [at for at in range(begin + 1, end) if rows[at].text.strip(BLANK)]
    below = {hit.spec.name: hit.spec for at in filled for hit in on_rows[at] if hit.anchored and _is_certain(hit)}
    if not below or len(below) > _MOST_IN_SIGNATURE or len(filled) > _LONGEST_SIGNATURE or on_rows[filled[0]]:
        return None
    above = _given_above(on_rows[:begin])
    required = {spec.name for spec in form.fields if spec.required and spec.header is None}
    if len(above) < _FORM_ABOVE or not required <= above:
        return None
    places = {spec.name: at for at, spec in enumerate(form.fields)}
    last = max(places[name] for name in above)
    for name, spec in below.items():
        weighty = form.severity_of("conflicting-fields", name, Severity.LOW) in {Severity.HIGH, Severity.MEDIUM}
        if spec.type == "prose" or (name in above and weighty) or (name not in above and places[name] > last):
            return None
    return end


_FORM_ABOVE = 2  # labels that make what stands above a greeting a form
_MOST_IN_SIGNATURE = 4  # labels that a signature may hold
_LONGEST_SIGNATURE = 20  # lines
_DELIMITERS = {"-- ", "--\u00a0"}  # of mail clients, with the blank; by hand people draw a line without
_MOST_SIGNATURES = 50  # lines that may begin one; the rest is text


def _given_above(on_rows: Sequence[Sequence[Hit]]) -> set[str]:
    """Return the fields of the form that stands in these rows: also where its labels share lines, or have no colons."""
    sure = {hit.spec.name for found in on_rows for hit in found if hit.anchored and _is_sure(hit)}
    sure |= {hit.spec.name for found in on_rows if len({hit.spec.name for hit in found}) > 1 for hit in found}
    spaced = {hit.spec.name for found in on_rows for hit in found if hit.anchored and hit.separator == ""}
    return sure | spaced if len(spaced) >= _SPACED else sure


_SPACED = 5  # labels with a blank behind them that make it the form's way


def _is_certain(hit: Hit) -> bool:
    return hit.how != "misspelt" and hit.separator in {":", "bare"}


def _is_sure(hit: Hit) -> bool:
    """Whether a label stands by itself, be it with a typo, a dash or brackets."""
    return hit.separator != "" or hit.emphasis


def _answers(
    rows: Sequence[Row], found: Found, form: Form, place: Place, names: frozenset[str]
) -> tuple[tuple[Answer, ...], set[int]]:
    answers: list[Answer] = []
    used: set[int] = set()
    if found.second is not None:
        rows = rows[: found.second.line]
    written = [
        collect.value(stretch(rows, hit, following, parted=found.parted), names)
        for hit, following in zip_longest(found.hits, found.hits[1:])
    ]
    column = _column(found.hits, written, form)
    lines: set[int] = set()
    for hit, each in zip(found.hits, written, strict=True):
        value = collect.cell(each, column)
        used.update(id(piece.row) for piece in value.pieces)
        label_span = _hit_span(rows, hit, place)
        answers.append(
            Answer(
                hit.spec,
                _label_as_written(rows[hit.line], hit, label_span),
                label_span,
                hit.how,
                hit.separator,
                value.text,
                _value_span(rows, hit, value, place),
                interpret(value.text, hit.spec, form),
                inline=not hit.anchored or (hit.line in lines and "\t" not in rows[hit.line].text),
            )
        )
        lines.add(hit.line)
    return tuple(answers), used


def _second(rows: Sequence[Row], found: Found, form: Form, place: Place, names: frozenset[str]) -> tuple[Answer, ...]:
    if found.second is None:
        return ()
    rows = rows[found.second.line :]
    return _answers(rows, find_labels(rows, form), form, place, names)[0]


def _few_filled(answers: Sequence[Answer]) -> set[tuple[str, str | tuple[str, ...] | None]] | None:
    """Return the few answers of a form that was hardly filled in; None where it was.

    A hint in brackets is no answer, and below the last label may stand what leads over to another form.
    """
    filled = [answer for answer in answers[:-1] if answer.filled and not _BRACKETED.fullmatch(answer.written)]
    if len(filled) > _FEW or len(filled) * 3 > len(answers):
        return None
    return {(answer.spec.name, answer.reading.value) for answer in filled}


_BRACKETED = regexp(r"\s*\([^()]*\)\s*")


def _column(hits: Sequence[Hit], written: Sequence[Written], form: Form) -> int:
    """Return which of several cells behind the labels holds the answers: others hold the form's own hints."""
    wide = [(hit, value) for hit, value in zip(hits, written, strict=True) if "\t" in value.text.split("\n")[0]]
    if len(wide) < 3:
        return -1
    most = max(value.text.split("\n")[0].count("\t") for _, value in wide)
    valid = [
        sum(interpret(collect.cell(value, at).text, hit.spec, form).fault is None for hit, value in wide)
        for at in range(min(most + 1, 4))
    ]
    return valid.index(max(valid))


def _value_span(rows: Sequence[Row], hit: Hit, value: Written, place: Place) -> Span:
    if value.pieces:
        first, last = value.pieces[0], value.pieces[-1]
        return span((first.row, first.start), (last.row, last.end), place)
    row = rows[hit.line]
    line, column = row.place(max(hit.end, min(hit.value, len(row.text.rstrip()))))
    return Span(line, column, line, column, place)


def _label_as_written(row: Row, hit: Hit, place: Span) -> str:
    """Return a label as it stands in its line, also where others stand within it: `Server and GUI Version`."""
    if len(row.parts) == 1 or place.line != place.end_line:
        return hit.label
    line = next(part.line for part in row.parts if part.line.number == place.line)
    before = len(line.marks) + 1
    return line.text[place.column - before : place.end_column - before]


def _hit_span(rows: Sequence[Row], hit: Hit, place: Place) -> Span:
    return span((rows[hit.line], hit.start), (rows[hit.line], hit.end), place)


def _strays(rows: Sequence[Row], found: Found, used: set[int], form: Form, place: Place) -> tuple[Stray, ...]:
    """Return lines between the fields that look like a field of another form."""
    if len(found.hits) < 2:
        return ()
    strays: list[Stray] = []
    used |= {id(rows[index]) for index in commented([row.text for row in rows])}
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
        group = 1 if match.group(1) else 2
        label = match.group(group)
        near = near_label(label, form)
        strays.append(
            Stray(label, span((row, match.start(group)), (row, match.end(group)), place), near.name if near else None)
        )
    return tuple(strays[:20])


def _end(rows: Sequence[Row], text: Text) -> Span:
    """Return the place just below what was read: where a form would begin that has no field at all."""
    filled = [row for row in rows if row.text.strip()]
    if not filled:
        first = text.numbers[0] if len(text.numbers) else 1
        return Span(first, 1, first, 1, text.place)
    number = filled[-1].parts[-1].line.number + 1
    return Span(number, 1, number, 1, text.place)
