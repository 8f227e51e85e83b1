"""A form and the languages of its readers in, the page out: the form to copy, each field in words, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.codes import CODES
from ticketlint.diagnostic import Severity
from ticketlint.form.answers import refusal
from ticketlint.form.language import RANGED_TYPES
from ticketlint.formdocs.page import Code, Heading, Items, Link, Page, Paragraph, Verbatim
from ticketlint.formdocs.words import NAMES, SENTENCES
from ticketlint.template import body

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ticketlint.form.model import Condition, FieldSpec, Form, Rule
    from ticketlint.formdocs.page import Block, Words

_FEW = 4  # synonyms of one choice
_SOME = 6  # examples, and other names of a field
_DENIALS: Mapping[str, str] = {"de": "keine", "en": "none"}
_CODES = (
    "missing-field", "empty-field", "placeholder-value", "non-answer", "unknown-choice", "too-many-choices",
    "malformed-value", "out-of-range", "wrong-length", "conflicting-fields",
)  # fmt: skip


def page_of(form: Form, languages: Sequence[str]) -> Page:
    """Return the page in these languages, one after the other."""
    blocks: list[Block] = [Heading(1, form.title)]
    for language in languages:
        several = len(languages) > 1
        if several:
            blocks.append(Heading(2, NAMES.get(language, language)))
        blocks += _in_language(form, language, 3 if several else 2)
    return Page(form.title, languages[0], tuple(blocks))


def _in_language(form: Form, language: str, level: int) -> Iterator[Block]:
    say = SENTENCES.get(language, SENTENCES["en"])
    if form.to:
        yield Paragraph((say["send"], Link(f"mailto:{form.to[0]}", form.to[0]), "."))
    asked = sum(spec.required for spec in form.fields)
    if asked == len(form.fields):
        yield Paragraph((say["all"],))
    else:
        yield Paragraph((say["some" if asked else "none"].format(asked=asked, fields=len(form.fields)),))
    if form.url:
        yield Paragraph((say["more"], Link(form.url, form.url)))
    yield Heading(level, say["copy"])
    yield Verbatim(body(form, language))
    yield Heading(level, say["fields"])
    for spec in form.fields:
        yield Heading(level + 1, spec.name)
        yield from _field(form, spec, language, say)
    for title, withholds in (("costs", True), ("remarks", False)):
        items = (*_refused(form, say, withholds=withholds), *_ruled(form, language, say, withholds=withholds))
        if items:
            yield Heading(level, say[title])
            yield Items(items)


def _field(form: Form, spec: FieldSpec, language: str, say: Mapping[str, str]) -> Iterator[Block]:
    help_text = _in_words(spec.help, language)
    if help_text:
        yield Paragraph(help_text)
    traits = [say["required" if spec.required else "optional"]]
    traits += [
        say[trait] for trait, held in (("first", spec.first), ("secret", spec.secret), ("rest", spec.rest)) if held
    ]
    if not spec.choices:
        traits.append(say[f"type-{spec.type}"])
        traits += [say["several"]] if spec.many and spec.type != "prose" else []
        traits += [say["pattern"]] if spec.pattern and spec.good and not spec.header else []
    yield Paragraph((" ".join(traits),))
    facts = tuple(_facts(form, spec, language, say))
    if spec.choices:
        yield Paragraph((say["many" if spec.many else "one"],))
        yield Items(tuple(_choices(spec, say)))
        if facts:
            yield Paragraph(_joined(facts))
    elif facts:
        yield Items(facts)


def _joined(facts: Sequence[Words]) -> Words:
    """Return facts as the sentences of one paragraph."""
    words: list[str | Code | Link] = []
    for fact in facts:
        ends = isinstance(fact[-1], str) and fact[-1].endswith(".")
        words += [*([" "] if words else []), *fact, *([] if ends else ["."])]
    return tuple(words)


def _choices(spec: FieldSpec, say: Mapping[str, str]) -> Iterator[Words]:
    for choice in spec.choices:
        synonyms = choice.synonyms[:_FEW]
        more = (f" ({say['also']}", *_listed(synonyms), ")") if synonyms else ()
        yield (Code(choice.value), *more)


def _facts(form: Form, spec: FieldSpec, language: str, say: Mapping[str, str]) -> Iterator[Words]:
    if spec.header:
        yield (say["header"], Code(spec.header))
    for name, limit in (("min", spec.min), ("max", spec.max)):
        if limit is not None:
            yield (say[name], Code(limit))
    for name, number in (("min-length", spec.min_length), ("max-length", spec.max_length)):
        if number is not None:
            yield (say[name].format(number=number),)
    if spec.good:
        yield (say["examples"], *_listed(spec.good[:_SOME]))
    if spec.bad:
        yield (say["bad"], *_listed(spec.bad[:_SOME]))
    denial = _DENIALS.get(language, "none")
    if form.severity_of("non-answer", spec.name, Severity.HIGH) is None and refusal(form, spec, denial) is None:
        yield (say["denied"], Code(denial))
    if spec.default is not None:
        yield (say["default"], Code(spec.default))
    known = [alias for alias in spec.aliases if alias.language in {None, language}]
    labels = [alias.text for alias in sorted(known, key=lambda alias: alias.language is None)]  # its own language first
    if labels and not spec.header:
        yield (say["labels"], *_listed(labels[:_SOME]))


def _listed(texts: Iterable[str]) -> Words:
    words: list[str | Code] = []
    for text in texts:
        words += [", ", Code(text)] if words else [Code(text)]
    return tuple(words)


def _refused(form: Form, say: Mapping[str, str], *, withholds: bool) -> Iterator[Words]:
    """Yield each fault of an answer that costs the ticket, or does not; with the fields, where it is not so in all."""
    for code in _CODES:
        concerned = [spec for spec in form.fields if _concerns(code, spec)]
        names = []
        for spec in concerned:
            severity = form.severity_of(code, spec.name, CODES[code].severity)
            if severity is not None and severity.withholds == withholds:
                names.append(spec.name)
        if names:
            others = [spec.name for spec in concerned if spec.name not in names]
            few = ("in", names) if len(names) <= len(others) else ("but", others)
            yield (say[code] + (say[few[0]].format(names=", ".join(few[1])) if others else ""),)


def _concerns(code: str, spec: FieldSpec) -> bool:
    match code:
        case "missing-field":
            return spec.required and spec.default is None
        case "empty-field" | "non-answer":
            return spec.required
        case "placeholder-value":
            return spec.required and bool(spec.placeholder or spec.choices)
        case "unknown-choice":
            return bool(spec.choices)
        case "too-many-choices":
            return bool(spec.choices) and not spec.many
        case "malformed-value":
            return not spec.choices and (spec.pattern is not None or spec.type not in {"line", "prose"})
        case "out-of-range":
            limited = spec.type in RANGED_TYPES and (spec.min is not None or spec.max is not None)
            return limited or (bool(spec.choices) and all(choice.value.isdigit() for choice in spec.choices))
        case "wrong-length":
            return spec.min_length is not None or spec.max_length is not None
        case _:
            return not spec.many


def _ruled(form: Form, language: str, say: Mapping[str, str], *, withholds: bool) -> Iterator[Words]:
    for rule in form.rules:
        severity = form.severity_of(rule.name, None, rule.severity)
        if severity is not None and severity.withholds == withholds:
            help_text = _in_words(rule.help, language)
            must = say["and"].join(_musts(rule, say))
            said = say["when"].format(condition=_condition(rule.when, say), must=must)
            yield (said, ". ", *help_text) if help_text else (said,)


def _in_words(texts: Mapping[str, str], language: str) -> Words:
    """Return the help in this language, else in the first: what stands between backticks is to be written so."""
    parts = (texts.get(language) or next(iter(texts.values()), "")).split("`")
    if len(parts) % 2 == 0:  # one of them has no partner
        return ("`".join(parts),)
    return tuple(Code(part) if at % 2 else part for at, part in enumerate(parts) if part)


def _musts(rule: Rule, say: Mapping[str, str]) -> Iterator[str]:
    if rule.require:
        yield say["require"].format(fields=say["and"].join(rule.require))
    if rule.forbid:
        yield say["forbid"].format(fields=say["or"].join(rule.forbid))
    for field, values in rule.choices.items():
        yield say["allow"].format(field=field, values=say["or"].join(values))


def _condition(when: Condition, say: Mapping[str, str]) -> str:
    parts = [say["is"].format(field=field, values=say["or"].join(values)) for field, values in when.values.items()]
    parts += [say["there"].format(field=field) for field in when.present]
    parts += [say["absent"].format(field=field) for field in when.absent]
    if when.never is not None:
        parts.append(say["not"].format(condition=_condition(when.never, say)))
    return say["and"].join(parts) or say["always"]
