"""Words that part what a sender wrote from what he passes on: a line in, what it begins or ends out."""

from __future__ import annotations

import re

from ticketlint.hints import Final
from ticketlint.regexp import regexp


def _any(phrases: str) -> str:
    """Return a pattern for one of several phrases, one a line; a blank stands for any run of blanks."""
    lines = (line.strip() for line in phrases.strip().split("\n"))
    return "(?:" + "|".join(line.replace(" ", r"\s+") for line in lines if line) + ")"


_DASHES = r"[-–—_=*]{2,}"
_ORIGINAL = _any(r"""
    original message
    original appointment
    reply message
    ursprüngliche nachricht
    original-?\s?nachricht
    ursprünglicher termin
    message d.origine
    message original
    mensaje original
    messaggio originale
    oorspronkelijk bericht
    wiadomość oryginalna
    oryginalna wiadomość
    mensagem original
    ursprungligt meddelande
    originalmeddelande
    original meddelelse
    oprindelig meddelelse
    den oprindelige besked
    opprinnelig melding
    alkuperäinen viesti
    původní zpráva
    eredeti üzenet
""")
_FORWARDED = _any(r"""
    forwarded message
    forwarded by .{1,80}
    weitergeleitete nachricht
    weitergeleitet von .{1,80}
    message transféré
    message transmis
    mensaje reenviado
    messaggio inoltrato
    doorgestuurd bericht
    przekazana wiadomość
    wiadomość przekazana
    treść przekazanej wiadomości
    mensagem encaminhada
    mensagem reencaminhada
    vidarebefordrat meddelande
    videresendt meddelelse
    videresendt besked
    videresendt melding
    välitetty viesti
    přeposlaná zpráva
    továbbított üzenet
""")
_BY = r"(?:\s+(?:from|by|von|de|di|van|od|från|fra)\s.{1,160}?)?"
_BEGIN = _any(r"""
    begin forwarded message
    anfang der weitergeleiteten nachricht
    anfang der weitergeleiteten e-mail
    début du message réexpédié
    début du message transféré
    inicio del mensaje reenviado
    inizio messaggio inoltrato
    begin doorgestuurd bericht
    rozpoczęcie przekazywanej wiadomości
    początek przekazywanej wiadomości
    início da mensagem encaminhada
    início da mensagem reencaminhada
    vidarebefordrat mejl
    videresendt meddelelse
    start på videresendt besked
""")
_REPLY_MARK = regexp(rf"\s*{_DASHES}\s*{_ORIGINAL}\s*:?\s*{_DASHES}\s*$", re.IGNORECASE)
_FORWARD_MARK = regexp(
    rf"\s*(?:{_DASHES}\s*{_FORWARDED}{_BY}\s*:?\s*{_DASHES}|{_BEGIN}\s*:|{_DASHES}\s*{_FORWARDED})\s*$", re.IGNORECASE
)

_HEADER_NAMES: Final = {
    "from": """from von de da van od från fra avsändare lähettäjä expéditeur mittente afzender nadawca remitente
        absender""",
    "date": """sent date gesendet datum envoyé enviado enviada fecha inviato data verzonden wysłano skickat dato sendt
        päiväys lähetetty envoyé_le enviado_el enviada_em gesendet_am sent_at date_d'envoi""",
    "to": "to an à para a aan do till til vastaanottaja pour empfänger destinataire destinatario",
    "subject": "subject betreff objet asunto oggetto onderwerp temat assunto ämne emne aihe re betrifft sujet",
    "cc": "cc kopie copie kopia bcc reply-to antwort_an",
}
_HEADER_KIND: Final = {name.replace("_", " "): kind for kind, names in _HEADER_NAMES.items() for name in names.split()}
_HEADER_LINE: Final = regexp(r"\s*[*_]{0,2}([^\W\d_][\w'\- ]{0,16}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}(?:\s+(\S.*)|\s*)$")

_WROTE = _any(r"""
    wrote
    writes
    schrieb(?: am .{4,40})?
    geschrieben
    a écrit
    écrit
    escribió
    escribio
    ha scritto
    scrive
    schreef
    het volgende geschreven
    pisze
    napisał
    napisała
    napisał\(a\)
    escreveu
    skrev(?: följande| den .{4,40})?
    kirjoitti
    napsala?
    napsal\(a\)
    írta
""")
_DATED = regexp(r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d|@")
_ATTRIBUTION_END = regexp(rf"(?<!\w){_WROTE}(?:\s+(?:.{{0,120}}))?\s*[:：]\s*$", re.IGNORECASE)
_ATTRIBUTION_START = regexp(r"[\w<\"]")
_VERB_FIRST = regexp(r"(?:schrieb|zitat von|quoting|citando|citant)\s+\S.{0,200}[:：]?\s*$", re.IGNORECASE)

SIGNATURE: Final = regexp(r"--[ \t\u00a0]*$|--=20$|——?\s?$")
_SHORT_RULE = regexp(r"\s*(?:-{3,8}|_{2,12}|={3,8}|\*{3,8}|~{3,8})\s*$")
_PHONE_FOOTER = regexp(
    r"\s*"
    + _any(r"""
    sent from my\s
    sent from (?:outlook|mail|yahoo|proton|samsung|iphone|ipad)
    get outlook for
    von meinem .{2,40} gesendet\W*$
    gesendet von meinem\s
    gesendet mit der\s
    gesendet von (?:mail|outlook)
    diese nachricht wurde von meinem
    holen sie sich outlook
    envoyé de(?:puis)? mon\s
    enviado desde mi\s
    enviado do meu\s
    inviato da(?:l mio)?\s
    verzonden vanaf mijn\s
    verstuurd vanaf mijn\s
    wysłan[eo] z\s
    skickat från min\s
    sendt fra min\s
"""),
    re.IGNORECASE,
)
# Words that close a mail whatever follows them on the line: a place, a name, a comma.
_GREETING = regexp(
    r"(?:mit\s+)?(?:(?:den|vielen|ganz|einem)\s+)?(?:\w{3,14}(?:e|en|er|em|ste|sten)[, ]+(?:und\s+\w+\s+)?){0,2}"
    r"(?:gr[uü](?:ß|ss)(?:e|en|le)?|gruesse|gruessen|gruess)\b"
    r"|(?:with\s+)?(?:(?:kind|best|warm|warmest|kindest|many|friendly|sincere|cordial)\s+)?(?:and\s+\w+\s+)?"
    r"(?:regards|wishes|greetings)\b|"
    + _any(r"""
    (?:lg|vg|mfg|bg|vlg|hg|br|rgds|kr|mvh|vh)\b
    m\.\s?f\.\s?g\.
    (?:mit vorzüglicher )?hochachtung
    glück ?auf\b
    tsch(?:ü|ue)(?:ß|ss)
    servus
    moin\b
    ciao\b
    pfiat
    bis (?:bald|dann|später|demnächst)\b
    (?:ein(?:en)? )?schöne[ns]? (?:tag|abend|feierabend|wochenende|woche)
    all the best\b
    yours(?: (?:sincerely|faithfully|truly|ever))?\s*[,.!]?$
    sincerely\b
    cheers\b
    cordially\b
    respectfully\b
    take care\b
    have a (?:nice|good|great) (?:day|weekend|evening|one)
    blessings\b
    bye\b
    (?:ihre?|dein|euer|your|the) (?:\S+ ){0,3}\S{0,30}team\b
    so long\b
    (?:bien )?cordialement
    bien à vous
    (?:sincères |meilleures |cordiales )?salutations\b
    bonne (?:journée|soirée|fin)
    amicalement
    à bientôt
    (?:un |reciba un )?(?:cordial |atento |afectuoso )?saludos?\b
    atentamente
    hasta (?:pronto|luego)
    (?:cordiali |distinti |cari )?saluti\b
    buona (?:giornata|serata)
    (?:met )?(?:vriendelijke|hartelijke) groet
    groet(?:en|jes)?\b
    pozdrawiam
    pozdrowienia
    z poważaniem
    z pozdrowieniami
    atenciosamente
    cumprimentos
    abraços?\b
    (?:med )?(?:vänlig|vänliga|bästa) hälsning
    hälsningar
    (?:med )?(?:venlig|vennlig|kærlig|bedste) hilsen
    hilsen\b
    hej då
    ha det
    (?:ystävällisin )?terveisin
    s pozdravem
    üdvözlettel
    slán\b
    с уважением
    с наилучшими
"""),
    re.IGNORECASE,
)
# Words of thanks, which a sentence may begin with, too: only with what usually follows them.
_THANKS = regexp(
    _any(r"""
    (?:vielen|besten|herzlichen|schönen|tausend|lieben) dank(?: (?:und|im voraus|vorab|schon|für)\b.{0,50})?
    danke(?:schön)?(?: (?:und|im voraus|vorab|schon|schonmal|für|sehr|nochmals?|euch|ihnen|dir)\b.{0,50})?
    (?:many )?(?:thanks?(?: you)?|thx|ta)(?:\s*(?:&|\+)\s*\w+)?
    (?:many )?thank(?:s| you) (?:again|a lot|a bunch|in advance|and|for|so much|very much|all|everyone)\b.{0,50}
    with thanks
    best
    merci(?: (?:d.avance|beaucoup|bien|et)\b.{0,30})?
    (?:muchas )?gracias(?: .{0,30})?
    grazie(?: (?:mille|in anticipo|e)\b.{0,30})?
    (?:alvast )?bedankt(?: .{0,30})?
    dziękuję(?: .{0,30})?
    obrigad[oa]
    (?:mange )?takk?(?: (?:på|for|för|så)\b.{0,30})?
    tack(?: (?:på|för|så)\b.{0,30})?
"""),
    re.IGNORECASE,
)
_LISTED = regexp(r"\s*(?:[-*•]\s+|\d{1,2}[.)]\s)")
_SECRECY = _any(r"""
    confidential
    privileged
    intended
    vertraulich
    bestimmt
    confidentiel
    confidencial
    riservat
    vertrouwelijk
    scanned
    geprüft
    virus
    viren
""")
_FOOTER = regexp(
    r"\s*(?:(?:hinweis|warning|achtung|note|notice|caution|warnung|attention|avis)\s*:\s*)?(?:"
    r"(?:this|diese|ce|este|questo|dit)\s+"
    r"(?:e-?mail|message|mail|nachricht|communication|transmission|courriel|mensaje|messaggio|bericht)\b.{0,200}\b"
    + _SECRECY
    + "|"
    + _any(r"""
    the information (?:contained|transmitted|in)\b
    die informationen (?:in|enthalten)\b
    confidentiality (?:notice|note)
    disclaimer\s*[:：]?
    vertraulichkeits?hinweis
    rechtlicher hinweis
    haftungsausschluss
    wichtiger hinweis\s*:
    important notice\s*:
    legal notice
    der inhalt dieser (?:e-?mail|nachricht)
    if you (?:are not the intended|have received this)
    (?:wenn|falls|sollten) sie (?:nicht der|diese e-?mail irrtümlich|nicht)\b.{0,60}(?:adressat|empfänger|irrt)
    please consider the environment
    bitte (?:denken|prüfen) sie .{0,60}(?:umwelt|ausdrucken|drucken)
    virenfrei
    virus-free
    (?:geschäftsführ(?:er|ung)|managing director|vorstand|amtsgericht|handelsregister|registergericht)\s*[:.(\w]
    (?:registered office|sitz der gesellschaft|ust-?id(?:nr)?)\b\s*[:.(\w]
    _{20,}$
    -{40,}$
    to unsubscribe
    unsubscribe:
    um sich abzumelden
    you (?:are receiving|received) this (?:e-?mail|message) because
    (?:sent|gesendet|versendet|verschickt|envoyé) (?:through|via|by|with|über|par) \w
    (?:checked|scanned) by\s
    no virus found
    .{0,40}mailing list$
    mailing list:?\s
""")
    + ")",
    re.IGNORECASE,
)
_BANNER = regexp(
    r"\s*\W{0,4}\s*(?:\[?(?:external|extern|externe e-?mail|external e-?mail|external sender|externer absender)\]?\b"
    r"|(?:caution|achtung|warning|vorsicht|warnung|attention|hinweis)\b).{0,200}"
    r"\b(?:originated|outside|external|extern\w*|außerhalb|von außen|unbekannte|sender|absender|links?|anh[aä]nge?"
    r"|attachments?|organi[sz]ation)\b",
    re.IGNORECASE,
)


_LONGEST = 400  # characters of a line that a mail program writes; patterns see no more, and no two blanks in a row


def _plain(line: str) -> str:
    """Return a line as the patterns above take it, or nothing where it is too long to be one of theirs."""
    return " ".join(line.split()) if len(line) <= _LONGEST else ""


def _ruled(line: str) -> bool:
    """Whether a line begins with a rule, as the marks below do: to look is cheaper than to compile their patterns."""
    start = line.lstrip()[:2]
    return len(start) == 2 and not set(start) - set("-–—_=*")


def is_reply_mark(line: str) -> bool:
    """Whether a client puts this line above the mail that it answers: `-----Original Message-----`."""
    return "-" in line[:40] and _ruled(line) and _REPLY_MARK.match(_plain(line)) is not None


def is_forward_mark(line: str) -> bool:
    """Whether a client puts this line above a mail that it passes on: `Begin forwarded message:`."""
    return (_ruled(line) or line.rstrip()[-1:] == ":") and _FORWARD_MARK.match(_plain(line)) is not None


def is_short_rule(line: str) -> bool:
    """Whether a line is a few dashes, as some put above their name."""
    return _SHORT_RULE.match(_plain(line)) is not None


def header_kind(line: str) -> str | None:
    """Return which header field a client repeats in this line above a quoted mail, in ten languages, or None."""
    match = _HEADER_LINE.match(_plain(line)) if ":" in line or "：" in line else None
    return _HEADER_KIND.get(" ".join(match.group(1).lower().split())) if match else None


def is_attribution(text: str) -> bool:
    """Whether a line (or a few, joined) says who wrote what follows: a verb of writing, and a date or an address."""
    text = _plain(text)
    if not text.endswith((":", "：")) or not _DATED.search(text):
        return False
    if _ATTRIBUTION_END.search(text) and _ATTRIBUTION_START.match(text):
        return True
    return bool(_VERB_FIRST.search(text))


def is_closing(line: str) -> bool:
    """Whether a line closes a mail with a greeting or thanks: `Mit freundlichen Grüßen`, `Best regards,`, `LG Eva`."""
    stripped = _plain(line).strip(" *_-–—/")
    if not stripped or len(stripped) > 90 or _LISTED.match(line):
        return False
    thanks, _, name = stripped.partition(",")
    if _THANKS.fullmatch(thanks.rstrip(" ,.!:)-–—")) and len(name.split()) <= 3:
        return True
    if stripped.endswith(".") and len(stripped.split()) >= 4:
        return False  # a sentence that begins like a greeting
    match = _GREETING.match(stripped)
    return match is not None and len(stripped[match.end() :].split()) <= 6 and not stripped.endswith((";", "?"))


def is_name(line: str, names: frozenset[str]) -> bool:
    """Whether a short line is how its sender signs: his name, a part of it, its first letters. `names` are folded."""
    stripped = _plain(line).strip(" *_-–—/,.")
    words = stripped.split()
    if not words or len(words) > 6 or len(stripped) > 60:
        return False
    folded = {word.strip(".,()").casefold() for word in words}
    if folded & names:
        return len(words) <= 4 or folded <= names
    initials = {name[0] for name in names if name}
    return len(words) == 1 and len(stripped) <= 3 and stripped.isalpha() and set(stripped.casefold()) <= initials


def is_footer(line: str) -> bool:
    """Whether a line begins a legal disclaimer, a company's imprint or what a gateway adds below a mail."""
    text = " ".join(line[:2000].split())[:_LONGEST]
    return _FOOTER.match(text) is not None or _BANNER.match(text) is not None


def is_phone_footer(line: str) -> bool:
    """Whether a line is what a telephone adds at the end: `Sent from my …`."""
    text = _plain(line)
    return len(text.split()) <= 7 and _PHONE_FOOTER.match(text) is not None
