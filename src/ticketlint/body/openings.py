"""A line in, whether a mail begins with it and says nothing yet out: a greeting, `please find my report below`."""

from __future__ import annotations

import re

from ticketlint.body.ends import any_of, plain
from ticketlint.body.quotes import says_who_wrote
from ticketlint.hints import Final
from ticketlint.regexp import regexp

_ADDRESSEE = r"(?: [^\W\d_][^\s.:;?!]*){0,11}"
_HAIL = any_of(r"""
    hello
    hi
    hey
    hallo
    halli hallo
    good (?:morning|day|afternoon|evening)
    greetings
    guten (?:tag|morgen|abend)
    moin
    servus
    grüß gott
    bonjour
    bonsoir
    salut
    hola
    buen(?:os|as) (?:días|tardes|noches)
    ciao
    buongiorno
    salve
    olá
    bom dia
    boa tarde
    dzień dobry
    cześć
    hej
    hei
    god dag
    dobrý den
    ahoj
    merhaba
    здравствуйте
    добрый день
    こんにちは
    您好
    你好
""")
_DEAR = any_of(r"""
    dear
    liebe[rs]?
    sehr geehrte[rs]?
    werte[rs]?
    ch(?:er|ère)s?
    madame
    monsieur
    estimad[oa]s?
    gentil[ei]
    spett\.?le
    beste
    geachte
    prezad[oa]s?
    szanown[aiy]
    kära
    bästa
    kære
    kjære
    vážen[íýá]
    sayın
    уважаем\w+
    to whom it may concern
    ladies and gentlemen
""")
_EVERYBODY = (
    r"(?: (?:all|there|everybody|everyone|together|team|folks|support|maintainers?|zusammen|ihr|liebe|tous|todos"
    r"|an alle|and|und|et|(?-i:[A-ZÄÖÜ])[\w.-]*)){0,5}"
)
_GREETING = regexp(
    rf"(?:{_HAIL}|{_DEAR})(?:{_ADDRESSEE},|{_EVERYBODY}[!:.]*)",  # without a comma it may be a sentence: `Werte fehlen`
    re.IGNORECASE,
)
_ADDRESSED = regexp(r"[^\W\d_][^.:;?,]{0,40},")  # `Ladies,` in words of whatever language
LONGEST_NAME: Final = 5  # words
_THING = r"(?:report|request|form|ticket|issue|problem|bug|fault|error|details|description|information)"
_OF_A_THING = (
    r"(?:(?:attached|below|enclosed|here|my|our|the|a|an|this|following|new|bug|error|fault|support|problem) ){0,5}"
)
_SACHE = r"(?:\w{0,20}(?:fehler|bug|problem|störung|meldung|anfrage|bericht|ticket|formular))"
_EINER_SACHE = r"(?:(?:einen?|ein|den|die|das|meinen?|mein|unseren?|folgenden?|folgendes|neuen?|ihnen) ){0,4}"
# Sentences that only say that a report is there, or that it is to come.
_ANNOUNCED = regexp(
    "(?:"
    rf"(?:(?:please|kindly) )?(?:find|see|note|read|accept|consider) {_OF_A_THING}{_THING}"
    r"(?: (?:below|attached|enclosed|here))?"
    rf"|(?:i|we) (?:hereby |herewith |would like to |want to |wish to )?report {_OF_A_THING}{_THING}"
    rf"|(?:this|here) is {_OF_A_THING}{_THING}"
    rf"|(?:hiermit|hierdurch|anbei|im folgenden|nachfolgend|unten) (?:melden?|übersenden?|senden?|schicken?|finden"
    rf"|erhalten|möchten?) (?:ich|wir|sie) {_EINER_SACHE}{_SACHE}(?: (?:melden|senden|schicken))?"
    rf"|(?:ich|wir) (?:möchten?|wollen?|will) {_EINER_SACHE}{_SACHE} melden"
    r"|(?:(?:i|we) )?(?:(?:will|shall) |(?:i|we)['’]ll )(?:send|provide|supply|give|add|deliver|write)"
    r"(?: (?:you|the|a|more|further|all|it|them|this|that|rest|details?|description|information|report|log|logs)){0,5}"
    r" (?:later|soon|tomorrow|afterwards|asap)"
    ")[.:!,]*",
    re.IGNORECASE,
)


def opens(line: str, *, apart: bool) -> bool:
    """Whether a line only opens a mail; `apart`: a blank line follows it."""
    text = plain(line)
    if _GREETING.fullmatch(text) or _ANNOUNCED.fullmatch(text):
        return True
    if text.startswith(">"):  # a few lines, which nothing else shows to be a quote
        return True
    if len(text.split()) > LONGEST_NAME:
        return False
    return (not apart and says_who_wrote(text)) or (apart and _ADDRESSED.fullmatch(text) is not None)
