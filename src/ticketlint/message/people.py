"""Address fields in, the people in them out (RFC 5322, section 3.4)."""

from __future__ import annotations

import re

from ticketlint.message.model import Address, HeaderField
from ticketlint.message.words import decode_words, undecoded
from ticketlint.regexp import regexp

_SPEC = r"[^\s<>()\[\],;:@\"\\]++@[^\s<>()\[\],;:@\"\\]++"
_PHRASE = r"(?:=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,300}\?=|[^\"<>()\[\],;:@\\])*+"  # whatever stands in an encoded word
_PLAIN = regexp(rf"\s*+(?:(?:\"((?:[^\"\\]|\\.)*+)\"\s*+|({_PHRASE}))<\s*+({_SPEC})\s*+>|({_SPEC}))\s*+([,;]|$)")
_NOBODY = regexp(r"[^\"<>()\[\],;:@\\]*+:\s*+;\s*+")
_ANGLED = regexp(rf"<({_SPEC})>")
_BARE = regexp(r"(?<![^\s<>()\[\],;:@\"\\])([^\s<>()\[\],;:@\"\\]{1,200}@[^\s<>()\[\],;:@\"\\]{1,255})")
_LINK = regexp(r"(?i)\bmailto:")
_NO_ADDRESS = regexp(r"\"(?:[^\"\\]|\\.){0,100}+\"(?!@)|\([^()]{0,100}+\)")  # a quoted name, a comment
_WORDS = regexp(r"[^\W\d_]+")
_MOST = 2000  # addresses of one field
_LONGEST = 256  # an address beyond this is none (RFC 5321, section 4.5.3.1)


def mailboxes(field: HeaderField) -> tuple[tuple[Address, ...], bool]:
    """Return the mailboxes of an address field, and whether it was well formed."""
    raw = field.raw
    name = field.name.lower()
    text = undecoded(raw)
    if not text:
        return (), False
    found: list[Address] = []
    clean = True
    at = 0
    while at < len(text) and len(found) < _MOST:
        match = _PLAIN.match(text, at)
        if match is None:
            if not found and _NOBODY.fullmatch(text):
                return (), True
            return _by_reference(text, name)
        quoted, phrase, angled, bare, end = match.groups()
        clean = clean and end != ";"  # as people write them who know it from Outlook
        if quoted is not None:
            shown = re.sub(r"\\(.)", r"\1", quoted) if "\\" in quoted else quoted
        else:
            shown = phrase.strip() if phrase else ""
        if "=?" in shown:
            shown = decode_words(shown)
        found.append(Address(shown.strip(), (angled or bare).strip("'"), name))
        at = match.end()
    return tuple(found), clean


def _by_reference(text: str, name: str) -> tuple[tuple[Address, ...], bool]:
    """Read an address field of an uncommon shape with mail-parser; search for what even that passes over."""
    from ticketlint.message import reference  # noqa: PLC0415 - few mails need it

    shorter = _LINK.sub("", text)
    pairs, clean = reference.addresses(shorter)
    found = [Address(decode_words(shown).strip(), spec, name) for shown, spec in pairs[:_MOST] if len(spec) <= _LONGEST]
    clean = clean and shorter == text
    if not found and "=?" in shorter:
        shorter = decode_words(shorter)  # a whole mailbox as an encoded word
    known = {one.address for one in found}
    names = " ".join(one.name for one in found)
    for bare in _BARE.finditer(_NO_ADDRESS.sub(_blanked, shorter)):
        spec = bare[1].strip("'")
        if spec not in known and spec not in names and len(found) < _MOST:
            shown = "" if found else decode_words(shorter[: bare.start()].strip(" \t<(\"'"))
            found.append(Address(shown, spec, name))
            known.add(spec)
            clean = False
    if not clean:
        found.sort(key=lambda one: shorter.find(one.address))
    return tuple(found), clean


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match.group())


def words_of(sender: Address | None) -> frozenset[str]:
    """Return the folded words of the sender's name and address, by which he may sign."""
    if sender is None:
        return frozenset()
    text = f"{sender.name} {sender.address.partition('@')[0]}"
    return frozenset(word for word in _WORDS.findall(text.casefold()) if len(word) > 1)


def plain_address(address: str) -> str:
    """Return an address as desks publish it: without a detail after a plus sign (RFC 5233)."""
    local, _, domain = address.casefold().partition("@")
    return f"{local.split('+')[0]}@{domain}"
