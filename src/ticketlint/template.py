"""A form in, its empty (or filled) template out: as text, as a mail, or as a link that opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from ticketlint.form.model import FieldSpec, Form

_INTRODUCTION = {
    "en": "Please answer behind every label. The words in brackets may stay.",
    "de": "Bitte antworten Sie hinter jeder Bezeichnung. Die Worte in Klammern dürfen stehen bleiben.",
}
_SEVERAL = {"en": "several are possible", "de": "mehrere sind möglich"}
_OPTIONAL = {"en": "optional", "de": "freiwillig"}
_KINDS = {
    "date": {"en": "year-month-day", "de": "Jahr-Monat-Tag"},
    "datetime": {"en": "year-month-day and time", "de": "Jahr-Monat-Tag und Uhrzeit"},
    "checkbox": {"en": "yes or no", "de": "ja oder nein"},
    "prose": {"en": "as many lines as you like", "de": "beliebig viele Zeilen"},
}
_EXAMPLES = {
    "line": "example",
    "prose": "An example in a sentence.",
    "integer": "1",
    "number": "1.5",
    "date": "2026-01-31",
    "datetime": "2026-01-31 10:00",
    "url": "https://www.example.com/",
    "email": "person@example.com",
    "version": "1.0",
    "checkbox": "yes",
}
_IN_HINTS = regexp(r"[()\[\]{}:=\n]")  # what could end a hint or look like the end of a label


def body(form: Form, language: str | None = None, *, filled: bool = False) -> str:
    """Return the form as the body of a mail: a label a line, what may be answered in brackets behind it.

    `language` is one of the form's, else its first. `filled` puts an answer that the form calls good behind each label.
    Unfilled it answers nothing: every required field is still missing.
    """
    chosen = language if language in form.language else form.language[0]
    words = chosen if chosen in _INTRODUCTION else "en"
    blocks: list[str] = []
    for spec in form.fields:
        if spec.header:
            continue
        hint = _hint(spec, words)
        label = spec.name + (f" ({hint})" if hint else "") + ":"
        answer = example(spec) if filled else ""
        if spec.type == "prose":
            blocks.append(f"\n{label}\n{answer}\n" if answer else f"\n{label}\n")
        else:
            blocks.append(f"{label} {answer}".rstrip() + "\n")  # a blank at the end of a line would join it to the next
    introduction = "" if filled else _INTRODUCTION[words] + "\n\n"
    return introduction + "".join(blocks)


def mail(form: Form, language: str | None = None, *, filled: bool = False) -> str:
    """Return the template as a mail that mail programs open as a draft (RFC 5322)."""
    from email.header import Header  # noqa: PLC0415 - only this needs it

    fields = [("To", ", ".join(form.to[:1])), ("Subject", Header(form.title, "utf-8", 76, "Subject").encode())]
    if form.title.isascii():
        fields[1] = ("Subject", form.title)
    fields += [
        ("X-Unsent", "1"),  # opens as a draft, not as a received mail
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    return "".join(f"{name}: {value}\n" for name, value in fields if value) + "\n" + body(form, language, filled=filled)


def link(form: Form, language: str | None = None, *, filled: bool = False) -> str:
    """Return the template as a `mailto:` link (RFC 6068)."""
    from urllib.parse import quote  # noqa: PLC0415 - only this needs it

    text = body(form, language, filled=filled).replace("\n", "\r\n")
    to = quote(form.to[0], safe="@") if form.to else ""
    return f"mailto:{to}?subject={quote(form.title, safe='')}&body={quote(text, safe='')}"


def example(spec: FieldSpec) -> str:
    """Return an answer that the field takes: the first good one, a choice, or one that shows its type."""
    if spec.good:
        return spec.good[0]
    if spec.choices:
        return spec.choices[0].value
    return spec.default or spec.min or _EXAMPLES[spec.type]


def _hint(spec: FieldSpec, language: str) -> str:
    parts = [_choices(spec)] if spec.choices else []
    if not spec.choices and spec.type in _KINDS:
        parts.append(_KINDS[spec.type][language])
    if spec.choices and spec.many:
        parts.append(_SEVERAL[language])
    if not spec.required:
        parts.append(_OPTIONAL[language])
    return "; ".join(part for part in parts if not _IN_HINTS.search(part))


def _choices(spec: FieldSpec) -> str:
    # A number says little without the name that people know it by.
    return ", ".join(
        f"{choice.value} {choice.synonyms[0]}" if choice.value.isdecimal() and choice.synonyms else choice.value
        for choice in spec.choices
    )
