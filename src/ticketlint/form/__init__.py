"""Rule files: paths in, forms out; every mistake with its line, column and excerpt."""

from __future__ import annotations

from ticketlint.form.faults import Fault, FormError
from ticketlint.form.load import check_forms, load_forms, read_form, shipped_forms
from ticketlint.form.schema import schema

__all__ = ["Fault", "FormError", "check_forms", "load_forms", "read_form", "schema", "shipped_forms"]
