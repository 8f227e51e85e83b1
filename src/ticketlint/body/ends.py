"""Words that end what a sender wrote: a line in, whether it is a greeting, a name, a footer, a signature out."""

from __future__ import annotations

import re

from ticketlint.hints import Final
from ticketlint.regexp import regexp
from ticketlint.values.words import visible


def any_of(phrases: str) -> str:
    """Return a pattern for one of several phrases, one a line; a blank stands for any run of blanks."""
    lines = [line.strip() for line in phrases.strip().split("\n")]
    return "(?:" + "|".join([line for line in lines if line]).replace(" ", r"\s+") + ")"


LONGEST: Final = 400  # characters of a line that a mail program writes; patterns see no more, nor two blanks in a row


def plain(line: str) -> str:
    """Return a line as the patterns above take it, or nothing where it is too long to be one of theirs."""
    return " ".join(line.split()) if len(line) <= LONGEST else ""


SIGNATURE: Final = regexp(r"--[ \t\u00a0]*$|--=20$|——?\s?$")
_SHORT_RULE = regexp(r"\s*(?:-{3,8}|[–—]{2,12}|_{2,12}|={3,8}|\*{3,8}|~{3,8}|\+{3,8})\s*$")
# Words that close a mail whatever follows them on the line: a place, a name, a comma.
_GREETING = regexp(
    r"(?:mit\s+)?(?:(?:den|vielen|ganz|einem)\s+)?(?:\w{3,14}(?:e|en|er|em|ste|sten)[, ]+(?:und\s+\w+\s+)?){0,2}"
    r"(?:gr[uü](?:ß|ss)(?:e|en|le)?|gruesse|gruessen|gruess)\b"
    r"|(?:with\s+)?(?:(?:kind|best|warm|warmest|kindest|many|friendly|sincere|cordial)\s+)?(?:and\s+\w+\s+)?"
    r"(?:regards|wishes|greetings)\b|"
    + any_of(r"""
    (?:lg|vg|mfg|bg|vlg|hg|br|rgds|kr|mvh|vh)\b(?![-_/#]\w|\s?\d)
    m\.\s?f\.\s?g\.
    (?:mit vorzüglicher )?hochachtung
    glück\s?auf\b
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
    s úctou
    üdvözlettel
    slán\b
    cu stimă
    saygılar
    lep pozdrav
    (?:srdačan )?pozdrav\b
    pagarbiai
    ar cieņu
    lugupidamisega
    salutacions
    trân trọng
    hormat saya
    (?:cordialmente|att(?:e|entamente)?)\b\.?
"""),
    re.IGNORECASE,
)
_LATIN: Final = 0x250  # letters have lower codes
# The same in scripts of their own, which few mails have.
_GREETING_ABROAD = regexp(
    any_of(r"""
    с уважением
    с наилучшими
    (?:з|із) повагою
    με εκτίμηση
    敬具
    草々
    (?:以上、?)?(?:どうぞ)?(?:よろしく|宜しく)お願い
    此致
    敬[礼禮]
    祝好
    顺祝
    谢谢
    謝謝
    감사합니다
    고맙습니다
    בברכה
    תודה
    (?:مع )?(?:أطيب )?ال?تحي(?:ة|ات|اتي)
    شكرا
"""),
    re.IGNORECASE,
)
# Words of thanks, which a sentence may begin with, too: only with what usually follows them.
_THANKS = regexp(
    any_of(r"""
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
_SECRECY = any_of(r"""
    confidential
    privileged
    intended
    vertraulich
    bestimmt
    confidentiel
    confidencial
    riservat
    vertrouwelijk
    confidenciais
    poufn\w*
    przeznaczon\w*
    fortrolig\w*
    konfidentiell\w*
    důvěrn\w*
    uitsluitend
    scanned
    geprüft
    virus
    viren
""")
_THIS_MAIL = (
    r"(?:this|diese[rs]?|cet?|cette|est[ea]|quest[oa]|dit|deze|niniejsz(?:[ay]|ej)|t[aeo]j?|denn[ea]|det(?:ta|te)|t[oa]to)"
    r"\s+(?:e-?mail|message|mail|nachricht|communication|transmission|courriel|mensaje|mensagem|messaggio|comunica[zc]i"
    r"|bericht|wiadomoś|e-?post|meddelande|besked|zpráva)"
)
_AUTOMATIC = (
    rf"{_THIS_MAIL}\s+(?:was|is|has been|wurde|ist|a été|est|è stata?|ha sido|fue)\s+(?:sent |generated |created )?"
    r"(?:automatically|automatisch|maschinell|automatiquement|automaticamente|automáticamente)\b"
)
# What a program adds below a mail, and what a sentence of a desk for mail programs may say as well
_MAY_BE_SAID = regexp(
    r"\s*(?:"
    + any_of(r"""
    you (?:are receiving|(?:have )?received) this (?:e-?mail|message|notification) because
    this message was sent using imp,
    (?:please )?do not (?:reply|respond|answer) to this\b
    (?:bitte )?antworten sie (?:bitte )?nicht auf diese\b
    (?:merci de )?ne (?:pas répondre|répondez pas) à ce\b
    (?:por favor,? )?no responda a este\b
    (?:si prega di )?non rispondere a quest
    {auto}
""").replace("{auto}", _AUTOMATIC)
    + ")",
    re.IGNORECASE,
)
_FOOTER = regexp(
    r"\s*(?:(?:hinweis|warning|achtung|note|notice|caution|warnung|attention|avis)\s*:\s*)?(?:"
    rf"{_THIS_MAIL}.{{0,200}}\b{_SECRECY}|"
    + any_of(r"""
    the information (?:contained|transmitted|in)\b
    die informationen (?:in|enthalten)\b
    le informazioni (?:contenute|trasmesse|riportate)\b
    les informations (?:contenues|transmises)\b
    la información (?:contenida|transmitida)\b
    de informatie (?:in|verzonden|verstuurd|opgenomen)\b
    as informações (?:contidas|transmitidas)\b
    informacje zawarte w\b
    oplysningerne i\b
    informationen i\b
""")
    + rf".{{0,200}}\b(?:{_SECRECY}|{_THIS_MAIL})|"
    + any_of(r"""
    confidentiality (?:notice|note)
    disclaimer\s*[:：]?
    vertraulichkeits?hinweis
    rechtlicher hinweis
    haftungsausschluss
    wichtiger hinweis\s*:
    important notice\s*:
    legal notice
    aviso legal
    (?:avis|mentions) (?:légal|de confidentialité)
    (?:avviso|nota) (?:legale|di riservatezza)
    (?:juridische|wettelijke) (?:kennisgeving|mededeling)
    (?:cláusula|aviso|nota) de confidencialidad
    informacja o poufności
    der inhalt dieser (?:e-?mail|nachricht)
    if you (?:are not the intended|have received this)
    (?:wenn|falls|sollten) sie (?:nicht der|diese e-?mail irrtümlich|nicht)\b.{0,60}(?:adressat|empfänger|irrt)
    please consider the environment
    (?:antes de imprimir|prima di stampare)\b.{0,80}\b(?:ambient|pien?s|necess?ari|planet)
    (?:avant d.imprimer|voordat u .{0,30}print|przed wydrukowaniem)\b.{0,80}(?:environnement|milieu|środowisk)
    (?:ai sensi|in ottemperanza) de(?:l|lla|gli)\b.{0,30}\b(?:regolamento|d\.\s?lgs|legge|art)
    l.absence de virus\b
    bitte (?:denken|prüfen) sie .{0,60}(?:umwelt|ausdrucken|drucken)
    virenfrei
    virus-free
    (?:geschäftsführ\w+|managing directors?|vorstand\w*|amtsgericht|handelsregister|registergericht)\s*[:.(]
    (?:geschäftsführ\w+|managing directors?|vorstand\w*|amtsgericht|handelsregister|registergericht)\s(?-i:[A-ZÄÖÜ\d])
    (?:registered office|sitz der gesellschaft|ust-?id(?:nr)?)\b\s*[:.(\w]
    _{20,}$
    -{40,}$
    to unsubscribe
    unsubscribe:
    um sich abzumelden
    (?:checked|scanned) by\s
    no virus found
    .{0,40}mailing list$
    mailing list:?\s
    (?:this|diese) (?:e-?mail|message|nachricht) (?:is|ist) (?:a service|ein service)\b
    ref:msg\d{4,}
""")
    + ")",
    re.IGNORECASE,
)
_BANNER = regexp(
    r"\s*+\W{0,4}\s*+(?:\[?(?:external|extern|externe e-?mail|external e-?mail|external sender|externer absender)\]?\b"
    r"|(?:caution|achtung|warning|vorsicht|warnung|attention|hinweis)\b).{0,200}"
    r"\b(?:originated|outside|external|extern\w*|außerhalb|von außen|unbekannte|sender|absender|links?|anh[aä]nge?"
    r"|attachments?|organi[sz]ation)\b",
    re.IGNORECASE,
)


def is_short_rule(line: str) -> bool:
    """Whether a line is a few dashes, as some put above their name."""
    return _SHORT_RULE.match(plain(line)) is not None


def is_item(line: str) -> bool:
    """Whether a line has a bullet or a number before it."""
    return _LISTED.match(line) is not None


def is_closing(line: str) -> bool:
    """Whether a line closes a mail with a greeting or thanks: `Mit freundlichen Grüßen`, `Best regards,`, `LG Eva`."""
    stripped = visible(plain(line)).strip(" *_-–—/")
    if not stripped or len(stripped) > 90 or _LISTED.match(line):
        return False
    thanks, _, name = stripped.partition(",")
    if _THANKS.fullmatch(thanks.rstrip(" ,.!:)-–—")) and len(name.split()) <= 3:
        return True
    if stripped.endswith(".") and len(stripped.split()) >= 4:
        return False  # a sentence that begins like a greeting
    match = _GREETING.match(stripped) or (ord(max(stripped)) > _LATIN and _GREETING_ABROAD.match(stripped)) or None
    if match is None or stripped.endswith((";", "?")):
        return False
    if _GOES_ON.match(stripped, match.end()) and not match[0].casefold().endswith("team"):
        return False
    return len(stripped[match.end() :].split()) <= 6


_GOES_ON = regexp(  # `Best wishes card opens`
    r"(?: [^\s,.!:]+){0,4} (?:(?:is|are|was|were|has|have|should|must|does|do|ist|sind|war|wird|werden|soll|sollte"
    r"|kann|muss|hat|fehlt|bleibt|erscheint|verschwindet|funktioniert)\b|(?:open|appear|show|load|fail|clos|crash"
    r"|stay|remain|disappear|work|hang|start|stop|flicker|vanish|pop)e?(?:s|ed)\b"
    r"|(?:öffnet|öffnen|klicken|anklicken|auswählen|schließen|schließt)\b)"  # a name has a capital
)


def is_name(line: str, names: frozenset[str]) -> bool:
    """Whether a short line is how its sender signs: his name, a part of it, its first letters. `names` are folded."""
    stripped = plain(line).partition(" | ")[0].strip(" *_-–—/,.")
    words = stripped.split()
    if not words or len(words) > 6 or len(stripped) > 60:
        return False
    folded = {word.strip(".,()").casefold() for word in words}
    if folded & names:
        return len(words) <= 4 or folded <= names
    initials = {name[0] for name in names if name}
    letters = stripped.replace(".", "")
    return len(words) == 1 and len(letters) <= 3 and letters.isalpha() and set(letters.casefold()) <= initials


def contact(line: str) -> str:
    """Return the way to reach somebody that a line names and nothing else: `phone`, `mail` or `web`; or nothing."""
    may = line[-1:].isdigit() or "@" in line or "www." in line or "://" in line or ":" in line
    found = _CONTACT.fullmatch(plain(line).strip(" *_-–—/")) if may else None
    return (found.lastgroup or "") if found else ""


_CONTACT = regexp(
    r"(?:(?:tel(?:efon|ephone)?|phone|fon|mob(?:ile?)?|cell|fax|office|direct|durchwahl|handy|[tmfpew]|e-?mail|mail|web"
    r"|internet|skype)\b\.?\s?:?\s?)?"
    r"(?:(?P<phone>\+?[\d(][\d\s()/.–-]{5,24})|(?P<mail>[^\s@:]+@[^\s@:]+\.[^\s@:]+)|(?P<web>(?:https?://|www\.)\S+))",
    re.IGNORECASE,
)


def is_footer(line: str) -> bool:
    """Whether a line begins a legal disclaimer, a company's imprint or what a gateway adds below a mail."""
    text = " ".join(line[:2000].split())[:LONGEST]
    return any(pattern.match(text) is not None for pattern in (_FOOTER, _BANNER, _MAY_BE_SAID))


def may_be_said(line: str) -> bool:
    """Whether a line that looks like a footer is a footer only where it stands apart below other text."""
    text = " ".join(line[:2000].split())[:LONGEST]
    return _MAY_BE_SAID.match(text) is not None and _FOOTER.match(text) is None


def is_nothing_else(line: str) -> bool:
    """Whether such a line ends where a program's does, as `Do not reply to this e-mail` does."""
    text = " ".join(line[:2000].split())[:LONGEST]
    said = _MAY_BE_SAID.match(text)
    return said is not None and _AND_ENDS.match(text, said.end()) is not None


_AND_ENDS = regexp(
    r"\W*(?:e-?mail|message|mail|nachricht|generated|created|sent|erstellt|erzeugt|generiert|versandt|versendet|gesendet)?\W*$",
    re.IGNORECASE,
)
