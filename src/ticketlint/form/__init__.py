"""Rule files: paths in, forms out; every mistake with its line, column and excerpt."""

from __future__ import annotations

from ticketlint.form.faults import Fault, FormError
from ticketlint.form.load import check_forms, load_forms, read_form, shipped_forms
from ticketlint.hints import Any


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a rule file; it knows the shape, not what one key says of another."""
    from ticketlint.form.json_schema import rule_file_schema  # noqa: PLC0415  # start-up

    return rule_file_schema()


__all__ = ["Fault", "FormError", "check_forms", "load_forms", "read_form", "schema", "shipped_forms"]
