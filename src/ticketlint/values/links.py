"""Links as mail programs and gateways leave them: a value in, the value with the address that its writer meant out."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

_ECHO = re.compile(r"(\S*?\w\S*)[ ]?[<\[](?:mailto:|https?://|ftp://|tel:)([^<>\[\]\s]+)[>\]]", re.IGNORECASE)
_MARKDOWN = re.compile(r"\[([^\[\]]{1,300})\]\((?:mailto:)?[^()\s]{1,2000}\)")
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ANGLED = re.compile(r"<(https?://[^<>\s]+)>", re.IGNORECASE)
_REWRITERS = (
    # host of the gateway, the query parameter that holds the address
    (re.compile(r"(?:^|\.)safelinks\.protection\.outlook\.(?:com|us|cn)$"), "url"),
    (re.compile(r"(?:^|\.)urldefense\.proofpoint\.com$"), "u"),
    (re.compile(r"^(?:www\.)?google\.[a-z.]{2,6}$"), "q"),
    (re.compile(r"(?:^|\.)linkprotect\.cudasvc\.com$"), "a"),
    (re.compile(r"(?:^|\.)protection\.sophos\.com$"), "u"),
    (re.compile(r"^deref-(?:gmx|web-02|web|mail)\.(?:net|de|com)$"), "redirectUrl"),
    (re.compile(r"^deref-web-02\.de$"), "redirectUrl"),
    (re.compile(r"(?:^|\.)slack-redir\.net$"), "url"),
    (re.compile(r"^l\.facebook\.com$"), "u"),
)
_DEFENSE_V3 = re.compile(r"https?://urldefense\.(?:com|us)/v3/__(.+?)__;[^\s]*", re.IGNORECASE)


def unwrap_links(text: str) -> str:
    """Return a value with rewritten links restored, and without the address that a client repeats behind a link's text."""
    if "://" not in text and "mailto:" not in text and "<" not in text and "](" not in text:
        return text
    text = _DEFENSE_V3.sub(
        lambda match: match.group(1).replace("*", "/") if "*" in match.group(1) else match.group(1), text
    )
    text = _URL.sub(lambda match: _behind(match.group()), text)
    text = _MARKDOWN.sub(lambda match: match.group(1), text)
    text = _ECHO.sub(_drop_echo, text)
    return _ANGLED.sub(r"\1", text)


def _drop_echo(match: re.Match[str]) -> str:
    shown, target = match.group(1), match.group(2)
    same = _core(shown) == _core(target)
    return shown if same or _core(target).startswith(_core(shown)) or "/" not in shown else match.group()


def _core(address: str) -> str:
    return re.sub(r"^(?:[a-z]+://|mailto:)", "", unquote(address).strip("<>.,;").lower()).rstrip("/")


def _behind(url: str) -> str:
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
