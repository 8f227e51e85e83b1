"""Rows and the labels found in them in, what stands behind no label out: the answer to the field that takes the rest.

Some desks ask for a few fields and take all else for the text of the request: pseudo-headers first, then what happened.
What stands between and below the labels counts, and what stands above them only where that is no text of somebody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from ticketlint.body.clients import is_phone_footer
from ticketlint.body.ends import contact, is_closing, is_footer, is_name, is_short_rule, plain
from ticketlint.body.openings import LONGEST_NAME, opens
from ticketlint.body.quotes import is_attribution, says_who_wrote
from ticketlint.diagnostic import Place, Span
from ticketlint.fields import collect
from ticketlint.fields.ending import is_of_text, is_only_signed
from ticketlint.fields.labels import Hit
from ticketlint.fields.model import Answer
from ticketlint.fields.pieces import BLANK, CID, RULE, Piece, Stretch, Written, indentation, is_blank, word_before_colon
from ticketlint.fields.rows import Row, span
from ticketlint.form.answers import interpret
from ticketlint.form.model import FieldSpec, Form
from ticketlint.form.patterns import fullmatch
from ticketlint.regexp import regexp

_LABEL = regexp(r"[^\W\d_][^:.;?!,]{0,40}[:：]")  # of another form, with nothing behind it
_FILE = regexp(r"[<\[(]?[^\s<>\[\]()]{1,80}\.[a-z][a-z\d]{1,4}[>\])]?", re.IGNORECASE)
_HINT = regexp(r"#(?!\d).*|<!--.*-->|\([^()]*\)|\[[^\[\]]*\]")
_MARK = (
    r"confidential|vertraulich|confidentiel|confidencial|riservato|vertrouwelijk|poufne|restricted|internal|intern|secret"
    r"|geheim|classified|public|private|privat|persönlich|personal|proprietary|sensitive|urgent|dringend|eilt|wichtig"
    r"|important|asap|high priority|hohe priorität|tlp ?: ?(?:red|amber(?:\+strict)?|green|white|clear)"
)
_MARKING = regexp(  # of a mail or a page, as `STRICTLY CONFIDENTIAL`
    rf"[\W_]*(?:(?:strictly|streng|top|most|sehr|very)\s+)?(?:{_MARK}|(?:for\s+)?internal\s+use|for\s+official\s+use"
    rf"|nur\s+für\s+den\s+(?:internen\s+gebrauch|dienstgebrauch))(?:[\W_]+(?:{_MARK}|internal\s+use))*(?:\s+only)?[\W_]*",
    re.IGNORECASE,
)
_LONGEST = 200  # characters of what may be one
_ARMOUR = "-----BEGIN PGP", "-----END PGP"


def rest_of(
    rows: Sequence[Row], hits: Sequence[Hit], used: Collection[int], form: Form, place: Place, names: frozenset[str]
) -> Answer | None:
    """Return the answer to the form's field that takes the rest; None where it has none, or one with its label.

    `used` are the identities of the rows that belong to other answers. `names` are the words by which the sender signs.
    """
    spec = next((spec for spec in form.fields if spec.rest), None)
    if spec is None or any(hit.spec is spec for hit in hits):
        return None
    keys = [each.pattern for each in form.fields if each.secret and each.pattern]
    lines = {hit.line for hit in hits}
    depth = min((rows[line].depth for line in lines), default=0)
    own = _own(rows, depth)
    free = [at for at in own if at not in lines and id(rows[at]) not in used]
    first, last = min(lines, default=-1), max(lines, default=-1)
    between = [rows[at] for at in free if first < at < last]
    if all(is_blank(row.text) or _HINT.fullmatch(row.text.strip(BLANK)) for row in between):
        between = []  # the form's own hints
    below = [rows[at] for at in free if at > last]
    if between and all(is_blank(row.text) or word_before_colon(row.text) for row in between):
        between = [] if _says_something(_collected(_without_opening(below), spec, names), names, keys) else between
    above = [rows[at] for at in free if at < first]
    for part in ([*between, *below], above):
        written = _collected(_without_opening(part), spec, names)
        if _says_something(written, names, keys):
            return _answer(written, spec, form, place)
    return None


def _own(rows: Sequence[Row], depth: int) -> list[int]:
    """Return where rows of the sender stand: no quotes, nor who wrote them, nor what a program signs with."""
    kept: list[int] = []
    armoured = _armoured(rows)
    below = -1  # depth of the next row that is not blank
    for at in reversed(range(len(rows))):
        row = rows[at]
        text = row.text.strip(BLANK)
        quoted = row.depth > depth or (below > depth and len(text.split()) <= LONGEST_NAME and says_who_wrote(text))
        if not quoted and at not in armoured:
            kept.append(at)
        below = row.depth if text else below
    return kept[::-1]


def _armoured(rows: Sequence[Row]) -> set[int]:
    """Return the rows of PGP's blocks; one that does not end is a signature that was cut off, or else one line."""
    found: set[int] = set()
    begun = -1
    cut_off = False
    for at, row in enumerate(rows):
        if row.text.startswith(_ARMOUR[0]):
            found.add(at)
            begun, cut_off = at, "SIGNATURE" in row.text
        elif row.text.startswith(_ARMOUR[1]):
            found.update(range(begun, at + 1) if begun >= 0 else [at])
            begun = -1
    if begun >= 0 and cut_off:
        found.update(range(begun, len(rows)))
    return found


def _without_opening(rows: Sequence[Row]) -> Sequence[Row]:
    """Leave out the lines with which a mail begins: a greeting, `please find my report below.`, a rule."""
    filled = [at for at, row in enumerate(rows) if not is_blank(row.text)]
    begin = 0
    for number, at in enumerate(filled):
        apart = number + 1 == len(filled) or filled[number + 1] > at + 1
        if not (opens(rows[at].text, apart=apart) or RULE.match(rows[at].text) or is_short_rule(rows[at].text)):
            break
        begin = at + 1
    return rows[begin:]


def _says_something(written: Written, names: frozenset[str], keys: Sequence[str]) -> bool:
    """Whether a text is one of somebody: a name, a card, an empty label, a number or a file's name alone is none."""
    lines = [text for text in (plain(piece.text) or piece.text.strip(BLANK) for piece in written.pieces) if text]
    return (
        bool(lines)
        and not _is_card(lines, names)
        and not all(_is_hollow(line, names) or _is_code(line, keys) for line in lines)
    )


def _is_hollow(line: str, names: frozenset[str]) -> bool:
    says: tuple[Callable[[str], object], ...] = (
        _LABEL.fullmatch, _FILE.fullmatch, _HINT.fullmatch, RULE.match, CID.match, contact,
        is_closing, is_phone_footer, is_footer, is_attribution,
    )  # fmt: skip
    return _is_signed(line, names) or opens(line, apart=True) or any(each(line) for each in says)


def _is_code(line: str, keys: Sequence[str]) -> bool:
    """Whether a line has numbers, keys or signs alone, or marks the mail: `12345`, `OX-1-A`, `CONFIDENTIAL`."""
    if len(line) > _LONGEST:
        return not any(map(str.isalnum, line))
    words = line.split()
    return _MARKING.fullmatch(line) is not None or all(
        not any(map(str.isalpha, word))
        or (word.isascii() and any(map(str.isdigit, word)) and word.isupper())
        or any(fullmatch(key, word) for key in keys)
        for word in words
    )


def _is_signed(line: str, names: frozenset[str]) -> bool:
    """Whether a line is the sender's name alone, not a short sentence with a word of it."""
    words = line.split()
    return len(words) <= LONGEST_NAME and all(not word[:1].islower() for word in words[1:]) and is_name(line, names)


def _is_card(lines: Sequence[str], names: frozenset[str]) -> bool:
    """Whether lines say no more than who somebody is and how to reach him."""
    if is_only_signed(lines, lambda: names):
        return True
    ways = {*map(contact, lines)} - {""}
    if not ways or not (_is_signed(lines[0], names) or (len(ways) > 1 and "phone" in ways)):
        return False
    return not any(is_of_text(line, begun=False) for line in lines)


def _collected(rows: Sequence[Row], spec: FieldSpec, names: frozenset[str]) -> Written:
    if not rows:
        return Written("", ())
    first = Piece(rows[0], 0, 0)
    hit = Hit(spec, 0, 0, 0, 0, spec.name, "exact", "bare", "", anchored=True)
    return collect.value(Stretch(hit, first, tuple(Piece(row, 0, len(row.text)) for row in rows), last=True), names)


def _answer(written: Written, spec: FieldSpec, form: Form, place: Place) -> Answer:
    first, last = written.pieces[0], written.pieces[-1]
    where = span((first.row, first.start), (last.row, last.end), place)
    label = Span(where.line, where.column, where.line, where.column, place)
    text = _text(written.pieces)
    return Answer(spec, spec.name, label, "exact", ":", text, where, interpret(text, spec, form), rest=True)


def _text(pieces: Sequence[Piece]) -> str:
    """Return the text without the blanks that all of its lines begin with."""
    filled = [piece for piece in pieces if not piece.empty]
    margin = min(indentation(piece.row.text) for piece in filled)
    lines = [piece.text[max(0, margin - piece.start) :].rstrip(BLANK) for piece in pieces]
    return "\n".join(lines).strip(BLANK)
