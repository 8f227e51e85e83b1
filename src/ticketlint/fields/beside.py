"""Rows and a form's labels in, the rows out without what stands beside each label: another language, `Question:`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ticketlint.fields.lexicon import TOKEN, Labels, look_up
from ticketlint.fields.rows import Row
from ticketlint.fields.wrapped import without
from ticketlint.form.model import Form
from ticketlint.regexp import regexp

_FEWEST = 5  # labels that make a form
_END = regexp(r"[:?](?=\s|$)|[：\t]")  # of a label
_PARTED = regexp(r"->|=>|→|⇒|=|[.;!?]\s")  # what stands behind it is a value
_LONGEST_HEAD = 120  # characters up to a label's colon
_MOST_WORDS = 14  # before it
_DIGITS = regexp(r"\d+")
_BARE_END = " \t\u00a0:：?*_"
_PREFIX = regexp(
    r"[ \t]*(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?[ ]+)?"  # when it was said
    r"([^\W\d_][^\W_]*(?:[ ][^\W\d_]+)?[ ]?\d{0,2}[ ]?[:：.)>]+|\[[^\W_]{1,4}\])(?:[ \t\u00a0]+(?=\S)|[ \t\u00a0]*$)"
)

_LETTERS = regexp(r"[^\W\d_]+")
_OF_LOGS = frozenset(
    """error warn warning info debug fatal trace notice critical severe fehler warnung note notes hinweis ps nb anm
    anmerkung remark bemerkung see siehe""".split()
)
_ASKED = frozenset(
    """q a f question answer frage antwort r réponse reponse p pregunta respuesta d domanda risposta pergunta resposta
    fråga svar vraag antwoord pytanie odpowiedź o s v field name label value feld
    name wert champ valeur campo valor valore is ist lautet""".split()
)  # not the names of a chat, where people say more than their answers

_INITIALS = regexp(r"\[[A-Z]{2,3}\]")  # before what somebody wrote below the labels that he quotes

_Part = tuple[str, int, int, int, frozenset[str]]
"""A label among other words: its field, from where to where it goes, where its colon is, what is beside it."""

Label = Callable[[str], str | None]
"""Returns the field whose label a line begins with, a colon or nothing behind it."""


def without_company(rows: Sequence[Row], form: Form, labels: Labels, label: Label) -> Sequence[Row]:
    """Take away what stands beside each label of a form, and before each answer below one."""
    odd = {at for at, row in enumerate(rows) if _may_say(row.text) and label(row.text) is None}
    if odd:
        rows = _in_one_language(rows, odd, form, labels, label)
    return _unasked(rows, labels, label) if len(odd) >= _FEWEST else rows


def _may_say(text: str) -> bool:
    """Whether a line has a colon or the like before it goes on, or initials in brackets."""
    return text[:1] == "[" or _END.search(text, 0, _LONGEST_HEAD) is not None


def _in_one_language(rows: Sequence[Row], odd: set[int], form: Form, labels: Labels, label: Label) -> Sequence[Row]:
    """Take away the words of another language beside each label: `Önem (Severity): 2`, `重要度 Severity: 2`.

    `odd` are the rows with a colon that begin with no label.
    """
    found = {at: part for at in odd if (part := _part_of(rows[at], labels)) is not None}
    if not found:
        return rows
    found |= {at: own for at, row in enumerate(rows) if at not in odd and (own := _part_of(row, labels)) is not None}
    found = _of_a_form(rows, found, form, label)
    given = {label(row.text) for at, row in enumerate(rows) if at not in found}
    shapes: dict[frozenset[str], set[str]] = {}
    for name, _, _, _, shape in found.values():
        shapes.setdefault(shape, set()).add(name)
    usual = {
        shape for shape, names in shapes.items() if len(names) >= _FEWEST and 2 * len(names & given) <= len(names)
    }  # a few others stand in a log or in a signature
    cut = {at: part for at, part in found.items() if at in odd and part[4] in usual}
    return [
        without(row, [(0, cut[at][1]), (cut[at][2], cut[at][3])]) if at in cut else row for at, row in enumerate(rows)
    ]


def _of_a_form(rows: Sequence[Row], found: Mapping[int, _Part], form: Form, label: Label) -> dict[int, _Part]:
    """Leave out what stands in a log, and in a free text: `ERROR (Server): refused`."""
    words = {at: _words_beside(rows[at].text, part) for at, part in found.items()}
    labelled: dict[str, set[str]] = {}
    for at, part in found.items():
        labelled.setdefault(words[at], set()).add(part[0])
    prose = {spec.name: at for at, spec in enumerate(form.fields) if spec.type == "prose"}
    places = {spec.name: at for at, spec in enumerate(form.fields)}
    kept: dict[int, _Part] = {}
    text = -1  # the place in the form of the free text that a row stands in
    for at, row in enumerate(rows):
        if (own := found.get(at)) is None:
            name = label(row.text)
            text = text if name is None else prose.get(name, -1)
            continue
        # another language has other words beside each label; a wizard counts the same word for all of them
        count = len(labelled[words[at]])
        if places[own[0]] > text and (count == 1 or count >= _FEWEST) and _OF_LOGS.isdisjoint(words[at].split()):
            kept[at] = own
            text = prose.get(own[0], -1)
    return kept


def _words_beside(text: str, part: _Part) -> str:
    return " ".join(_LETTERS.findall(f"{text[: part[1]]} {text[part[2] : part[3]]}".lower()))


def _part_of(row: Row, labels: Labels) -> _Part | None:
    """Return the label among other words before a colon: its field, its place, the colon's, and what is beside it."""
    colon = _END.search(row.text, 0, _LONGEST_HEAD)
    head = row.text[: colon.start()] if colon is not None else ""
    if colon is None or not head or _PARTED.search(head) or look_up(head, labels) is not None:
        return None
    found = _label_within(head, labels)
    if found is None:
        return None
    name, start, end = found
    signs = frozenset((_sign(head[:start][::-1]), _sign(head[end:])))  # whichever language comes first
    return name, start, end, colon.start(), signs


def _label_within(head: str, labels: Labels) -> tuple[str, int, int] | None:
    """Return the one label that stands among other words, as long as it goes, and from where to where."""
    tokens = list(TOKEN.finditer(head))
    words = [token.group().lower() for token in tokens]
    if not 1 < len(tokens) <= _MOST_WORDS or (labels.firsts.isdisjoint(words) and labels.lasts.isdisjoint(words)):
        return None
    for length in range(min(len(tokens) - 1, labels.longest), 0, -1):
        found = [
            (known[1] != "exact", known[0].name, tokens[at].start(), tokens[at + length - 1].end())
            for at in range(len(tokens) - length + 1)
            if (known := look_up(head[tokens[at].start() : tokens[at + length - 1].end()], labels))
        ]
        if found:
            return min(found)[1:] if all(name == found[0][1] for _, name, *_ in found) else None  # its own words first
    return None


def _sign(beside: str) -> str:
    """Return the kind of sign that is next to a label: nothing, a word, or the sign itself."""
    text = beside.strip()
    return "" if not text else "w" if text[0].isalnum() else text[0]


def _unasked(rows: Sequence[Row], labels: Labels, label: Label) -> Sequence[Row]:
    """Take away what says before each label that it is asked, and before each answer that it is one: `Q:`, `A:`."""
    asked: dict[str, dict[int, str]] = {}
    said: dict[str, dict[int, str]] = {}
    above: str | None = None
    for at, row in enumerate(rows):
        text = row.text
        if not text.strip():
            continue
        prefix = _PREFIX.match(text, 0, _LONGEST_HEAD)
        if (
            prefix is not None
            and not _INITIALS.match(prefix[1])
            and _ASKED.isdisjoint(_LETTERS.findall(prefix[1].lower())[-1:])
        ):
            prefix = None
        known = prefix is not None and look_up(prefix[1].strip(_BARE_END), labels) is not None
        if prefix is not None and not known:
            key = _DIGITS.sub("0", prefix.group())
            if above is not None:
                said.setdefault(key, {}).setdefault(at, above)
            found = look_up(text[prefix.end() :].strip(_BARE_END), labels)
            above = found[0].name if found is not None else None
            if above is not None:
                asked.setdefault(key, {}).setdefault(at, above)
            continue
        above = label(text) if len(text) <= _LONGEST_HEAD and _has_nothing_behind(text, labels) else None
    cut = [at for kind in (asked, said) for found in kind.values() if len({*found.values()}) >= _FEWEST for at in found]
    taken = set(cut)
    return [_unprefixed(row) if at in taken else row for at, row in enumerate(rows)] if taken else rows


def _has_nothing_behind(text: str, labels: Labels) -> bool:
    return look_up(text.strip(_BARE_END), labels) is not None


def _unprefixed(row: Row) -> Row:
    prefix = _PREFIX.match(row.text, 0, _LONGEST_HEAD)
    return without(row, [prefix.span()]) if prefix is not None else row
