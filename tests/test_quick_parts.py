"""What the header of a part says is remembered by its octets, and says the same the next time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from ticketlint.quick import parts
from ticketlint.quick.head import DISPOSITION, ENCODING, PART_LIMIT, TYPE, Content, content_of, fields_of, is_inline

if TYPE_CHECKING:
    import pytest

HEADERS = (
    b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", b"Content-Type: text/html", b"content-type: text/html\ncontent-disposition: inline", b"Content-Type: text/plain\nContent-Disposition: attachment",
    b"Content-Type: text/plain;\n charset=latin-1", b"Content-Type: text/plain\nContent-Type: text/html", b"", b" x", b"X-Y: z", b"no field", b"Content-Type: text/plain; charset=unheard-of", b"Content-Transfer-Encoding: x-odd",
    b"Content-Type: text/plain\r", b"Content-Type: multipart/mixed; boundary=x\n\r", b"X: " + b"y" * 390, b"X: " + b"y" * 500, b"X: " + b"y" * 5000, b"Content-Type: text/html\r\n\r\nX: y", b"\nX: y",
)  # fmt: skip


def told(span: parts._Span | None) -> tuple[Any, ...] | None:
    return None if span is None else (span.start, span.end, *said_by(span.content))


def said_by(content: Content) -> tuple[Any, ...]:
    return content.kind, content.codec, content.encoding, content.boundary, content.flowed


def looked_at(raw: bytes, start: int, end: int) -> tuple[Any, ...] | None:
    """Return what a look at the header itself says."""
    found = fields_of(raw, start, end, PART_LIMIT)
    if found is None or not is_inline(found[0][DISPOSITION]):
        return None
    content = content_of((found[0][TYPE], found[0][ENCODING]))
    return None if content is None else (found[1], end, *said_by(content))


def test_what_is_remembered_of_a_part_is_what_its_header_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_BY_HEADER", {})
    dice = random.Random(7)
    kept = 0
    for _ in range(3000):
        before, after = dice.choice((b"", b"x\n\n")), dice.choice((b"", b"x", b"\n\n", b"x\n\ny", b"\r\n\r\n"))
        raw = before + dice.choice(HEADERS) + dice.choice((b"\n\n", b"\n\n", b"\r\n\r\n", b"\n", b"")) + after
        end = dice.choice((len(raw), dice.randrange(len(before), len(raw) + 1)))
        assert told(parts._part(raw, len(before), end)) == looked_at(raw, len(before), end), (raw, end)
        kept = max(kept, len(parts._BY_HEADER))
    assert 4 < kept < len(HEADERS)


def test_little_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_BY_HEADER", {})
    dice = random.Random(7)
    for number in range(1000):
        raw = b"X: %d%s\n\n" % (number, b"y" * dice.randrange(800))
        assert told(parts._part(raw, 0, len(raw))) == looked_at(raw, 0, len(raw))
    assert 0 < len(parts._BY_HEADER) <= 256
    assert max(map(len, parts._BY_HEADER)) <= 400
