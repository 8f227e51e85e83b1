"""Diagnostics in, blocks of text out: what is wrong, where, the line itself with a caret under the words."""

from __future__ import annotations

from itertools import pairwise

from ticketlint.diagnostic import EMPTY_TEXT, Diagnostic, Severity, Span, Text
from ticketlint.hints import TYPE_CHECKING
from ticketlint.report.visible import cut, visible, window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticketlint.report.look import Look, Style

_STYLES: dict[str, Style] = {"error": "error", "warning": "warning", "note": "note"}
_LONG = 400  # cells of one sentence: a value of a megabyte in it helps nobody
_MANY = {  # what is said of one field, and of several that share a block
    "is missing": "are missing",
    "has a label, but nothing behind it": "have a label, but nothing behind it",
    "still holds the form's own words": "still hold the form's own words",
}


def style_of(severity: Severity) -> Style:
    """Return the colour in which a severity is shown."""
    return _STYLES[severity.word]


def sentence(text: str) -> str:
    """Return one line of text, safe for a terminal and of bearable length."""
    return cut(visible(text[: 2 * _LONG]), _LONG, more=len(text) > 2 * _LONG)


def block(source: str, diagnostic: Diagnostic, look: Look, text: Text = EMPTY_TEXT) -> str:
    """Return one diagnostic as a person reads it, ended by an empty line.

    `source` is the path of the mail or rule file; `text` shows the lines of related places, where it is known.
    """
    return _block(source, [diagnostic], look, text)


def blocks(source: str, diagnostics: Iterable[Diagnostic], look: Look, text: Text = EMPTY_TEXT) -> Iterator[str]:
    """Return the diagnostics of one mail as blocks; fields that are missing or empty together share one."""
    for group in _groups(diagnostics):
        yield _block(source, group, look, text)


def _groups(diagnostics: Iterable[Diagnostic]) -> Iterator[list[Diagnostic]]:
    group: list[Diagnostic] = []
    for diagnostic in diagnostics:
        if group and not (_of_many(diagnostic) and _kind(diagnostic) == _kind(group[0])):
            yield group
            group = []
        group.append(diagnostic)
    if group:
        yield group


def _of_many(diagnostic: Diagnostic) -> str | None:
    """Return what is said of several fields of which this is said; None where each is told by itself."""
    if diagnostic.field is None or diagnostic.related:
        return None
    return next((many for one, many in _MANY.items() if diagnostic.title.endswith(f" {one}")), None)


def _kind(diagnostic: Diagnostic) -> tuple[str, int, str | None, str]:
    place = diagnostic.span.place if diagnostic.span and diagnostic.code != "missing-field" else ""
    return diagnostic.code, diagnostic.severity, _of_many(diagnostic), place


def _block(source: str, group: Sequence[Diagnostic], look: Look, text: Text) -> str:
    first = group[0]
    style = style_of(first.severity)
    title = first.title if len(group) == 1 else _together(group)
    lines = [look.paint(f"{first.severity.word}[{visible(first.code)}]", style) + f": {sentence(title)}"]
    each = group if first.code != "missing-field" else group[:1]  # the others are missing at the same place
    spans = [one.span for one in each if one.span]
    gutter = max((len(str(span.line)) for span in (*spans, *(span for span, _ in first.related))), default=1)
    margin = " " * gutter
    if first.span:
        line = first.excerpt or _line(text, first.span)
        lines += _excerpt(source, first.span, line, look, gutter=gutter, style=style)
        for above, one in pairwise(each):
            if above.span and one.span:
                lines += _further(above.span, one.span, one.excerpt or _line(text, one.span), look, gutter, style)
    else:
        lines.append(f"{margin}{look.paint('-->', 'place')} {visible(source)}")
    for span, label in first.related:
        lines += _excerpt(source, span, _line(text, span), look, gutter=gutter, style="place", label=label)
    for note in dict.fromkeys(note for diagnostic in group for note in diagnostic.notes):
        lines += _voice(margin, "note", note, look)
    helped: dict[str, list[str]] = {}
    for one in group:
        if one.help:
            helped.setdefault(one.help, []).append(one.field or "?")
    for said, names in helped.items():
        alone = len(group) == 1 or (len(names) == len(group) and len(helped) == 1)
        lines += _voice(margin, "help", said if alone else f"{', '.join(names)}: {said}", look)
    return "\n".join(lines) + "\n\n"


def _together(group: Sequence[Diagnostic]) -> str:
    return f"{len(group)} fields {_of_many(group[0])}: " + ", ".join(one.field or "?" for one in group)


def _line(text: Text, span: Span) -> str:
    """Return the line that a span begins in; nothing where it counts the lines of something else."""
    return text.at(span.line) if span.place == text.place else ""


def _excerpt(
    source: str, span: Span, line: str, look: Look, *, gutter: int, style: Style, label: str = ""
) -> Iterator[str]:
    arrow = ":::" if label else "-->"
    decoded = " (decoded text)" if span.place == "decoded" else ""
    yield f"{' ' * gutter}{look.paint(arrow, 'place')} {visible(source)}:{span.line}:{span.column}{decoded}"
    yield f"{' ' * gutter} {look.paint('|', 'place')}"
    yield from _marked(span, line, look, gutter=gutter, style=style, label=label)


def _further(above: Span, span: Span, line: str, look: Look, gutter: int, style: Style) -> Iterator[str]:
    """Yield a further line of a block; dots stand for the lines between."""
    if span.line > above.line + 1:
        yield look.paint("...", "place")
    yield from _marked(span, line, look, gutter=gutter, style=style)


def _marked(span: Span, line: str, look: Look, *, gutter: int, style: Style, label: str = "") -> Iterator[str]:
    bar = look.paint("|", "place")
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    shown, before, marked = window(line, span.column - 1, end, max(20, look.width - gutter - 3))
    underline = look.paint("^" * max(1, marked) if not label else "-" * max(1, marked), style)
    yield f"{look.paint(f'{span.line:>{gutter}}', 'place')} {bar} {shown}".rstrip(" ")
    yield f"{' ' * gutter} {bar} {' ' * before}{underline}" + (f" {sentence(label)}" if label else "")


def _voice(margin: str, voice: str, said: str, look: Look) -> Iterator[str]:
    first, *rest = said.strip("\n").split("\n")
    equals = look.paint("=", "place")
    yield f"{margin} {equals} {look.paint(voice, 'strong')}: {sentence(first)}"
    for line in rest:
        yield f"{margin}         {sentence(line)}".rstrip(" ")
