"""Links as mail programs and gateways leave them: a value in, the value with the address that its writer meant out."""

from __future__ import annotations

import re

from ticketlint.regexp import regexp

_ECHO = regexp(r"[ ]?[<\[](?:mailto:|https?://|ftp://|tel:)([^<>\[\]\s]{1,2000})[>\]]", re.IGNORECASE)
_MARKDOWN = regexp(r"(?<!!)\[([^\[\]]{1,300})\]\((?:mailto:)?[^()\s]{1,2000}\)")
_WIKI = regexp(r"\[([^\[\]|]{1,300})\|(?:https?://|mailto:)[^\[\]|\s]{1,2000}\]", re.IGNORECASE)
_URL = regexp(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ANGLED = regexp(r"<(https?://[^<>\s]+)>", re.IGNORECASE)
_REWRITERS = (
    # host of the gateway, the query parameter that holds the address
    (regexp(r"(?:^|\.)safelinks\.protection\.outlook\.(?:com|us|cn)$"), "url"),
    (regexp(r"(?:^|\.)urldefense\.proofpoint\.com$"), "u"),
    (regexp(r"^(?:www\.)?google\.[a-z.]{2,6}$"), "q"),
    (regexp(r"(?:^|\.)linkprotect\.cudasvc\.com$"), "a"),
    (regexp(r"(?:^|\.)protection\.sophos\.com$"), "u"),
    (regexp(r"^deref-(?:gmx|web-02|web|mail)\.(?:net|de|com)$"), "redirectUrl"),
    (regexp(r"^deref-web-02\.de$"), "redirectUrl"),
    (regexp(r"(?:^|\.)slack-redir\.net$"), "url"),
    (regexp(r"^l\.facebook\.com$"), "u"),
)
_PARTS = ("outlook", "proofpoint", "google", "cudasvc", "sophos", "deref-", "slack-redir", "facebook")  # of those hosts
_DEFENSE_V3 = regexp(r"https?://urldefense\.(?:com|us)/v3/__(.+?)__;[^\s]*", re.IGNORECASE)


def unwrap_links(text: str) -> str:
    """Return a value with rewritten links restored, and without the address a client repeats behind a link's text."""
    if "://" not in text and "mailto:" not in text and "<" not in text and "](" not in text:
        return text
    text = _DEFENSE_V3.sub(
        lambda match: match.group(1).replace("*", "/") if "*" in match.group(1) else match.group(1), text
    )
    text = _URL.sub(lambda match: _behind(match.group()), text)
    text = _MARKDOWN.sub(lambda match: match.group(1), text)
    text = _WIKI.sub(lambda match: match.group(1), text)
    text = _without_echoes(text)
    return _ANGLED.sub(r"\1", text)


def _without_echoes(text: str) -> str:
    kept: list[str] = []
    at = 0
    for match in _ECHO.finditer(text):
        before = text[max(at, match.start() - 500) : match.start()]
        shown = before.split()[-1].lstrip("<[") if before and not before[-1].isspace() else ""
        target = _core(match.group(1))
        if shown and any(char.isalnum() for char in shown) and (target.startswith(_core(shown)) or "/" not in shown):
            kept.append(text[at : match.start()])
            at = match.end()
    kept.append(text[at:])
    return "".join(kept)


def _core(address: str) -> str:
    if "%" in address:
        from urllib.parse import unquote  # noqa: PLC0415 - most links need no reader of URLs

        address = unquote(address)
    return re.sub(r"^(?:[a-z]+://|mailto:)", "", address.strip("<>.,;").lower()).rstrip("/")


def _behind(url: str) -> str:
    low = url.lower()
    if not any(part in low for part in _PARTS):
        return url
    from urllib.parse import parse_qs, unquote, urlsplit  # noqa: PLC0415 - as above

    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = (parts.hostname or "").lower()
    for gateway, parameter in _REWRITERS:
        if not gateway.search(host):
            continue
        values = parse_qs(parts.query).get(parameter) or parse_qs(parts.query.replace("&amp;", "&")).get(parameter)
        if values:
            target = values[0]
            if host == "urldefense.proofpoint.com":  # its second version writes % as - and / as _
                target = unquote(target.replace("-", "%").replace("_", "/"))
            return target if "://" in target or "." in target else url
    return url
