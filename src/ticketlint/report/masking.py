"""A verdict in, the same verdict out with every secret masked, wherever in the mail it was repeated."""

from __future__ import annotations

from ticketlint.diagnostic import Diagnostic, Span, Text
from ticketlint.fields.secret import FOREIGN, SIGNS, keys_of
from ticketlint.hints import TYPE_CHECKING, Any
from ticketlint.quick.rows import Rows
from ticketlint.record import maker, replace
from ticketlint.regexp import regexp
from ticketlint.report.cover import cover, mask
from ticketlint.values import is_non_answer
from ticketlint.values.disguise import undisguised
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from ticketlint.fields import Field

# Diagnostics about an answer, which may be a secret although no field came of it.
_ABOUT_ANSWERS = frozenset(
    "malformed-value out-of-range wrong-length unknown-choice too-many-choices conflicting-fields".split()
)
_SEPARATOR = regexp("[:=：﹕∶]")
_LEAST = 4  # characters of an answer that is known without the signs round it


def _whole(answer: str) -> str:
    return "\n".join(map(mask, answer.split("\n")))


def masked(verdict: Verdict, secret_fields: Collection[str] = ()) -> Verdict:
    """Return the verdict with the values of secret fields masked in all its strings.

    `secret_fields` are the names of the secret fields of the form: a rejected answer stands in no field.
    """
    fields = verdict.fields
    if isinstance(fields, Rows):
        secret = only_secret(verdict, fields, secret_fields)
        if secret is not None:
            return _covered(verdict, fields, secret) if secret else verdict
    secrets = set(_secrets(verdict, secret_fields))
    if not secrets:
        return verdict
    clean = cover(secrets)
    text = verdict.text
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
        # No secret runs over a line end, so that all lines can be looked through at once.
        text=Text(tuple(clean("\n".join(text.lines)).split("\n")) if text.lines else (), text.numbers, text.place),
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
    answers = list(verdict.secrets)
    met: list[str] = []
    for field in verdict.fields.values():
        if field.secret or field.name in secret_fields:
            answers += [field.written, verdict.text.slice(field.span)]
            answers += [field.value] if isinstance(field.value, str) else field.value
    names = _names(verdict, secret_fields)
    labels = _labels(verdict, names)
    for diagnostic in verdict.diagnostics:
        spans = [diagnostic.span] if diagnostic.span else []
        spans += [span for span, _ in diagnostic.related]
        if diagnostic.field in names and diagnostic.code in _ABOUT_ANSWERS:
            met += [_answer_at(verdict.text, span) for span in spans]
        # A second form in the mail has a secret of its own, which its line shows.
        met += _behind_labels((diagnostic.excerpt, *(verdict.text.at(span.line) for span in spans)), labels)
    # And a text may hold a key behind its label that is no field of its own.
    for field in verdict.fields.values():
        if not field.secret and field.name not in secret_fields:
            met += _behind_labels(field.written.split("\n"), labels)
    answers += [answer for answer in met if not is_non_answer(answer.strip())]
    for line in {line.strip() for answer in answers for line in answer.split("\n")}:
        if line:
            yield line
            if len(bare := line.strip(SIGNS)) >= _LEAST:
                yield bare
            yield from keys_of(line)


def _names(verdict: Verdict, secret_fields: Collection[str]) -> set[str]:
    return {field.name for field in verdict.fields.values() if field.secret} | set(secret_fields)


def _labels(verdict: Verdict, names: Collection[str]) -> set[str]:
    """Return the labels of secret fields, in letters alone: their names, and as they are written here."""
    return {_letters(label) for label in (*names, *(f.label for f in verdict.fields.values() if f.name in names))}


def _behind_labels(lines: Iterable[str], labels: Collection[str]) -> Iterator[str]:
    """Yield what stands behind the labels of secret fields, each on its line."""
    for line in lines:
        separator = _SEPARATOR.search(line)
        if separator and _letters(line[: separator.start()]) in labels:
            yield line[separator.end() :]


def _letters(label: str) -> str:
    return "".join(filter(str.isalnum, label)).casefold()


def _answer_at(text: Text, span: Span) -> str:
    """Return the answer that a span covers, or that stands behind the label which it covers."""
    line = text.at(span.line)
    separator = _SEPARATOR.search(line)
    if separator and span.column <= separator.end():
        return line[separator.end() :]
    return text.slice(span)


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
