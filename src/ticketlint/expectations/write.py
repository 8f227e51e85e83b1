"""A verdict in, the text of an expectation out: all of it, or what another expectation stated, as it is now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ticketlint.expectations.read import text_of
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from ticketlint.expectations.model import Expectation, StatedCodes
    from ticketlint.verdict import Verdict

_PLAIN = regexp(r"[A-Za-z](?:[\w ./@+-]*[\w./@+-])?", re.ASCII)
_LATER = frozenset("true false yes no on off null y n".split())  # what other readers of YAML take for no text
_UNSEEN = ("[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
           "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e007f]")  # fmt: skip
_AWAY = regexp(_UNSEEN)
_ESCAPED = regexp(_UNSEEN + r'|["\\]')


def whole(verdict: Verdict) -> str:
    """Return an expectation of all that came. The verdict's secrets must be masked."""
    fields = {name: _texts(field.value) for name, field in verdict.fields.items()}
    head = {"form": verdict.form, "verdict": verdict.verdict, "follows-up": verdict.follows_up}
    lines = [f"{key}: {scalar(text)}" for key, text in head.items() if text]
    if fields:
        lines += _fields(fields)
    lines += _codes("codes", _all_codes(verdict))
    return "\n".join(lines) + "\n"


def renewed(stated: Expectation, verdict: Verdict) -> str:
    """Return an expectation of the same things as they are now, below the comment that the file began with."""
    head = (
        ("form", stated.form, verdict.form),
        ("verdict", stated.verdict, verdict.verdict),
        ("follows-up", stated.follows_up, verdict.follows_up),
    )
    lines = [f"{key}: {scalar(text)}" for key, asked, text in head if asked and text]
    if stated.fields:
        now = verdict.fields
        lines += _fields({name: _texts(now[name].value) if name in now else () for name in stated.fields})
    if stated.codes is not None:
        lines += _codes("codes", _all_codes(verdict))
    for key, codes, there in (("with-codes", stated.with_codes, True), ("without-codes", stated.without_codes, False)):
        kept = list(_that_came(codes, verdict, there=there)) if codes else []
        if kept:
            lines += _codes(key, kept)
    if not lines:
        return whole(verdict)
    return "\n".join([*_comment(stated), *lines]) + "\n"


def _comment(stated: Expectation) -> Iterator[str]:
    for line in stated.lines:
        if not line.startswith("#"):
            return
        yield line.rstrip()


def _all_codes(verdict: Verdict) -> Iterable[tuple[str, str | None]]:
    return dict.fromkeys((each.code, each.field) for each in verdict.diagnostics)


def _that_came(codes: StatedCodes, verdict: Verdict, *, there: bool) -> Iterator[tuple[str, str | None]]:
    for one in codes.codes:
        if any(one.means(each.code, each.field) for each in verdict.diagnostics) is there:
            yield one.code, one.field


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...] | str:
    return text_of(value) if isinstance(value, str) else tuple(map(text_of, value))


def _fields(fields: Mapping[str, tuple[str, ...] | str]) -> Iterator[str]:
    yield "fields:"
    for name, value in fields.items():
        key = f"  {scalar(name)}:"
        if isinstance(value, tuple):
            yield f"{key} [{', '.join(map(scalar, value))}]" if value else key
        elif "\n" in value and _as_block(value):
            yield f"{key} |-"
            yield from (f"    {line}" if line else "" for line in value.split("\n"))
        else:
            yield f"{key} {scalar(value)}"


def _as_block(text: str) -> bool:
    """Whether a literal block says the text as it is, also to an editor that trims the ends of lines."""
    return not any(_AWAY.search(line) or line != line.rstrip() for line in text.split("\n"))


def _codes(key: str, codes: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    held = list(codes)
    yield f"{key}:" if held else f"{key}: []"
    yield from (f"  - {code}: {scalar(field)}" if field else f"  - {code}" for code, field in held)


def scalar(text: str) -> str:
    """Return a text as YAML on one line: as it is, in quotes where they are needed, else with escapes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _LATER:
        return text
    if _AWAY.search(text):
        return '"' + _ESCAPED.sub(lambda match: _escape(match[0]), text) + '"'
    return "'" + text.replace("'", "''") + "'"


def _escape(character: str) -> str:
    number = ord(character)
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
