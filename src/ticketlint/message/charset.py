"""Octets of a text and the charset they claim in, the text out, and whether the claim held."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from ticketlint.regexp import regexp

# What mail programs write, and the codec that reads it: that of the superset where a label is used for one.
_ALIASES = {
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "ascii-8bit": "cp1252",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "mac": "mac_roman",
    "utf-8-sig": "utf-8",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cn-gb": "gb18030",
    "euc-cn": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "ksc_5601": "cp949",
    "korean": "cp949",
    "windows-949": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-euc-jp": "euc_jp",
    "x-big5": "big5hkscs",
    "big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "cp50222": "iso2022_jp_ext",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "x-windows-949": "cp949",
}
_ABSENT = frozenset(
    {"", "unknown", "none", "null", "default", "default_charset", "binary", "7bit", "8bit", "x-unknown", "unknown-8bit",
     "x-user-defined", "charset", "undefined", "_charset_", "us-ascii-8bit"}
)  # fmt: skip
# Text codecs in Python's eyes that no mail is written in: they run escapes, compress names, or always fail.
_NOT_FOR_MAIL = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"})
_COMMON = ("utf-8", "utf8", "iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii")
_LABEL = regexp(r"[a-z0-9][a-z0-9._:+()-]{0,39}")
_CODE_PAGE = regexp(r"(?:cp|win|windows|ibm|x-cp)[-_]?(\d{3,5})")
_LOCALE = regexp(r"[a-z]{2}_[a-z]{2}\.(.+)")
_LATIN = regexp(r"(?:iso)?[-_]?8859[-_]?(\d{1,2})")
_META = regexp(rb"<meta[^>]{0,400}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([a-zA-Z0-9._:-]{1,40})", re.IGNORECASE)
_STATEFUL = frozenset({"utf-7", "hz"})
_PRINTABLE = bytes([9, 10, 13, *range(0x20, 0x7F)])
_ASCII_OCTETS = bytes(range(128))
_NOT_C1 = bytes(octet for octet in range(256) if not 0x80 <= octet < 0xA0)
_ESC = b"\x1b"


@lru_cache(maxsize=256)
def codec(label: str) -> tuple[str | None, bool]:
    """Return the name of the codec that a charset label stands for, and whether the label is misspelt."""
    name = _bare(label)
    name = _ALIASES.get(name, name)
    if name in _ABSENT or not _LABEL.fullmatch(name):
        return None, False
    for candidate in (name, *_respelt(name)):
        found = _lookup(_ALIASES.get(candidate, candidate))
        if found is not None:
            return found, False
    near = [known for known in _COMMON if _one_slip(name, known)]
    return (_lookup(near[0]), True) if near else (None, False)


def is_absent(label: str | None) -> bool:
    """Whether a charset label says nothing, as `unknown` or an empty one does."""
    return label is None or _bare(label) in _ABSENT


def _bare(label: str) -> str:
    name = label.partition(";")[0].strip(" \t\r\n\"'").lower().removeprefix("charset=")
    return name.replace(" ", "-")


def _respelt(name: str) -> list[str]:
    found = []
    if name.endswith(("-i", "-e")):
        found.append(name[:-2])  # the direction of Hebrew and Arabic text, not another charset (RFC 1556)
    if name.startswith("x-"):
        found.append(name[2:])
    if (locale := _LOCALE.fullmatch(name)) is not None:
        found.append(locale[1])
    if (page := _CODE_PAGE.fullmatch(name)) is not None:
        found.append("cp" + page[1])
    if (latin := _LATIN.fullmatch(name)) is not None:
        found.append("iso-8859-" + latin[1])
    return found


def _lookup(name: str) -> str | None:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError, ImportError):
        return None
    # The flag is what bytes.decode() itself asks before it refuses rot13, zip and their like.
    is_text = info._is_text_encoding  # noqa: SLF001 - there is no public question
    return info.name if is_text and info.name.replace("-", "_") not in _NOT_FOR_MAIL else None


def _one_slip(name: str, known: str) -> bool:
    """Whether one letter was dropped, added, changed, or swapped with its neighbour."""
    if abs(len(name) - len(known)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(name, known, strict=False)) if a != b), min(len(name), len(known)))
    if name[at:].isdigit() or known[at:].isdigit():
        return False  # iso-8859-2 is not a slip of iso-8859-1
    rest, goal = name[at:], known[at:]
    return (
        rest[1:] == goal
        or rest == goal[1:]
        or rest[1:] == goal[1:]
        or (len(rest) > 1 and rest[1::-1] + rest[2:] == goal)
    )


@lru_cache(maxsize=256)
def keeps_ascii(name: str) -> bool:
    """Whether ASCII octets stand for themselves in a codec, so that the file has the lines and columns of the text."""
    if name in _STATEFUL or name.startswith("iso2022"):
        return False
    try:
        return _PRINTABLE.decode(name) == _PRINTABLE.decode("ascii")
    except (UnicodeError, LookupError):
        return False


def of_html(octets: bytes) -> str | None:
    """Return the charset that an HTML page names for itself in a meta tag."""
    found = _META.search(octets[:4096])
    if found is None:
        return None
    label = found[1].decode("ascii")
    return "utf-8" if label.lower().startswith("utf-16") else label  # its ASCII tags could be read: not UTF-16


def decode(octets: bytes, label: str | None) -> tuple[str, str, str | None]:
    """Return the text, the codec that read it, and a sentence where the charset had to be guessed.

    A label whose codec reads the octets without an error always wins. Never raises.
    """
    name, misspelt = (None, False) if label is None else codec(label)
    doubt = f"the charset {_shown(label)} does not exist; it was read as {name}" if misspelt else None
    if name in (None, "ascii") and octets.count(0) * 3 > len(octets) and (wide := _declared(octets, "utf-16")):
        return wide[0], wide[1], f"the text is {wide[1]}, and the mail does not say so"
    if octets.isascii() and _ESC not in octets and (name is None or keeps_ascii(name)):
        if name is None and not is_absent(label):
            doubt = f"the charset {_shown(label)} is unknown; the text is plain ASCII"
        return octets.decode("ascii"), name or "ascii", doubt
    marked = _by_mark(octets, name)
    if marked is not None:
        return marked[0], marked[1], None
    if name in (None, "ascii") and (escaped := _by_escape(octets)) is not None:
        return escaped[0], escaped[1], None if label is None else f"the charset is {escaped[1]}, not {_shown(label)}"
    if name is not None and (text := _declared(octets, name)) is not None:
        return text[0], text[1], doubt
    return _guessed(octets, name, label)


def _by_mark(octets: bytes, declared: str | None) -> tuple[str, str] | None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if octets.startswith(mark) and (name in ("utf-8", declared) or b"\0" in octets):
            try:
                return octets.decode(name), name
            except UnicodeError:
                return None
    return None


def _by_escape(octets: bytes) -> tuple[str, str] | None:
    if b"\x1b$" not in octets and b"\x1b(" not in octets:
        return None
    for name in ("iso2022_kr",) if b"\x1b$)C" in octets else ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext"):
        try:
            return octets.decode(name), name
        except UnicodeError:
            continue
    return _by_vendor(octets, "iso2022_jp_ext")


def _by_vendor(octets: bytes, name: str) -> tuple[str, str] | None:
    """Decode Japanese with characters that only vendors' code pages have, as the programs there all do."""
    if name not in _JAPANESE:
        return None
    from ticketlint.message import japanese  # noqa: PLC0415  # start-up: few mails need it

    text = japanese.decode(octets, escapes=name != "euc_jp")
    return None if text is None else (text, name)


_JAPANESE = frozenset({"iso2022_jp", "iso2022_jp_ext", "euc_jp"})


def _declared(octets: bytes, name: str) -> tuple[str, str] | None:
    """Decode strictly as declared, or not at all."""
    if name in ("utf-16", "utf-32"):
        if b"\0" not in octets:
            return None  # every line end of a UTF-16 text holds a NUL
        low = octets[::2].count(0) < octets[1::2].count(0)
        name = name + ("-le" if low else "-be")
    try:
        if name == "iso8859-1" and octets.translate(None, _NOT_C1):
            return _latin(octets)
        text = octets.decode(name)
    except (UnicodeError, ValueError):
        return _by_vendor(octets, name)
    if name == "utf-7":  # the only one of these codecs that lets halves of characters through
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text, name


def _latin(octets: bytes) -> tuple[str, str]:
    """Decode Latin-1 with C1 controls in it as every browser does: there they stand for letters and dashes."""
    try:
        return octets.decode("cp1252"), "cp1252"
    except UnicodeError:
        return octets.decode("latin-1"), "iso8859-1"


def _guessed(octets: bytes, name: str | None, label: str | None) -> tuple[str, str, str | None]:
    if label is None:
        claim = "the mail names no charset"
    elif name is None:
        claim = f"the charset {_shown(label)} is unknown"
    else:
        claim = f"the text is not in the charset {_shown(label)} that it claims"
    high = len(octets.translate(None, _ASCII_OCTETS))
    try:
        return octets.decode("utf-8"), "utf-8", f"{claim}; it was read as utf-8"
    except UnicodeError:
        pass
    if name is not None and name not in ("ascii", "utf-16", "utf-32"):
        text = octets.decode(name, "replace")
        bad = text.count("\ufffd")
        if bad * 10 <= high:  # a few damaged characters do not unmake the rest
            return text, name, f"{claim}: {bad} of its characters could not be read"
    for fallback in ("cp1252", "latin-1"):
        try:
            return octets.decode(fallback), fallback, f"{claim}; it was read as {fallback}"
        except UnicodeError:
            continue
    raise AssertionError  # pragma: no cover - every octet is a Latin-1 character


def _shown(label: str | None) -> str:
    return repr((label or "")[:40])
