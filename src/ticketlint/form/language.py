"""The rule language as one table: every key of a form, a field, a rule, and the kind of value it takes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from ticketlint.form.model import FieldType

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "id", "text", "texts", "flag", "count", "limit", "severity", "severities", "type", "pattern", "url",
    "addresses", "languages", "translated", "aliases", "choices", "header", "field-name", "field-names",
    "field-values", "fields", "rules", "condition",
]  # fmt: skip


class Key(NamedTuple):
    """What a key of the rule language takes, and what it is for."""

    kind: Kind
    doc: str
    required: bool = False


TYPES: tuple[FieldType, ...] = (
    "line", "prose", "integer", "number", "date", "datetime", "url", "email", "version", "checkbox"
)  # fmt: skip
UNKNOWN_TYPE = ""  # of a field whose type is a mistake: what depends on it is not told as further ones
# what other form builders call a type, or what a desk looks for among ours
OTHER_TYPES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("text", "string", "str", "varchar"), "`line` is one line of text, `prose` are several"),
        **dict.fromkeys(("textarea", "multiline", "paragraph", "markdown", "html", "memo"), 'did you mean "prose"?'),
        **dict.fromkeys(("int", "whole", "long"), 'did you mean "integer"?'),
        **dict.fromkeys(("float", "decimal", "double", "money", "amount", "currency"), 'did you mean "number"?'),
        **dict.fromkeys(("boolean", "bool", "flag", "yes-no", "yesno", "tick"), 'did you mean "checkbox"?'),
        **dict.fromkeys(("timestamp", "date-time", "moment"), 'did you mean "datetime"?'),
        **dict.fromkeys(("hostname", "host", "domain", "uri", "link", "website"), "`url` takes host names, too"),
        **dict.fromkeys(
            ("select", "dropdown", "enum", "choice", "radio", "option"), "leave the type out, and list `choices`"
        ),
        **dict.fromkeys(("multiselect", "checkboxes", "list", "array", "tags"), "list `choices`, with `many: true`"),
        "time": "leave the type out, with a `pattern` such as '\\d{1,2}[:.]\\d{2}'",
        **dict.fromkeys(
            ("ip", "ipv4", "ip-address"), "leave the type out, with a `pattern` such as '\\d{1,3}(\\.\\d{1,3}){3}'"
        ),
        **dict.fromkeys(
            ("phone", "tel", "telephone", "mobile"), "leave the type out, with a `pattern` such as '[+0][\\d ()/-]{5,}'"
        ),
        **dict.fromkeys(("regex", "regexp"), "leave the type out, and give the `pattern`"),
    }
)
RANGED_TYPES = ("integer", "number", "date", "datetime")

FORM_KEYS: Mapping[str, Key] = MappingProxyType({
    "form": Key("id", "The form's name: lower-case letters, digits and hyphens.", required=True),
    "title": Key("text", "What the form is, for a person.", required=True),
    "to": Key("addresses", "The desk's addresses. They pick the form among several."),
    "url": Key("url", "Where people read about the form."),
    "language": Key("languages", "Languages of help and replies as ISO 639-1 codes, the default first; en-GB, too."),
    "follow-up": Key("pattern", "Found in the subject of a mail about a ticket; its group `ticket` is the number."),
    "urgency": Key("field-name", "The field that orders the queue. Its values are 1 to 4."),
    "severities": Key("severities", "This desk's own severity for a code, 1 to 4; 0 switches the code off."),
    "non-answers": Key("texts", "What is no answer here, beside the built-in ones."),
    "stop-at": Key("texts", "Nothing counts below a line that holds one of these texts."),
    "fields": Key("fields", "The fields in the order of the form.", required=True),
    "rules": Key("rules", "What must hold across fields."),
})  # fmt: skip

FIELD_KEYS: Mapping[str, Key] = MappingProxyType({
    "aliases": Key("aliases", "Other labels of the field, or a mapping: labels by language, and under `any` the rest."),
    "required": Key("flag", "Whether a request without the field receives no ticket."),
    "type": Key("type", "The kind of value; `line` where nothing is said."),
    "choices": Key("choices", "The values to choose from; as a mapping, each with what else is understood as it."),
    "many": Key("flag", "Whether several values may be named."),
    "pattern": Key("pattern", "A regular expression for the whole value; with `header` it is searched for."),
    "placeholder": Key("texts", "The form's own words, which are no answer."),
    "secret": Key("flag", "Whether the value is masked in every output."),
    "first": Key("flag", "Whether the field belongs at the top."),
    "rest": Key("flag", "Whether the field takes what stands behind no label; its type is `prose`."),
    "header": Key("header", "The header field that holds the value: the group of `pattern`."),
    "default": Key("text", "What the desk assumes where the field is absent."),
    "min": Key("limit", "The smallest number or the earliest date."),
    "max": Key("limit", "The largest number or the latest date."),
    "min-length": Key("count", "The smallest number of characters."),
    "max-length": Key("count", "The largest number of characters."),
    "severities": Key("severities", "The severity of a code for this field, before that of the form."),
    "help": Key("translated", "What to write and where to find it; one text, or one for each language."),
    "good": Key("texts", "Values that must be accepted."),
    "bad": Key("texts", "Values that must be refused."),
})  # fmt: skip

RULE_KEYS: Mapping[str, Key] = MappingProxyType({
    "when": Key("condition", "When the rule speaks.", required=True),
    "require": Key("field-names", "Fields that must then be there."),
    "forbid": Key("field-names", "Fields that must then not be there."),
    "choices": Key("field-values", "Fields and the only values they may then have."),
    "severity": Key("severity", "1 and 2 withhold the ticket, 3 is a remark, 4 a note."),
    "title": Key("text", "What is wrong, in the sender's words; {Field} stands for a value.", required=True),
    "help": Key("translated", "What to do; one text, or one for each language."),
})  # fmt: skip

CONDITION_KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "present": Key("field-names", "These fields are there."),
        "absent": Key("field-names", "These fields are not there."),
        "not": Key("condition", "This does not hold."),
    }
)

# what other languages for rules and forms call a key, for a "did you mean"
OTHER_KEYS: Mapping[str, str] = MappingProxyType(
    dict(
        pair.split("=")
        for pair in """mandatory=required options=choices values=choices enum=choices allowed=choices
        multiple=many multi=many regex=pattern regexp=pattern format=pattern match=pattern description=help hint=help
        note=help example=good examples=good valid=good invalid=bad synonyms=aliases also=aliases labels=aliases
        password=secret private=secret sensitive=secret hidden=secret minimum=min maximum=max minlength=min-length
        maxlength=max-length if=when where=when condition=when then=require requires=require needs=require
        forbids=forbid deny=forbid message=title error=title name=form id=form addresses=to email=to address=to
        languages=language locale=language lang=language ignore=non-answers""".split()
    )
)

# what other languages call that a field may be left out
OPTIONAL = frozenset("optional nullable voluntary allow-empty allow-blank not-required may-be-empty".split())

YES = frozenset({"true", "yes", "on"})
NO = frozenset({"false", "no", "off"})

LANGUAGES: tuple[str, ...] = tuple(
    """aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka
    kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl
    nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()
)

# where English is written, and the month before the day
MONTH_FIRST = ("en", "en-US", "en-CA", "en-PH")
ENGLISH: tuple[str, ...] = tuple(
    f"en-{land}" for land in "AU BE BW CA EU GB GH HK IE IN JM KE MT MY NG NZ PH PK SG TT TZ UG US ZA ZM ZW".split()
)

# how names and longer codes of languages begin, for a "did you mean"
LANGUAGE_NAMES: Mapping[str, str] = MappingProxyType(
    dict(
        pair.split("=")
        for pair in """ger=de deu=de eng=en fre=fr fra=fr spa=es esp=es ita=it dut=nl nld=nl nie=nl ned=nl pol=pl cze=cs
        ces=cs jpn=ja jap=ja chi=zh zho=zh por=pt dan=da swe=sv nor=no fin=fi rus=ru ukr=uk tur=tr gre=el""".split()
    )
)
