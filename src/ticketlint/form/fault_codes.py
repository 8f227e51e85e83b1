"""Every kind of mistake in a rule file by its name; these codes are apart from those of mails."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ticketlint.codes import Code
from ticketlint.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORM = "form: desk\ntitle: Desk\nfields:\n"
_TWO = _FORM + "  Name:\n  Phone:\n"
_NAME = _FORM + "  Name: {required: true}\n"


def _error(name: str, flags: str, refused: str = "", accepted: str = _NAME, why: str = "") -> Code:
    return Code(name, Severity.HIGH, flags, why, refused, accepted)


def _doubt(name: str, flags: str, refused: str = "", accepted: str = _NAME, why: str = "") -> Code:
    return Code(name, Severity.LOW, flags, why, refused, accepted)


_ALL = (
    _error("unreadable-file", "a path that is no rule file: absent, no permission, not UTF-8, larger than a megabyte"),
    _error("invalid-yaml", "a text that is no YAML", _NAME + "\tto: a@example.com\n", _NAME + "to: a@example.com\n"),
    _error(
        "unsupported-yaml",
        "anchors, aliases, merge keys, tags, a second document",
        _FORM + "  Name: {required: !!bool true}\n",
        _FORM + "  Name: {required: true}\n",
        "A rule file says what it means where it says it.",
    ),
    _error("duplicate-key", "a key that stands twice in one mapping", _NAME + "title: Again\n"),
    _error("unknown-key", "a key that the rule language does not have", _FORM + "  Name: {requird: true}\n"),
    _error("missing-key", "a key without which the rule file says too little", "form: desk\nfields: {Name: }\n"),
    _error("wrong-type", "a list, mapping or text where something else is due", _FORM + "  - Name\n"),
    _error(
        "invalid-value",
        "a value that the key cannot have",
        _FORM + "  Name: {type: lien}\n",
        _FORM + "  Name: {type: line}\n",
    ),
    _error(
        "unknown-code",
        "a severity for a code that does not exist",
        _NAME + "severities: {mispelt-label: 4}\n",
        _NAME + "severities: {misspelt-label: 4}\n",
    ),
    _error(
        "unknown-field-name",
        "a name that no field of the form has",
        _FORM + "  Level: {choices: [1, 2, 3, 4]}\nurgency: Levle\n",
        _FORM + "  Level: {choices: [1, 2, 3, 4]}\nurgency: Level\n",
    ),
    _error(
        "no-such-choice",
        "a value that is no choice of its field",
        _FORM + "  Level: {choices: [low, high], default: hihg}\n",
        _FORM + "  Level: {choices: [low, high], default: high}\n",
    ),
    _error(
        "invalid-pattern",
        "a text that is no regular expression",
        _FORM + "  Name: {pattern: '[A-Z'}\n",
        _FORM + "  Name: {pattern: '[A-Z]+'}\n",
    ),
    _error(
        "ambiguous-label",
        "a label of two fields",
        _FORM + "  Host:\n  Machine: {aliases: [host]}\n",
        _FORM + "  Host:\n  Machine: {aliases: [box]}\n",
    ),
    _error(
        "ambiguous-choice",
        "a word that means two choices",
        _FORM + "  Level: {choices: {low: minor, high: Minor}}\n",
        _FORM + "  Level: {choices: {low: minor, high: major}}\n",
    ),
    _error("duplicate-form", "a name that two rule files give their form"),
    _doubt(
        "good-value-refused",
        "a `good` value that the field refuses",
        _FORM + "  Name: {pattern: '[A-Z]+', good: anna}\n",
        _FORM + "  Name: {pattern: '[A-Z]+', good: ANNA}\n",
    ),
    _doubt(
        "default-refused",
        "a `default` that breaks what the field asks for",
        _FORM + "  Name: {default: anna, min-length: 5}\n",
        _FORM + "  Name: {default: anna, min-length: 4}\n",
    ),
    _doubt(
        "no-ticket-group",
        "a `follow-up` without a group `ticket`, so that no report can say which ticket a mail belongs to",
        _FORM.replace("fields:", "follow-up: '\\[IT-\\d+\\]'\nfields:") + "  Name: {required: true}\n",
        _FORM.replace("fields:", "follow-up: '\\[IT-(?P<ticket>\\d+)\\]'\nfields:") + "  Name: {required: true}\n",
    ),
    _doubt(
        "field-in-help",
        "a field in braces in a `help`, where it is shown as it stands",
        _FORM + "  Name: {help: 'the one on {Name}'}\n",
        _FORM + "  Name: {help: the one on the door}\n",
    ),
    _doubt(
        "bad-value-accepted",
        "a `bad` value that the field accepts",
        _FORM + "  Name: {pattern: '[A-Z]+', bad: ANNA}\n",
        _FORM + "  Name: {pattern: '[A-Z]+', bad: anna}\n",
    ),
    _doubt(
        "unreachable-choice",
        "a choice that no answer can give",
        _FORM + "  Name: {choices: [a, b], pattern: '[b-z]'}\n",
        _FORM + "  Name: {choices: [a, b], pattern: '[a-z]'}\n",
    ),
    _doubt(
        "idle-rule",
        "a rule that can never speak",
        _TWO + "rules:\n  both: {when: {present: Name, absent: Name}, require: Phone, title: no number}\n",
        _TWO + "rules:\n  both: {when: {present: Name}, require: Phone, title: no number}\n",
    ),
    _doubt(
        "legal-placeholder",
        "a placeholder that is a legal value too",
        _FORM + "  Name: {choices: [a, b], placeholder: a}\n",
        _FORM + "  Name: {choices: [a, b], placeholder: a or b}\n",
    ),
    _doubt(
        "missing-translation",
        "a help that is given by language, and lacks a language of the form",
        "form: desk\ntitle: Desk\nlanguage: [en, de]\nfields:\n  Name: {help: {en: yours}}\n",
        "form: desk\ntitle: Desk\nlanguage: [en, de]\nfields:\n  Name: {help: {en: yours, de: Ihrer}}\n",
        "Its readers would be helped in a language that they may not know.",
    ),
    _doubt(
        "stray-mark",
        "a quote or bracket without its partner, and quotes that are none for YAML",
        _FORM + '  Name: {help: the name"}\n',
        _FORM + "  Name: {help: the name}\n",
    ),
    _doubt(
        "cut-text",
        "a text that ends where # begins a comment, though the comment does not look like one",
        _FORM + "  Name: {help: as on the door}\n  Room:\n    help: see room #4\n",
        _FORM + "  Name: {help: as on the door}\n  Room:\n    help: 'see room #4' # the letter\n",
    ),
    _doubt(
        "wrapped-entry",
        "an entry of a list that goes on on the next line, as it does where a dash was forgotten",
        _FORM + "  Name:\n    aliases:\n      - Owner\n        Holder\n",
        _FORM + "  Name:\n    aliases:\n      - Owner\n      - Holder\n",
    ),
    _doubt(
        "slow-pattern",
        "a pattern that exceeds its time limit",
        _FORM + "  Name: {pattern: '(a|a?)+'}\n",
        _FORM + "  Name: {pattern: 'a+'}\n",
        "Whoever writes a mail must not be able to stop the reading of all others.",
    ),
)
FAULTS: Mapping[str, Code] = MappingProxyType({code.name: code for code in _ALL})
