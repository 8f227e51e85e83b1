"""Octets as they travelled and the name of their encoding in, the octets that were meant out (RFC 2045, section 6)."""

from __future__ import annotations

import re

from ticketlint.regexp import regexp

_KNOWN = {
    "": "7bit",
    "7bit": "7bit",
    "7bits": "7bit",
    "8bit": "8bit",
    "8bits": "8bit",
    "binary": "binary",
    "quotedprintable": "quoted-printable",
    "qp": "quoted-printable",
    "base64": "base64",
    "b64": "base64",
    "xuuencode": "x-uuencode",
    "uuencode": "x-uuencode",
    "xuue": "x-uuencode",
    "uue": "x-uuencode",
}
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BREAK = regexp(rb"=[ \t]++(?=\r?\n)")
_DATA = regexp(rb"[A-Za-z0-9+/]+={0,2}")
_DATA_THEN_TEXT = regexp(rb"((?:[A-Za-z0-9+/]{4})++(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=))[ \t]++(.*)")
_COMMENT = regexp(r"\([^()]*\)")
_PUNCTUATION = regexp(r"[\s\"'_-]+")
_UU_BEGIN = regexp(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n", re.MULTILINE)


def normalise(value: str) -> str | None:
    """Return the encoding that a Content-Transfer-Encoding value names; None where it names none."""
    return _KNOWN.get(_PUNCTUATION.sub("", _COMMENT.sub("", value).partition(";")[0]).lower())


def decode(octets: bytes, encoding: str) -> tuple[bytes, str | None]:
    """Return the decoded octets, and a sentence where something had to be mended. Never raises."""
    if encoding == "quoted-printable":
        return quoted_printable(octets), None
    if encoding == "base64":
        return base64(octets)
    if encoding == "x-uuencode":
        return _uuencoded(octets)
    return octets, None


def _quoted_printable(octets: bytes) -> bytes:
    """Decode quoted-printable; what is no escape stays as it is."""
    import binascii  # noqa: PLC0415  # start-up: it loads zlib, too, and text mails do without

    return binascii.a2b_qp(_BREAK.sub(b"=", octets))  # without blanks that a gateway put behind a soft line break


try:
    from ticketlint.native import octets as native

    quoted_printable = native.quoted_printable
except ImportError:  # installed without a compiler
    quoted_printable = _quoted_printable


def base64(octets: bytes) -> tuple[bytes, str | None]:
    """Decode base64; text that a gateway put between the lines comes first, as text."""
    import binascii  # noqa: PLC0415  # as above

    data = octets.strip()
    odd = data.translate(None, _ALPHABET + b"\r\n")
    if len(odd) > 2 and not odd.strip(b"="):
        data = _less_padded(data)
        odd = odd[: data.count(b"=")]
    if odd.strip(b"=") or len(odd) > 2 or (odd and not data.endswith(odd)) or _begins_short(data):
        return _resynchronised(data)
    try:
        return binascii.a2b_base64(data), None
    except binascii.Error:
        return _segment(data), "the base64 text is cut off or wrongly padded"


def _less_padded(data: bytes) -> bytes:
    """Return base64 without padding, where all of it stands at the end: some programs write too much."""
    kept = data.rstrip(b"=\r\n")
    return data if b"=" in kept else kept


def _segment(data: bytes) -> bytes:
    """Decode one run of base64 whatever its length."""
    import binascii  # noqa: PLC0415  # as above

    letters = data.translate(_ANY, _NO_LETTERS)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


_ANY = bytes(range(256))
_NO_LETTERS = bytes(octet for octet in range(256) if octet not in _ALPHABET)


def _resynchronised(data: bytes) -> tuple[bytes, str | None]:
    lines = [line.strip() for line in data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")]
    widths = [len(line) for line in lines if _DATA.fullmatch(line) and (len(line) % 4 == 0 or len(line) > 56)]
    width = max(widths, default=0)
    foreign: list[bytes] = []
    decoded: list[bytes] = []
    run: list[bytes] = []
    short_may_follow = False  # a line shorter than the rest is data only where it ends a run
    for whole in lines:
        line = whole
        if (ended := _DATA_THEN_TEXT.fullmatch(line)) is not None:
            line = ended[1]
            foreign.append(ended[2])
        if _DATA.fullmatch(line) and (len(line) >= width or short_may_follow or ended or _is_text(line)):
            short_may_follow = len(line) >= width
            run.append(line)
        elif _mostly_data(line):
            run.append(line)
        elif line.strip(b"="):
            foreign.append(line)
            short_may_follow = False
        if run and line.endswith(b"="):
            decoded.append(_segment(b"".join(run)))
            run = []
    if run:
        decoded.append(_segment(b"".join(run)))
    if not foreign:
        return b"".join(decoded), "the base64 text is damaged" if data else None
    text = b"\n".join(foreign) + (b"\n" if decoded else b"")
    return text + b"".join(decoded), "text that is no base64 stands inside the base64 text"


def _begins_short(data: bytes) -> bool:
    """Whether the first line is shorter than one below, as no program writes base64."""
    lines = data[:1000].split()
    return len(lines) > 1 and len(lines[0]) < max(map(len, lines))


def _is_text(line: bytes) -> bool:
    """Whether a short line decodes to text: a word of a banner that happens to be base64 decodes to noise."""
    if len(line) < 8 or len(line) % 4:
        return False
    try:
        return _segment(line).decode("utf-8").replace("\n", "").replace("\r", "").isprintable()
    except UnicodeDecodeError:
        return False


def _mostly_data(line: bytes) -> bool:
    """Whether a line is data that lost or gained a character on its way."""
    stray = len(line.translate(None, _ALPHABET))
    return len(line) >= 12 and stray > 0 and stray * 4 <= len(line) and len(line.split(None, 1)) == 1


def _uuencoded(octets: bytes) -> tuple[bytes, str | None]:
    import binascii  # noqa: PLC0415  # as above

    begin = _UU_BEGIN.search(octets)
    if begin is None:
        return octets, "the part claims to be uuencoded and is not"
    decoded: list[bytes] = []
    for line in octets[begin.end() :].split(b"\n"):
        stripped = line.rstrip(b"\r")
        if stripped in (b"end", b"`", b""):
            break
        try:
            decoded.append(binascii.a2b_uu(stripped))
        except binascii.Error:
            length = (((stripped[0] - 32) & 63) * 4 + 5) // 3  # trailing garbage: its own count says what belongs to it
            try:
                decoded.append(binascii.a2b_uu(stripped[:length]))
            except binascii.Error:
                return b"".join(decoded), "the uuencoded text is damaged"
    return b"".join(decoded), None
