"""An opaque S/MIME signature in, the signed message out (RFC 8551, section 3.5.2); nothing is verified."""

from __future__ import annotations

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # 1.2.840.113549.1.7.2, as it stands in the octets
_SEQUENCE, _CONTEXT, _OCTETS = 0x30, 0xA0, 0x04
_CONSTRUCTED = 0x24  # an octet string in pieces, as programs write that do not know the length beforehand
_PIECES = 100_000


def signed_content(octets: bytes) -> bytes | None:
    """Return the octets that were signed, or None where the structure is another one, encrypted for example."""
    try:
        at = _enter(octets, 0, _SEQUENCE)
        if not octets.startswith(_SIGNED_DATA, at):
            return None
        at = _enter(octets, _over(octets, at), _CONTEXT)
        at = _enter(octets, at, _SEQUENCE)
        at = _over(octets, at)  # version
        at = _over(octets, at)  # digest algorithms
        at = _enter(octets, at, _SEQUENCE)
        at = _enter(octets, _over(octets, at), _CONTEXT)
        return _string(octets, at)
    except (IndexError, ValueError):
        return None


def _head(octets: bytes, at: int) -> tuple[int, int, int | None]:
    """Return the tag of an element, where its content begins, and its length, None where an end mark closes it."""
    tag, length = octets[at], octets[at + 1]
    at += 2
    if length == 0x80:
        return tag, at, None
    if length > 0x80:
        width = length & 0x7F
        if width > 6:
            raise ValueError("no mail is that long")
        length = int.from_bytes(octets[at : at + width], "big")
        at += width
    return tag, at, length


def _enter(octets: bytes, at: int, expected: int) -> int:
    tag, content, _ = _head(octets, at)
    if tag != expected:
        raise ValueError("another structure")
    return content


def _over(octets: bytes, at: int) -> int:
    """Return where the element ends; those passed over here are small and always say their length."""
    _, content, length = _head(octets, at)
    if length is None:
        raise ValueError("another structure")
    return content + length


def _string(octets: bytes, at: int) -> bytes:
    tag, content, length = _head(octets, at)
    if tag == _OCTETS and length is not None:
        return octets[content : content + length]
    if tag != _CONSTRUCTED:
        raise ValueError("another structure")
    end = len(octets) if length is None else content + length
    pieces: list[bytes] = []
    at = content
    while at < end and octets[at] == _OCTETS and len(pieces) < _PIECES:
        _, content, length = _head(octets, at)
        if length is None:
            raise ValueError("another structure")
        pieces.append(octets[content : content + length])
        at = content + length
    return b"".join(pieces)
