"""A line in, whether a telephone or a mail program wrote it below a mail out: `Sent from my …`, `Get … for …`."""

from __future__ import annotations

import re

from ticketlint.body.ends import any_of, plain
from ticketlint.regexp import regexp
from ticketlint.values.words import visible

# Words of which one names a telephone, a computer or a mail program wherever it stands.
_KNOWN = regexp(
    "(?:"
    + any_of(r"""
    \S*(?:phone|fon|pad|pod|droid|galaxy|samsung|blackberry|huawei|xiaomi|pixel|nokia|sony|htc|mobil|móvil|handy|handset|tablet)
    \S*(?:laptop|notebook|macbook|chromebook|computer|desktop|gerät|device|handheld|[\w-]mail|puhelime)
    cell\b
    outlook\b
    yahoo
    proton
    gmx\b
    web\.de\b
    zoho
    k-9\b
    spark\b
    thunderbird
    t-mobile
    acompli
    typeapp
    (?:bluemail|mailbird|aquamail|superhuman|tutanota|posteo)
    (?:nine|canary|spike|edison|newton|tuta)\b
    ios\b
    windows\b
    mac\b
    pc\b
""")
    + ")",
    re.IGNORECASE,
)
_MODEL = regexp(r"\W{0,2}(?:(?>[^\W\d_]*?[a-z])\S*[A-Z]|[A-Z][\w-]*\d|\d+[.\d]*\W*$)")  # OnePlus, P30, TI-85, 10
_NAME = regexp(r"\W{0,2}[^\W\d_a-z]")  # as products are written, and in German all nouns
_TRAILS = frozenset("app apps network service meu moj שלי smartphone".split())  # after a product
_LINK = regexp(r"\s?[<(\[]?\s?(?:https?:|www\.|mailto:|[\w.-]{1,64}@)[^\s<>()\[\]]*[>)\]]?|<\S[^<>]*>", re.IGNORECASE)
_LINKED = regexp(r"\[([^\[\]]{1,60})\]\s?\((https?:[^\s()]*)\)")  # as text is made of HTML
_EXCUSE = regexp(  # a sentence of its own, or behind a comma
    r"[.!]\W*\s(?=.{0,40}(?:excus|pardon|sorry|brevity|typo|entschuld|verzeih|kürze|tippfehler)).*"
    r"|(?<![,.;:!\s–-])[,.;:!\s–-]++(?:so )?(?:please|pls|kindly|sorry|bitte)\b.{0,40}\b"
    r"(?:typo\w*|brevity|brief\w*|short|spelling|autocorrect|mistakes?|errors?|tippfehler|kürze)\b.{0,40}$",
    re.IGNORECASE,
)
_BRACKETS = frozenset("(<[")
_MOST_WORDS = 8
_MOST_SMALL = 4  # `from my … on the … network`

_SYSTEM = r"(?:android|ios|iphone|ipad|macos|mac|windows(?: (?:1[01]|phone))?)"
_OPENS = regexp(
    "(?P<sent>"
    + any_of(r"""
    sent (?:from|via|with|using|by|through)\s
    sent on (?:an?|the|my|your)\s
    sent wirelessly\b
    envoyé (?:depuis|de mon|à partir d[eu]|par|avec)\s
    enviado (?:desde|do meu|a partir|con)\s
    inviato (?:da|dal mio)\s
    (?:verzonden|verstuurd) (?:vanaf|vanuit|van|met|via)\s
    wysłan[eo] z\s
    skickat från\s
    sendt fra\s
    lähetetty\s
    odesláno z\s
    odoslané z\s
    poslano (?:z|s) mo
    trimis de pe\s
    küldve az\s
    отправлено (?:с|из)\s
    (?:надіслано|відправлено) (?:з|із)\s
    נשלח מ
    أرسلت من
""")
    + ")|(?P<german>"
    + any_of(r"""
    (?:gesendet|versendet|verschickt) (?:von|mit|über|via|durch)\s
    diese (?:nachricht|e-?mail) wurde (?:von|mit)\s
    von (?=.{2,40}\sgesendet\W*$)
""")
    + rf")|get (?P<offered>(?:\S+ ){{1,3}})for {_SYSTEM}\s?(?P<rest>[<(\[].*|https?:.*|\W*$)"
    + "|(?P<whole>"
    + any_of(r"""
    (?:holen sie sich|télécharger|obtenir|obtener|obter o|ottieni|download|hämta|hent) outlook {for}
    pobierz(?: aplikację)? outlook {for}
    outlook für \S+ (?:herunterladen|holen)\W*$
    iphone.umdan gönderildi
    \S{2,20}\s?から送信
    [发從从]自?我的.{0,30}
    (?:나의|내) .{2,20}에서 보냄
""").replace("{for}", rf"(?:\S+ ){{1,2}}{_SYSTEM}(?:\s?[<(\[].*|https?:.*|\W*$)")
    + ")",
    re.IGNORECASE,
)
_GESENDET = regexp(r"\s(?:gesendet|verschickt|versendet)\W*$", re.IGNORECASE)


def is_phone_footer(line: str) -> bool:
    """Whether a line is what a telephone or a mail program adds at the end: `Sent from my …` and a product.

    A sentence may begin so, too (`Sent from my phone it works`): the line must end where the product does.
    """
    text = _EXCUSE.sub("", _LINKED.sub(r"\1<\2>", visible(plain(line))).strip())
    if text[:1] in _BRACKETS:
        text = text.strip("<>()[] ")
    opens = _OPENS.match(text)
    if opens is None:
        return False
    if opens["offered"]:
        return _is_offered(opens["offered"], opens["rest"])
    return opens["whole"] is not None or _is_product(text[opens.end() :], german=opens["german"] is not None)


def names_client(line: str) -> bool:
    """Whether a line names a telephone or a program that is known, or links to one: no other sentence does so."""
    return _LINK.search(line) is not None or any(_KNOWN.match(word.strip("(\"'")) for word in line.split())


def _is_product(text: str, *, german: bool) -> bool:
    """Whether a text is the name of a product, with `my`, `the` or its maker before it, and nothing after it."""
    text = _GESENDET.sub("", _LINK.sub(" ", text))
    words = [word for word in text.strip(" .!*_").split() if any(map(str.isalnum, word))]
    if not words or len(words) > _MOST_WORDS or any(word.endswith((",", ":", ";")) for word in words):
        return False
    named = [_names(word, german=german) for word in words]
    small = [word for word, name in zip(words, named, strict=True) if word.islower() and not name]
    if len(small) - sum(word in _TRAILS for word in small) > _MOST_SMALL:
        return False
    return any(named) and (named[-1] or words[-1].casefold() in _TRAILS)


def _names(word: str, *, german: bool) -> bool:
    if word == "mail":
        return False  # what is sent, not what sends it
    known = _KNOWN.match(word.lstrip("(\"'")) is not None or _MODEL.match(word) is not None
    return known or word == "Mail" or (not german and _NAME.match(word) is not None)


def _is_offered(name: str, rest: str) -> bool:
    """Whether a program is offered: one that is known, or whatever it is called where a link to it follows."""
    words = name.split()
    if not all(_names(word, german=False) or word in {"the", "app"} for word in words):
        return False
    link = _LINK.match(rest) is not None
    return link or (not rest.strip(" .!") and any(_names(word, german=True) for word in words))
