"""ticketlint reads support-request mails: octets and forms in, a verdict with reasons out."""

from __future__ import annotations

from ticketlint import native  # noqa: F401 - from here on, modules that are compiled are found

TYPE_CHECKING = False  # as checkers know it; the pytest plugin loads no more than this for projects without samples
if TYPE_CHECKING:
    from typing import Any

    from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
    from ticketlint.fields import Field
    from ticketlint.form import FormError, load_forms
    from ticketlint.sources import RawMessage, read
    from ticketlint.triage import check
    from ticketlint.verdict import Verdict

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "Field",
    "FormError",
    "RawMessage",
    "Severity",
    "Span",
    "Text",
    "Verdict",
    "check",
    "load_forms",
    "read",
]
_HOMES = {
    "Diagnostic": "diagnostic",
    "Severity": "diagnostic",
    "Span": "diagnostic",
    "Text": "diagnostic",
    "Field": "fields",
    "FormError": "form",
    "load_forms": "form",
    "RawMessage": "sources",
    "read": "sources",
    "Verdict": "verdict",
    "check": "triage",
}


def __getattr__(name: str) -> Any:  # a name is fetched from its room when it is first used (PEP 562)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  # start-up

    return getattr(import_module(f"ticketlint.{_HOMES[name]}"), name)
