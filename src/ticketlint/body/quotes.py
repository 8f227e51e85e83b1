"""Words that part what a sender wrote from what he passes on: a line in, what it begins or ends out."""

from __future__ import annotations

import re
from typing import Final

_DASHES = r"[-–—_=*]{2,}"
_ORIGINAL = (
    r"(?:original message|original appointment|reply message|ursprüngliche nachricht|originalnachricht|"
    r"original-nachricht|original nachricht|ursprünglicher termin|message d.origine|message original|mensaje original|"
    r"messaggio originale|oorspronkelijk bericht|wiadomość oryginalna|oryginalna wiadomość|mensagem original|"
    r"ursprungligt meddelande|originalmeddelande|original meddelelse|oprindelig meddelelse|den oprindelige besked|"
    r"opprinnelig melding|alkuperäinen viesti|původní zpráva|eredeti üzenet)"
)
_FORWARDED = (
    r"(?:forwarded message|forwarded by .{1,80}|weitergeleitete nachricht|weitergeleitet von .{1,80}|message transféré|"
    r"message transmis|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|przekazana wiadomość|"
    r"wiadomość przekazana|treść przekazanej wiadomości|mensagem encaminhada|mensagem reencaminhada|"
    r"vidarebefordrat meddelande|videresendt meddelelse|videresendt besked|videresendt melding|"
    r"välitetty viesti|přeposlaná zpráva|továbbított üzenet)"
)
_BEGIN = (
    r"(?:begin forwarded message|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|"
    r"début du message réexpédié|début du message transféré|inicio del mensaje reenviado|inizio messaggio inoltrato|"
    r"begin doorgestuurd bericht|rozpoczęcie przekazywanej wiadomości|początek przekazywanej wiadomości|"
    r"início da mensagem encaminhada|início da mensagem reencaminhada|vidarebefordrat mejl|videresendt meddelelse|"
    r"start på videresendt besked)\s*:"
)
REPLY_MARK: Final = re.compile(rf"\s*{_DASHES}\s*{_ORIGINAL}\s*:?\s*{_DASHES}\s*$", re.IGNORECASE)
FORWARD_MARK: Final = re.compile(
    rf"\s*(?:{_DASHES}\s*{_FORWARDED}(?:\s+(?:from|by|von|de|di|van|od|från|fra)\s.{{1,160}}?)?\s*:?\s*{_DASHES}|{_BEGIN}|{_DASHES}\s*{_FORWARDED})\s*$",
    re.IGNORECASE,
)

_HEADER_NAMES: Final = {
    "from": "from von de da van od från fra avsändare lähettäjä expéditeur mittente afzender nadawca remitente absender",
    "date": "sent date gesendet datum envoyé enviado enviada fecha inviato data verzonden wysłano skickat dato sendt "
    "päiväys lähetetty envoyé_le enviado_el enviada_em gesendet_am sent_at date_d'envoi",
    "to": "to an à para a aan do till til vastaanottaja pour empfänger destinataire destinatario",
    "subject": "subject betreff objet asunto oggetto onderwerp temat assunto ämne emne aihe re betrifft sujet",
    "cc": "cc kopie copie kopia bcc reply-to antwort_an",
}
_HEADER_KIND: Final = {name.replace("_", " "): kind for kind, names in _HEADER_NAMES.items() for name in names.split()}
_HEADER_LINE: Final = re.compile(
    r"\s*[*_]{0,2}([^\W\d_][\w'\- ]{0,16}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}(?:\s+(\S.*)|\s*)$"
)

_WROTE = (
    r"(?:wrote|writes|schrieb|schrieb am .{4,40}|geschrieben|a écrit|écrit|escribió|escribio|ha scritto|scrive|schreef|"
    r"het volgende geschreven|pisze|napisał|napisała|napisał\(a\)|escreveu|skrev|skrev följande|skrev den .{4,40}|"
    r"kirjoitti|napsal|napsal\(a\)|napsala|írta)"
)
_DATED = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d|@")
_ATTRIBUTION_END = re.compile(rf"\b{_WROTE}(?:\s+(?:.{{0,120}}))?\s*[:：]\s*$", re.IGNORECASE)
_ATTRIBUTION_START = re.compile(
    r"(?:on|am|le|el|il|op|em|den|dnia|w dniu|dne|il giorno|in data|a|à|på|the|on behalf of|zitat von|quoting|"
    r"\d|<|\"|[A-ZÄÖÜ])",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(r"(?:schrieb|zitat von|quoting|citando|citant)\s+\S.{0,200}[:：]?\s*$", re.IGNORECASE)

SIGNATURE: Final = re.compile(r"--[ \u00a0]?$|--=20$|——?\s?$")
SHORT_RULE: Final = re.compile(r"\s*(?:-{3,8}|_{2,12}|={3,8}|\*{3,8}|~{3,8})\s*$")
_PHONE_FOOTER = re.compile(
    r"\s*(?:sent from my |sent from (?:outlook|mail|yahoo|proton|samsung|iphone|ipad)|get outlook for|von meinem .{2,40} gesendet\W*$|"
    r"gesendet von meinem |gesendet mit der |gesendet von (?:mail|outlook)|diese nachricht wurde von meinem|holen sie sich outlook|"
    r"envoyé de(?:puis)? mon |enviado desde mi |inviato da(?:l mio)? |verzonden vanaf mijn |verstuurd vanaf mijn |"
    r"wysłan[eo] z |enviado do meu |skickat från min |sendt fra min )",
    re.IGNORECASE,
)
_GREETING = re.compile(
    # words that close a mail whatever follows them on the line: a place, a name, a comma
    r"(?:mit\s+)?(?:(?:den|vielen|ganz|einem)\s+)?(?:\w{3,14}(?:e|en|er|em|ste|sten)[, ]+(?:und\s+\w+\s+)?){0,2}"
    r"(?:gr[uü](?:ß|ss)(?:e|en|le)?|gruesse|gruessen|gruess|gruß)\b|(?:lg|vg|mfg|bg|vlg|hg|br|rgds|kr|mvh|vh)\b|m\.\s?f\.\s?g\."
    r"|(?:mit vorzüglicher )?hochachtung|glück ?auf\b|tsch(?:ü|ue)(?:ß|ss)|servus|moin\b|ciao\b|pfiat|bis (?:bald|dann|später|demnächst)\b|(?:ein(?:en)? )?schöne[ns]? (?:tag|abend|feierabend|wochenende|woche)"
    r"|(?:with\s+)?(?:(?:kind|best|warm|warmest|kindest|many|friendly|sincere|cordial)\s+)?(?:and\s+\w+\s+)?(?:regards|wishes|greetings)\b"
    r"|all the best\b|yours(?:\s+(?:sincerely|faithfully|truly|ever))?\s*[,.!]?$|sincerely\b|cheers\b|cordially\b|respectfully\b|take care\b|have a (?:nice|good|great) (?:day|weekend|evening|one)|blessings\b|bye\b|so long\b"
    r"|(?:bien )?cordialement|bien à vous|(?:sincères|meilleures|cordiales) salutations|salutations\b|bonne (?:journée|soirée|fin)|amicalement|à bientôt"
    r"|(?:un |reciba un )?(?:cordial |atento |afectuoso )?saludos?\b|atentamente|hasta (?:pronto|luego)|(?:cordiali |distinti |cari )?saluti\b|buona (?:giornata|serata)"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet|groet(?:en|jes)?\b|pozdrawiam|pozdrowienia|z poważaniem|z pozdrowieniami|atenciosamente|cumprimentos|abraços?\b"
    r"|(?:med )?(?:vänlig|vänliga|bästa) hälsning|hälsningar|(?:med )?(?:venlig|vennlig|kærlig|bedste) hilsen|hilsen\b|hej då|ha det|ystävällisin terveisin|terveisin|s pozdravem|üdvözlettel|slán\b"
    r"|с уважением|с наилучшими",
    re.IGNORECASE,
)
_THANKS = re.compile(
    # words of thanks, which a sentence may begin with, too: only with what usually follows
    r"(?:(?:vielen|besten|herzlichen|schönen|tausend|lieben)\s+dank|danke(?:schön)?|dankeschön)(?:\s+(?:und|im voraus|vorab|schon|schonmal|für|sehr|nochmals?|euch|ihnen|dir)\b.{0,50})?"
    r"|(?:many\s+)?(?:thanks?(?:\s+you)?|thx|ta)(?:\s*(?:&|\+)\s*\w+|\s+(?:again|a lot|a bunch|in advance|and|for|so much|very much|all|everyone)\b.{0,50})?"
    r"|with thanks|best|merci(?:\s+(?:d.avance|beaucoup|bien|et)\b.{0,30})?|(?:muchas\s+)?gracias(?:\s.{0,30})?|grazie(?:\s(?:mille|in anticipo|e)\b.{0,30})?|bedankt(?:\s.{0,30})?|alvast bedankt|dziękuję(?:\s.{0,30})?"
    r"|obrigad[oa]|tack(?:\s(?:på|för|så)\b.{0,30})?|(?:mange\s+)?tak(?:k)?(?:\s(?:på|for)\b.{0,30})?",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\s*(?:sent from my |sent from (?:outlook|mail|yahoo|proton|samsung|iphone|ipad)|get outlook for|von meinem .{2,40} gesendet\W*$|"
    r"gesendet von meinem |gesendet mit der |gesendet von (?:mail|outlook)|diese nachricht wurde von meinem|holen sie sich outlook|"
    r"envoyé de(?:puis)? mon |enviado desde mi |inviato da(?:l mio)? |verzonden vanaf mijn |verstuurd vanaf mijn |"
    r"wysłan[eo] z |enviado do meu |skickat från min |sendt fra min )",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:mit (?:den )?(?:freundlich|best|herzlich|lieb|kollegial|sonnig|viel)\w*(?: und \w+)? grü(?:ß|ss)\w*|mit freundlichem gru(?:ß|ss)|"
    r"mit freundlichen gruessen|freundliche grü(?:ß|ss)e|viele (?:liebe )?grü(?:ß|ss)e|viele gruesse|beste grü(?:ß|ss)e|liebe grü(?:ß|ss)e|"
    r"herzliche grü(?:ß|ss)e|schöne grü(?:ß|ss)e|sonnige grü(?:ß|ss)e|grü(?:ß|ss)e(?: aus .{2,30})?|gru(?:ß|ss)|(?:lg|vg|mfg|bg|vlg|m\.f\.g\.)|"
    r"(?:vielen|besten|herzlichen|schönen) dank(?: und .{0,40}| im voraus.{0,40}| vorab.{0,40}| für .{0,60})?|danke(?: und .{0,40}| im voraus| vorab| schon mal)?|hochachtungsvoll|"
    r"(?:kind|best|warm|warmest|many|with (?:kind|best)|kindest)(?: and \w+)? regards|regards|best wishes|all the best|best|yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|"
    r"cheers|(?:many )?thanks(?: again| a lot| in advance| and .{0,40}| for .{0,60}| so much| very much)?|thank you(?: again| in advance| very much| and .{0,40}| for .{0,60})?|thx|br|rgds|cordially|respectfully|with thanks|greetings(?: from .{2,30})?|take care|"
    r"(?:bien )?cordialement|bien à vous|sincères salutations|meilleures salutations|merci(?: d.avance| beaucoup)?|"
    r"(?:un )?(?:cordial |atento )?saludos?(?: cordiales)?|atentamente|muchas gracias|gracias|cordiali saluti|distinti saluti|saluti|grazie(?: mille)?|"
    r"met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|groet(?:en|jes)?|bedankt|pozdrawiam|z poważaniem|dziękuję|atenciosamente|obrigad[oa]|cumprimentos|"
    r"(?:med )?vänlig(?:a)? hälsning(?:ar)?|mvh|tack|(?:med )?venlig hilsen|tak)(?:\s*[,.!–-]|\s*$)",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\s*(?:(?:hinweis|warning|achtung|note|notice|caution|warnung|attention|avis)\s*:\s*)?(?:(?:this|diese|ce|este|questo|dit)\s+(?:e-?mail|message|mail|nachricht|communication|transmission|courriel|mensaje|messaggio|bericht)\b.{0,200}"
    r"\b(?:confidential|privileged|intended|vertraulich|bestimmt|confidentiel|confidencial|riservat|vertrouwelijk|scanned|geprüft|virus|vir(?:en|us))|"
    r"(?:the|die)\s+(?:information|informationen)\s+(?:contained|transmitted|in|enthalten).{0,200}|confidentiality (?:notice|note)|disclaimer\s*[:：]?|"
    r"vertraulichkeits?hinweis|rechtlicher hinweis|haftungsausschluss|wichtiger hinweis\s*:|important notice\s*:|legal notice|"
    r"der inhalt dieser (?:e-?mail|nachricht)|if you (?:are not the intended|have received this)|(?:wenn|falls|sollten) sie (?:nicht der|diese e-?mail irrtümlich|nicht)\b.{0,60}(?:adressat|empfänger|irrt)|"
    r"please consider the environment|bitte (?:denken|prüfen) sie .{0,60}(?:umwelt|ausdrucken|drucken)|virenfrei|virus-free|"
    r"(?:geschäftsführ(?:er|ung)|managing director|vorstand|amtsgericht|handelsregister|registergericht|registered office|sitz der gesellschaft|ust-?id(?:nr)?)\b\s*[:.(\w]|"
    r"_{20,}$|-{40,}$|to unsubscribe|unsubscribe:|um sich abzumelden|you (?:are receiving|received) this (?:e-?mail|message) because|"
    r"(?:sent|gesendet|versendet|verschickt|envoyé) (?:through|via|by|with|über|par) \w|(?:checked|scanned) by |no virus found|.{0,40}mailing list$|mailing list:? )",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\s*\W{0,4}\s*(?:\[?(?:external|extern|externe e-?mail|external e-?mail|external sender|externer absender)\]?\b|caution\b|achtung\b|warning\b|vorsicht\b|warnung\b|attention\b|hinweis\b)"
    r".{0,200}\b(?:originated|outside|external|extern\w*|außerhalb|von außen|unbekannte|sender|absender|links?|anh[aä]nge?|attachments?|organi[sz]ation)\b",
    re.IGNORECASE,
)


def header_kind(line: str) -> str | None:
    """Return which header field a client repeats in this line above a quoted mail, in ten languages, or None."""
    match = _HEADER_LINE.match(line)
    return _HEADER_KIND.get(" ".join(match.group(1).lower().split())) if match else None


def is_attribution(text: str) -> bool:
    """Whether a line (or a few, joined) says who wrote what follows: it needs a verb of writing and a date or an address."""
    text = text.strip()
    if len(text) > 400 or not text.endswith((":", "：")) or not _DATED.search(text):
        return False
    if _ATTRIBUTION_END.search(text) and _ATTRIBUTION_START.match(text):
        return True
    return bool(_VERB_FIRST.search(text))


def is_closing(line: str) -> bool:
    """Whether a line closes a mail with a greeting or thanks: `Mit freundlichen Grüßen`, `Best regards,`, `LG Eva`."""
    stripped = line.strip(" \t\u00a0*_-–—/")
    if not stripped or len(stripped) > 90:
        return False
    if _THANKS.fullmatch(stripped.rstrip(" ,.!:)-–—")):
        return True
    match = _GREETING.match(stripped)
    return match is not None and len(stripped[match.end() :].split()) <= 6 and not stripped.endswith((";", "?"))


def is_name(line: str, names: frozenset[str]) -> bool:
    """Whether a short line is how its sender signs: his name, a part of it, or its first letters. `names` are folded."""
    stripped = line.strip(" \t\u00a0*_-–—/,.")
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
    return len(line) < 2000 and (_FOOTER.match(line) is not None or _BANNER.match(line) is not None)


def is_phone_footer(line: str) -> bool:
    """Whether a line is what a telephone adds at the end: `Sent from my …`."""
    return len(line.split()) <= 7 and _PHONE_FOOTER.match(line) is not None


def is_banner(line: str) -> bool:
    """Whether a line is a gateway's warning of mail from outside."""
    return len(line) < 1000 and _BANNER.match(line) is not None
