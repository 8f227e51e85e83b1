"""Verdicts in, words out: one file a format, and here the table of formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketlint.report import concise, document, jsonl, table, text
from ticketlint.report.look import PLAIN, Look
from ticketlint.report.masking import masked
from ticketlint.report.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketlint.triage import Verdict

__all__ = ["FORMATS", "PLAIN", "Format", "Look", "Report", "Tally", "masked"]


def _no_beginning(look: Look) -> str:  # noqa: ARG001 - the shape of the table
    return ""


def _no_end(tally: Tally, look: Look) -> str:  # noqa: ARG001 - the shape of the table
    return ""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write verdicts: pure functions, so that a report can stream and go to several places at once.

    `separator` stands between two messages for which something is written. `machine` formats are UTF-8 and
    never in colour. `counts` says whether the end has room for statistics.
    """

    about: str
    message: Callable[[Verdict, Look], str]
    begin: Callable[[Look], str] = _no_beginning
    end: Callable[[Tally, Look], str] = _no_end
    separator: str = ""
    machine: bool = False
    counts: bool = False


FORMATS: dict[str, Format] = {
    "text": Format("for people: each fault with its line", text.message, end=text.end, counts=True),
    "table": Format("one row a message", table.message, table.begin, table.end, counts=True),
    "concise": Format("path:line:column: severity code message", concise.message),
    "json": Format("one document", document.message, document.begin, document.end, ",", machine=True, counts=True),
    "jsonl": Format("one object a line", jsonl.message, machine=True),
}


class Report:
    """One report under way: takes verdicts one at a time and hands text to `write` as it comes."""

    def __init__(self, form: Format, look: Look, write: Callable[[str], object]) -> None:
        self._form = form
        self._look = look
        self._write = write
        self._separator = ""
        self._say(form.begin(look))

    def add(self, verdict: Verdict) -> None:
        if said := self._form.message(verdict, self._look):
            self._say(self._separator + said)
            self._separator = self._form.separator

    def end(self, tally: Tally) -> None:
        self._say(self._form.end(tally, self._look))

    def _say(self, text: str) -> None:
        if text:
            self._write(text)
