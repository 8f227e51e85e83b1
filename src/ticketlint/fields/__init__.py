"""Body text and a form in, fields out, each with its place and what was odd about it."""

from ticketlint.fields.model import Answer, Field, Request, Stray
from ticketlint.fields.reader import read_request

__all__ = ["Answer", "Field", "Request", "Stray", "read_request"]
