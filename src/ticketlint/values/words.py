"""Words as they are compared: any text in, its folded form out, and whether a value is an answer at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ticketlint.hints import Final
from ticketlint.kept import table
from ticketlint.regexp import regexp

FILLER: Final = frozenset(
    # words that stand beside a choice or a non-answer without changing what it says
    """a an the der die das den dem le la il el de het is ist sind are it its es wir we our unser unsere unserem i ich
    think denke level stufe grad sev severity schweregrad prio priority priorität product produkt module modul
    component komponente distribution about ca circa approx sorry leider please bitte currently derzeit aktuell
    momentan zurzeit at present moment im noch yet still vorhanden available known for from rather eher wohl
    probably vermutlich maybe perhaps possibly vielleicht eventuell evtl affected betroffen using use nutzen
    verwenden on auf under unter running läuft version""".split()
)

AND: Final = "and|und|sowie|et|y|e|en|i|oraz|och|og|és|ve"
"""Words between values, where they are no other word in another language."""

_FIRST_NUMBERS = (
    "one eins un uno een jeden", "two zwei deux dos due twee dwa", "three drei trois tres tre drie trzy",
    "four vier quatre cuatro quattro cztery",
)  # fmt: skip
NUMERALS: Final = {word: str(at) for at, words in enumerate(_FIRST_NUMBERS, 1) for word in words.split()}

NON_ANSWERS: Final = tuple(
    answer.strip()
    for answer in """
    n/a; na; n.a.; not applicable; not available; none; no; nothing; nil; null; unknown; not known; unclear; dont know;
    do not know; i dont know; we dont know; no idea; not sure; unsure; tbd; tba; tbc; todo; to be defined;
    to be determined; to be announced; to follow; will follow; follows; later; see below; see above; as above; as below;
    below; above; see attachment; see attached; see mail; see email; see subject; see description; see text; attached;
    see attached file; see attached screenshot; empty; blank; not specified; unspecified; undetermined; not provided;
    missing; n/k; ebenso; gleich; auswählen; auswahl;
    no response; no answer; no information; no info; same; idem; ditto; whatever; pending; undefined; not given; ask me;
    keine angabe; keine angaben; k.a.; keine; keiner; kein; keins; nichts; unbekannt; nicht bekannt; weiß nicht;
    weiss nicht; weiß ich nicht; weiss ich nicht; wissen wir nicht; keine ahnung; unklar; nicht klar; entfällt;
    entfaellt; nicht zutreffend; trifft nicht zu; nicht verfügbar; nicht anwendbar; n.v.; n.b.; n.z.; siehe unten;
    s. unten; s. oben; s. anhang; s. anlage; s. betreff; s. mail; none given; same as above; siehe oben; s.u.; s.o.;
    siehe anhang; siehe anlage; siehe mail; siehe e-mail; siehe betreff; siehe beschreibung;
    siehe text; wie oben; wie unten; unten; oben; anbei; im anhang; folgt; wird nachgereicht; reiche ich nach;
    reichen wir nach; liefere ich nach; kommt noch; leer; fehlt; offen; dito; egal; nicht angegeben; ohne; ohne angabe;
    nein; muss ich nachfragen; siehe screenshot; see screenshot; siehe weiter unten; see further below; nachgereicht;
    inconnu; inconnue; aucun; aucune; néant; rien; sans objet; s/o; voir ci-dessous; voir ci-dessus; je ne sais pas;
    non applicable; non renseigné; n.c.; desconocido; desconocida; ninguno; ninguna; nada; no aplica; no disponible;
    no lo sé; ver abajo; ver más abajo; sin datos; sconosciuto; sconosciuta; nessuno; nessuna; niente; non disponibile;
    non lo so; non so; vedi sotto; vedi sopra; onbekend; geen; niets; nvt; n.v.t.; niet van toepassing; weet niet;
    zie onder; zie boven; zie hieronder; nieznany; nieznana; nieznane; brak; nie dotyczy; nie wiem; n.d.; patrz niżej;
    zobacz poniżej; desconhecido; nenhum; nenhuma; não sei; ver abaixo; same as last time; as last time; as before;
    as usual; like last time; see last ticket; see previous mail; coming soon; to be confirmed; to be provided;
    to be supplied; to be advised; irrelevant; not relevant; does not apply; will be provided; will be sent;
    will provide; to come; wie immer; wie gehabt; wie beim letzten mal; wie zuletzt; wie letztes mal; siehe letztes
    ticket; siehe letzte mail; nicht relevant; irrelevant; nicht notwendig; nicht nötig; nicht erforderlich;
    wird nachgeliefert; wird noch geliefert; reiche nach; unwichtig; steht unten; steht oben; comes later; coming later;
    kommt später; see attached list; siehe liste; siehe angehängte liste; dto.; do.; kein plan; keinen plan;
    pas applicable; sans importance; à venir; à définir; à préciser; comme d'habitude; voir pièce jointe; no sé;
    por definir; pendiente; no procede; n/p; como siempre; ver adjunto; da definire; da stabilire; come sempre;
    vedi allegato; voir signature; voir objet; voir sujet; ver firma; ver asunto; vedi firma; vedi oggetto;
    zie handtekening; zie onderwerp; patrz podpis; patrz temat; se signatur; se ämne; viz podpis; viz předmět;
    nog te bepalen; volgt nog; zie bijlage; zoals altijd; do ustalenia; jak zawsze; patrz załącznik; a definir;
    não aplicável; não se aplica; 不明; なし; 無し; 未定; 不明です; 未知; 不知道; 无; 無; 없음; 모름; 알 수 없음; нет;
    неизвестно; не знаю; не применимо; без; δεν ξέρω; yok; bilinmiyor; neznámé; neznámý; žádné; ismeretlen; nincs;
    vet ej; vet inte; jag vet inte; se nedan; se bifogat; ved ikke; vet ikke; se nedenfor; en tiedä; katso alla; nevím;
    nevíme; viz níže; viz příloha; nem tudom; lásd alább; nu știu; vezi mai jos; bilmiyorum; не знаємо; див. нижче;
    см. ниже; わかりません; 分かりません; 下記参照; 添付参照; 见下文; 见附件; 모릅니다;
    o.a.; ohne angaben; keine info; keine infos; keine information; keine informationen; keine angabe möglich;
    bekannt; ist bekannt; known; liegt vor; ist ihnen bekannt;
    nicht ermittelbar; nicht feststellbar; to be clarified; to be checked; to be added; to be filled in; in klärung;
    in arbeit; folgt später; follows later; will follow soon; see last mail; see my last mail; see previous ticket;
    see last case; wie im letzten ticket; wie im vorigen ticket; x.y.z; x.y; bitte ausfüllen; bitte eintragen;
    bitte angeben; bitte ergänzen; hier eintragen; hier ausfüllen; please fill; please fill in; fill in; fill in here;
    please complete; please specify; please enter; enter here; insert here; insert text here; enter text here;
    your text here; your answer; your answer here; your version; your key here; à remplir; à compléter; rellenar;
    por rellenar; da compilare; in te vullen; do uzupełnienia; ifylles; udfyldes; fylls i; vyplňte;
    click here to enter text; click or tap here to enter text; click or tap to enter text;
    klicken sie hier um text einzugeben; klicken oder tippen sie hier um text einzugeben;
    cliquez ou appuyez ici pour entrer du texte; cliquez ici pour entrer du texte;
    haga clic o pulse aquí para escribir texto;
    fare clic o toccare qui per immettere il testo; klik of tik om tekst in te voeren;
    kliknij lub naciśnij tutaj aby wprowadzić tekst; pas connu; non connu; pas disponible;
    nie znam; neznáma; neznám; ukendt; ingen; okänd; okänt; ingen aning; ukjent; tuntematon; ei tiedossa;
    not at hand; nicht zur hand; habe ich nicht zur hand; habe ich gerade nicht; haben wir gerade nicht;
    kenne ich nicht; kennen wir nicht; kenn ich nicht;
    to be described; please describe; please describe here; describe here; please explain; your description;
    text here; bitte beschreiben; hier beschreiben; bitte hier beschreiben; ihre beschreibung; ihr text;
    wird noch beschrieben; non communiqué; non communiquée; non précisé; non spécifié; à voir; à suivre; suivra;
    en pièce jointe; à déterminer; pas encore connu; comme avant; comme la dernière fois; voir plus haut;
    voir plus bas; non disponible; voir description; voir mail; por determinar; por confirmar; por completar;
    sin especificar; no especificado; no especificada; no conocido; no se sabe; lo enviaré después;
    se enviará más tarde; ver arriba; ver correo; como antes; como la última vez; in seguito; non specificato;
    non specificata; non noto; non nota; non conosciuto; da completare; da confermare; lo invierò dopo; seguirà;
    vedi oltre; vedi mail; come prima; come sopra; in allegato; weet ik niet; weten we niet; niet beschikbaar;
    niet bekend; niet opgegeven; nog onbekend; volgt; volgt later; volgt per mail; zoals besproken;
    zoals gewoonlijk; in bijlage; in de bijlage; jeszcze nieznany; nieznany jeszcze; brak danych; brak informacji;
    w załączniku; podam później; prześlę później; do podania; nie podano; nie wiemy; jak wyżej; jak poprzednio;
    desconhecida; não disponível; não especificado; não sabemos; em anexo; enviarei depois; como sempre; ver acima;
    ver anexo; a confirmar; ej tillämpligt; inte tillgängligt; inte känt; se bilaga; kommer senare;
    ikke tilgængelig; ikke kendt; se vedhæftet; ikke tilgjengelig; ikke kjent; se vedlegg; kommer senere;
    ei saatavilla; ei tiedetä; neuvedeno; není známo; není k dispozici; nem ismert; necunoscut; necunoscută;
    後で送ります; 後日送付; 後ほど連絡します; 添付をご覧ください; 添付ファイル参照; 確認中; 未確認; 上記参照; 同上;
    待确认; 待定; 稍后提供; 추후 제공; 미정; nope; no clue; dunno; idk; forgot; unknown so far; never heard of it;
    ditto as above; n.n.; redacted; keine idee; null ahnung; weiß nich; weiss nich; vergessen; je lignore;
    aucune idée; voir ci-joint; cf. pièce jointe; cf. ci-dessus; cf. ci-dessous; ni idea; no consta; véase arriba;
    véase abajo; nessuna idea; geen idee; komt later; nie mam pojęcia; zob. wyżej; zob. niżej;
    jak w poprzednim zgłoszeniu; não faço ideia; samma som ovan; samme som ovenfor; viz výše; see steps above;
    as in the subject; as in subject; wie im betreff; s. screenshot
    """.split(";")
) + (
    _HAVE_NONE := tuple(
        answer.strip()
        for answer in """
    habe ich nicht; hab ich nicht; haben wir nicht; habe nicht; haben nicht; hab nicht; habe ich keine; habe ich keinen;
    haben wir keine; haben wir keinen; hab ich keine; hab ich keinen; habe keine; habe keinen; haben keine;
    haben keinen; liegt nicht vor; liegt mir nicht vor; liegt uns nicht vor; gibt es nicht; gibt es keine;
    gibt es keinen; nicht da; i dont have it; i dont have one; we dont have it; we dont have one;
    i do not have it; i do not have one;
    we do not have it; we do not have one; dont have; dont have it; dont have one; do not have; do not have it;
    do not have one; dont have any; do not have any; have none; there is none; no tengo; no tenemos; no lo tengo;
    je nen ai pas; nous nen avons pas; non ce lho; non ne ho; heb ik niet; hebben we niet; hebben wij niet; nie mam;
    nie mamy; não tenho; não temos; nemám; nemáme; har inte; har ikke; we have none; i have none; we dont use any;
    we dont use one; we use none; wir haben keine; wir haben keinen; non abbiamo
    """.split(";")
    )
)

_DENIALS: Final = frozenset(
    # of these, what says that there is nothing to give, not that it comes later or stands elsewhere
    """n/a na none no nothing nil null keine keiner kein keins nichts nein ohne entfällt entfaellt n.v. aucun aucune
    néant rien ninguno ninguna nada nessuno nessuna niente geen niets nvt brak nenhum nenhuma なし 無し 无 無
    없음 нет yok žádné nincs ingen""".split()
) | {
    "not applicable", "not available", "nicht vorhanden", "nicht zutreffend",
    "trifft nicht zu", "nicht anwendbar", "sans objet", "non applicable", "no aplica", "nie dotyczy",
    "niet van toepassing", "pas applicable", "does not apply", "não se aplica",
} | frozenset(_HAVE_NONE)  # fmt: skip
_POINTING: Final = frozenset(
    # words of an answer that only says where one may be found
    """see siehe attached enclosed anbei beigefügt beigefügte beigefügter
    beigefügtes beigefügten angehängt angehängte angehängter angehängtes angehängten beiliegend beiliegende
    beiliegendes""".split()
)
_ATTACHMENT: Final = frozenset("attachment attachments anhang anlage anlagen".split())
_WITHIN: Final = frozenset("in im as als".split())  # an attachment; alone, it may be what a request is about
_POINTING_OR_POINTED_AT: Final = (
    _POINTING
    | _ATTACHMENT
    | frozenset(
        """screenshot screenshots screen shot bild bilder bildschirmfoto image picture photo foto video file files datei
    dateien document dokument word pdf excel sheet tabelle list liste log logs logfile logfiles logdatei mail email
    the a der die das dem den im in als as of my our mein meine unser unsere please bitte below above unten oben und and
    details detail also auch signature signatur footer subject betreff header title titel attachments ticket form
    formular page seite website link package packages paketliste paketlisten pakete description beschreibung
    contract vertrag steps schritte danke thanks thank you yesterday today gestern heute last previous earlier
    letzte letzten letzter vorige vorigen vorherigen from vom von""".split()
    )
)
_FEWEST_HIDDEN = 3  # letters
_DENIED: Final = frozenset("available known vorhanden".split())  # words that `not` needs to be a non-answer
_FILE = regexp(
    r"(?<!\S)\S+\.(?:txt|log|docx?|odt|pdf|png|jpe?g|gif|xlsx?|ods|csv|zip|gz|html?|eml|msg|rtf|bmp|tiff?|webp|mov"
    r"|webm|avi|mkv|rar|tgz|tar)\b"
)
_IGNORABLE = regexp(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
MAX_PLACEHOLDER: Final = 4000  # characters of the form's own words, such as a list of questions in a box
_SEEN = frozenset("blank empty leer nothing nichts missing fehlt offen rien nada niente niets nic".split())
_SIGNS = frozenset(" \t\n-–—?!¿¡.…_/\\*#~=+|()[]{}<>'\"`´„“”‚‘’«»,:;·•")
_EDGES = " \t\r\n\u00a0.,;:!\"'`´*_~“”„‚‘’«»‹›|"
_BRACKETS = {"(": ")", "[": "]", "<": ">", "{": "}"}
_WORD = regexp(r"[^\W_]+")
_CLOSING = frozenset(">]}")
_TEMPLATE = regexp(r"<([^<>@:/]*)>|\[([^\[\]@:/]*)\]|\{+([^{}@:/]*)\}+")


def visible(text: str) -> str:
    """Return the text without the characters that no reader sees: soft hyphens, zero-width blanks, direction marks."""
    return text if text.isascii() else _IGNORABLE.sub("", text)


def fold(text: str) -> str:
    """Return the text as it is compared: compatibility forms, case, blanks and invisible characters evened out."""
    return " ".join(_even(text).split())


def _even(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", _IGNORABLE.sub("", text)).casefold()


_STROKES = str.maketrans("łøđħı", "lodhi")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"})


def without_marks(folded: str) -> str:
    """Return a folded text without accents and strokes, as where the keyboard has none: `averia` for `avería`."""
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFD", folded.translate(_STROKES))
    return unicodedata.normalize("NFC", "".join([char for char in parts if not "\u0300" <= char <= "\u036f"]))


def spelt_out(folded: str) -> str:
    """Return a folded text with its umlauts in two letters: `sanitaer` for `sanitär`."""
    return folded.translate(_SPELT_OUT)


def letters(text: str) -> str:
    """Return the folded letters and digits alone: `Track-ID`, `track_id` and `Track ID` are one."""
    if text.isascii() and text.isalnum():  # as most words are
        return text.lower()
    return "".join(_WORD.findall(_even(text)))


def shorten(text: str) -> str:
    """Return a value on one line, as short as a title can quote it."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def bare(text: str) -> str:
    """Return a value without the quotes, brackets, emphasis and punctuation that people put round it."""
    text = text.strip(_EDGES)
    while len(text) > 1 and _BRACKETS.get(text[0]) == text[-1] and text[0] not in text[1:]:
        text = text[1:-1].strip(_EDGES)
    return text


@lru_cache(maxsize=64)
def _non_answers(more: tuple[str, ...]) -> frozenset[str]:
    return frozenset(table("non-answers", [*NON_ANSWERS, *more], said_by))


def said_by(texts: Sequence[str]) -> list[str]:
    """Return non-answers in folded letters, in all the ways in which they are known."""
    known = {letters(text) for text in texts}
    for text in texts:  # `not available yet` is known by `not available`
        rest = [word for word in _WORD.findall(fold(text.replace("'", ""))) if word not in FILLER]
        if len(rest) > 1:
            known.add("".join(rest))
    return sorted(known)


def non_answers(more: tuple[str, ...] = ()) -> frozenset[str]:
    """Return what answers nothing, in folded letters; `more` are a desk's own."""
    return _non_answers(more)


def is_non_answer(text: str, more: tuple[str, ...] = ()) -> bool:
    """Whether the whole value says that there is none: `n/a`, `-`, `?`, `siehe unten` (INTAKE 5)."""
    if len(text) > 80:
        return set(text) <= _SIGNS  # a rule, however long
    words = _WORD.findall(fold(text.replace("'", "").replace("’", "")))
    if not words:
        return set(text) <= _SIGNS  # `€` is an answer, if a short one
    if set("".join(words)) == {"x"} or _hides(words) or _COVERED.fullmatch(text) is not None:
        return True
    known = _non_answers(more)
    if "".join(words) in known:
        return True
    if "." in text and "/" not in text and "\n" not in text and not any(map(str.isdigit, text)):
        named = _WORD.findall(_FILE.sub("", fold(text)))
    else:
        named = words
    if (_points(named) or not named) and _POINTING_OR_POINTED_AT.issuperset(named):
        return True  # a file's name alone says no more than `attached`
    rest = [word for word in words if word not in FILLER]
    if 0 < len(rest) < len(words) and "".join(rest) in known and rest != ["no"]:
        return True
    rest = [word for word in words if word not in FILLER or word in _DENIED]
    return len(rest) < len(words) and len(rest) > 1 and "".join(rest) in known


def _hides(words: Sequence[str]) -> bool:
    """Whether somebody hid a number behind its first letters: `OX-XXXX`, while `Type XX` is none."""
    if words[-1][-1] != "x":
        return False
    hidden = "".join(words[1:])
    return len(hidden) >= _FEWEST_HIDDEN and set(hidden) == {"x"}


_COVERED = regexp(r"[^\W\d_]{2,4}[-–_/ ][?*.…#_-]{2,}")  # `OX-????`


def _points(words: Sequence[str]) -> bool:
    """Whether words say where to look: `attached`, or `in the attachment`."""
    if not _POINTING.isdisjoint(words):
        return True
    return not (_ATTACHMENT.isdisjoint(words) or _WITHIN.isdisjoint(words))


def without_reason(text: str) -> str:
    """Return a short answer without what a bracket, a dash or a comma sets off behind it: `unknown (hosted)`."""
    found = _REASON.search(text) if len(text) <= _LONGEST_REASONED and not any(map(str.isdigit, text)) else None
    head = text[: found.start()] if found is not None else ""
    return head if any(char.isalpha() or char == "?" for char in head) else text  # a dash begins an item, too


_LONGEST_REASONED: Final = 80
_REASON = regexp(r"(?<!\s)\s*+(?:[(\[]|(?<=\s)[-–—]++\s|[,;:]\s)")


def denies(text: str) -> bool:
    """Whether a non-answer says that there is nothing to give (`none`, `-`, `n/a`), not that it comes later."""
    words = [word for word in _WORD.findall(fold(text)) if word not in FILLER]
    if not words:
        return set(text.strip()) <= set("-–—/\\ ") or text.strip() == "./."
    known = _folded(tuple(sorted(_DENIALS)))
    return letters(text) in known or "".join(words) in known


@lru_cache(maxsize=256)
def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(letters(text) for text in texts) - {""}


def is_file(text: str) -> bool:
    """Whether a text is but the name of a file, in brackets or not."""
    return "." in text and " " not in text and _FILE.fullmatch(bare(text)) is not None


def is_own_name(text: str, name: str) -> bool:
    """Whether a value only repeats what its field is called, in several words: `Support Key: your support key`."""
    if " " not in name or len(text) > len(name) + _ARTICLE or name.rpartition(" ")[2].lower() not in text.lower():
        return False
    return letters(_without_request(text) or text) == letters(name)


_ARTICLE = 25  # characters: `please enter your`


def describes(text: str) -> bool:
    """Whether a word that is no answer elsewhere may say what a person sees, such as `Empty.` and `Nichts.` do."""
    return letters(text) in _SEEN


def is_placeholder(text: str, placeholders: tuple[str, ...] = ()) -> bool:
    """Whether the value still holds the form's own words, or a hint in brackets that asks to be replaced."""
    if len(text) <= MAX_PLACEHOLDER and letters(text) in _folded(placeholders):
        return True
    if placeholders and len(text) < _LONGEST_HINT and (own := _without_request(text)):
        return letters(own) in _folded(placeholders)
    hint = _TEMPLATE.fullmatch(text.strip()) if len(text) < _LONGEST_HINT and text.rstrip()[-1:] in _CLOSING else None
    inner = next((group for group in hint.groups() if group is not None), "") if hint else ""
    if not any(char.isalpha() for char in inner) or any(char.isdigit() or char == "." for char in inner):
        return False
    return not denies(inner)  # `<none>` is what a program writes for none


_LONGEST_HINT: Final = 120
_BEFORE = frozenset(
    "please bitte enter insert put write the a an own your my our der die das den ihr ihre ihren le la el il".split()
)
_BEHIND = frozenset("here hier eingeben eintragen angeben einfügen einsetzen".split())


def _without_request(text: str) -> str | None:
    """Return the form's own words without what asks for them: `the URL of the server`; None where nothing does."""
    text = text.strip(" .()")
    if text.partition(" ")[0].lower() not in _BEFORE and text.rpartition(" ")[2].lower() not in _BEHIND:
        return None
    words = text.split()
    while words and words[0].lower() in _BEFORE:
        words.pop(0)
    while words and words[-1].lower() in _BEHIND:
        words.pop()
    return " ".join(words)
