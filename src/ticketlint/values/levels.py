"""A folded value and choices that are numbers in, the number that it names out, or why it names none."""

from __future__ import annotations

from ticketlint.hints import Final
from ticketlint.regexp import regexp
from ticketlint.values.mentions import OR_IF_NOT, Mention, is_denied, mentions, outside_brackets
from ticketlint.values.model import Choice, Reading
from ticketlint.values.words import FILLER, NUMERALS

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
LEVEL: Final = regexp(
    r"^(?:(?:severity|priority|schweregrad|priorität|level|stufe|grad|prio|sev|nr|no|s|p)[\s.\-_#:]*|#|-\s)?"
    r"(\d+|[ivx]+)(?![^\W_]|[.,]\d)"
)
_RANGE = regexp(
    r"^\D{0,12}(\d+)\s*(?:-|–|—|~|〜|\.\.+|…|to|bis|through|/|,|\||(?:or|oder)(?:\s+(?:maybe|perhaps|possibly|even|vielleicht|eventuell|evtl\.?|sogar))?|\s)"
    r"\s*(\d+)(?![^\W_])"
)
_JOINED = regexp(r"^\D{0,12}(\d+)\s+[^\W\d_]{1,10}\s+(\d+)[\s.!?]*$")  # `2 ou 3`, in whatever language
_OF = regexp(r"^(\d+)\s*(?:of|out of|von|sur|de|di|van|z)\s+(\d+)$")
_ANOTHER = regexp(
    r"\s*+(?:[-–—/,;|+&]|-{1,2}>|=>|→|to|bis|or|oder|and|und|[,;.]?\s*+(?:now|jetzt|nun|no|nein|sorry|actually|eigentlich"
    r"|better|besser|rather|vielmehr|doch|correction|korrektur|korrigiert|corrected)\b(?:\s(?:to|auf))?[:,]?)\s*+(\d)"
)
_COUNTS = regexp(r"(?:\s+(?:of|out of|von|de|sur|van|z)\s+\d+)?\s+([^\W\d_]{2,})")
_COUNTS_NOT = FILLER | frozenset("and or und oder et ou as but because since weil da if wenn now then too".split())
# What a number counts beside an answer, whatever leads to it: how long it lasts, whom it meets
_UNIT = regexp(
    r"\s*(?:more\s|other\s|weitere\s|andere\s)?(?:sec|min(?:ute|uto|\b)|hours?\b|hrs?\b|days?\b|weeks?\b|months?\b|years?\b|sekunde"
    r"|stunde|std\b|tage?n?\b|wochen?\b|monate?n?\b|jahre?n?\b|mal\b|times\b|users?\b|people\b|persons?\b|clients?\b"
    r"|customers?\b|accounts?\b|mailbox|servers?\b|nodes?\b|sites?\b|machines?\b|devices?\b|mails?\b|teams?\b|(?:be)?nutzer|anwender"
    r"|kunden?\b|kolleg|personen|leuten?\b|postf[aä]ch|konten\b|rechner|geräte|heures?\b|jours?\b|semaines?\b|mois\b"
    r"|utilisateur|horas?\b|d[ií]as?\b|semanas?\b|usuarios?\b|ore\b|giorn[io]|settiman|utent|uur\b|uren\b|dag(?:en|ar|e)?\b"
    r"|weken\b|gebruiker|godzin|dni\b|tygod|użytkow)"
)
_COUNTED = regexp(  # what several of are no level: `3 mails were lost`
    r"(?<=[2-9])\s+(?:(?:more|other|of|weitere|andere|von)\s+)?(?:(?:the|our|my|den|unseren|meine)\s+)?(?:minutes|hours|hrs"
    r"|days|weeks|months|years|times|users|people|persons|colleagues|clients|customers|accounts|mailboxes|servers|nodes"
    r"|sites|machines|devices|mails|e-?mails|messages|teams|sekunden|minuten|stunden|tagen?|wochen|monaten?|jahren?|mal"
    r"|(?:be)?nutzern?|anwendern?|kunden|kollegen|personen|leuten?|postf[aä]chern?|konten|rechnern?|geräten?|nachrichten"
    r"|heures|jours|semaines|mois|utilisateurs|horas|d[ií]as|semanas|usuarios|ore|giorni|settimane|utenti|uren|dagen|weken"
    r"|gebruikers|godzin|dni|użytkowników)\b"
)
_LEADS_TO = regexp(
    r"(?:\b(?:and|or|to|und|oder|bis|et|ou|not|nicht|rather|eher|better|besser|actually|eigentlich|severity|schweregrad"
    r"|priority|priorität|prio|sev|level|stufe)\s|[/→-]|[=>→]\s?)$"
)
_BUT = regexp(r"\b(?:not|nicht)\W+\d\W+(?:but|sondern|aber)\W+\d")  # `1 not 2 but 3`
_OTHER_NUMBERS = regexp(r"(?<![\w.,:/])\d(?![\w.,:/%])")
_WORD = regexp(r"[^\W_]+")
_SAYING = FILLER | frozenset("d say would should sagen würde call it".split())


def read_level(folded: str, choices: tuple[Choice, ...]) -> Reading | None:
    """Read `2`, `S1`, `P 1`, `II`, `1 of 4`; find ranges and numbers that do not exist."""
    values = {choice.value for choice in choices}
    of = _OF.match(folded)
    if of and of.group(1) in values and of.group(2) not in values - {max(values, key=int)}:  # `2 of 3` is Dutch, too
        return Reading(of.group(1))
    outside, inside = outside_brackets(folded)
    outside = outside.strip()
    head, _, tail = outside.partition(" ")
    if head.rstrip(",.:;") in NUMERALS and not tail[:1].isalnum():
        outside = f"{NUMERALS[head.rstrip(',.:;')]} {tail}"
    spread = _RANGE.match(outside)
    if spread and spread.group(1) != spread.group(2):
        tail = outside[spread.end(1) : spread.start(2)].strip()
        counted = outside[spread.end() :].strip()[:1].isalpha()  # `2, 3 users affected`
        aside = tail in {"", ","} or (spread.group(2) not in values and f" {tail} " in outside)
        low, high = spread[1], spread[2]
        climbs = (len(low), low) < (len(high), high)  # `1 - 4 users` may be a range, `3 - 2 users` is none
        counts = _UNIT.match(outside, spread.end()) is not None
        aside = aside or (counts and tail != "/" and (not climbs or tail == ";"))
        if not (counted and aside) and (tail or spread.group(2) in values):
            return too_many([spread.group(1), spread.group(2)])
    both = _JOINED.match(outside)
    if both and both.group(1) != both.group(2) and {both.group(1), both.group(2)} <= values:
        return too_many([both.group(1), both.group(2)])
    said = [word for word in _WORD.findall(outside) if word not in _SAYING]
    if len(said) == 1 and NUMERALS.get(said[0]) in values:
        return Reading(NUMERALS[said[0]])  # `I would say three`
    level = LEVEL.match(outside)
    if level is None:
        return None
    if level.start(1) == 0 and _COUNTED.match(outside, level.end()):
        return None
    roman = level.group(1) in _ROMAN
    if roman and outside[level.end() :].strip()[:1] not in {"", "-", "–", "—", "(", ":", ",", ".", ")"}:
        return None  # the English word, not a number
    number = _ROMAN.get(level.group(1), level.group(1))
    if not number.isdigit():
        return None
    number = str(int(number)) if len(number) < 9 else number
    rest = outside[level.end() :]
    named = mentions(rest, choices) if rest.strip() else []
    others = {m.value for m in named if not (rest[m.start : m.end].isdigit() or is_denied(rest, m))} - {number}
    if number not in values:
        low, high = min(values, key=int), max(values, key=int)
        return Reading(fault="out-of-range", why=f"is {number[:12]}, but only {low} to {high} exist")
    numbers = {str(int(n)) for n in _OTHER_NUMBERS.findall(rest)} & values - {number}
    if (numbers or others) and (OR_IF_NOT.search(rest) or _BUT.search(rest)):
        return too_many([number, *sorted(numbers | others)])
    if others and _starts_like_a_name(rest):
        return too_many([number, *sorted(others)])
    better = _ANOTHER.fullmatch(inside.strip())  # `2 (now 3)`
    if better and better[1] in values - {number}:
        return too_many([number, better[1]])
    another = _ANOTHER.match(rest)
    if numbers and another and _UNIT.match(rest, another.end()) is None:
        return too_many([number, *sorted(numbers)])
    return Reading(number)


def without_counts(text: str, found: list[Mention]) -> list[Mention]:
    """Leave out numbers that count something behind the name of a choice: `High, 3 users`, `since 3 days`."""
    if len(found) == 1 and _COUNTED.match(text, found[0].end):
        return []
    if len(found) < 2 or text[found[0].start].isdigit():
        return found
    return [each for each in found if not _is_count(text, each)]


def _is_count(text: str, mention: Mention) -> bool:
    if not text[mention.start].isdigit() or _LEADS_TO.search(text[: mention.start]):
        return False
    counted = _COUNTS.match(text, mention.end)
    return counted is not None and counted[1] not in _COUNTS_NOT


def _starts_like_a_name(rest: str) -> bool:
    """Whether a number's name follows it at once (`1 - Medium`), not a sentence that happens to hold such a word."""
    return len(_WORD.findall(rest)) <= 3


def too_many(values: list[str]) -> Reading:
    """Return that a value names several choices where one is asked for."""
    named = values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"
    return Reading(fault="too-many-choices", why=f"names {named} where one is asked for")
