"""Rows and a form's labels in, rows out with one label each: `Server / GUI Version: 7` answers two fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

from ticketlint.fields.lexicon import TOKEN, Labels, look_up
from ticketlint.fields.listings import in_listing
from ticketlint.fields.rows import Row
from ticketlint.fields.wrapped import without
from ticketlint.form.answers import interpret
from ticketlint.form.model import FieldSpec, Form
from ticketlint.record import dataclass
from ticketlint.regexp import regexp
from ticketlint.values.words import AND

_LONGEST_HEAD = 120  # characters up to the colon
_MOST = 4  # labels before one colon
_END = regexp(r"[:：](?:\s|$)|：|\t")
_JOINT = regexp(rf"(?<!\s)\s*+(?:[/&+]\s*+|(?<=\s)(?:{AND})\s++)")
_MARKER = regexp(r"[ \t]*(?:[-*+•#]+[ \t]+|\(?\d{1,2}[.)][ \t]*)?[*_]*")
_VERSION = regexp(r"(?<!\d)\d{1,9}[.]\d")
_BETWEEN = (regexp(r"\s+/\s+"), regexp(rf"\s+(?:{AND}|&)\s+"), regexp(r"[,;]\s+"), regexp(r"/"))


@dataclass(frozen=True, slots=True)
class _Part:
    """One of several labels before a colon: its field, and what of the line says it besides the last word of all."""

    spec: FieldSpec
    start: int
    end: int
    shared: bool  # the last word of all belongs to it, too

    @property
    def name(self) -> str:
        return self.spec.name


def with_one_label(
    rows: Sequence[Row], form: Form, labels: Labels, label: Callable[[str], str | None]
) -> Sequence[Row]:
    """Part the rows that name several fields before one value; where it has as many parts, each field has its own."""
    split: dict[int, list[Row]] = {}
    given: frozenset[str | None] | None = None
    texts: list[str] = []
    known: list[bool] = []  # of each row, whether it begins with a label
    for at, row in enumerate(rows):
        colon = _END.search(row.text, 1, _LONGEST_HEAD)
        if (
            colon is None
            or row.packed
            or not row.text[colon.end() :].strip()
            or not _JOINT.search(row.text, 0, colon.start())
        ):
            continue
        if given is None:
            names = [label(each.text) for each in rows]
            given = frozenset(names)
            texts = [each.text for each in rows]
            known = [name is not None or names_several(text, labels) for name, text in zip(names, texts, strict=True)]
        parts = _parts(row.text[: colon.start()], labels, given)
        if parts and in_listing(texts, at, known, prose=False):
            continue
        values = _values(row.text, colon.end(), parts, form) if parts else []
        if values:
            split[at] = _split(row, parts, colon.end(), values)
    return [each for at, row in enumerate(rows) for each in split.get(at, [row])]


def names_several(text: str, labels: Labels) -> bool:
    """Whether a line may be one with several labels before its colon."""
    colon = _END.search(text, 1, _LONGEST_HEAD)
    if colon is None or not _JOINT.search(text, 0, colon.start()):
        return False
    return is_joint(text[: colon.start()], labels)


def is_joint(head: str, labels: Labels) -> bool:
    """Whether a text before a colon may name several fields: what stands behind a sign that joins them is a label."""
    found = [look_up(part, labels) for part in _JOINT.split(head)]
    return len({known[0].name for known in found if known is not None}) > 1 or (
        len(found) > 1 and found[-1] is not None and not all(found)
    )


def _parts(head: str, labels: Labels, given: frozenset[str | None]) -> list[_Part]:
    """Return the labels of different fields that are joined in a text; none where anything else stands in it."""
    marker = _MARKER.match(head)
    begin = marker.end() if marker else 0
    ends = [(found.start(), found.end()) for found in _JOINT.finditer(head, begin)]
    starts, stops = [begin, *(end for _, end in ends)], [*(start for start, _ in ends), len(head.rstrip(" *_"))]
    last = list(TOKEN.finditer(head, starts[-1], stops[-1]))
    whole = look_up(head[starts[-1] : stops[-1]], labels)
    if whole is None or len(starts) > _MOST:
        return []
    parts: list[_Part] = []
    for start, stop in zip(starts[:-1], stops[:-1], strict=True):
        text = head[start:stop].rstrip()
        own = look_up(text, labels) if text[-1:] != "-" else None
        with_last = look_up(f"{text.rstrip('-')} {last[-1].group()}", labels) if len(last) > 1 or "-" in text else None
        twice = with_last is not None and with_last[0] is whole[0]
        if own is not None and (with_last is None or twice or own[0].name not in given):
            parts.append(_Part(own[0], start, stop, shared=False))
        elif with_last is not None:
            parts.append(_Part(with_last[0], start, start + len(text.rstrip("-")), shared=True))
        else:
            return []
    parts.append(_Part(whole[0], starts[-1], stops[-1], shared=False))
    return parts if 1 < len({part.name for part in parts}) == len(parts) else []


def _split(row: Row, parts: Sequence[_Part], begin: int, values: Sequence[tuple[int, int]]) -> list[Row]:
    """Return a row for each label: with its part of the value, or with all of it."""
    last = parts[-1]
    word = list(TOKEN.finditer(row.text, last.start, last.end))[-1]
    hyphen = word.start() - (row.text[word.start() - 1] in " -")
    rows = []
    for part, (start, end) in zip(parts, values, strict=True):
        spans = [(0, part.start), (part.end, hyphen if part.shared else last.end), (begin, start), (end, len(row.text))]
        rows.append(without(row, spans))
    return rows


def _values(text: str, begin: int, parts: Sequence[_Part], form: Form) -> list[tuple[int, int]]:
    """Return from where to where each of several values goes; none where that is not certain.

    A key is dealt out to nobody, nor is a story: whose part is whose is not told by what they look like.
    """
    if any(part.spec.secret or part.spec.type == "prose" for part in parts):
        return []
    several = False
    for sign in _BETWEEN:
        found = [] if sign.pattern == "/" and "://" in text[begin:] else list(sign.finditer(text, begin))
        several = several or bool(found)
        if len(found) == len(parts) - 1:
            starts = [begin, *(each.end() for each in found)]
            values = list(zip(starts, [*(each.start() for each in found), len(text)], strict=True))
            return values if _is_in_order([text[start:end] for start, end in values], parts, form, sign.pattern) else []
    one = not several and _VERSION.search(text, begin) is not None and _are_alike([part.spec for part in parts])
    shared = one and all(_fits(text[begin:], part.spec, form) for part in parts)
    return [(begin, len(text))] * len(parts) if shared else []


def _is_in_order(values: Sequence[str], parts: Sequence[_Part], form: Form, sign: str) -> bool:
    """Whether values stand in the order of their labels: a bad one is then its own field's alone, and no other's."""
    fits = [[_fits(value, part.spec, form) for value in values] for part in parts]
    right = sum(fits[at][at] for at in range(len(parts)))
    if right == len(parts):
        return True
    if not right or ("/" not in sign and any(part.spec.many for part in parts)):
        return False
    return all(sum(fits[at][to] for at, to in enumerate(order)) <= right for order in permutations(range(len(parts))))


def _fits(text: str, spec: FieldSpec, form: Form) -> bool:
    return interpret(text, spec, form).fault is None


def _are_alike(specs: Sequence[FieldSpec]) -> bool:
    """Whether fields ask the same of several things, so that a version may be that of all: their last word is one."""
    plain = all(spec.type in {"line", "version"} and not spec.choices for spec in specs)
    return plain and len({spec.name.split()[-1] for spec in specs}) == 1
