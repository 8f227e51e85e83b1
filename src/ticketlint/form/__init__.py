"""Rule files: paths in, forms out; every mistake with its line, column and excerpt."""

from __future__ import annotations

from ticketlint.form.load import load_forms, shipped_forms
from ticketlint.form.faults import Fault, FormError

__all__ = ["Fault", "FormError", "load_forms", "shipped_forms"]
