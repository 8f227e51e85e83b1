"""The value of a Content-Type or Content-Disposition field in, its token and parameters out (RFC 2045, RFC 2231)."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from ticketlint.hints import TYPE_CHECKING
from ticketlint.message import charset
from ticketlint.message.words import decode_words
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPE = regexp(r"[\s\"']*+([^\s/;,=\"'()<>]++)\s*+/\s*+([^\s/;,=\"'()<>]++)[\"'>]?")
_TOKEN = regexp(r"\s*+([^\s;=\"()]++)(?!\s*+=)")
_PARAM = regexp(r"(?<![^\s;\"()])([^\s;=\"()]++)\s*+=\s*+(?:\"((?:[^\"\\]|\\.)*+)\"|\"?([^;]*+))")
_COMMENT = regexp(r"\s\([^()]*\)\s*$")
_SECTION = regexp(r"([^*]+)(?:\*(\d{1,4}))?(\*)?")
_PERCENT = regexp(rb"%([0-9A-Fa-f]{2})")
_NONE: Mapping[str, str] = MappingProxyType({})
_MOST = 500  # parameters in one field


def content_type(value: str) -> tuple[str | None, Mapping[str, str]]:
    """Return the lower-case media type, or None where there is none, and the parameters."""
    return _content_type(value) if len(value) < 256 else _content_type.__wrapped__(value)


@lru_cache(maxsize=512)
def _content_type(value: str) -> tuple[str | None, Mapping[str, str]]:
    if "=?" in value.partition(";")[0]:
        value = decode_words(value)
    found = _TYPE.match(value)
    if found is None:
        return None, parameters(value)
    return f"{found[1]}/{found[2]}".lower(), parameters(value[found.end() :])


def disposition(value: str) -> tuple[str, Mapping[str, str]]:
    """Return the lower-case disposition, possibly empty, and the parameters (RFC 2183)."""
    found = _TOKEN.match(value)
    return (found[1].lower(), parameters(value[found.end() :])) if found else ("", parameters(value))


def parameters(text: str) -> Mapping[str, str]:
    """Return the parameters by lower-case name; the first of two wins; pieces and charsets are put together."""
    if "=" not in text:
        return _NONE
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, found in enumerate(_PARAM.finditer(text)):
        if count >= _MOST:
            break
        name = found[1].lower()
        value = _unescaped(found[2]) if found[2] is not None else _COMMENT.sub("", found[3].rstrip()).rstrip('" \t')
        section = _SECTION.fullmatch(name) if "*" in name else None
        if section is None:
            plain.setdefault(name, decode_words(value) if "=?" in value else value)
        else:
            pieces.setdefault(section[1], {}).setdefault(int(section[2] or 0), (value, section[3] is not None))
    for name, parts in pieces.items():
        plain[name] = _joined([parts[number] for number in sorted(parts)])
    return MappingProxyType(plain)


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value) if "\\" in value else value


def _joined(parts: list[tuple[str, bool]]) -> str:
    label: str | None = None
    first, extended = parts[0]
    if extended and first.count("'") >= 2:
        label, _, rest = first.split("'", 2)
        parts = [(rest, True), *parts[1:]]
    octets = b"".join(
        _percent_decoded(text.encode("utf-8")) if escaped else text.encode("utf-8") for text, escaped in parts
    )
    return charset.decode(octets, label or None)[0].replace("\r", " ").replace("\n", " ")


def _percent_decoded(octets: bytes) -> bytes:
    return _PERCENT.sub(lambda found: bytes((int(found[1], 16),)), octets)
