"""A verdict in, the same verdict out with every secret masked, wherever in the mail it was repeated."""

from __future__ import annotations

from ticketlint.diagnostic import Diagnostic, Text
from ticketlint.fields.page import SIGNS, keys_of
from ticketlint.fields.secret import FOREIGN
from ticketlint.hints import TYPE_CHECKING, Any
from ticketlint.quick.rows import Rows
from ticketlint.record import maker, replace
from ticketlint.regexp import regexp
from ticketlint.report.cover import broken, cover, finder, mask
from ticketlint.values.disguise import undisguised
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ticketlint.fields import Field

_LEAST = 4  # characters of an answer that is known without the signs round it


def _whole(answer: str) -> str:
    return "\n".join(map(mask, answer.split("\n")))


def masked(verdict: Verdict, secret_fields: Collection[str] = ()) -> Verdict:
    """Return the verdict with its secrets masked in all its strings, and the answers to `secret_fields`."""
    fields = verdict.fields
    if isinstance(fields, Rows):
        secret = only_secret(verdict, fields, secret_fields)
        if secret is not None:
            return _covered(verdict, fields, secret) if secret else verdict
    secrets = set(_secrets(verdict, secret_fields))
    if not secrets:
        return verdict
    text = verdict.text
    lines = "\n".join(text.lines)
    halves = {half.strip(SIGNS) for half in broken(lines, finder(secrets)(lines))}
    secrets.update(half for half in halves if len(half) >= _LEAST)
    clean = cover(secrets)
    return replace(
        verdict,
        message_id=_maybe(clean, verdict.message_id),
        sender=_maybe(clean, verdict.sender),
        subject=_maybe(clean, verdict.subject),
        date=_maybe(clean, verdict.date),
        reason=_maybe(clean, verdict.reason),
        follows_up=_maybe(clean, verdict.follows_up),
        fields={
            name: _clean_field(field, _whole if field.secret or name in secret_fields else clean, clean)
            for name, field in verdict.fields.items()
        },
        diagnostics=tuple(_clean_diagnostic(diagnostic, clean) for diagnostic in verdict.diagnostics),
        text=Text(tuple(clean(lines).split("\n")) if text.lines else (), text.numbers, text.place),
    )


def only_secret(verdict: Verdict, fields: Rows, secret_fields: Collection[str]) -> str | None:
    """Return the one secret of a verdict that stands in its field and nowhere else; None where there may be more.

    It is empty where there is none at all.
    """
    secret = fields.once
    if (
        secret is None
        or verdict.secrets.count(secret) != len(verdict.secrets)  # the caller may know of more than the mail's own
        or not fields.hidden.issuperset(secret_fields)
        or (secret and verdict.diagnostics and _quoted(verdict.diagnostics, secret))
    ):
        return None
    return secret


def _quoted(diagnostics: Sequence[Diagnostic], secret: str) -> bool:
    """Whether what is said of a mail repeats its secret."""
    digits = _DIGITS.search(secret)
    rare = digits[0] if digits else ""  # in whatever case the rest is written, unless its signs are foreign
    for one in diagnostics:
        for text in (one.title, one.help, *one.notes, *[label for _, label in one.related]):
            if not text or (rare not in text and (text.isascii() or FOREIGN.search(text) is None)):
                continue
            if undisguised(secret) in undisguised(text):
                return True
    return False


_DIGITS = regexp("[0-9]+")


def _covered(verdict: Verdict, rows: Rows, secret: str) -> Verdict:
    """Return a verdict whose one secret stands in its field, on the line of the field, and nowhere else."""
    hidden = mask(secret)
    text = verdict.text
    lines = list(text.lines)
    lines[rows.line] = lines[rows.line].replace(secret, hidden)
    diagnostics = verdict.diagnostics
    for one in diagnostics:
        if secret in one.excerpt:
            diagnostics = tuple([_hidden(one, secret, hidden) for one in diagnostics])
            break
    fields: Any = rows.masked(hidden)  # a mapping
    return _verdict(
        verdict.source,
        verdict.verdict,
        verdict.form,
        verdict.message_id,
        verdict.sender,
        verdict.subject,
        verdict.date,
        verdict.follows_up,
        verdict.urgency,
        verdict.reason,
        verdict.layer,
        fields,
        diagnostics,
        _text(tuple(lines), text.numbers, text.place),
        verdict.secrets,
    )


def _hidden(one: Diagnostic, secret: str, hidden: str) -> Diagnostic:
    return replace(one, excerpt=one.excerpt.replace(secret, hidden)) if secret in one.excerpt else one


_text, _verdict = maker(Text), maker(Verdict)


def _secrets(verdict: Verdict, secret_fields: Collection[str]) -> Iterator[str]:
    """Yield what is hidden: the keys that were found in the mail, line by line, and their words that are keys too."""
    answers = list(verdict.secrets)
    for field in verdict.fields.values():
        if field.secret or field.name in secret_fields:
            answers += [field.written, verdict.text.slice(field.span)]
            answers += [field.value] if isinstance(field.value, str) else field.value
    for line in {line.strip() for answer in answers for line in answer.split("\n")}:
        if line:
            yield line
            if len(bare := line.strip(SIGNS)) >= _LEAST:
                yield bare
            yield from keys_of(line)


def _maybe(clean: Callable[[str], str], text: str | None) -> str | None:
    return None if text is None else clean(text)


def _clean_field(field: Field, clean: Callable[[str], str], clean_label: Callable[[str], str]) -> Field:
    value, written = field.value, clean(field.written)
    cleaned = clean(value) if isinstance(value, str) else tuple(map(clean, value))
    label = clean_label(field.label)
    if written == field.written and cleaned == value and label == field.label:
        return field
    return replace(field, value=cleaned, written=written, label=label)


def _clean_diagnostic(diagnostic: Diagnostic, clean: Callable[[str], str]) -> Diagnostic:
    return replace(
        diagnostic,
        title=clean(diagnostic.title),
        excerpt=clean(diagnostic.excerpt),
        notes=tuple(map(clean, diagnostic.notes)),
        help=_maybe(clean, diagnostic.help),
        related=tuple((span, clean(label)) for span, label in diagnostic.related),
    )
