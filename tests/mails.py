"""Answers and octets in, whole mails out; and mails in, what the program made of them out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import ticketlint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from click.testing import Result

    from ticketlint.diagnostic import Diagnostic
    from ticketlint.form.model import Form
    from ticketlint.verdict import Verdict

ANSWERS = {
    "Support Key": "OX-12345-ABCDE",
    "Server": "https://ox.example.com/ajax",
    "Server Version": "6.22 Rev15",
    "Distribution": "SLES",
    "GUI Version": "6.22 Rev14",
    "Module": "mail",
    "Severity": "2",
    "Track-ID": "BUG-4711",
    "Product": "OXHE",
    "Component": "Groupware GUI",
    "Steps to reproduce": "Log in.\nOpen the inbox.",
    "Current behaviour": "The list stays empty.",
    "Expected behaviour": "The list shows the messages.",
}
PROSE = frozenset({"Steps to reproduce", "Current behaviour", "Expected behaviour"})
HEADER = {
    "From": "Anna Admin <anna@customer.example>",
    "To": "support@open-xchange.com",
    "Subject": "The inbox stays empty",
    "Date": "Thu, 05 Nov 2009 10:00:00 +0100",
    "Message-ID": "<1@customer.example>",
}
UTF8 = "text/plain; charset=utf-8"


def edited(entries: Mapping[str, str | None], between: str = "\n") -> str:
    """Return the filled-in form; `entries` replace a field's lines (label and all) by others, None by nothing."""
    lines = []
    for label, answer in ANSWERS.items():
        entry = entries.get(label, f"{label}:\n{answer}" if label in PROSE else f"{label}: {answer}")
        if entry is not None:
            lines.append(entry)
    return between.join(lines) + "\n"


def form(answers: Mapping[str, str] | None = None) -> str:
    """Return the filled-in form with other answers to some of its fields."""
    given = answers or {}
    return edited(
        {label: f"{label}:\n{text}" if label in PROSE else f"{label}: {text}" for label, text in given.items()}
    )


def mail(
    body: str | bytes,
    content_type: str | None = UTF8,
    encoding: str | None = "8bit",
    headers: Mapping[str, str | bytes | None] | None = None,
) -> bytes:
    """Return a mail to the desk, lines ended by LF; text is put into UTF-8, None leaves a header field away."""
    fields: dict[str, str | bytes | None] = {**HEADER, **(headers or {})}
    fields |= {"MIME-Version": "1.0", "Content-Type": content_type, "Content-Transfer-Encoding": encoding}
    head = b"".join(
        name.encode() + b": " + octets(value) + b"\n" for name, value in fields.items() if value is not None
    )
    return head + b"\n" + octets(body)


def part(
    body: str | bytes, content_type: str | None = UTF8, encoding: str = "8bit", disposition: str | None = None
) -> bytes:
    """Return one part of a multipart body."""
    fields = {
        "Content-Type": content_type,
        "Content-Transfer-Encoding": encoding,
        "Content-Disposition": disposition,
    }
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return head.encode() + b"\n" + octets(body)


def multipart(subtype: str, *parts: bytes, boundary: str = "=_edge") -> tuple[bytes, str, None]:
    """Return a multipart body, its content type and its encoding: the first arguments of `mail` and `part`."""
    edge = f"--{boundary}".encode()
    lines = [line for body in parts for line in (edge, body)]
    return b"\n".join([*lines, edge + b"--", b""]), f'multipart/{subtype}; boundary="{boundary}"', None


def page(inner: str, content_type: str = "text/html; charset=utf-8") -> bytes:
    """Return a mail with nothing but an HTML body."""
    return mail(f"<html><body>{inner}</body></html>\n", content_type)


def octets(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@dataclass(frozen=True, repr=False)
class Reading:
    """A verdict, shown in a few lines where an assertion fails."""

    whole: Verdict

    @property
    def verdict(self) -> str:
        return self.whole.verdict

    @property
    def values(self) -> dict[str, str | tuple[str, ...]]:
        return {name: field.value for name, field in self.whole.fields.items()}

    @property
    def codes(self) -> set[str]:
        return {diagnostic.code for diagnostic in self.whole.diagnostics}

    def codes_of(self, field: str) -> set[str]:
        return {diagnostic.code for diagnostic in self.whole.diagnostics if diagnostic.field == field}

    def first(self, code: str) -> Diagnostic:
        found = [diagnostic for diagnostic in self.whole.diagnostics if diagnostic.code == code]
        assert found, f"no {code} in {self!r}"
        return found[0]

    def prose(self, name: str) -> str:
        """Return an answer that is one text, or nothing where it is absent."""
        value = self.values.get(name, "")
        assert isinstance(value, str)
        return value

    def __repr__(self) -> str:
        faults = [
            f"{int(fault.severity)} {fault.code} {fault.field or ''}: {fault.title}" for fault in self.whole.diagnostics
        ]
        return (
            "\n  ".join([f"<{self.verdict} ({self.whole.layer}, {self.whole.reason})", repr(self.values), *faults])
            + ">"
        )


@cache
def seed() -> tuple[Form, ...]:
    return ticketlint.load_forms(["open-xchange"])


def desk(folder: Path, rules: str) -> tuple[Form, ...]:
    """Return the form of a rule file with these lines."""
    path = folder / "desk.yaml"
    path.write_text(rules, encoding="utf-8")
    return ticketlint.load_forms([str(path)])


def judge(message: bytes, forms: tuple[Form, ...] | None = None) -> Reading:
    """Return what becomes of a mail at the seed's desk, or at another."""
    return Reading(ticketlint.check(message, seed() if forms is None else forms))


def words(diagnostic: Diagnostic) -> str:
    """Return all that a diagnostic says."""
    return " ".join([diagnostic.title, *diagnostic.notes, diagnostic.help or ""])


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Return what the command line says to these arguments."""
    from shell import invoke  # most tests need no command line

    return invoke([str(argument) for argument in arguments], stdin)
