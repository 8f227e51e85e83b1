"""Rows and a form in, what is known of all the labels that stand in them out, before one of them is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ticketlint.fields.labels import BOXES, Hit, hits_in
from ticketlint.fields.listings import commented, fenced, in_listing, is_log, is_parted
from ticketlint.fields.pieces import BLANK
from ticketlint.fields.plainly import is_plainly
from ticketlint.fields.rows import Row
from ticketlint.fields.slips import typo_before, typo_in_box
from ticketlint.form.model import Form
from ticketlint.hints import Final
from ticketlint.record import dataclass, field

_MARKER_CLASS = (("tab", "\t"), ("heading", "#"), ("box", "[☐☑☒✓✔"), ("quote", ">"), ("at", "@"))


@dataclass(slots=True)
class Scan:
    """What is known of one zone while its labels are judged."""

    form: Form
    rows: Sequence[Row]
    texts: list[str]
    hits: list[list[Hit]]
    labels: list[bool]  # of each row, whether it begins with a label as the form's stand here
    explicit: Counter[str] = field(default_factory=Counter)  # field -> anchored labels with a colon, as known
    bare: set[str] = field(default_factory=set)
    dense: dict[int, int] | None = None  # where a program parted every line: places without the blank ones
    dense_texts: list[str] = field(default_factory=list)
    dense_labels: list[bool] = field(default_factory=list)
    typos: set[str] = field(default_factory=set)  # fields whose label stands there with a typo and a colon
    spaced: set[str] = field(default_factory=set)
    boxed: set[str] = field(default_factory=set)  # fields whose label stands in brackets, nothing else behind it
    last_answer: dict[str, int] = field(default_factory=dict)  # field -> the last row with one of its choices
    marker: str = ""
    sign: str = ""  # what parts label and value most often
    tabbed: bool = False
    indented: bool = False
    capital: bool = True
    _names: dict[int, int] = field(default_factory=dict)

    def names_on(self, line: int) -> int:
        """Return how many different fields have a label on a row: it may hold thousands, and each of them asks."""
        found = self._names.get(line)
        if found is None:
            found = self._names[line] = len({hit.spec.name for hit in self.hits[line]})
        return found

    def in_listing(self, line: int, *, prose: bool) -> bool:
        """Whether a row that begins like a field stands inside a log, a listing or code."""
        texts, labels, at = self.texts, self.labels, line
        if self.dense is not None:
            texts, labels, at = self.dense_texts, self.dense_labels, self.dense[line]
        if not in_listing(texts, at, labels, prose=prose):
            return False
        if any(hit.spec.type == "prose" for hit in self.hits[line]):
            return True
        # what stands beyond a label of a free text is another text
        start = next((each for each in range(at, max(-1, at - _REACH), -1) if self._begins_prose(texts[each])), 0)
        ends = range(at + 1, min(len(texts), at + _REACH))
        end = next((each for each in ends if self._begins_prose(texts[each])), len(texts))
        return in_listing(texts[start:end], at - start, labels[start:end], prose=prose)

    def _begins_prose(self, text: str) -> bool:
        return any(
            hit.spec.type == "prose" and hit.anchored and hit.separator in {":", "bare"} and hit.how != "misspelt"
            for hit in hits_in(text, self.form)[:1]
        )


def scan_rows(rows: Sequence[Row], form: Form) -> Scan:
    """Look at all the labels of a zone."""
    hits = _hits(rows, form)
    texts = [row.text for row in rows]
    for index in commented(texts):
        hits[index] = []
    _drop_fenced(texts, hits)
    labels = [
        line != [] and any(hit.anchored and hit.how != "misspelt" and hit.separator == ":" for hit in line)
        for line in hits
    ]
    scan = Scan(form, rows, texts, hits, labels)
    markers: Counter[str] = Counter()
    indents: Counter[bool] = Counter()
    capitals: Counter[bool] = Counter()
    separators: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for line in hits:
        for hit in line:
            name = hit.spec.name
            if hit.how == "misspelt" and hit.anchored and (hit.separator == ":" or sign_of(hit, texts) == "\t"):
                scan.typos.add(name)
            if not hit.anchored or hit.how == "misspelt":
                continue
            if hit.separator == "bare":
                scan.bare.add(name)
            elif hit.separator == "":
                scan.spaced.add(name)
            else:
                scan.explicit[name] += 1
            if hit.separator in {"", "bare"} and _is_in_box(hit, texts):
                scan.boxed.add(name)
            if hit.separator in {":", "-"} and scan.explicit[name] == 1:
                markers[marker_of(hit)] += 1 if hit.marker == "\t" else 100  # cells further right follow their row
                indents[indent_of(hit) >= _INDENTED] += hit.marker != "\t"
                capitals[hit.label[:1].isupper()] += 1
                separators[hit.separator] += 1
                signs[sign_of(hit, texts)] += 1
    scan.marker = markers.most_common(1)[0][0] if markers else ""
    scan.sign = signs.most_common(1)[0][0] if signs else ""
    scan.indented = indents[True] > 0 and indents[True] * 3 >= indents[False]
    scan.capital = capitals[True] > 2 * capitals[False]
    scan.tabbed = separators["-"] > separators[":"]
    _prefer_the_usual(scan)
    _see_more_labels(scan)
    filled = [index for index, text in enumerate(texts) if text.strip()]
    apart = sum(after > index + 1 for index, after in pairwise(filled))
    if is_parted(len(filled), apart):
        scan.dense = {index: place for place, index in enumerate(filled)}
        scan.dense_texts = [texts[index] for index in filled]
        scan.dense_labels = [labels[index] for index in filled]
    bare = len(scan.bare - set(scan.explicit)) >= FEWEST_BARE
    boxed = len(scan.boxed) >= FEWEST_BOXED
    dash = scan.sign if scan.tabbed and scan.sign in _DASHES else ""
    _forget_listed(scan, all_of_them=bare or boxed or dash != "")
    if bare or boxed or dash:
        _find_typos(scan, dash, bare=bare, boxed=boxed)
    return scan


def _hits(rows: Sequence[Row], form: Form) -> list[list[Hit]]:
    hits: list[list[Hit]] = []
    left = _MOST_LABELS
    for index, row in enumerate(rows):
        found = hits_in(row.text, form)[:left] if left else ()
        if not found:  # as on most lines
            hits.append([])
            continue
        if not row.packed and not any(hit.anchored for hit in found) and is_log(row.text):
            found = ()  # nobody writes a form into the lines of a log
        hits.append([_on_line(hit, index) for hit in found])
        left -= len(found)
    return hits


def _see_more_labels(scan: Scan) -> None:
    """Take for labels also what only the whole form shows to be some."""
    typos = len(scan.typos) >= TYPOS  # they vouch for each other
    boxed = len(scan.boxed) >= FEWEST_BOXED
    if not (typos or boxed or scan.tabbed):
        return
    for index, line in enumerate(scan.hits):
        scan.labels[index] = scan.labels[index] or any(
            hit.anchored
            and (
                (typos and hit.separator == ":")
                or (scan.tabbed and hit.how != "misspelt" and hit.separator == "-")
                or (boxed and is_boxed(hit, scan.texts))
            )
            for hit in line
        )


def _prefer_the_usual(scan: Scan) -> None:
    """Let a label with a colon count for less where the form's stand on lines of their own, or in brackets."""
    usual = max(scan.bare, scan.boxed, key=len)
    if len(usual) < _MANY or len(usual) < 2 * len(scan.explicit.keys() - usual):
        return
    first: dict[str, Hit] = {}
    for line in scan.hits:
        for hit in line:
            if hit.spec.name in usual and hit.anchored and hit.how != "misspelt":
                first.setdefault(hit.spec.name, hit)
    alone = [hit for hit in first.values() if hit.separator == "bare" or is_boxed(hit, scan.texts)]
    for hit in alone:
        del scan.explicit[hit.spec.name]
    if alone and len(scan.explicit) < len(usual):
        scan.marker = Counter(map(marker_of, alone)).most_common(1)[0][0]
        scan.indented = sum(indent_of(hit) >= _INDENTED for hit in alone) * 4 >= len(alone)
        scan.capital = sum(hit.label[:1].isupper() for hit in alone) * 3 > 2 * len(alone)


def _forget_listed(scan: Scan, *, all_of_them: bool) -> None:
    """Count no label in a log or code where the form has the same one written otherwise, or with a typo."""
    names = set(scan.explicit)
    for name in names if all_of_them else (scan.typos | scan.bare | scan.spaced) & names:
        hits = [
            hit
            for line in scan.hits
            for hit in line
            if hit.spec.name == name and hit.anchored and hit.how != "misspelt" and hit.separator in {":", "-"}
        ]
        if all(_stands_apart(hit, scan) for hit in hits[:_FEW]):
            del scan.explicit[name]


def _stands_apart(hit: Hit, scan: Scan) -> bool:
    """Whether a label is written otherwise than the form's others are, or in a listing."""
    if marker_of(hit) == "tab" != scan.marker:  # further down in a cell
        return True
    if (scan.capital and hit.label[:1].islower()) or (indent_of(hit) >= _INDENTED and not scan.indented):
        return True
    return scan.in_listing(hit.line, prose=True)


def _find_typos(scan: Scan, dash: str, *, bare: bool, boxed: bool) -> None:
    """Find labels with a typo that no colon shows to be some, where the form's other labels stand so, too."""
    missing = {spec.name for spec in scan.form.fields} - scan.bare - scan.boxed - set(scan.explicit)
    left = _MOST_LOOKED_AT
    for index, text in enumerate(scan.texts):
        if not missing or not left:
            return
        hit = None
        if scan.hits[index] or not text.strip() or not (first := text.lstrip(_BEFORE)) or not first[0].isupper():
            continue
        left -= 1
        if (boxed or (bare and text.rstrip()[-1:] in _CLOSING)) and not _OPENING.isdisjoint(text[:_LONGEST_MARK]):
            hit = typo_in_box(text, scan.form)
        elif dash and f" {dash} " in f"{text[:_LONGEST_BARE]} ":
            hit = typo_before(text, f" {dash}", scan.form)
        elif bare and 3 < len(text.strip()) <= _LONGEST_BARE:
            hit = typo_before(text, "", scan.form)
        if hit is not None and hit.spec.name in missing:
            scan.hits[index] = [_on_line(hit, index)]
            if hit.separator != "bare":
                scan.labels[index] = True
                if scan.dense is not None:
                    scan.dense_labels[scan.dense[index]] = True
            missing.remove(hit.spec.name)


def _drop_fenced(texts: Sequence[str], hits: list[list[Hit]]) -> None:
    """Leave out what stands in code of a Markdown text, where the form stands outside of it."""
    inside = list(fenced(texts))
    if not inside:
        return
    within = set(inside)
    names = [
        {
            hit.spec.name
            for index, line in enumerate(hits)
            for hit in line
            if hit.anchored and (index in within) is where
        }
        for where in (True, False)
    ]
    if len(names[1]) >= _OUTSIDE and len(names[1]) > len(names[0]):
        for index in inside:
            hits[index] = []
        return
    headed = {
        hit.spec.name
        for index, line in enumerate(hits)
        if index not in within
        for hit in line
        if hit.separator == "bare" and marker_of(hit) == "heading"
    }
    for index in inside if headed else ():
        hits[index] = [hit for hit in hits[index] if hit.spec.name not in headed]


_OUTSIDE = 5  # fields outside of code that are the form
_MOST_LABELS = 5000  # that are looked at in one mail; nobody's form has more
_REACH = 64  # lines round a label that are looked at for a listing
_DASHES = frozenset({"-", "–", "—", "->", "=>", "→"})
_OPENING = frozenset(pair[0] for pair in BOXES)
_CLOSING = frozenset(pair[1] for pair in BOXES)
_MOST_LOOKED_AT = 500  # lines that may be a label with a typo
_BEFORE = " \t\u00a0*_#-+•■[【［〔0123456789.)"
_INDENTED = 2  # blanks before a label
_MANY = 5  # labels on lines of their own, or in brackets, that are the form
_FEW = 20  # lines of one label that are looked at for a listing round them
_LONGEST_BARE = 40  # characters of a label with a typo that has no colon
_LONGEST_MARK = 16  # the same of what may stand before its bracket
TYPOS: Final = 4  # labels with a typo that are no chance
FEWEST_BARE: Final = 3  # labels on lines of their own that make it the form's way
FEWEST_TABBED: Final = 5  # the same of labels in the cells of a table
FEWEST_BOXED: Final = 3  # the same of labels in brackets


def _on_line(hit: Hit, line: int) -> Hit:
    return Hit(
        hit.spec, line, hit.start, hit.end, hit.value, hit.label, hit.how, hit.separator, hit.marker, hit.anchored,
        hit.emphasis,
    )  # fmt: skip


def is_boxed(hit: Hit, texts: Sequence[str]) -> bool:
    """Whether a label stands in square brackets, and no other sign parts it from its value: `[Severity] 2`."""
    behind = texts[hit.line][hit.value - 1 : hit.value]
    return hit.separator == "" and _bracket_before(hit, texts) + behind in BOXES


def _is_in_box(hit: Hit, texts: Sequence[str]) -> bool:
    """Whether a label stands in square brackets, its value behind them or below."""
    return is_boxed(hit, texts) or _bracket_before(hit, texts) + texts[hit.line].rstrip()[-1:] in BOXES


def _bracket_before(hit: Hit, texts: Sequence[str]) -> str:
    return texts[hit.line][: hit.start].rstrip(" \u3000")[-1:]


def sign_of(hit: Hit, texts: Sequence[str]) -> str:
    """Return the sign that parts a label from its value."""
    behind = texts[hit.line][hit.end : hit.value]
    return "\t" if "\t" in behind else behind.strip(" \u00a0*_~`?()[]")[-2:]


def marker_of(hit: Hit) -> str:
    """Return the kind of sign that stands before a label: a bullet, a number, a heading's; "" where none does."""
    if not hit.marker:  # as most
        return ""
    for name, marks in _MARKER_CLASS:
        if any(mark in hit.marker for mark in marks):
            return name
    stripped = hit.marker.strip(BLANK)
    if not stripped:
        return ""
    if stripped[0] in "hH" and stripped[1:2].isdigit():  # of Textile and Jira
        return "heading"
    return "number" if stripped[0].isalnum() or stripped[0] == "(" else "bullet"


def indent_of(hit: Hit) -> int:
    """Return how many blanks stand before a label and its marker."""
    return len(hit.marker) - len(hit.marker.lstrip(" \u00a0"))


def is_answered(hit: Hit, scan: Scan) -> bool:
    """Whether the line below a label can be nothing but its answer, as an address is, and nothing goes on below it."""
    spec = hit.spec
    if spec.type in {"line", "version", "prose"} and not spec.choices and spec.pattern is None:
        return False
    at = hit.line + (1 if scan.texts[hit.line + 1].strip() else 2)
    after = scan.texts[at + 1 : at + 2]
    ends = not after or not after[0].strip() or scan.hits[at + 1] != []
    return ends and at < len(scan.texts) and is_plainly(scan.texts[at].strip(), spec)


def answered_below(taken: Sequence[Hit], scan: Scan) -> bool:
    """Whether the answers stand below their labels, a blank line between them."""
    below = 0
    for hit, following in pairwise(taken):
        texts = scan.texts[hit.line + 1 : following.line]
        alone = not scan.texts[hit.line][hit.value :].strip()
        below += alone and len(texts) > 1 and not texts[0].strip() and bool(texts[1].strip())
    return below >= _MANY_BELOW and below * 2 >= len(taken)


_MANY_BELOW = 4  # answers that make it the form's way
