"""Diagnostics in, blocks of text out: what is wrong, where, the line itself with a caret under the words."""

from __future__ import annotations

from ticketlint.diagnostic import EMPTY_TEXT, Diagnostic, Severity, Span, Text
from ticketlint.hints import TYPE_CHECKING
from ticketlint.report.visible import cut, visible, window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticketlint.report.look import Look, Style

_STYLES: dict[str, Style] = {"error": "error", "warning": "warning", "note": "note"}
_LONG = 400  # cells of one sentence: a value of a megabyte in it helps nobody
_GROUPED = "missing-field"


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
    """Return the diagnostics of one mail as blocks; fields that are missing together share one."""
    for group in _groups(diagnostics):
        yield _block(source, group, look, text)


def _groups(diagnostics: Iterable[Diagnostic]) -> Iterator[list[Diagnostic]]:
    group: list[Diagnostic] = []
    for diagnostic in diagnostics:
        if group and not (diagnostic.code == group[0].code == _GROUPED and diagnostic.severity == group[0].severity):
            yield group
            group = []
        group.append(diagnostic)
    if group:
        yield group


def _block(source: str, group: Sequence[Diagnostic], look: Look, text: Text) -> str:
    first = group[0]
    style = style_of(first.severity)
    title = first.title if len(group) == 1 else _missing(group)
    lines = [look.paint(f"{first.severity.word}[{visible(first.code)}]", style) + f": {sentence(title)}"]
    spans = [first.span] if first.span else []
    gutter = max((len(str(span.line)) for span in (*spans, *(span for span, _ in first.related))), default=1)
    margin = " " * gutter
    if first.span:
        line = first.excerpt or _line(text, first.span)
        lines += _excerpt(source, first.span, line, look, gutter=gutter, style=style)
    else:
        lines.append(f"{margin}{look.paint('-->', 'place')} {visible(source)}")
    for span, label in first.related:
        lines += _excerpt(source, span, _line(text, span), look, gutter=gutter, style="place", label=label)
    for note in dict.fromkeys(note for diagnostic in group for note in diagnostic.notes):
        lines += _voice(margin, "note", note, look)
    if len(group) == 1:
        if first.help:
            lines += _voice(margin, "help", first.help, look)
    else:
        for diagnostic in group:
            if diagnostic.help:
                lines += _voice(margin, "help", f"{diagnostic.field}: {diagnostic.help}", look)
    return "\n".join(lines) + "\n\n"


def _missing(group: Sequence[Diagnostic]) -> str:
    return f"{len(group)} fields are missing: " + ", ".join(diagnostic.field or "?" for diagnostic in group)


def _line(text: Text, span: Span) -> str:
    """Return the line that a span begins in; nothing where it counts the lines of something else."""
    return text.at(span.line) if span.place == text.place else ""


def _excerpt(
    source: str, span: Span, line: str, look: Look, *, gutter: int, style: Style, label: str = ""
) -> Iterator[str]:
    arrow = ":::" if label else "-->"
    decoded = " (decoded text)" if span.place == "decoded" else ""
    yield f"{' ' * gutter}{look.paint(arrow, 'place')} {visible(source)}:{span.line}:{span.column}{decoded}"
    bar = look.paint("|", "place")
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    shown, before, marked = window(line, span.column - 1, end, max(20, look.width - gutter - 3))
    underline = look.paint("^" * max(1, marked) if not label else "-" * max(1, marked), style)
    yield f"{' ' * gutter} {bar}"
    yield f"{look.paint(f'{span.line:>{gutter}}', 'place')} {bar} {shown}".rstrip(" ")
    yield f"{' ' * gutter} {bar} {' ' * before}{underline}" + (f" {sentence(label)}" if label else "")


def _voice(margin: str, voice: str, said: str, look: Look) -> Iterator[str]:
    first, *rest = said.strip("\n").split("\n")
    equals = look.paint("=", "place")
    yield f"{margin} {equals} {look.paint(voice, 'strong')}: {sentence(first)}"
    for line in rest:
        yield f"{margin}         {sentence(line)}".rstrip(" ")
