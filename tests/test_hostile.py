"""Hostile mails in, verdicts out: whatever a mail holds, the whole line answers, in bounded time and memory."""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ticketlint
from limits import within
from mails import edited, form, judge, mail, multipart, page, part, run
from ticketlint.form.answers import interpret
from ticketlint.report.tally import VERDICTS
from ticketlint.values import read_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ticketlint.verdict import Verdict

RULES = Path(__file__).parent / "rules"
SIZE = 100_000  # of a mail here: what costs the square of its size takes seconds, and what does not a moment
SECONDS = 2.5  # of processor time; it is a bound on kinds of growth, not a measure of speed


def fill(pump: str, size: int = SIZE) -> str:
    """Return a text of this size, made of one piece again and again."""
    return (pump * (size // len(pump) + 1))[:size]


def in_prose(text: str) -> str:
    return form().replace("The list stays empty.", text)


def timely(octets: bytes, seconds: float = SECONDS) -> Verdict:
    """Return the verdict; a test fails where it takes more of the processor's time than that."""

    judge(mail(form()))  # what is loaded once is not this mail's cost
    with within(seconds):
        return judge(octets).whole


BLANKS = " " * 3000
TEXTS = {
    "bars": fill("|"),
    "bars and blanks": fill("| "),
    "cells": "|" + fill(" a |"),
    "table of bars": fill("| Severity | 2 |\n"),
    "bars in an object": "{\n" + fill("| Severity ") + "\n}\n",
    "lists in an object": "{\n" + fill('"Severity": [\n') + "}\n",
    "strings in an object": "{\n" + fill('"Severity": "\n') + "}\n",
    "escapes in an object": '{"Severity": "' + fill("\\u005c\\ud83d", 18_000) + '", "Module": "mail"}',
    "heads with examples": fill("Severity\tExample\tValue\n"),
    "joint labels": fill("Severity / Module: 1 / mail\n"),
    "small print": "Server:\n" + fill("※ a\n"),
    "wide table": fill("Severity\t") + "\n" + fill("2\t"),
    "wide table, one label": "Severity" + fill("\ta", SIZE // 2) + "\n" + fill("2\t", SIZE // 2),
    "labels": fill("Severity: 2\n"),
    "labels and tabs": fill("Severity\tx\n"),
    "labels set apart": fill("Severity: 2\n\n"),
    "labels without a colon": fill("Steps to reproduce\n"),
    "labels in quotes": fill("> Severity: 2\n"),
    "labels and rules": fill("________________________________\nSeverity: 2\n"),
    "labels and others": fill("foo: bar\nSeverity: 2\n"),
    "labels in a log": fill("2009-11-05 10:00:00 ERROR x: y\nSeverity: 2\n"),
    "forms": fill(form()),
    "forms and signatures": fill(form() + "\n-- \nAnna\n"),
    "forms and quoted forms": fill(form() + "".join(f"> {line}\n" for line in form().splitlines())),
    "comments": fill("<!--\n"),
    "comments in free text": in_prose(fill("<!--\n")),
    "comments in one line": in_prose(fill("<!-- ")),
    "fences": in_prose(fill("```\n~~~\n")),
    "fence and blanks": form() + "```" + BLANKS * 5 + "!\n",
    "brackets": form({"Severity": fill("(")}),
    "open boxes": form({"Module": fill("- [x] ")}),
    "boxes": form({"Module": fill("\n- [x] mail")}),
    "a word behind a choice": form({"Product": "OXSE " + fill("a")}),
    "a word joined to a choice": form({"Product": "OXSE-" + fill("a")}),
    "choices": form({"Component": fill("not CLT or ")}),
    "lists and signs": form({"Severity": fill("1, 2, 3, 4 -> ")}),
    "lists below each other": form({"Severity": fill("1\n2\n3\n4\n")}),
    "numbers of choices": form({"Severity": fill("1 2 3 4 ", 2 * SIZE)}),
    "shells in a log": in_prose(("a" * 4990 + "\nFoo: x\nSeverity: 2\n") * 20),
    "attributions": fill("On 1.1.2009, A B <a@b.example> wrote:\n"),
    "attributions and quotes": fill("On 1.1.2009, A B <a@b.example> wrote:\n> Severity: 2\n\nx\n"),
    "attributions on one line": fill("On 1.1.2009, A B <a@b.example> wrote: "),
    "blanks in an attribution": "On 1.1.2009 a@b.example wrote" + BLANKS + "x:",
    "one label in each of many quotes": form() + fill("> Server: x\ny\n"),
    "hints that never end": fill("Server (a\n"),
    "labels in many languages": "/".join(["Server"] * 10_000) + ": x\n",
    "articles": fill("the the Server: x\n"),
    "headings": fill("== Server ==\n"),
    "round boxes": "Severity: " + fill("( ) ") + "\n",
    "blanks in a forward": "-- forwarded message from x" + BLANKS + "!",
    "blanks in a German forward": "---- weitergeleitete Nachricht" + BLANKS + "!",
    "blanks in a reply": "-- original message" + BLANKS * 7 + "x",
    "blanks in a header line": "Von" + BLANKS * 7 + "x y",
    "blanks in a greeting": form() + "\nregards" + BLANKS + "x y",
    "blanks in a footer": form() + "\n\navis:" + BLANKS + "!",
    "blanks in a rule": form() + "\n---" + BLANKS * 7 + "x",
    "blanks before a colon": "Severity" + BLANKS * 30 + ": 2",
    "header lines": fill("From: a\nSent: b\nTo: c\nSubject: d\n\n"),
    "header lines of one kind": fill("From: a\n"),
    "a long author": "From: " + "a" * 50_000 + "\nSent: 1.1.2009\nTo: y\nSubject: z\n\nx",
    "armours": fill("-----BEGIN PGP SIGNED MESSAGE-----\n"),
    "quote marks": fill(">"),
    "two quote marks": fill("»|"),
    "depths": "".join(">" * (depth % 300) + " Severity: 2\n" for depth in range(SIZE // 160)),
    "names as quote marks": fill("John> a\n"),
    "colons": fill(":"),
    "words with colons": fill("ab: "),
    "colons on many lines": fill(":" * 19_000 + "\n", 2 * SIZE),
    "addresses": form({"Server": fill("mailto:a@b.example ")}),
    "carriage returns": fill("\r"),
    "NUL": fill("\0"),
    "combining marks": "Severity: " + fill("\u0301"),
    "directions": fill("Sev\u202eerity: 2\n"),
    "dotted I": fill("İ"),
    "underscores": fill("_") + "Severity: 2",
    "stars": fill("*Severity* "),
}
MARKUP = {
    "divs": fill("<div>", 4 * SIZE),
    "texts as they are typed": fill("<pre>\n", 4 * SIZE),
    "elements of no known name": fill("<x-y>", 4 * SIZE),
    "styles that go on": fill("<div><b></div>x", 4 * SIZE),
    "ends of nothing": fill("<pre>", 9990) + fill("</x>", 4 * SIZE),
    "ends of others": fill("<span><pre></span>", 4 * SIZE),
    "ends behind a table": fill("<pre><table><td></pre>", 4 * SIZE),
    "ends in comments": fill("<pre><!--</pre>-->", 4 * SIZE),
    "ends in attributes": fill("<pre a='></pre>'>", 4 * SIZE),
    "ends in a title": fill("<pre><title></pre></title>", 4 * SIZE),
    "a title in a picture": "<svg><title>" + fill("<pre>", 4 * SIZE),
    "a comment that ends at once": "<!-->" + fill("<pre>", 4 * SIZE),
    "attributes": "<div " + " ".join(f"a{number}=1" for number in range(2 * SIZE // 5)) + ">x",
    "bodies": "".join(f"<body a{number}=1>" for number in range(SIZE // 5)),
    "lists": fill("<ul><li>"),
    "tables": fill("<table><tr><td>"),
    "quotes": fill("<blockquote>Severity: 2<br>"),
    "open tags": fill("<div "),
    "open attributes": fill('<a b="'),
    "open comments": fill("<!--"),
    "open styles": fill("<style>"),
    "open scripts": fill("<script>"),
    "hidden": fill("<span style='display:none'>"),
    "entities": fill("&#"),
    "blanks": fill("&nbsp;"),
    "rows": "<table>" + fill("<tr><td>Severity</td><td>2</td></tr>"),
    "one cell": "<table><tr><td>Severity</td><td>" + fill("<p>Severity: 2</p>"),
    "cells": "<table><tr>" + fill("<td>Severity"),
    "options": "<select>" + fill("<option>x", 4 * SIZE),
    "chosen options": "<select>" + fill("<option selected>x", 4 * SIZE),
    "boxes in a line": fill("x<input value=y>: ", 4 * SIZE),
    "list": fill("<dl><dt>Severity<dd>2"),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_text_costs_bounded_time(kind: str) -> None:
    assert timely(mail(TEXTS[kind])).verdict in {"complete", "incomplete", "unreadable"}


@pytest.mark.parametrize("kind", MARKUP)
def test_markup_costs_bounded_time(kind: str) -> None:
    assert timely(page(MARKUP[kind])).verdict in {"incomplete", "unreadable"}


@pytest.mark.parametrize("kind", ["open styles", "open scripts", "blanks", "lists", "one cell"])
def test_markup_beside_plain_text_costs_bounded_time(kind: str) -> None:
    markup = MARKUP[kind] + form({"Severity": "3"}).replace("\n", "<br>")
    found = timely(mail(*multipart("alternative", part(form()), part(markup, "text/html; charset=utf-8"))))
    assert found.fields["Severity"].value == "2"


@pytest.mark.parametrize("kind", ["date", "datetime", "email", "integer", "number", "url", "version", "checkbox"])
@pytest.mark.parametrize(
    "pump", ["x", "ä", "-", "/", "1", "1.", "a.", "a-b.", "1-", "12:", ": ", "x 1 ", "x. ", "2026 x "]
)
def test_values_of_a_type_cost_bounded_time(kind: str, pump: str) -> None:
    began = time.process_time()
    read_typed(kind, fill(pump), ("en",))
    assert time.process_time() - began < SECONDS


def test_long_words_among_several_values_cost_bounded_time() -> None:
    desk = ticketlint.load_forms([Path(__file__).parent / "forms" / "every-key.yaml"])[0]
    tags = next(spec for spec in desk.fields if spec.name == "Tags")
    began = time.process_time()
    interpret(fill("ä"), tags, desk)
    assert time.process_time() - began < SECONDS


def test_each_label_of_a_long_line_is_looked_at_once() -> None:
    desks = ticketlint.load_forms([Path(__file__).parent / "forms" / "every-key.yaml"])

    def seconds(size: int) -> float:  # `no` is an alias; a line is read up to 20,000 characters
        octets = mail(f"Details: x\n{fill('no: ', size)}\n")
        began = time.process_time()
        for _ in range(3):
            ticketlint.check(octets, desks)
        return time.process_time() - began

    seconds(100)
    assert seconds(18_000) < 8 * max(seconds(4_500), 0.01)


FLOWED = "text/plain; charset=utf-8; format=flowed"
PARTS = {
    "flowed": mail(fill("Severity: 2 \n"), FLOWED),
    "flowed quotes": mail(fill("> > a \n"), FLOWED + "; delsp=yes"),
    "flowed words": mail(fill("a \n"), FLOWED),
    "UTF-7": mail(fill("+2AA-"), "text/plain; charset=utf-7"),
    "shifts": mail(fill("\x1b$B\x1b(B"), "text/plain; charset=iso-2022-jp"),
    "zlib": mail(fill("x"), "text/plain; charset=zlib"),
    "uuencode": mail(fill("begin 644 a\n"), "text/plain", "x-uuencode"),
    "soft breaks": mail(fill("=\n"), "text/plain", "quoted-printable"),
    "base64": mail(fill("QUJD\n"), "text/plain", "base64"),
    "attached forms": mail(
        *multipart("mixed", part("see below"), *[part(mail(fill(form(), 20_000)), "message/rfc822")] * 20)
    ),
    "attached texts": mail(*multipart("mixed", part("see below"), *[part(form(), disposition="attachment")] * 200)),
    "many texts": mail(*multipart("mixed", *[part(form())] * 300)),
    "many empty alternatives": mail(*multipart("alternative", *[part(" ")] * 2000)),
    "recipients": mail(form(), headers={"To": "a@b.example, " * 10_000}),
    "a subject in pieces": mail(form(), headers={"Subject": "=?utf-8?q?a?= " * 10_000}),
    "parameters in pieces": mail(
        form(), "text/plain; charset=utf-8" + "".join(f";\n name*{at}=x" for at in range(10_000))
    ),
    "a long subject": mail(form(), headers={"Subject": "[OX#" * 20_000}),
    "many subjects": b"Subject: x\n" * 20_000 + mail(form()),
}


@pytest.mark.parametrize("kind", PARTS)
def test_parts_cost_bounded_time(kind: str) -> None:
    assert timely(PARTS[kind]).verdict in VERDICTS


def alternatives(depth: int) -> bytes:
    """Return a mail of alternatives inside one another, each with an empty text beside it."""
    inner = part(form())
    for level in range(depth):
        body, kind, _ = multipart("alternative", part(" "), inner, boundary=f"b{level}")
        inner = part(body, kind)
    return mail(*multipart("mixed", inner))


def test_alternatives_in_each_other() -> None:
    assert timely(alternatives(50)).verdict in {"complete", "incomplete", "unreadable"}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak of memory")
@pytest.mark.parametrize("line", ["a\n", "> a\n"])
def test_memory_is_bounded(line: str, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(mail(fill(line, 2_000_000)))
    program = (
        "import sys, ticketlint\n"
        "raw = next(iter(ticketlint.read(sys.argv[1])))\n"
        "print(ticketlint.check(raw.octets, ticketlint.load_forms(['open-xchange'])).verdict)\n"
        "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "one.eml")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    verdict, megabytes = done.stdout.split()
    assert verdict == "incomplete"
    assert int(megabytes) < 300


LETTERS = str.maketrans("0123456789", "bcdefghijk")
LONG: dict[str, Callable[[str], bytes]] = {
    "lines": lambda text: mail(in_prose(f"2009-11-05 10:00:00 {text}\nFoo: {text}\n{text}")),
    "words": lambda text: mail(in_prose(f"A{text.translate(LETTERS)}")),
    "first cells": lambda text: page(f"<table><tr><td>{text.translate(LETTERS)}</td><td></td></tr></table>"),
    "a disposition of the whole": lambda text: mail(form(), headers={"Content-Disposition": f"inline; x={text}"}),
    "urgencies": lambda text: mail(form(), headers={"Importance": text}),
    "names of header fields": lambda text: text.encode() + b": x\n" + mail(form()),
    "recipients": lambda text: mail(form(), headers={"Cc": f"{text}@a.example"}),
    "types": lambda text: mail(form(), f"text/plain; charset=utf-8; x={text}"),
    "encodings": lambda text: mail(form(), encoding=f"7bit ({text})"),
    "types of parts": lambda text: mail(*multipart("mixed", part(form()), part("x", f"image/png; name={text}"))),
    "a disposition": lambda text: mail(*multipart("mixed", part(form()), part("x", disposition=f"attachment; filename={text}"))),
    "cells": lambda text: page(f"<table><tr><td>{text}</td><td>{text}</td></tr></table>"),
    "styles": lambda text: page(f"<p style='x: {text}' class='{text}'>Severity: 2</p>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LONG)
def test_nothing_long_is_remembered(kind: str) -> None:
    """Of what stands in a mail, short texts are kept that others may hold too; thousands of long ones fill memory."""
    several = ticketlint.load_forms(["open-xchange", "bug-report"])
    for number in range(3):
        ticketlint.check(LONG[kind](f"{number}" + "a" * 50_000), several)
    tracemalloc.start()
    for number in range(3, 43):
        ticketlint.check(LONG[kind](f"{number}" + "a" * 50_000), several)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 400_000, "of 2 MB"


def damaged(octets: bytes, source: random.Random) -> bytes:
    """Return a mail after a few accidents: octets lost, doubled, changed, put elsewhere."""
    for _ in range(source.randrange(1, 6)):
        at, size = source.randrange(len(octets) + 1), source.randrange(40)
        piece = octets[at : at + size]
        octets = source.choice(
            [
                octets[:at],
                octets[:at] + octets[at + size :],
                octets[:at] + piece * 9 + octets[at:],
                octets[:at] + source.randbytes(3) + octets[at:],
                octets[at:] + octets[:at],
                octets.replace(piece[:2] or b"\n", source.randbytes(1), 5),
            ]
        )
    return octets


WHOLE = mail(
    *multipart(
        "mixed",
        part(
            *multipart("alternative", part(form()), part(form().replace("\n", "<br>"), "text/html"), boundary="in")[:2]
        ),
        part(mail(edited({"Product": None})), "message/rfc822"),
        part("T1gtMTIz", "text/plain", "base64", "attachment; filename*=utf-8''%C3%A4.txt"),
    )
)


@pytest.mark.parametrize("seed", range(150))
def test_no_damage_raises(seed: int) -> None:
    found = timely(damaged(WHOLE, random.Random(seed)), 1.0)
    assert found.verdict in VERDICTS
    json.dumps([found.subject, found.sender, found.date, [fault.title for fault in found.diagnostics]])


PIECES = st.lists(
    st.sampled_from(
        [*[f"{line}\n" for line in form().splitlines()], "\n", "\t", "> ", "| ", "- [x] ", "-- \n", "```\n", "<!--", "-->",
         "Severity", ":", "(", "*", "On 1.1.2009, a@b wrote:\n", "From: a\nSent: b\nTo: c\nSubject: d\n", "\r", "\0", "\u202e",
         "-----BEGIN PGP SIGNATURE-----\n", "=20", "<td>", "</td><td>", "<div hidden>", "\U0001f600", "\u0130", "---\n", "1-4", ";"]
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES, st.sampled_from(["plain", "html", "plain; format=flowed"]))
def test_no_jumble_raises(pieces: list[str], kind: str) -> None:
    assert judge(mail("".join(pieces), f"text/{kind}; charset=utf-8")).verdict in VERDICTS


FORMS = ticketlint.load_forms(["open-xchange", str(RULES.parent / "forms" / "every-key.yaml")])
ATOMS = st.lists(
    st.sampled_from([*"/:.,;-_()[]{}<>|#@=*`'\" \n\t0123٣²x", "http://", "mailto:", "[x]", "☐", "Jan", "2009", "12:60", "1,000", "%", "n/a"]),
    max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(ATOMS | st.text(max_size=12))
@example("/ https://ox1.example.com:8080/ox6")  # once an IndexError
def test_no_answer_raises(text: str) -> None:
    for one in FORMS:
        for spec in one.fields:
            assert (interpret(text, spec, one).value is None) <= (interpret(text, spec, one).fault is not None)


def test_a_bad_mail_never_stops_a_batch(tmp_path: Path) -> None:
    bad: Iterator[bytes] = (damaged(WHOLE, random.Random(seed)) for seed in range(1000, 1040))
    for number, octets in enumerate(bad):
        (tmp_path / f"{number:02}.eml").write_bytes(mail(form()) if number % 2 else b"From: a@b.example\n" + octets)
    done = run("check", "--rules", "open-xchange", "--format", "json", tmp_path)
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.output
    whole = json.loads(done.stdout)
    assert len(whole["messages"]) == whole["summary"]["messages"] == 40
    assert sum(whole["summary"]["verdicts"].values()) == 40
    assert [one["verdict"] for one in whole["messages"][1::2]] == ["complete"] * 20


def test_several_forms_cost_no_more_than_each(tmp_path: Path) -> None:
    rules = []
    for number in range(10):
        lines = [f"  Field {letter} {number}: {{required: true}}" for letter in "ABCDEFGHIJ"]
        path = tmp_path / f"desk{number}.yaml"
        path.write_text(f"form: desk{number}\ntitle: D\nfields:\n" + "\n".join(lines) + "\n", encoding="utf-8")
        rules.append(str(path))
    forms = ticketlint.load_forms(rules)
    octets = mail(fill("Field A 3: x\nField B 3: y\n", 50_000))
    began = time.process_time()
    found = ticketlint.check(octets, forms)
    assert time.process_time() - began < 2 * SECONDS
    assert found.form == "desk3"
