"""Every way in which a sample can be at odds with its expectation, by name; these codes are apart from others."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ticketlint.codes import Code
from ticketlint.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


def _code(name: str, flags: str, why: str = "", refused: str = "", accepted: str = "") -> Code:
    return Code(name, Severity.HIGH, flags, why, refused, accepted)


_ALL = (
    _code(
        "no-sample",
        "an expectation whose mail is gone, a mail that cannot be read, a file that holds several",
        "A sample is a file with one mail; what cannot be judged proves nothing.",
    ),
    _code(
        "no-expectation",
        "a sample mail with no expectation beside it",
        "`outage.expected.yaml` belongs to `outage.eml`. Whatever becomes of a mail without one would be right.",
    ),
    _code("other-form", "a mail that is read as another form than `form` states"),
    _code("other-verdict", "a mail whose verdict is another than `verdict` states"),
    _code("other-ticket", "a mail that follows up on another ticket than `follows-up` states, or on none"),
    _code(
        "other-value",
        "a field whose value is another than `fields` states",
        "Values are canonical: the form's spelling of a choice, ISO dates. Nothing behind a field means none.",
        "fields: {Severity: High}\n",
        "fields: {Severity: 1}\n",
    ),
    _code("absent-code", "a code that `codes` or `with-codes` states and that did not come"),
    _code(
        "unexpected-code",
        "a code that came though `codes` does not have it, or `without-codes` does",
        "`codes` are all the codes of a mail; `with-codes` leaves room for others.",
    ),
)
DIFFERENCES: Mapping[str, Code] = MappingProxyType({code.name: code for code in _ALL})
