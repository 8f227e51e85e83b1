"""A short answer in, whether it only says that its sender does not know, will tell later, or has told elsewhere."""

from __future__ import annotations

from ticketlint.hints import Final
from ticketlint.regexp import regexp
from ticketlint.values.words import fold

_LONGEST: Final = 80  # characters
_MOST_WORDS: Final = 10
_FEWEST_WORDS: Final = 2  # what one word says is looked up
_WORD = regexp(r"[^\W_]+")
_INSIDE = regexp(r"\w\.\w")  # of a host name or a file, which say something
_NAME = regexp(r"\b(?:mr|mrs|ms|dr|herrn?|frau)\.?\s[^\W_]+")
_SHRUG = regexp(
    r"(?:i |we |sorry,? )*(?:do not|dont) know\b|(?:i |we )?(?:have )?no idea\b|keine ahnung\b"
    r"|(?:das )?wei(?:ß|ss) (?:ich|man|wir|nicht)\b|je ne sais pas\b|no (?:lo )?s(?:é|e)\b|non (?:lo )?so\b"
)
"""How a sentence begins that says no more than this, whatever follows."""

_ASKS = regexp(
    r"(?:(?:sorry|hm+|huh|hä|pardon|äh+|eh)\W+)*(?:(?:which|what|whats|where|why|how|who|when|welche[rsnm]?|was|wo|warum"
    r"|wieso|weshalb|wie|wer|wann|wofür|wozu|woher|quoi|quelle?s?|où|pourquoi|comment|qué|cuál|dónde|cómo|cosa|quale|dove"
    r"|perché|wat|welke?|waar|hoe|co|który|która|gdzie|jak|do (?:i|we|you)|is (?:it|this|that)|can (?:i|we|you)"
    r"|muss (?:ich|man)|brauche?n? (?:ich|sie|wir))\b[^?]*\?+|which one|what do you mean"
    r"|(?:hm+|huh|hä|pardon|sorry)\?+)\W*"
)

_ABOUT = frozenset(
    # what such a sentence is about, who is to say it, when, and how: a word beside these says something
    """a an the it its this that them these those they all i we you he she me us him her my our your his one ones of to
    from for by with in at on via per as like so and or if when once until because since be been is are was will
    ll ill well shall must need needs have has had havent having am going do did should could can would let how
    already still yet first then also later soon shortly tomorrow today tonight yesterday recently asap
    afterwards separately next last previous former other another same usual usually always ever before earlier
    above below again back up down out over under further week month day days monday tuesday wednesday thursday
    friday weekend morning afternoon evening mail email e message phone telephone call fax post letter ticket
    tickets request requests case report time times subject description contract attachment separate extra own
    possible please sorry needed demand only nobody here version versions key number url list data info
    information detail details rest value send sent provide provided supply supplied deliver delivered submit
    submitted add added forward forwarded give given hand handed look looked looking check checked checking ask
    asked asking find found finding get come comes coming clarify clarified determine determined fill filled
    complete completed assign assigned define defined describe described decide decided announce announced
    confirm confirmed tell told advise advised update updated investigate investigated communicate communicated
    inquire enquire name named specify specified follow follows requested ordered applied wait waiting stated
    mentioned written explained said discussed agreed reported noted known unknown not know knows got dont see
    ring contact admin admins administrator hoster host provider colleague colleagues team department vendor
    reseller partner boss customer support helpdesk linux system das die der den dem des es alles ein eine einen
    einer eines unser unsere unserem unseren unserer mein meine meinen meinem meiner ihr ihre ihrem ihren ihrer
    ihnen ich wir sie mir uns mich selbst selber auch noch erst schon bereits gerne gern gleich später bald
    morgen heute gestern vorhin neulich dann danach demnächst umgehend baldmöglichst schnellstmöglich separat
    telefonisch mündlich mit im bei beim zur zum zu von vom nach aus nächste nächsten nächster kommende kommenden
    letzte letzten letzter letztes vorige vorigen voriger vorherigen ersten erster anderen alten woche tage tagen
    montag dienstag mittwoch donnerstag freitag anruf telefon telefonat getrennter getrennte separater
    gesonderter eigener weiterer nachricht anfrage fall text betreff vertrag anhang anlage screenshot
    beschreibung signatur sobald wenn falls nötig möglich bedarf da bitte leider wie hat haben habe doch ja eben
    ist sind war wird werden werde muss müssen soll sollen folgt folgen kommt kommen oben unten weiter vorher
    zuvor immer gehabt üblich übliche üblichen gleiche gleichen selbe sonst nicht nummer schlüssel liste daten
    angabe angaben infos wert nachgereicht nachgeliefert nachgetragen nachreichen nachliefern nachtragen
    nachsehen nachschauen nachgesehen nachgeschaut nachfragen nachgefragt geliefert geschickt gesendet zugesandt
    schicken schicke senden sende liefern liefere reichen reiche ergänzt ergänzen ergänze geklärt klären kläre
    geprüft prüfen prüfe erfragt erfragen ermittelt ermitteln mitgeteilt mitteilen angegeben angeben eingetragen
    vergeben benannt genannt gesucht suchen suche herausfinden raussuchen herausgesucht gefragt fragen frage
    melden melde gemeldet bestimmt festgelegt definiert trage tragen gebe geben schaue schau schauen sehe sehen
    beschrieben erwähnt geschildert besprochen vereinbart geschrieben gegeben gesagt bekannt unbekannt liegt
    liegen vor weiß weiss wissen kennt kennen nur steht stehen anrufen zurückrufen rufen rückruf dienstleister
    chef systemhaus kollege kollegen kollegin technik abteilung kunde kunden which what whats who heard access
    clue idea forgot refer mean listed awaiting being cannot never mine attached attachments database records
    file files overleaf try no any without zugang zugriff kein keine keinen dazu müsste bekommen erhalten liefert
    schickt sendet reicht zweiten zweite zweiter weitere weiteren wurde wurden welche welcher welches wer wo wann
    warum vergessen vgl s idee ahnung hinterlegt gegenüber server je vous l le la les un une de du demain tard
    plus prochainement envoie enverrai enverrons envoyer sera seront communiqué communiquée transmis transmise
    fourni fournie précisé demander voir avec ci joint jointe joints dessus dessous cf pièce haut bas mon ma mes
    notre nos dernier dernière précédent précédente courriel par suit suivra hébergeur collègue administrateur
    comme trouvé pas accès n ai ne sais aucune idée objet sujet déjà lo sé se los las el envío enviaré enviaremos
    mando mandaré mañana luego después pronto más tarde véase vea ver arriba abajo adjunto correo anterior mi mis
    su en con por teléfono consultar preguntar al proveedor administrador compañero tengo acceso ya enviado ni
    tenemos domani invierò inviamo dopo presto vedi sopra sotto allegato mia mio messaggio precedente chiedere
    fornitore amministratore collega ho nessun nessuna accesso non trovata trovato già inviato ik weet niet stuur
    sturen komt volgt straks zie boven onder bijlage mijn bericht vraag het aan onze geen toegang gevonden
    verstuurd podam prześlę wyślę jutro później zob zobacz patrz wyżej niżej załącznik załączniku jak w
    poprzednim zgłoszeniu mailu zapytać à lenvoie ladmin lhébergeur lhebergeur yourself answer security reasons
    genau exactly cant couldnt unable say nowhere anywhere right moment currently kann können konnte konnten
    sagen finde finden gefunden feststellen festgestellt einsehen beurteilen erkennen derzeit momentan gerade
    aktuell zurzeit hier nirgends man dass ob gui interface oberfläche dialog menu menü where nie mam dostępu
    pojęcia envio enviarei amanhã depois veja acima abaixo anexo faço ideia
    more anymore mehr thanks thank danke""".split()
)
_SLOTS: Final = {
    "WHO": r"""
        (?:(?:the|our|my|your) )?(?:ANY )?(?:admins?|administrator|hoster|host|provider|colleagues?|team|vendor
        |reseller|department|partner|boss)
    """,
    "WHAT": r"""
        (?:(?:the|our|my|your|this|that|all|further|more) )*(?:it|this|that|versions?|key|number|url|list|data
        |info|information|details?|rest)
    """,
    "TELL": r"""
        (?:send|provide|supply|deliver|submit|add|forward|give|hand|look|check|ask|find|get|clarify|determine|fill
        |tell|complete|describe|confirm|let|update|inquire|enquire|name|specify|come)\b
    """,
    "TOLD": r"""
        (?:described|stated|mentioned|written|explained|said|discussed|agreed|told|given|reported|noted|sent
        |listed)\b
    """,
    "WHEN": r"""
        (?:later|soon|shortly|tomorrow|today|separately|asap|as|after|next|by|in|with|on|via|per|when|once)\b
    """,
    "WER": r"""
        (?:(?:der|die|unser|unsere|unserem|beim|vom|den|mein|meine) )?(?:admins?|administrator|hoster|provider
        |kollegen?|kollegin|dienstleister|chef|systemhaus|partner)\b
    """,
    "WAS": r"(?:das|die|den|es|alles|version|nummer|schlüssel)",
    "SAGEN": r"""
        (?:nach|er|mitge|ange|einge|verge|benannt|genannt|ge(?:liefert|schickt|sendet|klärt|prüft|fragt|sucht)
        |zuge|bekannt|klären|prüfen|fragen|suchen|herausfinden|raussuchen|bestimmt|festgelegt)
    """,
    "SENDE": r"""
        (?:schicke|sende|liefere|reiche|ergänze|trage|melde|gebe|schaue?|frage|kläre|suche|prüfe|schicken|senden
        |liefern|reichen|ergänzen|tragen|melden|geben|schauen|fragen|klären|suchen|prüfen)
    """,
    "GESAGT": r"""
        (?:beschrieben|erwähnt|geschildert|besprochen|vereinbart|genannt|angegeben|gesagt|mitgeteilt|geschickt
        |gesendet|bekannt|hinterlegt)\b
    """,
    "SEE": r"(?:say|see|checked|found|determined)\b",
    "ANY": r"[^\W_]+",
}
"""What stands in capitals below."""

_ANYWHERE: Final = r"""
    (?:(?:i|we) (?:will|shall|ll)|ill|well)(?: ANY| have to| try to)? TELL
    (?:as|like|same as)(?: ANY)?(?: ANY)? TOLD
    wie (?:ANY ){0,3}GESAGT
"""
"""How a sentence begins that tells nothing even where any text may stand: one on each line."""

_ON_A_LINE: Final = r"""
    (?:(?:WHAT|WHO) )?(?:will|shall|(?:(?:has|have|is|are) )?(?:yet )?to)(?: ANY)? (?:be|come|have to)\b
    (?:WHAT )?(?:must|needs? to)(?: ANY)? be (?:asked|checked|looked|found|clarified|determined|confirmed)\b
    (?:(?:WHAT|WHO) )?(?:will|shall|must|(?:has|have) to)(?: ANY)? follow\b
    (?:the )?(?:key|number|version|list|rest|details?) will follow\b
    (?:i|we) (?:must|(?:have|need|am going|are going) to)(?: ANY)? TELL
    WHO (?:will|must|has to|should) TELL
    (?:WHAT )?(?:follows?|comes|coming) WHEN
    (?:requested from|applied for|asked for)\b
    (?:waiting for|awaiting) (?:an answer|answer|our|my|the|their|his|her)\b
    will TELL
    can be (?:sent|given|provided|supplied|delivered)\b
    (?:(?:is|are|its) )?(?:not (?:yet )?|un)?known (?:to|by) (?:me|us|you)\b
    (?:only )?WHO knows?\b
    nobody (?:here )?(?:knows|told)\b
    never heard\b
    (?:sorry )?(?:i |we )?(?:forgot\b|have(?:nt| not) (?:yet )?(?:checked|found|looked|asked|got)\b)
    (?:(?:sorry|i|we|got|have) )*no (?:clue|idea)\b
    that (?:i|we) cannot\b
    (?:sorry )?(?:i |we )?(?:cannot|cant|can not|could not|couldnt|unable to) (?:ANY )?(?:TELL|TOLD|SEE)
    (?:i |we )?have no access\b
    where (?:do|can|is|would|could)\b
    (?:as )?you (?:already |should |still |must )*(?:know|have|got)(?: it| this| that| them| already| the| our| my|$)
    you can (?:look|find|see|check|ask)\b
    (?:it |that )?should be (?:in|on) (?:your|the)\b
    (?:(?:is|was|were|has been|have been) )?already (?:ANY )?TOLD
    TOLD (?:above|below|before|earlier|already|overleaf)\b
    (?:please )?refer to\b
    as (?:always|ever|usual|known)\b
    (?:as|like|same as) (?:before|above|in|on|last|my|our|your|the (?:last|previous|other|server|above))\b
    (?:same as|the same|(?:the )?usual)\b
    (?:please )?(?:call|phone|ring|contact|ask) (?:me\b|us\b|WHO)
    please (?:check|look) (?:it |that )?(?:up\b|yourself)
    (?:what|whats) (?:is )?(?:this|that|it)\b
    which (?:one|version|key|number) (?:do|is|are)\b
    was ist das\b
    welche[rs]? (?:genau|version|nummer)\b
    how (?:can|do|could|should) (?:i|we) (?:find|get|see|know|look|check)\b
    (?:WAS )*(?:wird|werden|muss|müssen|soll) (?:ANY ){0,4}SAGEN
    (?:WAS )+(?:folgt|weiß|weiss|kennt|steht)\b
    (?:WAS )+kommt (?:ANY )?(?:später|noch|morgen|heute|gleich|bald|per|mit|in|separat)\b
    (?:folgt|folgen|kommt|kommen) (?:ANY )?(?:später|noch|morgen|heute|gleich|bald|per|mit|in|separat|nach)\b
    (?:(?:das|die|den|es|alles) )?SENDE (?:ich|wir)\b
    (?:ich|wir) SENDE (?:ANY ){0,3}(?:nach|das|es|ihnen|noch|später|morgen|dann|bald|per)\b
    (?:müsste|muss|müssen) (?:ich|wir)\b
    (?:WAS )*(?:kann|können|konnte|konnten) (?:ich|wir|man)(?: ANY){0,3} nicht\b
    (?:konnte|konnten|kann) (?:ANY )?nicht (?:ermittelt|festgestellt|gefunden|geprüft|bestimmt)\b
    wo (?:finde|finden|sehe|sehen|steht|kann)\b
    (?:(?:ist|sind) )?(?:mir|uns) (?:ANY )?(?:nicht (?:ANY )?|un)bekannt
    liegt (?:mir|uns) (?:ANY )?nicht vor
    (?:haben|kennen|wissen|bekommen|erhalten) sie\b
    (?:liegt|ist) ihnen\b
    (?:(?:ist|liegt) )?ihnen (?:ANY )*(?:bekannt|vor)
    haben wir (?:ihnen|schon|bereits)\b
    (?:(?:wurde|wurden|ist|sind|habe|ich) )*(?:ihnen )?(?:schon|bereits)(?: ANY)? GESAGT
    (?:habe |haben )?(?:ich |wir )?(?:leider )?vergessen\b
    (?:(?:dazu|da|ich|wir|habe|haben|leider) )*keine (?:idee|ahnung)\b
    (?:wei(?:ß|ss)|kennt|liefert|schickt|sendet|reicht) (?:nur )?WER
    (?:nur )?WER (?:weiß|weiss|kennt|fragen|wird)\b
    steht (?:ANY ){0,3}(?:im|in|oben|unten|am|auf)\b
    (?:s|vgl) (?:letzte|vorige|mail|ticket|anfrage|screenshot|text|betreff)\b
    wie (?:immer|gehabt|üblich|bekannt|sonst|oben|unten|im|in|beim|zuletzt|schon|bereits)\b
    in (?:ANY )*(?:separater|eigener|getrennter|zweiter|gesonderter) mail$
    bitte (?:ANY )?(?:nachsehen|nachschauen|erfragen|nachfragen|anrufen|melden|zurückrufen|um rückruf)\b
    (?:bitte )?rufen sie (?:mich|uns|bitte|zurück|an)\b
    bitte WER fragen
    (?:das|der|die|den) (?:übliche|gleiche|selbe)\b
    (?:voir|cf|véase|vea|ver|vedi|zie|zob|zobacz|patrz|veja)\b
    (?:je|nous) (?:vous )?(?:l ?)?(?:envoie|enverrai|enverrons)\b
    sera (?:communiqué|transmis|fourni|précisé)e?\b
    à demander\b
    (?:se )?(?:lo|la) (?:envío|enviaré|mando|mandaré|invierò)\b
    (?:no tengo|non ho|não faço|nie mam|geen) (?:idea|ideia|pojęcia|idee)\b
    (?:consultar|preguntar|chiedere|vraag)\b
    (?:stuur|sturen) (?:ik|we)\b
    (?:komt|volgt) (?:later|morgen|straks)\b
    (?:podam|prześlę|wyślę|envio|enviarei)\b
    jak (?:w|wyżej)\b
    (?:déjà|ya|già|al) (?:communiqué|transmis|envoyé|enviado|inviato|verstuurd)
"""
"""The same behind a label whose answer is one line."""


def _beginning(*phrases: str) -> str:
    """Return a pattern of what stands on the lines of texts, with what their capitals stand for."""
    pattern = "|".join([line.strip() for text in phrases for line in text.strip().split("\n")])
    for name, stands_for in _SLOTS.items():
        pattern = pattern.replace(name, "".join([line.strip() for line in stands_for.split("\n")]))
    return f"^(?:{pattern})"


_OF_PROSE = regexp(_beginning(_ANYWHERE))
_OPENING = regexp(_beginning(_ANYWHERE, _ON_A_LINE))
_PROSE_BEGINS: Final = ("i ", "i'", "i’", "we", "ill ", "as ", "like ", "same ", "wie ")
_SIGNS = " ([{\"'*_-„“«"
_DENIAL = frozenset("not nicht".split())
_MAY_BE_DENIED = frozenset(
    "known know checked found bekannt vor weiß weiss have can could kann können konnte konnten".split()
)


def evades(text: str, name: str = "", *, prose: bool = False) -> bool:
    """Whether a short answer is but a sentence that tells nothing: `Keine Ahnung, wo das steht`, `I'll send it later`.

    `name`: what is asked for, which such a sentence may repeat. `prose`: it stands where any text may, and only what
    can say nothing else there does.
    """
    if len(text) > _LONGEST or (prose and not text.lstrip(_SIGNS).lower().startswith(_PROSE_BEGINS)):
        return False
    if any(map(str.isdigit, text)) or _INSIDE.search(text) is not None:
        return False
    folded = fold(text.replace("'", "").replace("’", ""))
    if (
        not prose
        and "." not in text.rstrip(".!? ")
        and len(folded.split()) <= _MOST_WORDS
        and (_SHRUG.match(folded) is not None or _ASKS.fullmatch(folded) is not None)
    ):
        return True
    if text.istitle() and not prose:
        return False  # `Contact Us` is a name
    words = _WORD.findall(_NAME.sub("admin", folded))
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return False
    if not _ABOUT.issuperset(words) and not set(words) - _ABOUT <= set(_WORD.findall(fold(name))):
        return False
    if not _DENIAL.isdisjoint(words) and _MAY_BE_DENIED.isdisjoint(words):
        return False  # `will not be sent` is what happens
    return (_OF_PROSE if prose else _OPENING).search(" ".join(words)) is not None


__all__ = ["evades"]
