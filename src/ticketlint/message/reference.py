"""What the quick reader doubts in, a second reading out: by mail-parser, over the tree of Python's email package."""

from __future__ import annotations


def addresses(value: str) -> tuple[list[tuple[str, str]], bool]:
    """Return the mailboxes of an unfolded address field as names and addr-specs, and whether nothing was wrong."""
    from mailparser.utils import get_addresses  # noqa: PLC0415 - 60 ms, and few mails need it

    defects: list[object] = []
    try:
        found = get_addresses(value, defects=defects, decode_names=False)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return [], False
    return [(name, spec) for name, spec in found if spec and "@" in spec], not defects


def date(value: str) -> str | None:
    """Return the moment that an unusual date names, in ISO 8601 and UTC."""
    from mailparser.dates import parse_mail_date  # noqa: PLC0415 - likewise

    try:
        moment = parse_mail_date(value).value
    except (ValueError, LookupError, TypeError, OverflowError):
        return None
    return None if moment is None else moment.isoformat(timespec="seconds")
