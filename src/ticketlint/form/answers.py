"""The text behind a label and its field in, what it says out: the canonical value, or why it is no answer."""

from __future__ import annotations

import re

from ticketlint.codes import CODES
from ticketlint.diagnostic import Severity
from ticketlint.form.matching import matched
from ticketlint.form.model import FieldSpec, Form
from ticketlint.form.patterns import PatternTimeout, search
from ticketlint.regexp import regexp
from ticketlint.values import (
    Reading,
    denies,
    describes,
    is_non_answer,
    is_placeholder,
    read_choice,
    read_choices,
    read_typed,
    ticked,
)
from ticketlint.values.links import unwrap_links
from ticketlint.values.words import AND, is_file, is_own_name, shorten, without_reason

_WRAPPERS = {
    "<": ">",
    "[": "]",
    '"': '"',
    "'": "'",
    "`": "`",
    "*": "*",
    "_": "_",
    "“": "”",
    "„": "“",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘",
}
_DOUBLED = frozenset({"**", "__", "``"})
_RULED = regexp(r"^_{3,}[ \t]*(?=[^\s_])|(?<=[^\s_])[ \t]*_{3,}$")  # the line of a paper form on which it is written
_CONTROL = regexp(r"[\x00-\x08\x0e-\x1a\x7f]")
_SPACES = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")  # line ends to Python alone
# Of a list with nothing in it: `1.`, `2) ...`, `Step 3:`
_NUMBERS = regexp(
    r"(?i)(?:(?:(?:step|schritt|étape|paso|passo|stap|krok)\s?\d{1,2}[.:)]?|\(?\d{1,2}[.)])[ \t.…_-]*\s*)+"
)
_STRUCK = regexp(r"~~[^~\n]{1,200}~~")
_SCHEME = regexp(r"(?:https?|ftp)://(?:www)?[./\s]*", re.IGNORECASE)  # of a form's box that holds it already
_SHORT = 80
_MANY = regexp(rf"[,;、，；\n•·・]|\s/\s|^[^\S\n]*+[-*]\s|\s(?:&|{AND})\s", re.MULTILINE)
# "and" in the languages in which it is another word elsewhere
_JOINS = {"cs": " a ", "sk": " a ", "fi": " ja ", "et": " ja ", "sl": " in ", "ro": " și ", "lv": " un ", "lt": " ir "}
_WORDS_AND_SLASHES = regexp(r"(?<![^\W\d_])[^\W\d_]+(?:/[^\W\d_]+)+")
_NAMES = regexp(r"[;；\n]")
_ITEM = regexp(r"\"([^\"\n]+)\"|'([^'\n]+)'")
_ITEMS = regexp(r"\[\s*+(?:(?:\"[^\"\n]+\"|'[^'\n]+')\s*+,?\s*+)++\][\s,}]*+")
_SURNAME_FIRST = regexp(r"[^\W\d_][^,\d]{0,40},\s*[^\W\d_][^,\d]{0,40}")


def interpret(text: str, spec: FieldSpec, form: Form) -> Reading:
    """Read the text behind a label as its field's type asks. Prose keeps its lines; all else is one line."""
    text = text.strip() if text.isprintable() else _CONTROL.sub("", text.translate(_SPACES)).strip()
    if "&nbsp;" in text and spec.type != "prose":
        text = text.replace("&nbsp;", " ").strip()
    if "~~" in text and spec.type != "prose":
        text = _STRUCK.sub("", text).strip()
    if "___" in text and spec.type != "prose":
        text = _RULED.sub("", text).strip()
    if spec.many and not spec.choices and spec.type != "prose" and (boxes := ticked(text)) is not None:
        if not boxes:
            return Reading(fault="empty-field", why="has no box ticked")
        text = boxes
    if (spec.many or spec.choices) and text[:1] == "[" and _ITEMS.fullmatch(text):  # as a program writes a list
        text = "\n".join([first or second for first, second in _ITEM.findall(text)])
    if spec.type == "checkbox" and (box := read_typed(spec.type, text)).fault is None:
        return box
    unwritten = not text or (spec.type != "prose" and "//" in text and _SCHEME.fullmatch(text) is not None)
    unwritten = unwritten or (len(text) >= 3 and not text.strip("_.…- \t\n") and text.strip("-") != "")
    if unwritten or (spec.type == "prose" and len(text) <= _SHORT and _NUMBERS.fullmatch(text)):
        return Reading(fault="empty-field", why="has a label, but nothing behind it")
    plain = unwrap_links(text) if spec.type == "prose" else _without_comma(tidy(text))
    choice = _choose(text, spec, form)
    if choice is not None and choice.value is not None:
        return choice if spec.pattern is None else _each_matched(choice, spec)
    if is_placeholder(plain, spec.placeholder) or (plain != text and is_placeholder(text, spec.placeholder)):
        return Reading(fault="placeholder-value", why="still holds the form's own words")
    if not spec.choices and is_own_name(plain, spec.name):
        return Reading(fault="placeholder-value", why="still holds the form's own words")
    said = (plain if spec.type == "prose" else without_reason(plain)) or text
    silent = is_non_answer(plain or text, form.non_answers)
    silent = silent or (said != (plain or text) and is_non_answer(said, form.non_answers))
    silent = silent or _evades(plain, spec)
    silent = silent or (spec.type == "prose" and len(text) <= _SHORT and is_file(text))
    if silent and not (spec.type == "prose" and describes(plain)):
        why = f'says "{shorten(plain or text)}", which is no answer'
        if form.severity_of("non-answer", spec.name, Severity.HIGH) is not None:
            return Reading(fault="non-answer", why=why)
        return (
            Reading(plain or text)
            if denies(said) or denies(plain or text)
            else Reading(fault="deferred-answer", why=why)
        )
    if choice is not None:
        return choice
    length = _length(plain, spec)
    if length is not None:
        return length
    several = _several(text, spec, form)
    if several is not None:
        return several
    reading = read_typed(spec.type, plain, form.dates, (spec.min, spec.max))
    if reading.fault is None and spec.pattern is not None:
        reading = matched(plain, spec)
    if reading.fault == "malformed-value":  # where this is only worth a remark, the value is what stands there
        return Reading(plain, reading.fault, reading.why)
    if reading.fault is not None:
        return reading
    if spec.many and spec.type != "prose":
        if spec.pattern is not None and isinstance(reading.value, str) and reading.value != plain:
            return Reading((reading.value,))
        values = _pieces(text, form)
        return _each_typed(values, spec, form) if values else Reading((plain,))
    return reading


def _evades(text: str, spec: FieldSpec) -> bool:
    """Whether a short text tells nothing, in whole sentences; most texts show at a glance that they are none."""
    prose = spec.type == "prose"
    if (
        len(text) > _SHORT or (" " not in text and text[-1:] != "?") or spec.choices
    ):  # what is no choice is no answer, whatever it says
        return False
    if prose and text.lstrip(_AROUND).partition(" ")[0].casefold() not in _PROMISES:
        return False
    from ticketlint.values.evasions import evades  # noqa: PLC0415  # start-up: most values have a number or are a choice

    return evades(text, spec.name, prose=prose)


_AROUND = " ([{\"'*_-„“«"
_PROMISES = frozenset("i i'll i’ll we we'll we’ll as like same wie".split())  # with which it begins in free text


def _several(text: str, spec: FieldSpec, form: Form) -> Reading | None:
    """Read a field of several values, each by itself; None where it takes one, or where one of them is no answer."""
    if not spec.many or spec.type == "prose":
        return None
    ways = [_pieces(text, form)]
    if spec.pattern is not None or spec.type != "line":  # what tells one value from two also tells where it ends
        ways.append(tuple(text.split()))
    for values in ways:
        if len(values) > 1:
            reading = _each_typed(values, spec, form)
            if reading.fault is None and spec.pattern is not None:
                kept = _all_matched(values, spec)
                reading = kept if spec.type == "line" or kept.fault is not None else reading
            if reading.fault is None:
                return reading
    return None


def _pieces(text: str, form: Form) -> tuple[str, ...]:
    """Part several values as people part them: names written `Quill, Ada; Ink, Ben` are two."""
    for joins in filter(None, map(_JOINS.get, form.language)):
        text = text.replace(joins, ", ")
    names = [tidy(piece) for piece in _NAMES.split(text) if tidy(piece)]
    if len(names) > 1 and all(_SURNAME_FIRST.fullmatch(name) for name in names):
        return tuple(names)
    slashed = _WORDS_AND_SLASHES.sub(lambda match: match.group().replace("/", ","), text)
    values = tuple(tidy(piece) for piece in _MANY.split(slashed) if tidy(piece))
    if len(values) > 1 and all(value.startswith((f"{at}. ", f"{at}) ")) for at, value in enumerate(values, 1)):
        return tuple(value.partition(" ")[2].strip() for value in values)
    return values


def _each_typed(values: tuple[str, ...], spec: FieldSpec, form: Form) -> Reading:
    """Read each of several values as the field's type asks."""
    readings = [read_typed(spec.type, value, form.dates, (spec.min, spec.max)) for value in values]
    fault = next((one for one in readings if one.fault is not None), None)
    if fault is not None and fault.fault == "malformed-value":
        return Reading(values, fault.fault, fault.why)
    if fault is not None:
        return fault
    return Reading(
        tuple(one.value if isinstance(one.value, str) else text for one, text in zip(readings, values, strict=True))
    )


def _all_matched(values: tuple[str, ...], spec: FieldSpec) -> Reading:
    """Hold each of several values to the field's pattern."""
    found: list[str] = []
    for value in values:
        reading = matched(value, spec)
        if not isinstance(reading.value, str):
            return reading
        found.append(reading.value)
    return Reading(tuple(found))


def refusal(form: Form, spec: FieldSpec, text: str) -> str | None:
    """Return why a field refuses a value or remarks on it, in words that follow "it"; None where it is accepted.

    What the form switches off with severity 0 is accepted, and a pattern that takes too long is told elsewhere.
    """
    try:
        if spec.header is not None and spec.pattern is not None:
            return None if search(spec.pattern, text) else "does not hold the field's pattern"
        reading = interpret(text, spec, form)
    except PatternTimeout:
        return None
    if reading.fault is None:
        return None
    code = CODES.get(reading.fault)
    if code is not None and form.severity_of(code.name, spec.name, code.severity) is None:
        return None
    return reading.why or reading.fault


def _without_comma(text: str) -> str:
    """Return a value without the sign that ends it where fields are written as a list."""
    bared = text.rstrip(",; ")
    return tidy(bared) if bared and bared != text else text


def tidy(text: str) -> str:
    """Return a value on one line, with links restored and without quotes or emphasis round the whole of it."""
    text = " ".join(unwrap_links(text).split())
    if text[:2] in _DOUBLED and text[-2:] == text[:2] and len(text) > 4 and text[:2] not in text[2:-2]:
        text = text[2:-2].strip()
    while len(text) > 2 and _WRAPPERS.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _choose(text: str, spec: FieldSpec, form: Form) -> Reading | None:
    if not spec.choices:
        return None
    whole = spec.many and form.severity_of("placeholder-value", spec.name, Severity.HIGH) is None
    if len(text) > _SHORT:
        return _chosen(text, spec, whole=whole)
    kept = _CHOSEN.get((id(spec), whole, text))
    if kept is None or kept[0] is not spec:
        if len(_CHOSEN) >= _MOST_CHOSEN:
            _CHOSEN.clear()
        kept = _CHOSEN[id(spec), whole, text] = (spec, _chosen(text, spec, whole=whole))
    return kept[1]


def _chosen(text: str, spec: FieldSpec, *, whole: bool) -> Reading:
    text = unwrap_links(text)
    if spec.many:
        return read_choices(text, spec.choices, whole=whole)
    return read_choice(text, spec.choices)


_CHOSEN: dict[tuple[int, bool, str], tuple[FieldSpec, Reading]] = {}
"""What short texts choose, by the identity of the field: people write the same choices in every mail."""

_MOST_CHOSEN = 2000


def _length(text: str, spec: FieldSpec) -> Reading | None:
    if spec.min_length is not None and len(text) < spec.min_length:
        return Reading(fault="wrong-length", why=f"has {len(text)} characters, but needs at least {spec.min_length}")
    if spec.max_length is not None and len(text) > spec.max_length:
        return Reading(
            fault="wrong-length",
            why=f"has {len(text)} characters, but may have at most {spec.max_length}; attach what is longer as a file",
        )
    return None


def _each_matched(choice: Reading, spec: FieldSpec) -> Reading:
    """Hold a choice to the field's pattern, too."""
    values = (choice.value,) if isinstance(choice.value, str) else choice.value or ()
    faults = (matched(value, spec) for value in values)
    return next((fault for fault in faults if fault.fault is not None), choice)
