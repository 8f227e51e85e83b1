"""A code and a place in a rule file in, a diagnostic out; all of them together are a `FormError`."""

from __future__ import annotations

from ticketlint.diagnostic import Diagnostic, Severity, Span
from ticketlint.hints import TYPE_CHECKING
from ticketlint.record import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketlint.form.nodes import Node

Fault = tuple[str, Diagnostic]
"""A path as it was given, and what is wrong there."""


class FormError(Exception):
    """Rule files that cannot be used: `faults` holds every mistake of every file, file by file, line by line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(one_line(path, diagnostic) for path, diagnostic in self.faults))


def one_line(path: str, diagnostic: Diagnostic) -> str:
    """Return a fault as `path:line:column: code: title; help`, for callers without a report."""
    span = diagnostic.span
    where = f"{path}:{span.line}:{span.column}" if span else path
    advice = f"; {diagnostic.help}" if diagnostic.help else ""
    return f"{where}: {diagnostic.code}: {diagnostic.title}{advice}"


@dataclass(slots=True)
class Page:
    """One rule file while it is read (or what else `kind` says it is), and what was found wrong with it so far.

    `broken_at` is the line of a syntax error: what follows was not read, so nothing is said to be absent.
    """

    path: str
    lines: Sequence[str] = ()
    faults: list[Diagnostic] = field(default_factory=list)
    broken_at: int | None = None
    rule_names: tuple[str, ...] = ()
    field: str | None = None
    kind: str = "a rule file"

    def fault(
        self,
        code: str,
        place: Node | Span | None,
        title: str,
        *,
        help: str | None = None,  # noqa: A002  # the name it has in Diagnostic
        notes: tuple[str, ...] = (),
        related: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Note one mistake."""
        from ticketlint.form.fault_codes import FAULTS  # noqa: PLC0415  # start-up: a right file needs no table of faults

        span = place if place is None or isinstance(place, Span) else place.span
        excerpt = self.lines[span.line - 1] if span and span.line <= len(self.lines) else ""
        self.faults.append(
            Diagnostic(code, FAULTS[code].severity, title, span, excerpt, self.field, notes, help, related),
        )

    def sorted_faults(self) -> list[Diagnostic]:
        """Return the faults from the top of the file to its end."""
        return sorted(self.faults, key=lambda one: (one.span.line, one.span.column) if one.span else (0, 0))

    @property
    def is_wrong(self) -> bool:
        """Whether the file holds a mistake, and not only something suspicious."""
        return any(one.severity <= Severity.MEDIUM for one in self.faults)


def nearest(word: str, options: Iterable[str]) -> str | None:
    """Return the option that was most likely meant by `word`, or None where none is near."""
    from rapidfuzz import process  # noqa: PLC0415  # only a mistake needs it
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    names = list(options)
    folded = [name.casefold().replace("_", "-").replace(" ", "-") for name in names]
    wanted = word.casefold().replace("_", "-").replace(" ", "-")
    found = process.extractOne(wanted, folded, scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return names[found[2]] if found else None


def did_you_mean(word: str, options: Iterable[str], otherwise: str | None = None) -> str | None:
    """Return the advice for a misspelt word: the nearest option, else `otherwise`."""
    option = nearest(word, options)
    return f'did you mean "{option}"?' if option else otherwise
