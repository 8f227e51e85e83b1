"""Two verdicts on one message in, by old rules and by new ones, what changes for its sender out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ticketlint.record import dataclass
from ticketlint.report import masked
from ticketlint.report.blocks import sentence, style_of
from ticketlint.report.jsonl import dumps
from ticketlint.report.visible import cut, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ticketlint.diagnostic import Diagnostic
    from ticketlint.report.look import Look, Style
    from ticketlint.verdict import Verdict

Value = str | tuple[str, ...] | None
_LONG = 200  # characters of a value in the report for people


@dataclass(frozen=True, slots=True)
class Change:
    """A message that is judged otherwise: both verdicts, what is no longer said, what is said anew, other values."""

    old: Verdict
    new: Verdict
    went: tuple[Diagnostic, ...]
    came: tuple[Diagnostic, ...]
    values: tuple[tuple[str, Value, Value], ...]


@dataclass(slots=True)
class Count:
    """How many messages were judged, and how many of them change in which way."""

    messages: int = 0
    changed: int = 0
    gained: int = 0
    lost: int = 0

    def add(self, change: Change | None) -> None:
        """Count a message."""
        self.messages += 1
        if change is not None:
            self.changed += 1
            self.gained += change.new.ticket is True and change.old.ticket is not True
            self.lost += change.old.ticket is True and change.new.ticket is not True

    def summary(self) -> str:
        """Return one line."""
        some = "1 message" if self.messages == 1 else f"{self.messages} messages"
        if not self.changed:
            return f"none of {some} changes"
        verb = "changes" if self.changed == 1 else "change"
        gained, lost = ("gain" if self.gained != 1 else "gains"), ("lose" if self.lost != 1 else "loses")
        return f"{self.changed} of {some} {verb}: {self.gained} {gained} a ticket, {self.lost} {lost} it"


def compare(old: Verdict, new: Verdict, secret_fields: Collection[str], *, show_secrets: bool = False) -> Change | None:
    """Return what changes between two verdicts on one message, or None.

    A diagnostic is the same where code, field and severity are: another wording is no change. `secret_fields` are
    those of both forms; what one of them calls secret is masked in both verdicts.
    """
    went = tuple(_without(old.diagnostics, new.diagnostics))
    came = tuple(_without(new.diagnostics, old.diagnostics))
    values = tuple(_values(old, new))
    if not (went or came or values) and _standing(old) == _standing(new):
        return None
    if show_secrets:
        return Change(old, new, went, came, values)
    secrets = (*old.secrets, *new.secrets)
    clean_old, clean_new = (masked(replace(one, secrets=secrets), secret_fields) for one in (old, new))
    names = {name for name, _, _ in values}
    return Change(
        clean_old,
        clean_new,
        tuple(_same_places(clean_old, old, went)),
        tuple(_same_places(clean_new, new, came)),
        tuple(each for each in _pairs(clean_old, clean_new) if each[0] in names),
    )


def _standing(verdict: Verdict) -> tuple[object, ...]:
    return verdict.verdict, verdict.form, verdict.urgency, verdict.follows_up


def _key(one: Diagnostic) -> tuple[str, str | None, int]:
    return one.code, one.field, int(one.severity)


def _without(these: Iterable[Diagnostic], those: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    left = Counter(map(_key, those))
    for one in these:
        if left[_key(one)]:
            left[_key(one)] -= 1
        else:
            yield one


def _same_places(clean: Verdict, plain: Verdict, chosen: tuple[Diagnostic, ...]) -> Iterator[Diagnostic]:
    """Yield the masked diagnostics in place of the chosen ones."""
    wanted = {id(one) for one in chosen}
    for masked_one, one in zip(clean.diagnostics, plain.diagnostics, strict=True):
        if id(one) in wanted:
            yield masked_one


def _pairs(old: Verdict, new: Verdict) -> Iterator[tuple[str, Value, Value]]:
    for name in dict.fromkeys((*old.fields, *new.fields)):
        before, after = old.fields.get(name), new.fields.get(name)
        yield name, before.value if before else None, after.value if after else None


def _values(old: Verdict, new: Verdict) -> Iterator[tuple[str, Value, Value]]:
    return (each for each in _pairs(old, new) if each[1] != each[2])


def as_text(change: Change, look: Look) -> str:
    """Return a change as a person reads it."""
    old, new = change.old, change.new
    form = f" (form {old.form or 'none'} -> {new.form or 'none'})" if old.form != new.form else ""
    style: Style = "good" if new.ticket and not old.ticket else "error" if old.ticket and not new.ticket else "strong"
    names = f"{old.verdict} as before" if old.verdict == new.verdict else f"{old.verdict} -> {new.verdict}"
    subject = f": {cut(visible(old.subject), 100)}" if old.subject else ""
    lines = [f"{visible(old.source)}: {look.paint(visible(names), style)}{visible(form)}{subject}"]
    for mark, diagnostics in (("-", change.went), ("+", change.came)):
        for one in diagnostics:
            head = look.paint(f"{one.severity.word}[{visible(one.code)}]", style_of(one.severity))
            lines.append(f"  {mark} {head}: {sentence(one.title)}")
    if old.urgency != new.urgency:
        lines.append(f"  urgency: {old.urgency or 'none'} -> {new.urgency or 'none'}")
    for name, before, after in change.values:
        lines.append(f"  {visible(name)}: {_shown(before)} -> {_shown(after)}")
    return "\n".join(lines) + "\n\n"


def _shown(value: Value) -> str:
    if value is None:
        return "(no answer)"
    text = value if isinstance(value, str) else ", ".join(value)
    return cut(visible(text[:_LONG]), _LONG, more=len(text) > _LONG)


def as_line(change: Change) -> str:
    """Return a change as one JSON object on a line."""
    found = {
        "source": change.old.source,
        "message_id": change.old.message_id,
        "subject": change.old.subject,
        "old": _object(change.old),
        "new": _object(change.new),
        "went": [_diagnostic(one) for one in change.went],
        "came": [_diagnostic(one) for one in change.came],
        "fields": {name: {"old": _plain(before), "new": _plain(after)} for name, before, after in change.values},
    }
    return dumps(found) + "\n"


def _object(verdict: Verdict) -> dict[str, Any]:
    names = ("form", "verdict", "ticket", "urgency", "follows_up")
    return {name: getattr(verdict, name) for name in names}


def _diagnostic(one: Diagnostic) -> dict[str, Any]:
    return {"code": one.code, "severity": int(one.severity), "field": one.field, "title": one.title}


def _plain(value: Value) -> str | list[str] | None:
    return list(value) if isinstance(value, tuple) else value
