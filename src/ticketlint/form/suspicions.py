"""A form without mistakes and the tree it was read from in, what is suspicious about it out: `rules check` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.form.answers import interpret, refusal
from ticketlint.form.nodes import shorten
from ticketlint.form.patterns import PatternTimeout, fullmatch, search
from ticketlint.values import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ticketlint.form.faults import Page
    from ticketlint.form.model import Condition, FieldSpec, Form, Rule
    from ticketlint.form.nodes import Node

PROBE_LENGTH = 4000
_OPENED_BY = {")": "(", "]": "[", "}": "{"}


def find_suspicions(form: Form, root: Node, page: Page) -> None:
    """Note on the page what is right by the letter and most likely not meant."""
    fields = root.get("fields")
    for spec in form.fields:
        node = fields.get(spec.name) if fields else None
        if node is None or node.kind != "mapping":
            continue
        page.field = spec.name
        _try_values(form, spec, node, page)
        _try_choices(form, spec, node, page)
        _try_placeholders(spec, node, page)
        _try_pattern(spec.pattern, node.get("pattern"), (*spec.good, *spec.bad), page, fullmatch)
    page.field = None
    _try_pattern(form.follow_up, root.get("follow-up"), (), page, search)
    rules = root.get("rules")
    for rule in form.rules:
        why = why_idle(rule, form)
        name = next((name for name, _ in rules.pairs if name.text == rule.name), None) if rules else None
        if why:
            page.fault(
                "idle-rule",
                name,
                f"the rule {rule.name} can never speak: {why}",
                help="change `when`, or delete the rule",
            )
    _find_stray_marks(root, page)


def _scalars(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    if node.kind == "text":
        yield node
    for item in node.items:
        yield from _scalars(item)
    for name, value in node.pairs:
        yield name
        yield from _scalars(value)


def _try_values(form: Form, spec: FieldSpec, node: Node, page: Page) -> None:
    for value in _scalars(node.get("good")):
        why = refusal(form, spec, value.text.strip())
        if why:
            page.fault(
                "good-value-refused",
                value,
                f"the good value {value.described} is refused: it {why}",
                help="change the value, or what the field asks for",
            )
    for value in _scalars(node.get("bad")):
        if refusal(form, spec, value.text.strip()) is None:
            page.fault(
                "bad-value-accepted",
                value,
                f"the bad value {value.described} is accepted",
                help="change the value, or what the field asks for",
            )


def _try_choices(form: Form, spec: FieldSpec, node: Node, page: Page) -> None:
    """Try every choice, and its synonyms where the choice itself can be given."""
    words = {fold(word.text): word for word in _scalars(node.get("choices"))}
    told = {fold(word) for word in spec.placeholder}  # said once, as legal-placeholder
    for choice in spec.choices:
        for text in (choice.value, *choice.synonyms):
            why = None if fold(text) in told else _unreachable(form, spec, text, choice.value)
            if why:
                title = f'no answer can give "{shorten(text)}": it {why}'
                page.fault(
                    "unreachable-choice", words.get(fold(text)), title, help="write it in another way, or delete it"
                )
            if why and text is choice.value:
                break


def _unreachable(form: Form, spec: FieldSpec, text: str, meant: str) -> str | None:
    reading = interpret(text, spec, form)
    if reading.fault is not None:
        return reading.why or reading.fault
    found = (reading.value,) if isinstance(reading.value, str) else reading.value or ()
    return None if found == (meant,) else f"is read as {', '.join(found)}"


def _try_placeholders(spec: FieldSpec, node: Node, page: Page) -> None:
    legal = {fold(word): "choice" for choice in spec.choices for word in (choice.value, *choice.synonyms)}
    legal |= {fold(value): "good value" for value in spec.good}
    for word in _scalars(node.get("placeholder")):
        what = legal.get(fold(word.text))
        if what:
            page.fault(
                "legal-placeholder",
                word,
                f"the placeholder {word.described} is a {what} of the field too",
                help="a placeholder is never an answer: delete it in one of the two places",
            )


def _try_pattern(
    pattern: str | None, node: Node | None, samples: tuple[str, ...], page: Page, match: Callable[[str, str], object]
) -> None:
    """Try a pattern on long texts that nearly match: values repeated, with something at the end that does not fit."""
    if pattern is None or node is None:
        return
    for sample in (*samples[:4], "a", "1", " ", "a1-", "ab "):
        text = (sample * (PROBE_LENGTH // len(sample)))[:PROBE_LENGTH] + "\x00"
        try:
            match(pattern, text)
        except PatternTimeout as late:
            page.fault(
                "slow-pattern",
                node,
                f"the pattern takes longer than {late.seconds:g} s on a text of {PROBE_LENGTH:,} characters",
                help="let no two repetitions match the same text: no (a+)+, no .*.*",
                notes=(f'the text is "{shorten(sample)}", repeated',),
            )
            return


def why_idle(rule: Rule, form: Form) -> str | None:
    """Return why a rule can never speak, in words that follow a colon."""
    when = rule.when
    never = _contradiction(when)
    if never:
        return never
    there = {*when.present, *when.values}
    for name in rule.require:
        if name in there and set(rule.require) <= there and not rule.forbid and not rule.choices:
            return f"it asks for {name}, which is there whenever it looks"
    if rule.forbid and set(rule.forbid) <= set(when.absent) and not rule.require and not rule.choices:
        return f"it forbids {rule.forbid[0]}, which is absent whenever it looks"
    for name, values in rule.choices.items():
        spec = form.spec(name)
        all_values = {choice.value for choice in spec.choices} if spec else set()
        if all_values and all_values <= set(values) and not rule.require and not rule.forbid and len(rule.choices) == 1:
            return f"it allows every choice of {name}"
    return None


def _contradiction(when: Condition) -> str | None:
    there = {*when.present, *when.values}
    for name in when.absent:
        if name in there:
            return f"{name} cannot be absent and there at once"
    never = when.never
    if never is not None and never.never is None:
        covered = set(never.present) <= there and set(never.absent) <= set(when.absent)
        for name, values in never.values.items():
            covered = covered and name in when.values and set(when.values[name]) <= set(values)
        if covered:
            return "what `not` rules out always holds here"
    return None


def _find_stray_marks(root: Node, page: Page) -> None:
    for node in _scalars(root):
        mark = _stray_mark(node.text) if not node.style else None
        if mark:
            page.fault(
                "stray-mark",
                node,
                f"the text ends with {mark} and has no partner for it",
                help="one is missing at the beginning, or this one is too many; to keep it, put the text into quotes",
            )


def _stray_mark(text: str) -> str | None:
    last = text[-1:]
    if last in _OPENED_BY:
        return last if text.count(last) > text.count(_OPENED_BY[last]) else None
    return last if last in {"'", '"'} and text.count(last) % 2 else None
