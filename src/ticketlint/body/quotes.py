"""Words that part what a sender wrote from what he passes on: a line in, what it begins or ends out."""

from __future__ import annotations

import re

from ticketlint.body.ends import LONGEST, any_of, plain
from ticketlint.hints import Final
from ticketlint.regexp import regexp
from ticketlint.values.words import visible

_DASHES = r"[-–—_=*]{2,}"
_ORIGINAL = any_of(r"""
    original message
    original appointment
    reply message
    antwort.?nachricht
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
    (?:den )?oprindelige? (?:meddelelse|besked)
    opprinnelig melding
    alkuperäinen viesti
    původní zpráva
    pôvodná správa
    izvorna poruka
    izvirno sporočilo
    mesaj(?:ul)? original
    orijinal mesaj
    özgün ileti
    αρχικό μήνυμα
    оригінальне повідомлення
    оригинално съобщение
    tin nhắn gốc
    eredeti üzenet
    исходное сообщение
    оригинальное сообщение
    原始邮件
    原始郵件
    原邮件
    元のメッセージ
    원본 ?메일
    원본 메시지
""")
_FORWARDED = any_of(r"""
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
    пересылаемое сообщение
    пересланное сообщение
    转发的?邮件(?:信息)?
    轉寄郵件
    転送されたメッセージ
    전달된 메시지
    iletilen (?:ileti|mesaj)
""")
_BY = r"(?:\s+(?:from|by|von|de|di|van|od|från|fra)\s.{1,160}?)?"
_BEGIN = any_of(r"""
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
    "from": """from von de van da od från fra avsändare lähettäjä expéditeur mittente afzender nadawca remitente
        absender feladó kimden gönderen saatja de_la від от от_кого από 发件人 寄件者 寄件人 差出人 送信者 보낸_사람
        보낸사람 מאת من""",
    "date": """sent date gesendet datum envoyé enviado enviada fecha inviato data verzonden wysłano skickat dato sendt
        päiväys lähetetty envoyé_le enviado_el enviada_em gesendet_am sent_at date_d'envoi odesláno odoslané poslano
        elküldve dátum gönderildi tarih saadetud trimis enviat надіслано отправлено дата изпратено στάλθηκε
        ημερομηνία 发送时间 发送日期 日期 時間 傳送時間 寄件日期 送信日時 日時 日付 보낸_날짜 보낸날짜 날짜 נשלח תאריך
        تاريخ_الإرسال التاريخ""",
    "to": """to an à para a aan do till til vastaanottaja pour empfänger destinataire destinatario komu za címzett kime
        alıcı adressaat către per_a кому до προς 收件人 收件者 宛先 받는_사람 받는사람 אל إلى""",
    "subject": """subject betreff objet asunto oggetto onderwerp temat assunto ämne emne aihe re betrifft sujet předmět
        predmet tárgy konu teema subiect assumpte zadeva тема относно θέμα 主题 主題 主旨 件名 제목 נושא الموضوع""",
    "cc": "cc kopie copie kopia bcc reply-to antwort_an копия kopija másolat bilgi 抄送 副本 참조 עותק نسخة",
}
_HEADER_KIND: Final = {name.replace("_", " "): kind for kind, names in _HEADER_NAMES.items() for name in names.split()}
_HEADER_LINE: Final = regexp(r"\s*[*_]{0,2}([^\W\d_][\w'\- ]{0,16}?)\s?[*_]{0,2}\s?(?::[*_]{0,2}(?:\s|$)|：)")

_WROTE = any_of(r"""
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
    napísala?
    napísal\(a\)
    írta
    a scris
    je napisao(?:/la)?
    napisao(?:/la)?(?: je)?
    (?:je )?napisal[ao]?(?: je)?
    rakstīja
    rašė
    menulis
    написа
    เขียนว่า
    va escriure
    kirjutas
    yazdı
    đã viết
    пишет
    написала?
    написал\(а\)
    пише
    έγραψε
""")
_WROTE_MARK = regexp(rf"-{{2,}}\s*[^\W\d_].{{0,60}}\s{_WROTE}\s*-{{2,}}$", re.IGNORECASE)
_WROTE_FAST = (
    r"(?:写道|寫道|写了|님이 작성(?:하였습니다)?|のメール|のメッセージ|> sent)"  # nothing parts them from a name
)
_DATED = regexp(r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d|@")
_ATTRIBUTION_END = regexp(rf"(?:(?<!\w){_WROTE}(?:\s+(?:.{{0,120}}))?|{_WROTE_FAST})\s*[:：]\s*$", re.IGNORECASE)
_ATTRIBUTION_START = regexp(r"[\w<\"]")
# Without a verb: a year, a time of day, and an address in brackets right before the colon.
_ADDRESSED = regexp(r"(?=.{0,120}(?:19|20)\d\d)(?=.{0,120}\d[:.]\d\d).{10,240}[<(]\s?\S{1,80}@\S{1,80}[>)]\s?[:：]$")
_VERB_FIRST = regexp(r"(?:schrieb|zitat von|quoting|citando|citant|missatge de)\s+\S.{0,200}[:：]?\s*$", re.IGNORECASE)


def _ruled(line: str) -> bool:
    """Whether a line begins with a rule, as the marks below do: to look is cheaper than to compile their patterns."""
    start = line.lstrip()[:2]
    return len(start) == 2 and start[0] in RULED and start[1] in RULED


RULED: Final = frozenset("-–—_=*")
"""Signs that a rule is drawn with."""
MARKED: Final = RULED | {"#"}
"""The same of lines above which a reply is to be written."""
# What a desk's program puts above its own mail, between rules: `##- Please type your reply above this line -##`.
_ABOVE = regexp(
    r"[-–—_=*#\s]{2,40}(?:(?:please|bitte)\s)?(?:"
    + any_of(r"""
    (?:(?:type|write|enter|add) )?(?:your |a )?(?:reply|response|answer|respond) (?:above|over) (?:this|the) line
    (?:antworten sie|schreiben sie ihre antwort) (?:bitte )?(?:oberhalb|über) (?:dieser|diese) (?:zeile|linie)
    (?:ihre )?antwort (?:bitte )?(?:oberhalb|über) (?:dieser|diese) (?:zeile|linie)
    (?:veuillez )?(?:répondre|répondez|écrire votre réponse) (?:au-dessus de|au dessus de) cette ligne
    (?:por favor,? )?(?:responda|escriba su respuesta) (?:por )?encima de esta línea
    (?:typ|schrijf|plaats) (?:uw|je) (?:antwoord|reactie) boven deze (?:regel|lijn)
    (?:si prega di )?(?:rispondere|rispondi) (?:sopra|al di sopra di) (?:a )?questa (?:riga|linea)
""")
    + r")[-–—_=*#.\s]{1,40}",
    re.IGNORECASE,
)


def is_reply_mark(line: str) -> bool:
    """Whether a client puts this line above the mail that it answers: `-----Original Message-----`."""
    if line.lstrip()[:1] in MARKED and _ABOVE.fullmatch(plain(line)) is not None:
        return True
    if "-" not in line[:40] or not _ruled(line):
        return False
    text = plain(line)
    return _REPLY_MARK.match(text) is not None or (
        text.endswith("--") and _WROTE_MARK.match(text) is not None and _DATED.search(text) is None
    )


def is_forward_mark(line: str) -> bool:
    """Whether a client puts this line above a mail that it passes on: `Begin forwarded message:`."""
    return (_ruled(line) or line.rstrip()[-1:] == ":") and _FORWARD_MARK.match(plain(line)) is not None


def header_kind(line: str) -> str | None:
    """Return which header field a client repeats in this line above a quoted mail, in ten languages, or None."""
    match = _HEADER_LINE.match(plain(line)) if ":" in line or "：" in line else None
    return _HEADER_KIND.get(" ".join(match.group(1).lower().split())) if match else None


def is_attribution(text: str) -> bool:
    """Whether a line (or a few, joined) says who wrote what follows: a verb of writing, and a date or an address."""
    text = visible(plain(text)).strip(" *_")
    if text.startswith("--"):  # Zoho puts rules round it instead of a colon
        text = text.strip("- ") + ":" * text.endswith("--")
    if not text.endswith((":", "：")) or not _DATED.search(text):
        return False
    if _ATTRIBUTION_END.search(text) and _ATTRIBUTION_START.match(text):
        return True
    return bool(_VERB_FIRST.search(text) or (_ADDRESSED.match(text) and not _speaks(text)))


def says_who_wrote(text: str) -> bool:
    """Whether a line ends in a verb of writing and a colon, as one above a quote does: `Bob wrote:`."""
    return _ATTRIBUTION_END.search(plain(text)) is not None


def begins_attribution(line: str) -> bool:
    """Whether a line begins as an attribution does: a preposition, a day of the week or month, a number."""
    return _BEGUN.match(line) is not None


_BEGUN = regexp(
    r"\s*(?:-{2,4}\s)?(?:On|Am|Le|El|Il|Op|Em|Den|Dne|Dnia|W dniu)\s(?:[^\W\d_]{2,12}[.,]{0,2}\s){1,2}\d{1,2}\b"
)


def names_author(text: str) -> bool:
    """Whether a line is a person's name and a verb of writing, and nothing else: `Jan Lang wrote:`."""
    return text.rstrip().endswith(":") and _NAMED.fullmatch(plain(text).rstrip(" :")) is not None


_NAMED = regexp(
    rf"(?!(?:The|Der|Die|Das|Le|La|Les|El|Il|Then|Dann|This|That|He|She|It|Er|Sie|Es)\s)"
    rf"(?:[^\W\d_a-zß-ÿ][\w.'-]*,?\s)(?:(?:von|van|der|den|de|da|di|del|zu)\s)*(?:[^\W\d_a-zß-ÿ][\w.'-]*\s){{1,3}}(?i:{_WROTE})"
)


def before_attribution(text: str) -> str:
    """Return the words of the sender to which a program glued an attribution: a line of it, or a few joined."""
    found = _GLUED.match(text) if len(text) <= LONGEST else None
    return found.group(1) if found and is_attribution(text[found.end() :]) else ""


_GLUED = regexp(
    r"(?!(?:On|Am|Le|El|Il|Op|Em|Den)\s)(.*?[^\W_][.!?)\"']*)(?:\s*[-–—]{2,4}\s*|\s+|(?<=[.!?]))"
    r"(?=(?:On|Am|Le|El|Il|Op|Em|Den|W dniu|Dnia)\s(?:[^\W\d_]{2,12}[.,]{0,2}\s){0,2}\d)"
)


def _speaks(text: str) -> bool:
    """Whether words of a sentence stand between a time and the address behind it, where a name would stand."""
    words = _LETTERS.findall(_TO_DIGIT.sub("", re.split(r"[<(]\s?\S{1,80}@", text, maxsplit=1)[0], count=1))
    begins = next((at for at, word in enumerate(words) if not word.islower()), 0)  # where a name does
    return sum(word not in _IN_NAMES for word in words[:begins]) >= _SAID


_TO_DIGIT = regexp(r"(?<!.).*\d")
_LETTERS = regexp(r"[^\W\d_]+")
_SAID = 2  # words that are in no name
_IN_NAMES: Final = frozenset(
    "von van vom zu zum zur und de der den del della di da do dos das du des la le los y e i bin ben al el ter ten uhr"
    " h am pm at um kl".split()
)


def is_old_attribution(text: str) -> bool:
    """Whether a line may be a day and who wrote what is quoted below, as Gmail once had it in some languages."""
    return _DAY_AND_SENDER.match(plain(text)) is not None


_DAY_AND_SENDER = regexp(r"(?:19|20)\d\d[/-]\d{1,2}[/-]\d{1,2}\s.{1,80}<\S{1,80}@\S{1,80}>$")
