"""Verdicts in, words out: one file a format, and here the table of formats."""

from __future__ import annotations

from ticketlint.hints import TYPE_CHECKING, Any, Protocol
from ticketlint.record import dataclass, replace
from ticketlint.report import jsonl
from ticketlint.report.look import PLAIN, Look
from ticketlint.report.masking import masked
from ticketlint.report.tally import Tally
from ticketlint.report.visible import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ticketlint.verdict import Verdict

    Octets = bytes | memoryview

__all__ = [
    "FORMATS",
    "PLAIN",
    "TEMPLATE",
    "VOICES",
    "Format",
    "Look",
    "Report",
    "Tally",
    "TemplateFault",
    "masked",
    "template",
]


def _no_beginning(look: Look) -> str:  # noqa: ARG001 - the shape of the table
    return ""


def _nothing(verdict: Verdict, look: Look) -> str:  # noqa: ARG001 - the shape of the table
    return ""


def _no_end(tally: Tally, look: Look) -> str:  # noqa: ARG001 - the shape of the table
    return ""


class Gathering(Protocol):
    """What a format keeps of the messages of one run until all are known."""

    def take(self, told: str, /) -> None:
        """Take what `message` says of a message, or of several in their order."""

    def end(self, tally: Tally, look: Look, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write verdicts: pure functions, so that a report can stream and go to several places at once.

    `separator` stands between two messages for which something is written. `machine` formats are UTF-8 and
    never in colour. Where `lines` is set, no line is let through that a CI system takes for a command. `counts` says
    whether the end has room for statistics. A format that has to see all messages before it speaks begins each run
    with `gather`: that takes what `message` says, and its `end` stands for the format's own. `hides` does what
    `message` says of a masked verdict, given one that is not, and the names of its secret fields: it needs no second
    verdict.
    """

    about: str
    message: Callable[[Verdict, Look], str] = _nothing
    begin: Callable[[Look], str] = _no_beginning
    end: Callable[[Tally, Look], str] = _no_end
    separator: str = ""
    machine: bool = False
    lines: bool = False
    counts: bool = False
    gather: Callable[[], Gathering] | None = None
    hides: Callable[[Verdict, Collection[str], Look], str] | None = None


def _annotated(verdict: Verdict, look: Look) -> str:
    from ticketlint.report.github import message  # noqa: PLC0415 - few runs annotate

    return message(verdict, look)


def _annotations() -> Gathering:
    from ticketlint.report.github import Annotations  # noqa: PLC0415 - the same

    return Annotations()


def _late(
    module: str, about: str, *, separator: str = "", machine: bool = True, lines: bool = False, counts: bool = False
) -> Format:
    """Return a format whose module is loaded when it is first used: a run uses one or two of these.

    What it does not say of `begin` and `end`, it does not need.
    """
    found: list[Any] = []

    def loaded() -> Any:
        if not found:
            from importlib import import_module  # noqa: PLC0415 - as above

            found.append(import_module(f"ticketlint.report.{module}"))
        return found[0]

    return Format(
        about,
        lambda verdict, look: str(loaded().message(verdict, look)),
        lambda look: str(getattr(loaded(), "begin", _no_beginning)(look)),
        lambda tally, look: str(getattr(loaded(), "end", _no_end)(tally, look)),
        separator,
        machine=machine,
        lines=lines,
        counts=counts,
    )


FORMATS: dict[str, Format] = {
    "text": _late("text", "for people: each fault with its line", machine=False, lines=True, counts=True),
    "table": _late("table", "one row a message", machine=False, lines=True, counts=True),
    "concise": _late("concise", "path:line:column: severity code message", machine=False, lines=True),
    "json": _late("document", "one document", separator=",", counts=True),
    "jsonl": Format("one object a line", jsonl.message, machine=True, hides=jsonl.hidden),
    "sarif": _late("sarif", "for code scanning", separator=","),
    "junit": _late("junit", "for test reports"),
    "github": Format("annotations of GitHub Actions", _annotated, machine=True, gather=_annotations),
    "gitlab": _late("gitlab", "GitLab Code Quality", separator=","),
    "csv": _late("delimited", "for spreadsheets", lines=True),
    "markdown": _late("markdown", "for merge requests", counts=True),
}


def _object(verdict: Verdict, look: Look) -> str:
    return "" if look.quiet and verdict.ticket is not False else jsonl.message(verdict, look)


TEMPLATE = "template"
VOICES = FORMATS | {TEMPLATE: Format("as a template says", _object, machine=True, counts=True)}
"""What speaks of single messages, wherever they are judged: formats by their names, and one for all templates."""


class TemplateFault(Exception):  # noqa: N818 - a mistake of the template, told to its author
    """A template that cannot be used: why, with its line."""


def template(path: str) -> Format:
    """Return the format that the Jinja template in a file makes; raises TemplateFault where it cannot be used."""
    from ticketlint.report.custom import Custom, compiled  # noqa: PLC0415 - few runs have a template

    ready = compiled(path)
    return replace(VOICES[TEMPLATE], about=f"as {path} says", gather=lambda: Custom(ready))


class Report:
    """One report under way: takes verdicts one at a time and hands text to `write` as it comes."""

    def __init__(
        self,
        form: Format,
        look: Look,
        write: Callable[[str], object],
        octets: Callable[[Octets], object] | None = None,
    ) -> None:
        """`octets` writes UTF-8 to the same place."""
        self.form = form
        self.look = look
        self._write = write
        self._octets = octets
        self._lines = form.lines
        self._separator = ""
        gathering = form.gather() if form.gather else None
        self._take = gathering.take if gathering else None
        self._end = gathering.end if gathering else form.end
        self._say(form.begin(look))

    def add(self, verdict: Verdict) -> None:
        self.say(self.form.message(verdict, self.look))

    def say(self, message: str) -> None:
        """Write what the format says of one message, or of several."""
        if message and self._take:
            self._take(message)
        elif message:
            text = self._separator + message
            self._separator = self.form.separator
            self._write(harmless(text) if self._lines else text)

    def pass_on(self, octets: Octets) -> None:
        """Write what the format says of some messages, in UTF-8."""
        if self._octets is None or self._lines or self._take or not octets:
            self.say(str(octets, "utf-8"))
            return
        if self._separator:
            self._octets(self._separator.encode())
        self._separator = self.form.separator
        self._octets(octets)

    def end(self, tally: Tally) -> None:
        self._say(self._end(tally, self.look))

    def _say(self, text: str) -> None:
        if text:
            self._write(harmless(text) if self._lines else text)
