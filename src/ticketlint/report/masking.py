"""A verdict in, the same verdict out with every secret masked, wherever in the mail it was repeated."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ticketlint.diagnostic import Diagnostic, Span, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ticketlint.fields import Field
    from ticketlint.triage import Verdict

# Diagnostics about an answer, which may be a secret although no field came of it.
_ABOUT_ANSWERS = frozenset(
    "malformed-value out-of-range wrong-length unknown-choice too-many-choices conflicting-fields".split()
)
_SEPARATOR = re.compile("[:=：﹕∶]")
_SHORT = 12


def mask(secret: str) -> str:
    """Return a secret of the same length that shows its first three and last two characters, a short one none."""
    if len(secret) < _SHORT:
        return "*" * len(secret)  # the same length, so that columns still hold
    return secret[:3] + "*" * (len(secret) - 5) + secret[-2:]


def masked(verdict: Verdict, secret_fields: Collection[str] = ()) -> Verdict:
    """Return the verdict with the values of secret fields masked in all its strings.

    `secret_fields` are the names of the secret fields of the form: a rejected answer stands in no field.
    """
    secrets = sorted(set(_secrets(verdict, secret_fields)), key=lambda secret: (-len(secret), secret))
    if not secrets:
        return verdict
    pattern = re.compile("|".join(map(_occurrence, secrets)), re.IGNORECASE)

    def clean(text: str) -> str:
        return pattern.sub(lambda match: mask(match[0]), text)

    text = verdict.text
    return replace(
        verdict,
        message_id=_maybe(clean, verdict.message_id),
        sender=_maybe(clean, verdict.sender),
        subject=_maybe(clean, verdict.subject),
        date=_maybe(clean, verdict.date),
        reason=_maybe(clean, verdict.reason),
        follows_up=_maybe(clean, verdict.follows_up),
        fields={name: _clean_field(field, clean) for name, field in verdict.fields.items()},
        diagnostics=tuple(_clean_diagnostic(diagnostic, clean) for diagnostic in verdict.diagnostics),
        text=Text(tuple(map(clean, text.lines)), text.numbers, text.place),
    )


def _secrets(verdict: Verdict, secret_fields: Collection[str]) -> Iterator[str]:
    answers = []
    for field in verdict.fields.values():
        if field.secret or field.name in secret_fields:
            answers += [field.written, verdict.text.slice(field.span)]
            answers += [field.value] if isinstance(field.value, str) else field.value
    names = {field.name for field in verdict.fields.values() if field.secret} | set(secret_fields)
    for diagnostic in verdict.diagnostics:
        if diagnostic.field in names and diagnostic.code in _ABOUT_ANSWERS:
            spans = [diagnostic.span] if diagnostic.span else []
            answers += [_answer_at(verdict.text, span) for span in (*spans, *(span for span, _ in diagnostic.related))]
    for answer in answers:
        for line in answer.split("\n"):
            if stripped := line.strip():
                yield stripped
                # Of several keys on one line each is one.
                yield from (w for w in stripped.split() if len(w) >= 6 and any(c.isdigit() for c in w))


def _answer_at(text: Text, span: Span) -> str:
    """Return the answer that a span covers, or that stands behind the label which it covers."""
    line = text.at(span.line)
    separator = _SEPARATOR.search(line)
    if separator and span.column <= separator.end():
        return line[separator.end() :]
    return text.slice(span)


def _occurrence(secret: str) -> str:
    # A short one is hidden as a word, or it would be found inside other words.
    quoted = re.escape(secret)
    return rf"(?<!\w){quoted}(?!\w)" if len(secret) < 6 else quoted


def _maybe(clean: Callable[[str], str], text: str | None) -> str | None:
    return None if text is None else clean(text)


def _clean_field(field: Field, clean: Callable[[str], str]) -> Field:
    value = field.value
    return replace(
        field,
        value=clean(value) if isinstance(value, str) else tuple(map(clean, value)),
        written=clean(field.written),
        label=clean(field.label),
    )


def _clean_diagnostic(diagnostic: Diagnostic, clean: Callable[[str], str]) -> Diagnostic:
    return replace(
        diagnostic,
        title=clean(diagnostic.title),
        excerpt=clean(diagnostic.excerpt),
        notes=tuple(map(clean, diagnostic.notes)),
        help=_maybe(clean, diagnostic.help),
        related=tuple((span, clean(label)) for span, label in diagnostic.related),
    )
