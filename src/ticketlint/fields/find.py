"""Rows and a form in, the labels that are the form's own out: those a careful person would take for labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ticketlint.fields.labels import Hit
from ticketlint.fields.lexicon import ARTICLES
from ticketlint.fields.listings import beside_logs, fence_end, is_like_field, is_log
from ticketlint.fields.rows import Row
from ticketlint.fields.scan import (
    FEWEST_BARE,
    FEWEST_BOXED,
    FEWEST_TABBED,
    TYPOS,
    Scan,
    answered_below,
    indent_of,
    is_answered,
    is_boxed,
    marker_of,
    scan_rows,
    sign_of,
)
from ticketlint.form.model import FieldSpec, Form
from ticketlint.record import dataclass
from ticketlint.values import letters, read_choice, read_choices, read_typed


@dataclass(frozen=True, slots=True)
class Found:
    """The labels taken, from top to bottom, and where a second form begins (an index into `hits`' rows).

    `parted`: a program has put a blank line between all lines.
    """

    hits: tuple[Hit, ...]
    second: Hit | None = None
    parted: bool = False


def find_labels(rows: Sequence[Row], form: Form) -> Found:
    """Return the labels of the form in a zone. Inside free text only what stands as the form's labels do ends it."""
    scan = scan_rows(rows, form)
    if not any(scan.hits):
        return Found(())
    taken: list[Hit] = []
    seen: dict[str, Hit] = {}
    index = 0
    while index < len(rows):
        if taken and taken[-1].spec.type == "prose":
            end = fence_end(scan.texts, index) if not _FENCES.isdisjoint(scan.texts[index]) else None
            if end is not None:
                index = end + 1
                continue
        for hit in scan.hits[index]:
            if not _accept(hit, taken, seen, scan):
                continue
            first = not taken or taken[-1].line < hit.line  # no form begins in the middle of one on a line
            if first and hit.spec.name in seen and _begins_again(hit, seen, scan):
                return Found(tuple(taken), hit, scan.dense is not None)
            taken.append(hit)
            seen.setdefault(hit.spec.name, hit)
        index += 1
    taken = _without_forerunners(taken, scan)
    return Found(tuple(taken), None, scan.dense is not None or answered_below(taken, scan))


_FENCES = frozenset("`~{")


def _accept(hit: Hit, taken: list[Hit], seen: dict[str, Hit], scan: Scan) -> bool:
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
        return name not in seen and (row.packed or _many_on(hit.line, scan) or _in_pairs(hit, scan))
    if hit.separator == "bare":
        return _accept_bare(hit, in_prose, seen, scan)
    if hit.separator == "":
        return _accept_spaced(hit, in_prose, seen, scan)
    if hit.how == "misspelt":
        known = len(scan.explicit) + len(scan.bare)
        if (
            scan.explicit[name]
            or name in seen
            or (known < 2 and len(scan.typos) < TYPOS)
            or hit.separator not in {":", "-" if scan.tabbed else ":"}
            or (is_log(row.text) and not _is_marked(hit, scan))
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
    if (
        scan.explicit[name] > 1
        and name not in seen  # the form has it further down
        and (_is_listed_below(hit, current, scan) or (_hangs_below_log(hit, scan) and _is_given_below(hit, scan)))
    ):
        return False
    if name in seen or scan.explicit[name] > 1 or len(scan.explicit) + len(scan.typos) < 3:
        return _opens(hit, seen, scan) or not scan.in_listing(hit.line, prose=False)
    return True


def _opens(hit: Hit, seen: dict[str, Hit], scan: Scan) -> bool:
    """Whether a free text, or a form of so few fields, begins here above a list, a log or settings, and below none."""
    few = len(scan.form.fields) < _FORM
    if not (few or hit.spec.type == "prose") or hit.spec.name in seen or scan.explicit[hit.spec.name] > 1:
        return False
    above = scan.texts[hit.line - 1] if hit.line else ""
    strange = is_log(above) or (is_like_field(above) and not scan.labels[hit.line - 1])
    return not (above.strip() and strange) and not is_log(scan.texts[hit.line])


_FORM = 3  # labels that make one


def _accept_inline(hit: Hit, current: Hit | None, seen: dict[str, Hit], scan: Scan) -> bool:
    name = hit.spec.name
    if name in seen or scan.explicit[name]:
        return False
    packed = scan.rows[hit.line].packed
    if current is None or current.line != hit.line:
        return packed or (scan.names_on(hit.line) >= 4 and not is_log(scan.texts[hit.line]))
    if current.spec.type == "prose":
        return packed or _many_on(hit.line, scan)
    return True


def _many_on(line: int, scan: Scan) -> bool:
    """Whether so many labels stand on one line that it holds the form, or most of it."""
    return scan.names_on(line) >= 5


def _in_pairs(hit: Hit, scan: Scan) -> bool:
    """Whether the form is a table with two labels in a row, and this one stands in a cell of its own."""
    text = scan.texts[hit.line]
    if text[hit.start - 1 : hit.start] != "\t" or "\t" not in text[hit.end : hit.value]:
        return False
    rows = sum(len({other.spec.name for other in line if other.separator == "-"}) > 1 for line in scan.hits)
    return rows >= _PAIRED_ROWS


_PAIRED_ROWS = 3


def _accept_bare(hit: Hit, in_prose: bool, seen: dict[str, Hit], scan: Scan) -> bool:
    """A label that has a line to itself: where the whole form is laid out so, or where it is set off as a heading."""
    name = hit.spec.name
    if name in seen or scan.explicit[name]:
        return False
    signed = scan.sign == "\t" or (scan.tabbed and scan.texts[hit.line].rstrip().endswith(scan.sign))
    if signed and len(scan.explicit) >= FEWEST_TABBED:
        return True  # its cell is empty
    if len(scan.spaced) >= _SPACED and not scan.explicit and not in_prose:
        return _beside_label(hit, scan)
    if len(scan.bare - set(scan.explicit)) >= FEWEST_BARE or marker_of(hit) == "heading" or hit.emphasis:
        return not in_prose or marker_of(hit) in {scan.marker, "heading", ""}
    if in_prose and len(scan.explicit) >= FEWEST_BARE and _is_the_line(hit, scan):
        return True
    below = any(text.strip() for text in scan.texts[hit.line + 1 : hit.line + 4])
    if _all_bare(scan) and hit.how == "exact":
        return not hit.line or not scan.texts[hit.line - 1].strip() or (seen != {} and not in_prose)
    if in_prose or not below:
        return False
    if seen and hit.how == "exact" and is_answered(hit, scan):
        return True
    enough = 2 if " " in hit.label else 3  # a label of several words is no accident
    return len(scan.explicit.keys() | seen.keys()) >= enough


def _all_bare(scan: Scan) -> bool:
    """Whether every field of a form of few has its label on a line to itself, and none a colon."""
    names = {spec.name for spec in scan.form.fields if spec.header is None}
    return len(names) < FEWEST_BARE and scan.bare >= names and not scan.explicit


def _accept_spaced(hit: Hit, in_prose: bool, seen: dict[str, Hit], scan: Scan) -> bool:
    """A label with nothing but a blank behind it (`Severity 2`): where its value can be nothing else."""
    spec, name = hit.spec, hit.spec.name
    if name in seen or scan.explicit[name]:
        return False
    if len(scan.boxed) >= FEWEST_BOXED and is_boxed(hit, scan.texts):
        return not in_prose or _accept_in_prose(hit, seen, scan)
    if marker_of(hit) == "at" and (scan.marker == "at" or len(scan.spaced) >= FEWEST_BARE):  # `@product Widget`
        return True
    value = scan.texts[hit.line][hit.value :].strip()
    sure = _reads(value, spec) if spec.choices and len(value) <= 60 else spec.type == "url" and "://" in value
    if in_prose and spec.type == "prose":  # the form has no colons at all
        return len(scan.spaced) >= _SPACED and not scan.explicit and " " in hit.label and hit.label[:1].isupper()
    if in_prose:
        return sure and len(scan.explicit) >= 3 and _isolated(hit, scan) and spec.choices != ()
    if sure:
        return len(scan.explicit) + len(scan.spaced) >= 3
    return hit.how == "exact" and hit.label[:1].isupper() and len(scan.spaced) >= 5 and _beside_label(hit, scan)


def _is_the_line(hit: Hit, scan: Scan) -> bool:
    """Whether a line is but a label of several words, as the form writes it, or that label as a question."""
    text, label = scan.texts[hit.line].strip(), hit.label
    if " " not in label or hit.how == "misspelt" or not (label[:1].isupper() and text.rstrip(" ?*") == label):
        return False
    return text.endswith("?") or (hit.spec.type == "prose" and label == hit.spec.name)


_INDENTED = 2  # blanks before a label
_SPACED = 8  # labels with a blank behind them that make it the form's way


def _beside_label(hit: Hit, scan: Scan) -> bool:
    near = [at for at in (hit.line - 1, hit.line + 1) if 0 <= at < len(scan.rows)]
    return any(any(other.anchored for other in scan.hits[at]) for at in near)


def _accept_in_prose(hit: Hit, seen: dict[str, Hit], scan: Scan) -> bool:
    """A label inside free text ends it only when it stands there as the form's other labels do (INTAKE 7)."""
    spec, name = hit.spec, hit.spec.name
    row = scan.rows[hit.line]
    if row.packed:
        return name not in seen
    marked = marker_of(hit) in {scan.marker, "heading"} or (hit.emphasis and name not in seen)
    if not (marked and (scan.indented or indent_of(hit) < _INDENTED)) and not _is_only_one(hit, seen, scan):
        return False
    if is_log(row.text) and name in seen:
        return False
    if scan.in_listing(hit.line, prose=True):
        beside = beside_logs(scan.texts, hit.line, scan.labels, marked=_is_marked(hit, scan))
        return name not in seen and spec.type == "prose" and not beside
    if scan.capital and hit.label[:1].islower() and (name in seen or scan.explicit[name] > 1):
        return False
    if _is_shorter(hit, seen, scan):
        return False
    if name not in seen:
        return not _is_given_below(hit, scan)
    if spec.type == "prose":
        return _isolated(hit, scan) and hit.separator == ":" and hit.how != "misspelt"
    value = row.text[hit.value :].strip()
    if not spec.choices or len(value) > 40:
        return _begins_again(hit, seen, scan)
    below = hit.line + 1 >= len(scan.rows) or not scan.texts[hit.line + 1].strip()
    said_all = below and all(each.name in seen for each in scan.form.fields if each.header is None)
    return _reads(value, spec) and (said_all or _isolated(hit, scan))


def _is_only_one(hit: Hit, seen: dict[str, Hit], scan: Scan) -> bool:
    """Whether a label of a free text is the one that the form has of it, though others have a bullet or none."""
    name = hit.spec.name
    return (
        hit.spec.type == "prose"
        and name not in seen
        and scan.explicit[name] == 1
        and " " in hit.label
        and hit.separator == ":"
        and hit.how != "misspelt"
        and hit.label[:1].isupper() == scan.capital
    )


def _is_given_below(hit: Hit, scan: Scan) -> bool:
    """Whether a label in free text has nothing behind it that answers, but stands again below, and there it has."""
    spec = hit.spec
    if not spec.choices or scan.explicit[spec.name] < 2:
        return False
    value = scan.texts[hit.line][hit.value :].strip()
    if not value or _reads(value, spec):
        return False
    if spec.name not in scan.last_answer:
        answers = (
            other.line
            for line in reversed(scan.hits)
            for other in line
            if other.spec is spec and other.anchored and _reads(scan.texts[other.line][other.value :].strip(), spec)
        )
        scan.last_answer[spec.name] = next(answers, -1)
    return scan.last_answer[spec.name] > hit.line


def _is_shorter(hit: Hit, seen: dict[str, Hit], scan: Scan) -> bool:
    """Whether a label in free text is one word in place of the form's own, which it has, too: `Expected: 3, got 4`."""
    name = hit.spec.name
    if " " in hit.label or letters(hit.label) == letters(name):
        return False
    if name in seen:
        return " " in seen[name].label
    return (scan.explicit[name] > 1 or name in scan.bare) and any(
        other.spec is hit.spec and other.anchored and other.how != "misspelt" and " " in other.label
        for line in scan.hits[hit.line + 1 :]
        for other in line
    )


def _is_listed_below(hit: Hit, current: Hit | None, scan: Scan) -> bool:
    """Whether a label stands among the lines of a listing that answers the field above, as `rpm -qi` has them."""
    if current is None or scan.texts[current.line][current.value :].strip():
        return False
    around = [*range(current.line + 1, hit.line), hit.line + 1]
    return len(around) > _FEWEST_LISTED and all(
        at < len(scan.texts) and not scan.labels[at] and is_like_field(scan.texts[at]) for at in around
    )


_LONGEST_ANSWER = 400  # characters in which a choice stands
_FEWEST_LISTED = 2  # lines of a listing above a label, and one below it


def _hangs_below_log(hit: Hit, scan: Scan) -> bool:
    """Whether the lines of a log stand in the same paragraph above a label."""
    for at in range(hit.line - 1, max(-1, hit.line - _FAR_ABOVE), -1):
        text = scan.texts[at]
        if not text.strip():
            return False
        if is_log(text) and not scan.labels[at]:
            return True
    return False


_FAR_ABOVE = 10  # lines


def _is_marked(hit: Hit, scan: Scan) -> bool:
    """Whether a bullet, a bracket, or a sign that is no colon, marks a label as it marks the form's others."""
    marker = marker_of(hit)
    if is_boxed(hit, scan.texts):
        return len(scan.boxed) >= FEWEST_BOXED
    return (marker != "" and marker == scan.marker) or sign_of(hit, scan.texts) == scan.sign != ":"


def _reads(value: str, spec: FieldSpec) -> bool:
    value = value[:_LONGEST_ANSWER]
    reading = read_choices(value, spec.choices) if spec.many else read_choice(value, spec.choices)
    return reading.value is not None


def _isolated(hit: Hit, scan: Scan) -> bool:
    """Whether a line stands by itself or among labels, not in the middle of a paragraph."""

    def apart(at: int) -> bool:
        return not 0 <= at < len(scan.rows) or not scan.texts[at].strip() or scan.labels[at]

    return apart(hit.line - 1) and apart(hit.line + 1)


def _begins_again(hit: Hit, seen: dict[str, Hit], scan: Scan) -> bool:
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


def _without_forerunners(taken: list[Hit], scan: Scan) -> list[Hit]:
    """Drop a label far above the form whose field the form has again: prose that happened to begin so."""
    if len(taken) < 5:
        return taken
    counts = Counter(hit.spec.name for hit in taken)
    first = taken[0]
    below = scan.texts[first.line + 1 : taken[1].line]
    between = [text for text in below if text.strip()]
    value = scan.texts[first.line][first.value :]
    if counts[first.spec.name] > 1 and between and len(between) < len(below) and _is_malformed(value, first.spec):
        return taken[1:]
    if counts[first.spec.name] > 1 and len(between) >= 2 and first.spec.type != "prose":
        meant = first.spec.choices and len(value) <= 60 and _reads(value, first.spec)
        return taken if meant else taken[1:]
    return taken


def _is_malformed(value: str, spec: FieldSpec) -> bool:
    """Whether a value is plainly none of its field's type."""
    if spec.choices:
        return not _reads(value.strip(), spec)
    return spec.type not in {"line", "prose", "version", "url"} and read_typed(spec.type, value).fault is not None
