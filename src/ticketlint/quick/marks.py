"""A line of a mail and a form in, what the line is out: blank, a label with its value, text, or too odd to say at once.

What stands in a line does not hang on its neighbours, so each line is looked at once and remembered: labels, greetings
and signatures are alike from mail to mail. What may hang on them (a line of a log, or like a field) is noted.
"""

from __future__ import annotations

from ticketlint.body.ends import SIGNATURE
from ticketlint.body.quotes import header_kind, is_forward_mark, is_reply_mark
from ticketlint.body.writing import may_attribute
from ticketlint.fields.labels import hits_in
from ticketlint.fields.lexicon import How, Labels, labels_of
from ticketlint.fields.listings import is_fence, is_like_field, is_log, names_protocol
from ticketlint.fields.pieces import BLANK, RULE, SHORT_RULE, is_odd_value, word_before_colon
from ticketlint.fields.rows import opens_hint
from ticketlint.fields.secret import FOREIGN, secret_of
from ticketlint.fields.together import is_joint, names_several
from ticketlint.form.model import FieldSpec, Form
from ticketlint.hints import Final, Literal
from ticketlint.regexp import regexp
from ticketlint.values import Reading

Kind = Literal[0, 1, 2, 3, 4]
EMPTY: Final = 0
LABEL: Final = 1
TEXT: Final = 2
SIGN: Final = 3
ODD: Final = 4

_MARKS = regexp("[<>|`~]")
_NO_MARKS_IN: Final = 14  # characters at the start of a line in which signs of quotes, tables and fences stand
_PLAIN = regexp(r"(?:[-+•] {1,2}|\d{1,2}[.)] {1,2})?([A-ZÄÖÜ]?[a-zäöüß]+|[A-Z](?= ))(?:[ ,!]|\.(?: |$)|$)")
_EASY = regexp(r" ?[A-Za-z0-9][A-Za-z0-9 ._-]*")  # a value in which nothing can be odd
_BEFORE_COLON = regexp(r"(?<![^\W_])([^\W_]++)[ *_`~]*+[:=]")
# First words of lines that logs, listings and code begin with where no colon stands in them, and words before a number.
_OF_MACHINES: Final = frozenset(
    """at file traceback from import def function public private static class var let const diff ii rc un hi
    nr no punkt frage feld position question field item""".split()
)
_ODD_IN_LABELS: Final = frozenset("=?{")
_NUMERALS: Final = frozenset("ivx")
_HEX: Final = frozenset("abcdef")
_LONGEST: Final = 400
_LONGEST_WORD: Final = 40
_MOST: Final = 8192


class Mark:
    """What one line is. Of a label: its field, where it ends, and where its value begins and ends."""

    __slots__ = ("attributes", "ends_in_colon", "kind", "like_field", "mentions", "quiet", "stray")

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self.like_field = 0  # how much it counts where a paragraph may be a listing
        self.stray = False  # it looks like a field of another form
        self.attributes = False  # it may be part of a line that says who wrote what
        self.ends_in_colon = False
        self.mentions = 0  # fields whose labels stand inside the line, as bits
        self.quiet = False  # it is text, and none of the above


class Known:
    """A label as it is typed, up to its colon or the end of its cell."""

    __slots__ = ("bit", "how", "label", "label_end", "name", "place", "prose", "secret", "spec", "told")

    def __init__(self, spec: FieldSpec, place: int, how: How, label: str) -> None:
        self.spec = spec
        self.name = spec.name  # as what follows, looked at for every such label
        self.prose = spec.type == "prose"
        self.secret = spec.secret
        self.place = place  # of the field in the form
        self.bit = 1 << place
        self.how: How = how
        self.label = label
        self.label_end = len(label)
        self.told: tuple[str, str] | None = None  # what JSON says before a value, and behind what was written


class LabelMark(Mark):
    """A label of the form at the start of a line, with a colon. Characters of the line count from 0."""

    __slots__ = ("again", "begins", "column", "end", "known", "reading", "said", "sound", "told", "value")

    def __init__(self, known: Known, head: str, value: str, column: int) -> None:
        self.kind = LABEL  # as Mark does: a call to it would cost more than all of this
        self.like_field = self.mentions = 0
        self.stray = self.attributes = self.ends_in_colon = self.quiet = False
        self.known = known
        self.begins = len(head) + 1  # just behind the colon
        self.value = value
        self.column = column  # where the value begins
        self.end = column + len(value)
        self.reading: Reading | None = None  # of a value that has the line to itself, as what follows
        self.said: str | tuple[str, ...] | None = None
        self.sound = False
        self.again = False  # whether the line was told before, as what follows
        self.told: tuple[str, str] | None = None  # what JSON says before the line's number, and behind it

    def hear(self, reading: Reading) -> None:
        """Keep what the value says."""
        self.reading = reading
        self.said = reading.value
        self.sound = reading.fault is None


class Marks:
    """The lines of mails that were met, by one form: `known` has them, and `look` is asked for all others."""

    def __init__(self, form: Form) -> None:
        self.known: dict[str, Mark] = {}  # asked itself, because a class of dictionaries answers in twice the time
        self._form = form
        self._labels: Labels = labels_of(form)
        self._places = {spec.name: at for at, spec in enumerate(form.fields)}
        self.optional = sum(1 << at for at, spec in enumerate(form.fields) if not spec.required)
        self._labelled: dict[str, Known | None] = {}
        self._words: dict[str, bool] = {}
        self._secret = secret_of(form)
        self._maybe_secret = self._secret.maybe_in if self._secret is not None else _never

    def __getitem__(self, line: str) -> Mark:
        return self.known.get(line) or self.look(line)

    def look(self, line: str) -> Mark:
        """Look at a line that was not met before, or is forgotten, and remember it."""
        mark = self.mark_of(line)
        shared = not (isinstance(mark, LabelMark) and mark.known.secret)  # no two mails have the same key
        if shared and len(line) <= _LONGEST:
            if len(self.known) >= _MOST:
                self.known.clear()
            self.known[line] = mark
        return mark

    def mark_of(self, line: str) -> Mark:
        """Say what a line is, whether it was met before or not."""
        head, colon, rest = line.partition(":")
        if not colon:
            word = first_word(line)
            if (
                word is not None
                and self._begins_text(word)
                and not (self._maybe_secret(line) and self._is_secret_in(line))
                and not ((";" in line or '"' in line) and self._says_key(line))
            ):
                mark = Mark(TEXT)
                mark.attributes = may_attribute(line)
                mark.quiet = not mark.attributes
                return mark
        elif len(head) < 80:
            known = self._known_label(head)
            if known is not None:
                return self._label(line, head, rest, known)
        return self._looked_at(line)

    def _begins_text(self, word: str) -> bool:
        """Whether a line of plain text that begins with this word is no more than text."""
        found = self._words.get(word)
        if found is None:
            low = word.lower()
            found = (
                low not in self._labels.firsts
                and low not in _OF_MACHINES
                and (self._secret is None or low not in self._secret.seconds)
                and low.isascii()
                and not set(low) <= _NUMERALS  # `iv. Severity`
                and (len(low) > 1 or word != low)  # `a. Severity`
                and not set(low) <= _HEX  # `deadbeef cafe babe` of a dump
            )
            if len(word) <= _LONGEST_WORD:
                if len(self._words) >= _MOST:
                    self._words.clear()
                self._words[word] = found
        return found

    def _looked_at(self, line: str) -> Mark:
        """Look at a line as the careful reader does."""
        text = line.strip(BLANK)
        if not text:
            return Mark(EMPTY if line.isascii() and line.strip(" ") == "" else ODD)
        if FOREIGN.search(line) or _MARKS.search(line[:_NO_MARKS_IN]) or "<!--" in line or len(line) > _LONGEST:
            return Mark(ODD)
        if text[0] in "#※" or is_fence(text) or names_several(line, self._labels):  # the first two: a template's hint
            return Mark(ODD)
        hits = hits_in(line, self._form)
        if any(hit.anchored for hit in hits) or len(hits) > 1:
            return Mark(ODD)
        if self._is_secret_in(line) or (self._secret is not None and self._secret.goes_on(line)):
            return Mark(ODD)
        if self._says_key(line):
            return Mark(ODD)
        if RULE.match(line) or SHORT_RULE.match(line) or is_odd_value(line) or "-----" in line or text[:3] == "---":
            return Mark(ODD)
        if SIGNATURE.match(line):
            return Mark(SIGN)
        if is_forward_mark(line) or is_reply_mark(line) or header_kind(line) is not None or opens_hint(line):
            return Mark(ODD)
        mark = Mark(TEXT)
        mark.like_field = 2 if names_protocol(line) else int(is_like_field(line) or is_log(line))
        mark.stray = word_before_colon(line) is not None
        mark.attributes = may_attribute(line)
        mark.ends_in_colon = text.endswith(":")
        mark.mentions = sum(1 << self._places[hit.spec.name] for hit in hits)
        mark.quiet = not (mark.like_field or mark.stray or mark.attributes or mark.ends_in_colon or hits)
        return mark

    def _is_secret_in(self, text: str) -> bool:
        """Whether a label of a secret field stands in a text, so that a key may stand behind it."""
        return self._secret is not None and self._secret.named_in(text)

    def _says_key(self, line: str) -> bool:
        return self._secret is not None and bool(self._secret.said_in(line))

    def _known_label(self, head: str) -> Known | None:
        if head in self._labelled:
            return self._labelled[head]
        found: Known | None = None
        hits = hits_in(f"{head}: x", self._form) if _ODD_IN_LABELS.isdisjoint(head) else ()
        if len(hits) == 1:
            hit = hits[0]
            regular = hit.anchored and hit.separator == ":" and not hit.marker and not hit.emphasis and not hit.start
            if (
                regular
                and hit.how != "misspelt"
                and hit.value == len(head) + 1
                and not (FOREIGN.search(head) or _MARKS.search(head))
                # `The server`, beside a `Server` that is secret
                and not self._is_secret_in(head[hit.end :] if hit.spec.secret else head)
                and not is_joint(head, self._labels)
            ):
                found = Known(hit.spec, self._places[hit.spec.name], hit.how, head[: hit.end])
        if len(self._labelled) >= _MOST:
            self._labelled.clear()
        self._labelled[head] = found
        return found

    def _label(self, line: str, head: str, rest: str, known: Known) -> Mark:
        if len(line) > _LONGEST:
            return Mark(ODD)
        if (":" in rest or "=" in rest) and not self._no_label_in(rest) and len(hits_in(line, self._form)) != 1:
            return Mark(ODD)
        if self._maybe_secret(rest) and self._is_secret_in(rest):
            return Mark(ODD)
        value = rest.strip(BLANK)
        if known.prose and value in LONE:
            return Mark(ODD)
        if value and is_easy(rest) and "(" not in head and "[" not in head:
            mark = LabelMark(known, head, value, len(head) + 1 + len(rest) - len(rest.lstrip(BLANK)))
            mark.attributes = may_attribute(line)
            return mark
        if "? " in rest[:_QUESTION] and head[known.label_end :].strip(" "):
            return Mark(ODD)  # a hint behind the label, and a question: `Server (which?): …`
        if rest.startswith("//"):  # an address: of it, `Server / https` is no label in two languages
            return Mark(ODD)
        if FOREIGN.search(rest) or _MARKS.search(rest) or rest[:1] in {"*", "_", "-", "=", ":", ">"}:
            return Mark(ODD)
        if value and (is_odd_value(value) or RULE.match(value) or opens_hint(line)):
            return Mark(ODD)
        column = len(head) + 1 + len(rest) - len(rest.lstrip(BLANK)) if value else len(head) + 1
        mark = LabelMark(known, head, value, column)
        mark.like_field = 2 * names_protocol(line)
        mark.attributes = may_attribute(line)
        mark.ends_in_colon = not value or value.endswith(":")
        return mark

    def _no_label_in(self, rest: str) -> bool:
        """Whether no further label can stand in a value: none of the words before its colons ends one."""
        if not rest.isascii() or any(sign in rest for sign in "')]"):
            return False
        lasts = self._labels.lasts
        return not any(word.lower() in lasts for word in _BEFORE_COLON.findall(rest))


def _never(_: str) -> bool:
    return False


def _first_word(line: str) -> str | None:
    """Return the word that a line of plain text begins with, where no colon stands; None for all other lines."""
    found = _PLAIN.match(line) if "=" not in line and "$" not in line and "#" not in line else None
    if found is None or "? " in line[:_QUESTION] or FOREIGN.search(line) or _MARKS.search(line):
        return None
    return found[1]


def _is_easy(rest: str) -> bool:
    """Whether nothing can be odd in a value."""
    return _EASY.fullmatch(rest) is not None


try:
    from ticketlint.native.lines import first_word, is_easy
except ImportError:  # installed without a compiler
    first_word, is_easy = _first_word, _is_easy

LONE: Final = frozenset("-–—")  # of which a careful reader looks whether a text stands below
_QUESTION: Final = 80  # characters in which a label that is asked for, and its question mark, stand
