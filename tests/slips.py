"""The slips of people who edit a rule file: dice in, the lines of a file with one mistake and the place of it out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from ticketlint.form import shipped_forms
from ticketlint.form.language import FIELD_KEYS, FORM_KEYS, RULE_KEYS

Lines = list[str]
Slip = Callable[[random.Random], tuple[Lines, tuple[int, ...]]]

OPEN_XCHANGE = shipped_forms()["open-xchange"].read_text("utf-8").split("\n")
RULES = """\
form: helpdesk
title: Request to the IT desk
to: [it@example.com]
language: [en, de]
urgency: Urgency

fields:
  Employee number:
    required: true
    secret: true
    pattern: '[1-9]\\d{5}'
    aliases: {de: [Personalnummer]}
    good: ['204711']
  Urgency:
    required: true
    type: integer
    choices:
      1: [nobody can work]
      2: [I cannot work]
      3: [it is a nuisance]
      4: [a question]
  Devices: {required: true, choices: [laptop, phone, printer], many: true}
  Seats: {type: integer, min: 1, max: 400}
  Since: {type: date, min: 2020-01-31, max: 2030-12-31}
  Telephone: {min-length: 5, max-length: 20}
  Description: {required: true, type: prose, min-length: 20}

rules:
  outage-without-telephone:
    when: {Urgency: ['1']}
    require: [Telephone]
    severity: 2
    title: a request of urgency {Urgency} names no telephone number
    help: Add the number under which you can be reached.
  printers-have-no-seats:
    when: {Devices: [printer], not: {Devices: [laptop]}}
    forbid: [Seats]
    title: a printer has no seats
""".split("\n")
KEYS = {*FORM_KEYS, *FIELD_KEYS, *RULE_KEYS}
KEY = rf"^( *)({'|'.join(sorted(KEYS, key=len, reverse=True))})(?=:)"


OPENS = r"(?:(?<=: )|(?<=\[)|(?<=, )|(?<=- ))"  # where a value begins


@dataclass(frozen=True)
class Maker:
    """Makes slips in one file."""

    original: Lines

    def places(self, pattern: str) -> list[int]:
        return [n for n, line in enumerate(self.original) if re.search(pattern, line) and "#" not in line]

    def change(self, pattern: str, replace: Callable[[re.Match[str], random.Random], str]) -> Slip:
        """Return a slip that replaces the first match of a pattern in one of the lines that have one."""

        def slip(dice: random.Random) -> tuple[Lines, tuple[int, ...]]:
            number = dice.choice(self.places(pattern))
            lines = self.original.copy()
            lines[number] = re.sub(pattern, lambda match: replace(match, dice), lines[number], count=1)
            return lines, (number,)

        return slip

    def insert(self, pattern: str, made: Callable[[str, random.Random], str], *, above: bool = False) -> Slip:
        """Return a slip that puts a line below (or above) one that fits a pattern."""

        def slip(dice: random.Random) -> tuple[Lines, tuple[int, ...]]:
            number = dice.choice(self.places(pattern)) + (not above)
            known = self.original[number - (not above)]
            return [*self.original[:number], made(known, dice), *self.original[number:]], (number,)

        return slip

    def delete(self, pattern: str) -> Slip:
        """Return a slip that deletes a line: it is missed where it stood, or in what it stood under."""

        def slip(dice: random.Random) -> tuple[Lines, tuple[int, ...]]:
            number = dice.choice(self.places(pattern))
            lines = [*self.original[:number], *self.original[number + 1 :]]
            depth = indent(self.original[number])
            above = [at for at in range(number) if lines[at].strip() and lines[at][0] != "#"]
            parent = next((at for at in reversed(above) if indent(lines[at]) < depth), number)
            return lines, (number, parent)

        return slip

    def swap(self, pattern: str) -> Slip:
        def slip(dice: random.Random) -> tuple[Lines, tuple[int, ...]]:
            number = dice.choice([n for n in self.places(pattern) if self.original[n + 1].strip()])
            lines = self.original.copy()
            lines[number], lines[number + 1] = lines[number + 1], lines[number]
            return lines, (number,)

        return slip


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def misspell(word: str, dice: random.Random) -> str:
    while True:
        place = dice.randrange(len(word) - 1)
        slip = dice.randrange(3)
        swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        written = (swapped, word[:place] + word[place + 1 :], word[: place + 1] + word[place:])[slip]
        if written not in {word, *KEYS}:
            return written


def of_every_file(made: Maker) -> dict[str, Slip]:
    change, insert = made.change, made.insert
    return {
        "misspelt key": change(KEY, lambda m, dice: m[1] + misspell(m[2], dice)),
        "capital key": change(KEY, lambda m, dice: m[1] + dice.choice([m[2].capitalize(), m[2].upper()])),
        "wrong indent": change(KEY, lambda m, dice: " " * (len(m[1]) + dice.choice([-3, -2, -1, 1, 2, 3])) + m[2]),
        "tab": change(r"^ {4}", lambda m, dice: "\t"),
        "missing colon": change(KEY + ":", lambda m, dice: m[1] + m[2]),
        "equals sign for the colon": change(KEY + ": ", lambda m, dice: f"{m[1]}{m[2]} = "),
        "missing blank behind the colon": change(KEY + r": (?=\S)", lambda m, dice: f"{m[1]}{m[2]}:"),
        "no-break space behind the colon": change(KEY + r": (?=\S)", lambda m, dice: f"{m[1]}{m[2]}:\u00a0"),
        "invisible sign in a key": change(KEY, lambda m, dice: m[1] + m[2][:2] + "\u200b" + m[2][2:]),
        "second colon": change(r"((?:title|help|en|de): [\w-]+) ", lambda m, dice: f"{m[1]}: "),
        "duplicate key": insert(r"^ *[a-z-]+: \S", lambda line, dice: line),
        "duplicate field": insert(r"^  [A-Z][\w -]+:$", lambda line, dice: line),
        "key of another level": insert(r"^    required: true$", lambda line, dice: dice.choice(["title: A title", "    urgency: 1", "    title: A title", "language: de", "form: desk"])),
        "list for a scalar": change(r"(required|type|secret|many|first|urgency|form): (\w.*)$", lambda m, dice: f"{m[1]}: [{m[2]}]"),
        "mapping for a scalar": change(r"(required|type|title|urgency|good): (\S.*)$", lambda m, dice: f"{m[1]}: {{a: b}}"),
        "missing opening quote": change(OPENS + r"'(?=[^' ][^']*')", lambda m, dice: ""),
        "missing closing quote": change(r"(?<=[^' ])'(?=[\],]|$)", lambda m, dice: ""),
        "typographic quotes": change(OPENS + r"'([^']+)'", lambda m, dice: dice.choice(["‘{}’", "“{}”", "„{}“"]).format(m[1])),
        "text behind a quote": change(r"(?<=[^' ])'(?=[\],]|$)", lambda m, dice: "'" + dice.choice(["x", " and more"])),
        "missing closing bracket": change(r"\]$", lambda m, dice: ""),
        "missing opening bracket": change(r": \[", lambda m, dice: ": "),
        "broken pattern": change(r"(pattern|follow-up): '", lambda m, dice: m[0] + dice.choice(["(", "[", "*", "(?P<", "+", ")"])),
        "misspelt type": change(r"(?<=type: )(\w+)", lambda m, dice: misspell(m[1], dice)),
        "boolean in other words": change(r"(?<=: )true$", lambda m, dice: dice.choice(["ja", "1", "true.", "ture", "yes!", "required", "y"])),
        "misspelt urgency": change(r"(?<=urgency: )(\w+)", lambda m, dice: misspell(m[1], dice)),
        "wrong language": change(r"(?<=language: \[)(\w\w), (\w\w)", lambda m, dice: dice.choice([f"{m[1]}, german", f"{m[1]}_AT, {m[2]}", f"{m[1]} {m[2]}", f"deu, {m[2]}"])),
        "empty value": change(r"(type|help|many|title|urgency): \S.*$", lambda m, dice: f"{m[1]}:"),
        "choice twice": insert(r"^ {6}\d: \[", lambda line, dice: line),
        "conflict marker": insert(KEY, lambda line, dice: dice.choice(["<<<<<<< HEAD", "=======", ">>>>>>> theirs"])),
        "wrapped without indenting": change(r"^(    .*(?:help|en|de|title): \S.{8,}?) (\w.*)$", lambda m, dice: f"{m[1]}\n{m[2]}"),
        "another charset": change(r"([äöüéßłçáÄÖÜ–])|(?<=title: )", lambda m, dice: "\udce9"),
        "renamed field": change(r"^  (Severity|Urgency):$", lambda m, dice: f"  {misspell(m[1], dice)}:"),
        "second document": insert(r"^  [A-Z]\w+:", lambda line, dice: "---", above=True),
        "anchor or tag": change(KEY + r": (?=\w)", lambda m, dice: f"{m[1]}{m[2]}: " + dice.choice(["&one ", "!!str ", "*one "])),
    }  # fmt: skip


OTHERS = {
    "SLES": "Univention",
    "RHEL": "DEBIAN",
    "portal": "Aufgaben",
    "mail": "kalender",
    "1": "trivial",
    "2": "low",
    "OXHE": "OX 5",
}


def of_open_xchange() -> dict[str, Slip]:
    made = Maker(OPEN_XCHANGE)
    change, insert = made.change, made.insert
    return of_every_file(made) | {
        "missing key": made.delete("^(form|title|fields):"),
        "unknown code": change(r"(malformed-value|conflicting-fields|non-answer)", lambda m, dice: misspell(m[1], dice)),
        "wrong severity": change(r"(malformed-value|conflicting-fields): \d", lambda m, dice: m[1] + ": " + dice.choice(["5", "9", "-1", "high", "2.5"])),
        "wrong language of aliases": change(r"^( {6})(de|en|fr|es|it|nl|pl)(?=:)", lambda m, dice: m[1] + dice.choice(["xx", "german", "deu", "e"])),
        "alias of another field": change(r"(?<=any: \[)", lambda m, dice: dice.choice(["Server, Product, ", "gui_version, Track ID, "])),
        "synonym of another choice": change(r"^( {6}(?:SLES|RHEL|portal|mail|1|2|OXHE): \[)", lambda m, dice: m[1] + OTHERS[m[1].split(":")[0].strip()] + ", "),
        "dash without a blank": change(r"^( {6})- ", lambda m, dice: f"{m[1]}-"),
        "missing dash": change(r"^( {6})- ", lambda m, dice: f"{m[1]}  "),
        "list begun beside its key": change(r"^( {4}placeholder:)$", lambda m, dice: f"{m[1]} - "),
        "missing field name": made.delete(r"^  [A-Z][\w -]+:$"),
        "missing name of a list": made.delete(r"^    (aliases|choices|placeholder|help):$"),
        "missing translation": made.delete(r"^      (en|de): \w.{20}"),
        "hash in a text": change(r"^( {6}(?:en|de): \w.{30}\S*) ", lambda m, dice: f"{m[1]} #{dice.randrange(10)} "),
        "good value that is bad": change(r"(good: \[)", lambda m, dice: m[1] + dice.choice(["tbd, ", "siehe unten, "])),
        "bad value that is good": insert(r"^    pattern: ", lambda line, dice: "    bad: [OX-12345-ABCDE]"),
    }  # fmt: skip


def of_rules() -> dict[str, Slip]:
    made = Maker(RULES)
    change = made.change
    return of_every_file(made) | {
        "range reversed": change(r"(min[a-z-]*: )(\S+), (max[a-z-]*: )([^}]+)\}", lambda m, dice: f"{m[1]}{m[4]}, {m[3]}{m[2]}}}"),
        "limit of another type": change(r"(min: )(\d\S*),", lambda m, dice: m[1] + dice.choice(["some", "1,5", "31.01.2020"]) + ","),
        "misspelt field of a rule": change(r"(require|forbid): \[(\w+)\]", lambda m, dice: f"{m[1]}: [{misspell(m[2], dice)}]"),
        "misspelt field of a condition": change(r"(when: \{)(\w+)", lambda m, dice: m[1] + misspell(m[2], dice)),
        "misspelt word of a condition": change(r"\bnot(?=: \{)", lambda m, dice: misspell("not", dice) + "t"),
        "no choice in a condition": change(r"(when: \{\w+: \[)'?(\w+)'?", lambda m, dice: m[1] + dice.choice(["9", "high", "scanner", "lapptopp"])),
        "misspelt field in a title": change(r"\{(Urgency)\}", lambda m, dice: f"{{{misspell(m[1], dice)}}}"),
        "severity of a rule": change(r"(?<=severity: )2", lambda m, dice: dice.choice(["0", "5", "high", "two"])),
        "rule without a title": made.delete(r"^    title: "),
        "rule that asks nothing": made.delete(r"^    (require|forbid): "),
        "rule without a condition": made.delete(r"^    when: "),
        "rule named like a code": change(r"^  (outage|printers)[\w-]*:$", lambda m, dice: "  " + dice.choice(["missing-field", "No Phone", "empty_field"]) + ":"),
        "rule that never speaks": change(r"not: \{Devices: \[laptop\]\}", lambda m, dice: dice.choice(["not: {Devices: [printer]}", "absent: Devices"])),
    }  # fmt: skip


# What leaves another right file, too, of which nobody can know that it was not meant.
PERHAPS: dict[str, Slip] = {
    "deleted line": Maker(OPEN_XCHANGE).delete(r"^ *[\w'-]"),
    "swapped lines": Maker(OPEN_XCHANGE).swap(r"^ *[\w'-].*"),
}
