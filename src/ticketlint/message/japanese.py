"""Octets of a Japanese text with vendors' characters in, the text out: circled digits, Roman numbers, rare names.

ISO-2022-JP and EUC-JP have no such characters, and Windows writes them there all the same, at the places that its own
code page gives them. So each pair of octets is put into that code page (Shift_JIS as Windows has it) and read there.
"""

from __future__ import annotations

from ticketlint.regexp import regexp

_ESCAPE = regexp(rb"\x1b(\$[@B]|\([BIJ])")
_PAIRS = regexp(rb"((?:[\xa1-\xfe]{2})+)")
_SEVEN = bytes(octet & 0x7F for octet in range(256))


def decode(octets: bytes, *, escapes: bool) -> str | None:
    """Return the text of ISO-2022-JP (`escapes`) or of EUC-JP; None where it is neither."""
    try:
        return _escaped(octets) if escapes else _extended(octets)
    except UnicodeError:
        return None


def _escaped(octets: bytes) -> str:
    first, *rest = _ESCAPE.split(octets)
    out = [first.decode("ascii")]
    for escape, piece in zip(rest[::2], rest[1::2], strict=True):
        if escape == b"(I":
            out.append(bytes(octet | 0x80 for octet in piece).decode("cp932"))
        else:
            out.append(_pairs(piece) if escape.startswith(b"$") else piece.decode("ascii"))
    return "".join(out)


def _extended(octets: bytes) -> str:
    pieces = _PAIRS.split(octets)
    return "".join(
        _pairs(piece.translate(_SEVEN)) if at % 2 else piece.decode("ascii") for at, piece in enumerate(pieces)
    )


def _pairs(octets: bytes) -> str:
    """Decode pairs of seven-bit octets, the row and the place in it (JIS X 0208)."""
    if len(octets) % 2:
        raise UnicodeError
    shifted = bytearray()
    for row, place in zip(octets[::2], octets[1::2], strict=True):
        if not (0x21 <= row <= 0x7E and 0x21 <= place <= 0x7E):
            raise UnicodeError
        lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
        trail = place + (0x7E if row % 2 == 0 else 0x20 if place >= 0x60 else 0x1F)
        shifted += bytes((lead, trail))
    return shifted.decode("cp932")
