"""Labels as people write them: a line and a form in, the labels of the form that stand in it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ticketlint.fields.lexicon import (
    TOKEN,
    How,
    Labels,
    article,
    in_two_languages,
    labels_of,
    look_up,
    without_request,
    without_verb,
)
from ticketlint.fields.typos import near_label
from ticketlint.form.model import FieldSpec, Form
from ticketlint.hints import Final
from ticketlint.record import dataclass
from ticketlint.regexp import regexp
from ticketlint.values import letters

MAX_LABEL: Final = 480  # characters in which a label, its hint and its separator must stand

_MARKER = regexp(
    r"(?:[ \t\u00a0]*(?:[-*+•‣▪◦·●○■□–—→>|\uf0b7]+[ \t\u00a0]+|[•‣▪◦·●■◆◇◎▼▽★☆①-⑳]"
    r"|(?:(?:nr|no|punkt|frage|feld|position|question|field|item)\.?[ ]?)?"
    r"\(?\d{1,2}(?:\.\d{1,2}){0,2}\s?[.):]{0,2}[ \t\u00a0]+(?:[-–][ ])?(?=[^\W\d_]|[*_\"\[])"
    r"|[\[(]\d{1,2}(?:\s?/\s?\d{1,2})?[\])][ \t\u00a0]*"
    r"|[*_]{1,3}(?=\d{1,2}[.)][ ]?[^\W\d_])"
    r"|o[ \t\u00a0]{2,}(?=[^\W\d_])"  # a bullet of Outlook's, as it writes it into plain text
    r"|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2}[a-z])[.)]{1,2}[ \t\u00a0]+|\d{1,2}[.)]{1,2}(?=[^\W\d_]{3})"
    r"|[\d#*]?\ufe0f?\u20e3[ \t\u00a0]*|[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?[ \t\u00a0]+"
    r"|:(?=[^\W\d_][^:]{0,60}:(?:[ \t\u00a0]|$))"
    r"|\#\d{1,2}[.):]?[ \t\u00a0]+|\#{1,6}[ \t\u00a0]+|h[1-6]\.[ \t]+|\[[biu]\](?=\w)"
    r"|\[[ xX]?\][ \t\u00a0]+|[☐☑☒✓✔][ \t\u00a0]*|@(?=\w)|\w{1,12}>[ \t]+|\w{1,12}>(?=\w)"
    r"|[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]+))*[ \t\u00a0\u200b\u200e\u200f\ufeff\u3000]*",
    re.IGNORECASE,
)
_NUMBERING = frozenset("0123456789.)>")  # one is in every marker that begins with a letter: `nr 1:`, `a)`, `EK>`
_LONGEST_MARKER = 16  # characters of one of these
EMPHASIS: Final = "*_~`\"'“”„«»"
BOXES: Final = frozenset({"[]", "【】", "［］", "〔〕", "「」"})  # in which labels are put instead of a colon
_PAIRS = BOXES | {"()", "<>", "{}"}
_CLOSING = frozenset(pair[1] for pair in BOXES)
_WIDE = frozenset(" \u3000")  # that stand between a bracket and the label in it
_DASHES = frozenset("-–—")  # which say `none` where a cell or a bracket sets them apart from the label
_OPENING = frozenset(pair[0] for pair in _PAIRS)
_COLONS = ":：﹕∶꞉ː"
_COLON = regexp(f"[{_COLONS}]|=(?![=>])|(?<![=<!])=(?=>)")
_QUIET = r"(?:'{2,5}|\[/[bBiIuU]\]|[*_~`]{0,3})"  # what makes bold, in wikis and forums too
_BEHIND = regexp(rf"{_QUIET}[ \t\u00a0]*(?:[{_COLONS}]{{1,2}}(?:=|-(?=[ \t]+\S))?|=>|=|->|→|⇒)?{_QUIET}")
_OTHER_SEPARATOR = regexp(
    r"[*_~`]{0,3}(?:[ \t\u00a0]*(?:-{1,2}>|=>|→|⇒|[-–—]{1,2})[ \t\u00a0]+|;(?=\S)"
    r"|[ ]*(?:\.{3,}|…+|·{3,}|_{3,})[ .…]*:?[ ]*|[ ]*\t[ \t]*|[ \u00a0]{2,}|[ ]*[|»›▸►][ ]*|\u2003+|[ ]?[;][ ]+"
    r"|\"[ ]?[,;\t ][ ]?(?=\"))"
)
_HINT = regexp(  # a box to be ticked is none
    r"[ \u00a0]*(?:\((?![ xX]?\))[^()]{0,400}\)|（[^（）]{1,400}）|\[(?![ xX✓✔*]?\])[^\[\]]{0,400}\]|\{[^{}]{0,400}\}"
    r"|\*+|\?|[ \u00a0](?i:is|are|ist|sind|lautet|lauten|est|es|è|jest|no\.|nr\.|\#)(?=[ ]?[:：]|[ ][-–—][ ]))"
    r"[ \t\u00a0]*"
)
SEPARATOR: Final = regexp(f"[{_COLONS}=\t]")
_MARKS = regexp(rf"[{_COLONS}]?=?>?{_QUIET}")
LAST_HINT: Final = regexp(r"(?<![ \u00a0])[ \u00a0]*+(?:\([^()]*\)|\[[^\[\]]*\]|(?<!\*)\*++|(?<!_)_++|\?)[ \u00a0]*+$")
_LONGEST_TYPO: Final = 60  # characters of a label that may hold a typo


@dataclass(frozen=True, slots=True)
class Hit:
    """A label of the form in a line: where it stands, how it is written, and where its value begins.

    `separator` is ":" (any colon or equals sign), "-" (a dash, an arrow, a tab, a gap), "" (one blank), or
    "bare" (the label has the line to itself). `anchored` says that nothing but a marker stands before it.
    """

    spec: FieldSpec
    line: int
    start: int
    end: int
    value: int
    label: str
    how: How
    separator: str
    marker: str
    anchored: bool
    emphasis: bool = False


def hits_in(text: str, form: Form) -> tuple[Hit, ...]:
    """Return the labels that stand in one line, from left to right; those that overlap a longer one are left out.

    Their `line` is 0; whoever knows it puts it in.
    """
    return _remembered(text, form) if len(text) <= _REMEMBERED else tuple(_find(text[:MAX_LINE], form))


@lru_cache(maxsize=8192)  # the lines of forms are alike from mail to mail, and each is looked at more than once
def _remembered(text: str, form: Form) -> tuple[Hit, ...]:
    return tuple(_find(text, form))


def _find(text: str, form: Form) -> list[Hit]:
    labels = labels_of(form)
    heading = _heading(text)
    if heading and (known := look_up(heading, labels)):
        start = text.index(heading)
        end = start + len(heading)
        return [Hit(known[0], 0, start, end, len(text), heading, known[1], "bare", "# ", anchored=True)]
    if text.isascii() and labels.firsts.isdisjoint(TOKEN.findall(text.lower())):
        colon = SEPARATOR.search(text, 0, 2 * _LONGEST_TYPO)  # no label as known: at most one with a typo
        if colon is None or not any(char.isalpha() for char in text[: colon.start()]):
            return []
    found: list[Hit] = []
    for start, marker in anchors(text):
        hit = _anchored(text, start, marker, form, labels)
        if hit is not None:
            found.append(hit)
    if ":" in text or "=" in text or not text.isascii():
        found.extend(_inline(text, labels, found))
    found.sort(key=lambda hit: hit.start)
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].value or (hit.start >= kept[-1].end and kept[-1].separator == "bare"):
            kept.append(hit)
    return kept


_REMEMBERED: Final = 200
MAX_LINE: Final = 20_000  # characters of a line in which labels are looked for


def _heading(text: str) -> str:
    """Return what a line drawn as a heading says: `== Severity ==`, `--- Server ---`, `### Server: which one`."""
    line = text.strip()
    if len(line) > MAX_HEADING:
        return ""
    if line[:1] == "#":
        title = _NUMBER_SIGNS.sub("", line).strip("<>")
        return title if line[-1] in "#<>" or SEPARATOR.search(line) else ""
    if line[:2] not in {"==", "--"} or line[-2:] != line[:2]:
        return ""
    return line.strip("=- \t:")


MAX_HEADING: Final = 210
_NUMBER_SIGNS = regexp(r"^#{1,6}[ \t]+|[ \t:]+#*$")


def anchors(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a label may begin: behind the marker at the line's start, and behind each tab or bar of a table."""
    start = 0
    head = text[:_LONGEST_MARKER]
    bulleted = head[:1] in {"o", "O"} and head[1:2].isspace()
    if bulleted or not (head[:1].isalpha() and head.isascii() and _NUMBERING.isdisjoint(head)):
        match = _MARKER.match(text)
        start = match.end() if match else 0
    if start < len(text):
        yield start, text[:start]
    if "\t" in text[start:] or "|" in text[start:]:
        for match in re.finditer(r"[\t|][\t| ]*(?=[^\s|])", text[start : start + 2000]):
            yield start + match.end(), "\t"


def _anchored(text: str, start: int, marker: str, form: Form, labels: Labels) -> Hit | None:
    """Read a label that begins at `start`: the longest run of words that is one."""
    begin = start
    while begin < len(text) and (text[begin] in EMPHASIS or (text[begin] in _OPENING and begin == start)):
        begin += 1
    emphasis = begin > start
    if emphasis and text[begin : begin + 1] in _WIDE and text[begin - 1] in _OPENING:  # `[ Severity ] 2`
        begin += 1
    colon = SEPARATOR.search(text, begin, begin + MAX_LABEL)
    if colon is not None:  # as most labels are written
        end = begin + len(text[begin : colon.start()].rstrip(" \t\u00a0*_~`"))
        found = look_up(text[begin:end], labels)
        if found is None and not text.startswith("://", colon.start()):
            found = in_two_languages(text[begin:end], labels)
        if found is None and (named := without_request(text[begin:end])):
            found = look_up(named, labels)
        if found is None and (skip := article(text[begin:end], labels)):
            found = look_up(without_verb(text[begin + skip : end]), labels)
            if found is not None:
                marker, begin = marker + text[begin : begin + skip], begin + skip
        hit = _with_separator(text, begin, end, marker, found, emphasis=emphasis) if found is not None else None
        if hit is not None:
            return hit
    asked = text.find("? ", begin, begin + 60)  # `Welches Modul? mail`
    if asked > 0 and (found := look_up(text[begin + article(text[begin:asked], labels) : asked], labels)):
        hit = _with_separator(text, begin, asked, marker, found, emphasis=emphasis)
        if hit is not None:
            return hit
    tokens = list(_tokens(text, begin, labels.longest))
    first = letters(text[begin : tokens[0]]) if tokens else ""
    maybe = first in labels.firsts or not first.isascii()
    for end in reversed(tokens) if maybe else ():
        hint = _HINT.match(text, end) if end < len(text) and text[end : end + 2].strip()[:1] in {"(", "["} else None
        found = look_up(text[begin : hint.end()], labels) if hint is not None else None
        if found is not None and hint is not None:  # brackets that belong to the form's own label
            close = begin + len(text[begin : hint.end()].rstrip(" \t\u00a0"))
            hit = _with_separator(text, begin, close, marker, found, emphasis=emphasis)
            if hit is not None:
                return hit
        found = look_up(text[begin:end], labels)
        if found is None and "/" in text[begin:end]:
            found = in_two_languages(text[begin:end], labels, whole=True)
        if found is not None:
            hit = _with_separator(text, begin, end, marker, found, emphasis=emphasis)
            if hit is not None and hit.separator == "":  # `Steps to reprodcue:` is no `Steps`
                return _misspelt(text, begin, marker, form, labels, emphasis=emphasis) or hit
            if hit is not None:
                return hit
    if tokens:
        return _misspelt(text, begin, marker, form, labels, emphasis=emphasis)
    return None


def _tokens(text: str, begin: int, most: int) -> Iterator[int]:
    """Yield the ends of the first words of a text, as far as only blanks, hyphens and invisible marks part them."""
    at = begin
    for _ in range(most + 2):
        match = TOKEN.match(text, at)
        if match is None:
            return
        at = match.end()
        while at < len(text) and (
            text[at] in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff" or "\u0300" <= text[at] <= "\u036f"
        ):
            at += 1
            more = TOKEN.match(text, at)
            if more:
                at = more.end()
        yield at
        gap = at
        while gap < len(text) and gap - at < 4 and text[gap] in " \u00a0\u202f\u2009\u00ad\u200b\ufeff-‐‑_/.’'":
            gap += 1
        at = gap


def _with_separator(
    text: str, begin: int, end: int, marker: str, found: tuple[FieldSpec, How], *, emphasis: bool
) -> Hit | None:
    spec, how = found
    at = end
    if begin:
        apart = text[begin - 1] in _WIDE and text[end : end + 1] in _WIDE
        opening, closing = (begin - 2, end + 1) if apart and begin > 1 else (begin - 1, end)
        if text[opening] + text[closing : closing + 1] in _PAIRS:
            at = closing + 1
    for _ in range(3):
        hint = _HINT.match(text, at)
        if hint is None or not hint.group().strip():
            break
        at = hint.end()
    had_hint = at > end + 1
    if at > end and begin and text[begin - 1 : begin] + text[at : at + 1] in BOXES:  # `[Severity (1-4)] 2`
        at += 1
    behind = _BEHIND.match(text, at)
    assert behind is not None  # it matches nothing at all, too
    if any(mark in behind.group() for mark in (*_COLONS, "=", "->", "→", "⇒")):
        odd = any(mark in behind.group() for mark in ("->", "→", "⇒", "=>"))
        dash = behind.group().endswith("-") and spec.type == "prose"  # `Steps:- open it`, and more items below
        return Hit(
            spec,
            0,
            begin,
            end,
            behind.end() - dash,
            text[begin:end],
            how,
            "-" if odd else ":",
            marker,
            anchored=True,
            emphasis=emphasis,
        )
    other = _OTHER_SEPARATOR.match(text, at)
    if other is None and had_hint and at > 0 and text[at - 1] in " \t\u00a0":
        other = _OTHER_SEPARATOR.match(text, at - 1)
    if other is None and text[end : end + 2] == "? ":  # asked and answered on one line
        return Hit(spec, 0, begin, end, end + 1, text[begin:end], how, "-", marker, anchored=True, emphasis=emphasis)
    tab = "\t" in text[end:]
    rest = text[at:].strip(' \t\u00a0*_~`\u200b.:-–—>→;,"')
    if _is_dash(text, end, at):
        value = len(text.rstrip()) - 1
        return Hit(spec, 0, begin, end, value, text[begin:end], how, "-", marker, anchored=True, emphasis=emphasis)
    if not rest:
        return Hit(
            spec,
            0,
            begin,
            end,
            len(text),
            text[begin:end],
            how,
            "-" if tab else "bare",
            marker,
            anchored=True,
            emphasis=emphasis or "*" in text[at:],
        )
    if other is not None:
        return Hit(
            spec, 0, begin, end, other.end(), text[begin:end], how, "-", marker, anchored=True, emphasis=emphasis
        )
    closed = text[at - 1] in (" )]】］〕" if had_hint else "】］〕")  # not 」: it quotes words, too
    if at < len(text) and (text[at] in " \u00a0" or closed):
        return Hit(spec, 0, begin, end, at, text[begin:end], how, "", marker, anchored=True, emphasis=emphasis)
    return None


def _is_dash(text: str, end: int, at: int) -> bool:
    """Whether a dash behind a label is its value, as a tab, a bracket or another dash parts it from the label."""
    signs = text[at:].split(None, 2)
    if len(signs) == 1:
        return signs[0] in _DASHES and ("\t" in text[end:] or text[at - 1] in _CLOSING)
    return len(signs) == 2 and _DASHES.issuperset(signs)


def _misspelt(text: str, begin: int, marker: str, form: Form, labels: Labels, *, emphasis: bool) -> Hit | None:
    """Read what stands before the first colon as a label with a typo."""
    colon = SEPARATOR.search(text, begin, begin + MAX_LABEL)
    if colon is None:
        return None
    head = text[begin : colon.start()]
    while head[-1:] in {")", "]", "*", "_", "?"} and (hint := LAST_HINT.search(head)):
        head = head[: hint.start()]
    head = head.rstrip(" \u00a0*_~`\"'")
    if not head or len(head) > _LONGEST_TYPO or len(head.split()) > labels.longest + 1:
        return None
    if not labels.digits and any(char.isdigit() for char in head):
        return None
    found = look_up(head, labels)
    how: How
    if found is not None:
        spec, how = found
    else:
        near = near_label(head, form)
        if near is None:
            return None
        spec, how = near, "misspelt"
    behind = _MARKS.match(text, colon.end())
    value = behind.end() if behind else colon.end()
    return Hit(
        spec,
        0,
        begin,
        begin + len(head),
        value,
        head,
        how,
        "-" if colon.group() == "\t" else ":",
        marker,
        anchored=True,
        emphasis=emphasis,
    )


def _inline(text: str, labels: Labels, taken: list[Hit]) -> Iterator[Hit]:
    """Yield labels in the middle of a line: before each colon, the longest run of words that is one.

    Not those that a label at its beginning has taken, or one before them.
    """
    above = sorted(((hit.start, hit.value) for hit in taken), reverse=True)
    reach = -1
    for colon in _COLON.finditer(text[:20_000]):
        end = colon.start()
        while end > 0 and text[end - 1] in " \u00a0*_~`":
            end -= 1
        if end and text[end - 1] in ")]":
            opening = text.rfind("(" if text[end - 1] == ")" else "[", max(0, end - 130), end)
            if opening > 0:
                end = opening
                while end > 0 and text[end - 1] in " \u00a0*_~`":
                    end -= 1
        while above and above[-1][0] <= end:
            reach = max(reach, above.pop()[1])
        if end <= reach or not text[end - 1 : end].isalnum():
            continue
        words = list(TOKEN.finditer(text, max(0, end - 80), end))[-labels.longest - 2 :]
        if not words or words[-1].end() != end:
            continue
        last = letters(words[-1].group())
        if last not in labels.lasts and last.isascii():
            continue
        for first in words:
            begin = first.start()
            if begin and text[begin - 1] not in " \t\n\u00a0\u2003\u2009\u202f\u3000,;|/([*_•·-–\"'":
                continue
            found = look_up(text[begin:end], labels)
            if found is not None:
                behind = _MARKS.match(text, colon.end())
                reach = behind.end() if behind else colon.end()
                yield Hit(found[0], 0, begin, end, reach, text[begin:end], found[1], ":", "", anchored=False)
                break
