"""A YAML syntax error in, a fault that a person understands, at the line where the mistake was made, out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketlint.diagnostic import Span
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from ticketlint.form.faults import Page
    from ticketlint.form.nodes import Node

_NO_BLANK = regexp(r"^[ \t]*(?:- )?[^\s:#'\"{\[][^:#]{0,80}:(?=[^\s:/])")
_INDENT = regexp(r"[ \t]*")


def explain_syntax_error(error: Exception, last: Node | None, within: tuple[int, ...] | None, page: Page) -> None:
    """Note a syntax error; `last` is the scalar that was read before it, `within` the place where its list began."""
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    noticed = line, column = _at(getattr(error, "problem_mark", None))
    began = _at(getattr(error, "context_mark", None)) if getattr(error, "context_mark", None) else (line, column)
    text = page.lines[line - 1] if line <= len(page.lines) else ""

    if "tab" in problem or "\t" in _indent(text):
        title, advice = "a tab stands where YAML wants blanks", "indent with blanks only"
        if "\t" in text:
            column = text.index("\t") + 1
    elif last is not None and last.style in {"'", '"'} and last.span.end_line > last.span.line:
        # a quote that was never closed ran on to the next one, far below
        line, column = last.span.line, last.span.column
        title, advice = (
            f"the quote {last.style} that opens here is not closed on this line",
            "close it, or double it if it is meant",
        )
    elif "quoted scalar" in context and "escape" in problem:
        title = "a backslash in double quotes begins an escape that YAML does not know"
        advice = "use single quotes: backslashes mean themselves there"
    elif "quoted scalar" in context:
        line, column = began
        title, advice = "the quote that opens here is never closed", "close it, or double it if it is meant"
    elif "flow" in context:
        line, column = within[:2] if within else began
        bracket = "]" if "sequence" in context else "}"
        what = "list" if bracket == "]" else "mapping"
        title = f"this {what} has no comma between two entries, or no {bracket} at its end"
        advice = f"part the entries by commas, close with {bracket}, and put texts with [ ] {{ }} , or : into quotes"
    elif "simple key" in context or "expected ':'" in problem:
        line, column = began
        title, advice = _no_colon(page.lines[line - 1])
    elif "mapping values are not allowed" in problem:
        line, column, title, advice = _stray_colon(line, column, page)
    elif "cannot start any token" in problem:
        title = f'a text may not begin with "{text[column - 1 : column]}" unless it stands in quotes'
        advice = "put the text into quotes"
    elif "expected key" in problem or "expected '-'" in problem or "block" in context:
        title, advice = _lost(text, column)
    elif isinstance(error, RecursionError):
        line, column, title, advice = 1, 1, "the file is nested too deeply", "write it flatter"
    else:
        title, advice = f"this is no YAML: {problem or 'it cannot be read'}", "compare the line with those around it"
    # a value that ran on into the broken line is not judged
    page.broken_at = min(line, last.line) if last is not None and last.end_line >= line else line
    related = () if noticed[0] == line else ((Span(*noticed, noticed[0], noticed[1] + 1), "noticed here"),)
    page.fault("invalid-yaml", Span(line, column, line, column + 1), title, help=advice, related=related)


def _at(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _indent(text: str) -> str:
    found = _INDENT.match(text)
    return found[0] if found else ""


def _no_colon(text: str) -> tuple[str, str]:
    if _NO_BLANK.match(text):
        return "there is no blank after the colon", "write a blank between the colon and the value"
    return "this line is no `key: value`: it has no colon", "write a colon and a blank after the key"


def _stray_colon(line: int, column: int, page: Page) -> tuple[int, int, str, str]:
    text = page.lines[line - 1]
    above = next((number for number in range(line - 1, 0, -1) if _says_something(page.lines[number - 1])), None)
    key = text[: column - 1]
    if ":" not in key and above is not None:
        before = page.lines[above - 1]
        if ": " not in f"{before} " and not before.lstrip().startswith(("- ", "#")):
            return above, len(_indent(before)) + 1, *_no_colon(before)
        if len(_indent(before)) < len(_indent(text)):
            return (
                line,
                len(_indent(text)) + 1,
                "this line is indented deeper than the line above allows",
                "begin it in the same column as its neighbours",
            )
    return line, column, "a second colon in one line", "put the text that holds the colon into quotes"


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not text.lstrip().startswith("#")


def _lost(text: str, column: int) -> tuple[str, str]:
    if not text[: column - 1].strip():
        return "this line begins in a column that fits no line above", "begin it in the same column as its neighbours"
    return (
        "something follows here that does not belong to the value",
        "put the whole text into quotes, and double a quote inside it",
    )
