"""Field types: the text behind a label in, its canonical value out, or why it is none."""

from ticketlint.values.choices import read_choice, read_choices
from ticketlint.values.model import Choice, Reading
from ticketlint.values.ticks import ticked
from ticketlint.values.typed import read_typed
from ticketlint.values.words import (
    bare,
    denies,
    describes,
    fold,
    is_non_answer,
    is_placeholder,
    letters,
    non_answers,
    shorten,
    visible,
)

__all__ = [
    "Choice",
    "Reading",
    "bare",
    "denies",
    "describes",
    "fold",
    "is_non_answer",
    "is_placeholder",
    "letters",
    "non_answers",
    "read_choice",
    "read_choices",
    "read_typed",
    "shorten",
    "ticked",
    "visible",
]
