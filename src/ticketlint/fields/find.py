"""Rows and a form in, the labels that are the form's own out: those a careful person would take for labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ticketlint.fields.labels import ARTICLES, Hit, hits_in
from ticketlint.fields.listings import beside_logs, commented, fence_end, fenced, in_listing, is_log
from ticketlint.fields.rows import Row
from ticketlint.form.model import FieldSpec, Form
from ticketlint.record import dataclass, field
from ticketlint.regexp import regexp
from ticketlint.values import read_choice, read_choices

_MARKER_CLASS = (("tab", "\t"), ("heading", "#"), ("box", "[☐☑☒✓✔"), ("quote", ">"), ("at", "@"))


@dataclass(frozen=True, slots=True)
class Found:
    """The labels taken, from top to bottom, and where a second form begins (an index into `hits`' rows)."""

    hits: tuple[Hit, ...]
    second: Hit | None = None


@dataclass(slots=True)
class _Scan:
    """What is known of one zone while its labels are judged."""

    form: Form
    rows: Sequence[Row]
    texts: list[str]
    hits: list[list[Hit]]
    labels: list[bool]
    explicit: Counter[str] = field(default_factory=Counter)  # field -> anchored labels with a colon, as known
    bare: set[str] = field(default_factory=set)
    dense: dict[int, int] | None = None  # where a program parted every line: places without the blank ones
    dense_texts: list[str] = field(default_factory=list)
    dense_labels: list[bool] = field(default_factory=list)
    typos: set[str] = field(default_factory=set)  # fields whose label stands there with a typo and a colon
    spaced: set[str] = field(default_factory=set)
    marker: str = ""
    tabbed: bool = False
    indented: bool = False
    capital: bool = True


def find_labels(rows: Sequence[Row], form: Form) -> Found:
    """Return the labels of the form in a zone. Inside free text only what stands as the form's labels do ends it."""
    scan = _scan(rows, form)
    if not any(scan.hits):
        return Found(())
    taken: list[Hit] = []
    seen: dict[str, Hit] = {}
    index = 0
    while index < len(rows):
        if taken and taken[-1].spec.type == "prose":
            end = fence_end(scan.texts, index) if "`" in scan.texts[index] or "~" in scan.texts[index] else None
            if end is not None:
                index = end + 1
                continue
        for hit in scan.hits[index]:
            if not _accept(hit, taken, seen, scan):
                continue
            if hit.spec.name in seen and _begins_again(hit, seen, scan):
                return Found(tuple(taken), hit)
            taken.append(hit)
            seen.setdefault(hit.spec.name, hit)
        index += 1
    return Found(tuple(_without_forerunners(taken, scan)))


def _scan(rows: Sequence[Row], form: Form) -> _Scan:
    hits: list[list[Hit]] = []
    left = _MOST_LABELS
    for index, row in enumerate(rows):
        hits.append([_on_line(hit, index) for hit in hits_in(row.text, form)[:left]] if left else [])
        left -= len(hits[-1])
    texts = [row.text for row in rows]
    for index in commented(texts):
        hits[index] = []
    _drop_fenced(texts, hits)
    labels = [any(hit.anchored and hit.how != "misspelt" and hit.separator == ":" for hit in line) for line in hits]
    scan = _Scan(form, rows, texts, hits, labels)
    markers: Counter[str] = Counter()
    indents: Counter[bool] = Counter()
    capitals: Counter[bool] = Counter()
    separators: Counter[str] = Counter()
    for line in hits:
        for hit in line:
            name = hit.spec.name
            if hit.how == "misspelt" and hit.anchored and hit.separator == ":":
                scan.typos.add(name)
            if not hit.anchored or hit.how == "misspelt":
                continue
            if hit.separator == "bare":
                scan.bare.add(name)
            elif hit.separator == "":
                scan.spaced.add(name)
            else:
                scan.explicit[name] += 1
            if hit.separator in {":", "-"} and scan.explicit[name] == 1:
                markers[_marker(hit)] += 1 if hit.marker == "\t" else 100  # cells further right follow their row
                indents[_indent(hit) >= 2] += 1
                capitals[hit.label[:1].isupper()] += 1
                separators[hit.separator] += 1
    if len(scan.typos) >= _TYPOS:  # they vouch for each other
        for index, line in enumerate(hits):
            labels[index] = labels[index] or any(hit.anchored and hit.separator == ":" for hit in line)
    filled = [index for index, text in enumerate(texts) if text.strip()]
    apart = sum(after > index + 1 for index, after in pairwise(filled))
    if len(filled) >= 10 and apart * 10 >= 9 * (len(filled) - 1):  # a mail program has parted every line
        scan.dense = {index: place for place, index in enumerate(filled)}
        scan.dense_texts = [texts[index] for index in filled]
        scan.dense_labels = [labels[index] for index in filled]
    scan.marker = markers.most_common(1)[0][0] if markers else ""
    scan.indented = indents[True] > 0 and indents[True] * 3 >= indents[False]
    scan.capital = capitals[True] > 2 * capitals[False]
    scan.tabbed = separators["-"] > separators[":"]
    return scan


def _drop_fenced(texts: Sequence[str], hits: list[list[Hit]]) -> None:
    """Leave out what stands in code of a Markdown text, where headings outside of it name the same fields."""
    inside = list(fenced(texts))
    if not inside:
        return
    within = set(inside)
    headed = {
        hit.spec.name
        for index, line in enumerate(hits)
        if index not in within
        for hit in line
        if hit.separator == "bare" and _marker(hit) == "heading"
    }
    for index in inside if headed else ():
        hits[index] = [hit for hit in hits[index] if hit.spec.name not in headed]


_MOST_LABELS = 5000  # that are looked at in one mail; nobody's form has more
_TYPOS = 4  # labels with a typo that are no chance


def _on_line(hit: Hit, line: int) -> Hit:
    return Hit(
        hit.spec, line, hit.start, hit.end, hit.value, hit.label, hit.how, hit.separator, hit.marker, hit.anchored,
        hit.emphasis,
    )  # fmt: skip


def _marker(hit: Hit) -> str:
    for name, marks in _MARKER_CLASS:
        if any(mark in hit.marker for mark in marks):
            return name
    stripped = hit.marker.strip(" \u00a0")
    if not stripped:
        return ""
    return "number" if stripped[0].isalnum() or stripped[0] == "(" else "bullet"


def _indent(hit: Hit) -> int:
    return len(hit.marker) - len(hit.marker.lstrip(" \u00a0"))


def _accept(hit: Hit, taken: list[Hit], seen: dict[str, Hit], scan: _Scan) -> bool:
    """Whether a careful person takes this for a label of the form."""
    row = scan.rows[hit.line]
    name = hit.spec.name
    current = taken[-1] if taken else None
    if current is not None and current.line == hit.line and hit.start < current.value:
        return False
    if not hit.anchored:
        return _accept_inline(hit, current, seen, scan)
    in_prose = current is not None and current.spec.type == "prose"
    if in_prose and current is not None and current.line == hit.line:
        return row.packed and name not in seen
    if hit.separator == "bare":
        return _accept_bare(hit, in_prose, seen, scan)
    if hit.separator == "":
        return _accept_spaced(hit, in_prose, seen, scan)
    if hit.how == "misspelt":
        known = len(scan.explicit) + len(scan.bare)
        if (
            scan.explicit[name]
            or name in seen
            or (known < 2 and len(scan.typos) < _TYPOS)
            or hit.separator != ":"
            or is_log(row.text)
        ):
            return False
    if hit.separator == "-" and not scan.tabbed and "\t" not in scan.texts[hit.line][hit.end : hit.value]:
        if scan.explicit[name] > 1 or (in_prose and hit.spec.name in seen):
            return False
        if hit.spec.type == "prose" and len(scan.explicit) < 3:
            return False
    if hit.marker.strip().casefold() in ARTICLES and (name in seen or scan.explicit[name] > 1):
        return False  # `The server: …` in a story, and the form's own `Server:` besides
    if in_prose:
        return _accept_in_prose(hit, seen, scan)
    if name in seen or scan.explicit[name] > 1 or len(scan.explicit) + len(scan.typos) < 3:
        return not _in_listing(hit, scan, prose=False)
    return True


def _accept_inline(hit: Hit, current: Hit | None, seen: dict[str, Hit], scan: _Scan) -> bool:
    name = hit.spec.name
    if name in seen or scan.explicit[name]:
        return False
    packed = scan.rows[hit.line].packed
    on_line = {other.spec.name for other in scan.hits[hit.line]}
    if current is None or current.line != hit.line:
        return packed or (len(on_line) >= 4 and not is_log(scan.texts[hit.line]))
    if current.spec.type == "prose":
        return packed or len(on_line) >= 5
    return True


def _accept_bare(hit: Hit, in_prose: bool, seen: dict[str, Hit], scan: _Scan) -> bool:
    """A label that has a line to itself: where the whole form is laid out so, or where it is set off as a heading."""
    name = hit.spec.name
    if name in seen or scan.explicit[name]:
        return False
    if len(scan.bare - set(scan.explicit)) >= 3 or _marker(hit) == "heading" or hit.emphasis:
        return not in_prose or _marker(hit) in {scan.marker, "heading", ""}
    below = any(text.strip() for text in scan.texts[hit.line + 1 : hit.line + 4])
    enough = 2 if " " in hit.label else 3  # a label of several words is no accident
    return not in_prose and len(scan.explicit) >= enough and below


def _accept_spaced(hit: Hit, in_prose: bool, seen: dict[str, Hit], scan: _Scan) -> bool:
    """A label with nothing but a blank behind it (`Severity 2`): where its value can be nothing else."""
    spec, name = hit.spec, hit.spec.name
    if name in seen or scan.explicit[name]:
        return False
    value = scan.texts[hit.line][hit.value :].strip()
    sure = _reads(value, spec) if spec.choices and len(value) <= 60 else spec.type == "url" and "://" in value
    if in_prose:
        return sure and len(scan.explicit) >= 3 and _isolated(hit, scan) and spec.choices != ()
    if sure:
        return len(scan.explicit) + len(scan.spaced) >= 3
    return hit.how == "exact" and hit.label[:1].isupper() and len(scan.spaced) >= 5 and _beside_label(hit, scan)


def _beside_label(hit: Hit, scan: _Scan) -> bool:
    near = [at for at in (hit.line - 1, hit.line + 1) if 0 <= at < len(scan.rows)]
    return any(any(other.anchored for other in scan.hits[at]) for at in near)


def _accept_in_prose(hit: Hit, seen: dict[str, Hit], scan: _Scan) -> bool:
    """A label inside free text ends it only when it stands there as the form's other labels do (INTAKE 7)."""
    spec, name = hit.spec, hit.spec.name
    row = scan.rows[hit.line]
    if row.packed:
        return name not in seen
    if _marker(hit) != scan.marker and not (_marker(hit) == "heading" or (hit.emphasis and name not in seen)):
        return False
    if not scan.indented and _indent(hit) >= 2:
        return False
    if is_log(row.text) and name in seen:
        return False
    if _in_listing(hit, scan, prose=True):
        return name not in seen and spec.type == "prose" and not beside_logs(scan.texts, hit.line, scan.labels)
    if scan.capital and hit.label[:1].islower() and (name in seen or scan.explicit[name] > 1):
        return False
    if name not in seen:
        return True
    if spec.type == "prose":
        return _isolated(hit, scan) and hit.separator == ":" and hit.how != "misspelt"
    value = row.text[hit.value :].strip()
    if not spec.choices or len(value) > 40:
        return _begins_again(hit, seen, scan)
    below = hit.line + 1 >= len(scan.rows) or not scan.texts[hit.line + 1].strip()
    said_all = below and all(each.name in seen for each in scan.form.fields if each.header is None)
    return _reads(value, spec) and (said_all or _isolated(hit, scan))


def _reads(value: str, spec: FieldSpec) -> bool:
    reading = read_choices(value, spec.choices) if spec.many else read_choice(value, spec.choices)
    return reading.value is not None


def _in_listing(hit: Hit, scan: _Scan, *, prose: bool) -> bool:
    if scan.dense is None:
        return in_listing(scan.texts, hit.line, scan.labels, prose=prose)
    return in_listing(scan.dense_texts, scan.dense[hit.line], scan.dense_labels, prose=prose)


def _isolated(hit: Hit, scan: _Scan) -> bool:
    """Whether a line stands by itself or among labels, not in the middle of a paragraph."""

    def apart(at: int) -> bool:
        return not 0 <= at < len(scan.rows) or not scan.texts[at].strip() or scan.labels[at]

    return apart(hit.line - 1) and apart(hit.line + 1)


def _begins_again(hit: Hit, seen: dict[str, Hit], scan: _Scan) -> bool:
    """Whether a label that was there before begins a second form: three more that were there follow closely."""
    above = scan.texts[hit.line - 1].strip() if hit.line else ""
    if hit.spec.name != next(iter(seen), None) and any(char.isalnum() for char in above):
        return False
    again: list[str] = []
    gap = 0
    for at in range(hit.line, min(hit.line + 16, len(scan.rows))):
        here = [other.spec.name for other in scan.hits[at] if other.anchored and other.separator == ":"]
        if any(name in seen and name not in again for name in here):
            again.extend(name for name in here if name in seen and name not in again)
            gap = 0
        elif scan.texts[at].strip():
            gap += 1
            if gap > 2:
                break
    return len(again) >= 4 and len(seen) >= 4


def _without_forerunners(taken: list[Hit], scan: _Scan) -> list[Hit]:
    """Drop a label far above the form whose field the form has again: prose that happened to begin so."""
    if len(taken) < 5:
        return taken
    counts = Counter(hit.spec.name for hit in taken)
    first = taken[0]
    between = [text for text in scan.texts[first.line + 1 : taken[1].line] if text.strip()]
    if counts[first.spec.name] > 1 and len(between) >= 2 and first.spec.type != "prose":
        value = scan.texts[first.line][first.value :]
        meant = first.spec.choices and len(value) <= 60 and _reads(value, first.spec)
        return taken if meant else taken[1:]
    return taken


def word_before_colon(text: str) -> re.Match[str] | None:
    """Match a line that looks like a field of some form: capitalised words, a colon, a value."""
    return _STRAY.match(text)


_STRAY = regexp(
    r"[ \t]{0,3}(?:[-*•][ \t]+)?[*_]{0,2}((?:[A-ZÄÖÜ][^\W_]*(?:[-/ ][^\W_]+){0,3}))[*_]{0,2}[ \t]?[:：]"
    r"[*_]{0,2}(?:[ \t]+\S|[ \t]*$)|((?:[^\W\d_][^\W_]*(?:[-/ ][^\W_]+){0,3}))\t\S"
)
