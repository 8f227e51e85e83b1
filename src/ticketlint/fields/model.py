"""A body read as a form, as data: answers with their places, and what else stood among them."""

from __future__ import annotations

from ticketlint.diagnostic import Span, Text
from ticketlint.fields.lexicon import How
from ticketlint.form.model import FieldSpec, Form
from ticketlint.hints import Literal
from ticketlint.record import dataclass
from ticketlint.values import Reading

TOP = Span(1, 1, 1, 1)
Origin = Literal["own", "quote", "reply", "forward", "attached message"]


@dataclass(frozen=True, slots=True)
class Field:
    """An answer that counts: `value` is canonical (a tuple where the form takes many), `written` what stands there."""

    name: str
    value: str | tuple[str, ...]
    written: str
    label: str
    span: Span
    label_span: Span
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands behind one label: as it is written, where, and what it says."""

    spec: FieldSpec
    label: str
    label_span: Span
    how: How
    separator: str
    written: str
    span: Span
    reading: Reading
    inline: bool = False
    rest: bool = False  # it has no label: the field takes what stands behind none

    @property
    def filled(self) -> bool:
        """Whether it says anything that answers the field."""
        return self.reading.value is not None


@dataclass(frozen=True, slots=True)
class Stray:
    """A `Label: value` among the fields whose label is none of the form's."""

    label: str
    span: Span
    near: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """A body read as a form. `answers` stand in the order of the mail; a field may have several.

    `origin` says whose words were read, `layer` in which rendition. `second` is where another form begins in the
    same mail, and `again` its answers. `author` is whom a client names as the writer of what was read, where
    that is not the sender. `end` is the place just below the last line that was read.
    """

    form: Form
    layer: str
    origin: Origin
    text: Text
    answers: tuple[Answer, ...]
    strays: tuple[Stray, ...] = ()
    second: Span | None = None
    again: tuple[Answer, ...] = ()
    end: Span = TOP
    author: str | None = None

    @property
    def filled(self) -> int:
        """How many different fields have an answer: how well the form is filled in."""
        return len({answer.spec.name for answer in self.answers if answer.filled and not answer.rest})

    @property
    def labelled(self) -> int:
        """How many different fields have a label, with or without an answer."""
        return len({answer.spec.name for answer in self.answers if not answer.rest})

    def of(self, name: str) -> list[Answer]:
        """Return the answers to one field, in the order of the mail."""
        return [answer for answer in self.answers if answer.spec.name == name]
