"""A verdict in, a name for each of its faults out that holds when lines move and files are renamed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketlint.verdict import Verdict


def fingerprints(verdict: Verdict) -> tuple[str, ...]:
    """Return one for each diagnostic, in their order: 32 hexadecimal digits.

    They are made of the mail's Message-ID (of its content where it has none), the code, the field, and which of
    several such faults it is; never of a path or a line.
    """
    mail = (verdict.message_id or "").strip() or content(verdict)
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for diagnostic in verdict.diagnostics:
        kind = (diagnostic.code, diagnostic.field or "")
        seen[kind] += 1
        found.append(hashed((mail, *kind, str(seen[kind]))))
    return tuple(found)


def content(verdict: Verdict) -> str:
    """Return what tells a mail from others, whatever it is called and wherever its lines stand.

    It is made of the sender and the answers to the form; where there are none, of the subject and the words.
    Secret answers have no part in it.
    """
    parts = [verdict.sender or ""]
    for name, field in sorted(verdict.fields.items()):
        if not field.secret:
            parts += [name, *((field.value,) if isinstance(field.value, str) else field.value)]
    if len(parts) == 1:
        parts += [verdict.subject or "", " ".join(verdict.text.lines)]
    return hashed(" ".join(part.split()) for part in parts)


def hashed(parts: Iterable[str]) -> str:
    """Return 32 hexadecimal digits that stand for these texts in this order."""
    from hashlib import sha256  # noqa: PLC0415 - few formats need it

    octets = b"".join(
        b"%d:%s" % (len(part), part) for part in (text.encode("utf-8", "surrogatepass") for text in parts)
    )
    return sha256(octets).hexdigest()[:32]
