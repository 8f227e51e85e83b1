"""Body text and a form in, fields out, each with its place and what was odd about it."""

from __future__ import annotations

from ticketlint.fields.model import Answer, Field, Request, Stray
from ticketlint.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ticketlint.fields.reader import read_request

__all__ = ["Answer", "Field", "Request", "Stray", "read_request"]


def __getattr__(name: str) -> Any:  # start-up: the quick lane reads fields in its own way
    if name != "read_request":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ticketlint.fields.reader import read_request  # noqa: PLC0415

    return read_request
