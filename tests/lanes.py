"""A seed in, a mail out that is plain or nearly so; a mail and forms in, where the two lanes differ about it out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from accidents import damaged, mutate_header, mutate_lines
from envelopes import Letter, page, put_together
from oddities import DATES, ENCODINGS, ENDS, FILLER, FROMS, GOOD, LABELS, LINES, SHAPES, SUBJECTS, VALUES
from ticketlint.careful import judge_closely
from ticketlint.quick import quick
from ticketlint.report import PLAIN, jsonl, masked
from ticketlint.sources import RawMessage

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Sequence

    from ticketlint.form.model import FieldSpec, Form
    from ticketlint.verdict import Verdict


def differences(
    octets: bytes, forms: Sequence[Form], first_line: int = 1, *, sending: bool = False
) -> list[str] | None:
    """Return what the quick lane says otherwise than the careful line; None where it says nothing."""
    raw = RawMessage("mail.eml", octets, first_line)
    plain = quick(raw, forms)
    if plain is None:
        return None
    return list(_differences(plain, judge_closely(raw, forms, sending=sending), forms))


def _differences(plain: Verdict, careful: Verdict, forms: Sequence[Form]) -> Iterable[str]:
    secret = {spec.name for form in forms if form.id == plain.form for spec in form.fields if spec.secret}
    for mask in (False, True):
        # Whoever asks for the fields makes them: the report is to be written before anybody has.
        mine, theirs = (masked(one, secret) if mask else one for one in (plain, careful))
        told, meant = (jsonl.message(one, PLAIN) for one in (mine, theirs))
        if told != meant:
            yield f"report{' masked' if mask else ''}:\n    quick:   {told}    careful: {meant}"
        if mask and (hidden := jsonl.hidden(plain, tuple(secret), PLAIN)) != meant:
            yield f"report that masks by itself:\n    quick:   {hidden}    careful: {meant}"
        if list(mine.fields) != list(theirs.fields):
            yield f"fields{' masked' if mask else ''}: {list(mine.fields)} != {list(theirs.fields)}"
        for name in type(careful).__slots__:
            one, other = getattr(mine, name), getattr(theirs, name)
            if name == "text":
                one, other = ((each.lines, list(each.numbers), each.place) for each in (one, other))
            if one != other:
                yield f"{name}{' masked' if mask else ''}:\n    quick:   {one!r}\n    careful: {other!r}"


def header(dice: random.Random, desk: str = "support@open-xchange.com") -> list[str]:
    lines = [
        f"From: {FROMS[0] if dice.random() < 0.7 else dice.choice(FROMS[:7])}",
        f"To: {desk}",
        f"Subject: {dice.choice(SUBJECTS[:2])}",
        f"Date: {DATES[0]}",
    ]
    if dice.random() < 0.8:
        lines.append("Message-ID: <1@customer.example>")
    if dice.random() < 0.3:
        lines.insert(0, "Received: from x (x [192.0.2.1])\n\tby y; Thu, 5 Nov 2009 10:00:00 +0100")
    return lines


def written(dice: random.Random, form: Form) -> list[str]:
    """Return the lines of a form that is filled in more or less well, in a letter round it."""
    lines = [*dice.choices(FILLER[:10], k=dice.randrange(4))]
    if lines or dice.random() < 0.5:
        lines.append("")
    specs = list(form.fields)
    if dice.random() < 0.15:
        dice.shuffle(specs)
    gap = dice.random() < 0.3
    below = dice.random()
    translated = dice.random() < 0.3
    oddity = dice.choice((0.0, 0.0, 0.03, 0.2))
    for spec in specs:
        if dice.random() < 0.05:
            continue
        lines += _entry(dice, spec, translated=translated, below=below, oddity=oddity)
        if gap or dice.random() < 0.2:
            lines.append("")
    if dice.random() < 0.7:
        lines.append("")
    return [*lines, *dice.choice(ENDS)]


def _entry(dice: random.Random, spec: FieldSpec, *, translated: bool, below: float, oddity: float) -> list[str]:
    label = spec.name
    if spec.aliases and dice.random() < (0.9 if translated else 0.05):
        label = dice.choice(spec.aliases).text
    if dice.random() < oddity / 4:
        label = dice.choice((label.lower(), label.upper(), label.replace(" ", "-"), label.replace(" ", "")))
    if spec.type == "prose":
        text = dice.choices(FILLER, k=dice.randint(1, 5))
        if dice.random() < 0.2:
            text.insert(dice.randrange(len(text) + 1), "")
        return [f"{label}:", *text] if below < 0.6 or dice.random() < 0.1 else [f"{label}: {text[0]}", *text[1:]]
    plain = (*spec.good, *(choice.value for choice in spec.choices)) or GOOD.get(spec.type, VALUES[-12:])
    value = dice.choice(VALUES if dice.random() < oddity else plain)
    return [f"{label}: {value}"]


def _pages(dice: random.Random) -> Callable[[Sequence[str]], str]:
    def odd(lines: Sequence[str]) -> str:
        lines = list(lines)
        fate = dice.randrange(9)
        if fate == 0:
            return "<div>" + "<br>".join(map(escape, lines)) + "</div>"
        if fate == 1:
            return (
                "<table>"
                + "".join(
                    f"<tr><td>{escape(a)}</td><td>{escape(b)}</td></tr>"
                    for a, _, b in (line.partition(":") for line in lines)
                )
                + "</table>"
            )
        if fate == 2:
            return page(mutate_lines(dice, lines))
        if fate == 3:
            return page(lines[: len(lines) // 2])
        if fate == 4:
            return page([*lines, dice.choice(LINES)])
        if fate == 5:
            return "<p>See the text.</p>"
        if fate == 6:
            return "<style>p {color: red}</style>" + page(lines).replace("<p>", "<p hidden>", 1)
        if fate == 7:
            return "".join(map(escape, lines))
        return page([line.replace(" ", "\u00a0") for line in lines])

    return odd if dice.random() < 0.5 else page


def letter(dice: random.Random, form: Form) -> Letter:
    """Return a letter that both lanes should read alike without much ado."""
    one = Letter(header(dice, form.to[0] if form.to else "desk@x.example"), written(dice, form))
    one.encoding = dice.choices(("8bit", "7bit", "quoted-printable", "base64"), (6, 1, 2, 1))[0]
    if dice.random() < 0.2:
        one.ends = "\r\n"
    if dice.random() < 0.25:
        one.shape = dice.choice(("alternative", "mixed", "mixed alternative", "mixed pdf", "related"))
    return one


def mutated(dice: random.Random, form: Form) -> bytes:
    """Return a plain mail after a few accidents."""
    one = letter(dice, form)
    axis = dice.choices(("text", "header", "charset", "shape", "all"), (60, 10, 8, 14, 8))[0]
    if axis in {"text", "all"}:
        for _ in range(dice.choices((1, 2, 3, 5, 9), (10, 5, 3, 1, 1))[0]):
            one.lines = mutate_lines(dice, one.lines)
    if axis in {"header", "all"}:
        for _ in range(dice.choices((1, 2, 3), (6, 2, 1))[0]):
            one.header = mutate_header(dice, one.header)
    if axis in {"charset", "all"}:
        one.charset = dice.choice(("utf-8", "utf-8", "latin-1", "cp1252", "utf-16", "utf-8-sig", "ascii"))
        one.label = dice.choice((*LABELS, None, None)) if dice.random() < 0.6 else one.label
        one.encoding = dice.choice(ENCODINGS) if dice.random() < 0.4 else one.encoding
        one.ends = dice.choice(("\r\n", "\r", "\n")) if dice.random() < 0.3 else one.ends
    if axis in {"shape", "all"}:
        one.shape = dice.choice(SHAPES)
    one.page = _pages(dice)
    octets = put_together(one, dice)
    if dice.random() < 0.03:
        octets = damaged(dice, octets)
    return octets
