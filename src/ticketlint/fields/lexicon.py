"""A form in, all the ways in which its labels may be written out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ticketlint.form.model import FieldSpec, Form
from ticketlint.hints import Any, Final, Literal
from ticketlint.kept import table
from ticketlint.record import dataclass
from ticketlint.regexp import regexp
from ticketlint.values import letters
from ticketlint.values.disguise import CONFUSABLE
from ticketlint.values.words import spelt_out, without_marks

How = Literal["exact", "translated", "misspelt"]

TOKEN: Final = regexp(r"[^\W_]+(?:['’´`][^\W_]+)*")
_REQUEST = regexp(
    r"(?:of (?:the|this|your|my)|d[ue]|de l['’]|de la|del|dell['’]|della|des|der|van (?:het|de|uw)|do|da)?\s*"
    r"(?:problem[s]?|issue|request|incident|fault|error|ticket|problème|panne|demande|erreur|anomalie|problema"
    r"|incidencia|avería|solicitud|fehlers|störung|anfrage|vorfalls|anliegens|meldung|probleem|storing|melding|aanvraag"
    r"|verzoek|guasto|richiesta|problemu|usterki|awarii|zgłoszenia)",
    re.IGNORECASE,
)


def without_request(label: str) -> str:
    """Return a label without the words that only say that it is one of a request: `Description du problème`."""
    first, blank, rest = label.partition(" ")
    return first if blank and len(rest) <= _LONGEST_REQUEST and _REQUEST.fullmatch(rest) else ""


def without_verb(label: str) -> str:
    """Return a label without the verb of a sentence: `The severity is: 2`."""
    return _VERB.sub("", label)


_VERB = regexp(r"\s(?:is|are|ist|sind|lautet|est|es|è)\s?$")
_LONGEST_REQUEST = 40  # characters


@dataclass(frozen=True, slots=True)
class Labels:
    """All the ways in which the labels of one form may be written, folded to letters and digits."""

    known: Mapping[str, tuple[FieldSpec, How]]
    longest: int  # words in the longest label
    keys: tuple[str, ...]  # of every label, with the field it means and its text at the same index
    meanings: tuple[tuple[str, str], ...]
    firsts: frozenset[str]  # what the first word of a label may be, for a quick no
    lasts: frozenset[str]
    digits: bool  # whether any label holds one


@lru_cache(maxsize=64)
def labels_of(form: Form) -> Labels:
    """Return the labels of a form. The form's own spelling wins over an alias, an alias over a translation."""
    ways: list[tuple[str, FieldSpec, How]] = [(spec.name, spec, "exact") for spec in form.fields if spec.header is None]
    for how in ("exact", "translated"):
        for spec in form.fields:
            if spec.header is None:
                aliases = [alias for alias in spec.aliases if (alias.language is not None) == (how == "translated")]
                ways += [(alias.text, spec, how) for alias in aliases]
    known, longest, keys, firsts, lasts, digits = table("labels", [text for text, _, _ in ways], written)
    return Labels(
        {key: (ways[at][1], ways[at][2]) for key, at in known.items()},
        longest,
        tuple(keys),
        tuple([(spec.name, text) for text, spec, _ in ways]),
        frozenset(known) | frozenset(firsts),
        frozenset(known) | frozenset(lasts),
        digits,
    )


def written(texts: Sequence[str]) -> list[Any]:
    """Return the ways in which labels are written, each with the number of the first label that it is; and the rest.

    How many words there may be, the labels' letters, other first words, other last words, whether there is a digit.
    """
    known: dict[str, int] = {}
    keys = [letters(text) for text in texts]
    for at, key in enumerate(keys):
        for variant in _variants(key):
            known.setdefault(variant, at)
    for key, at in list(known.items()):  # `Tag` for `Tags`, `Modules` for `Module`
        if len(key) >= 3 and key.isascii():
            known.setdefault(key[:-1] if key.endswith("s") else f"{key}s", at)
    words = [found for text in texts if (found := TOKEN.findall(text))]
    firsts = {each[0] for each in words}
    lasts = {each[-1] for each in words}
    typed = {word.lower() for word in firsts}  # with its apostrophe
    return [
        known,
        max(map(len, words), default=0 if texts else 1) + 2,
        keys,
        sorted({*typed, *(form for word in firsts for form in _variants(letters(word)))} - known.keys()),
        sorted({form for word in lasts for form in _variants(letters(word))} - known.keys()),
        any(map(str.isdigit, set("".join(known)))),
    ]


def _variants(key: str) -> tuple[str, ...]:
    """Return a folded label as it may be typed without umlauts and accents, too."""
    return (key,) if key.isascii() else (key, spelt_out(key), without_marks(key))


def look_up(text: str, labels: Labels) -> tuple[FieldSpec, How] | None:
    """Return the field that a label names when it is written as known, whatever its case and blanks."""
    key = letters(text)
    found = labels.known.get(key)
    if found is None and not key.isascii():
        mapped = key.translate(CONFUSABLE).lower()
        found = labels.known.get(without_marks(key)) or labels.known.get(letters(text.translate(CONFUSABLE)))
        if found and mapped != key and without_marks(key) not in labels.known:
            return found[0], "misspelt"
    if found is None and "&" in text and ";" in text:  # a web form wrote its text for a browser
        from html import unescape  # noqa: PLC0415  # start-up: hardly a mail needs it

        found = labels.known.get(letters(unescape(text)))
    return found


_PARTED = ("->", "=>", "→", " - ", " – ")  # what stands behind these is a value, and its colon parts no label
ARTICLES: Final = frozenset(
    """the our my your which what der die das den dem unser unsere unseren unserer mein meine ihr ihre welcher welche
    welches le la les notre nos el los nuestro nuestra il lo nostro nostra de het onze""".split()
)


def article(head: str, labels: Labels) -> int:
    """Return how many characters an article or a possessive before a label takes: `Unser Server`.

    `Ihre Referenz` is the receiver's where the form asks for `Unsere Referenz`.
    """
    first, blank, label = head.partition(" ")
    word = first.casefold()
    if not blank or word not in ARTICLES:
        return 0
    theirs = word in THEIRS and any(letters(our + label) in labels.known for our in _OURS)
    return 0 if theirs else len(first) + 1


THEIRS: Final = frozenset({"your", "ihr", "ihre"})
_OURS = ("our ", "unser ", "unsere ")


def in_two_languages(head: str, labels: Labels, *, whole: bool = False) -> tuple[FieldSpec, How] | None:
    """Read a label that is given in two languages beside each other: `Server Version / Serverversion`.

    `whole`: no colon says that it is a label, so that each of its parts has to be one.
    """
    if ("/" not in head and "|" not in head) or (not whole and any(sign in head for sign in _PARTED)):
        return None
    given = re.split(r"[/|]", head)
    parts = [found for part in given if (found := look_up(part, labels))]
    if whole or "|" in head:  # `Severity | 2: we can work` is a row of a table
        return parts[0] if len(parts) == len(given) and all(found[0] is parts[0][0] for found in parts) else None
    return parts[0] if parts and all(found[0] is parts[0][0] for found in parts) else None
