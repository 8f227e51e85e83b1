"""The quick lane answers, and the careful line says the same: field by field, and octet by octet in the report."""

from __future__ import annotations

import copy
import csv
import json
import os
import pickle
import random
import threading
import warnings
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import lanes
from benchmarks import mails as generated
from envelopes import put_together
from lanes import differences
from limits import SlowError, within
from mails import desk, edited, form, mail, multipart, part
from test_hostile import TEXTS
from ticketlint import load_forms, read, triage
from ticketlint.careful import judge_closely
from ticketlint.form import FormError
from ticketlint.quick import quick
from ticketlint.report import PLAIN, jsonl, masked
from ticketlint.sources import RawMessage
from ticketlint.triage import judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketlint.form.model import Form

HERE = Path(__file__).parent
CORPUS = Path(os.environ.get("TICKETLINT_CORPUS", HERE.parents[1] / "shared" / "corpus"))
OX = load_forms(["open-xchange"])
SHIPPED = load_forms(["open-xchange", "bug-report", "maintenance-notice", "ripe-database"])
DESK = load_forms([str(HERE / "forms" / "every-key.yaml")])
SEVERAL = (*SHIPPED, *DESK)
SETS = {"open-xchange": OX, "all that are shipped": SHIPPED, "every key": DESK, "several desks": SEVERAL}


class Lanes:
    """Which messages the quick lane answered; it fails on the first about which the two differ."""

    def __init__(self) -> None:
        self.quick: Counter[str] = Counter()
        self.all: Counter[str] = Counter()

    def hold(self, group: str, octets: bytes, forms: Sequence[Form], first_line: int = 1, name: object = "") -> None:
        # Whether the mail is about to be sent or has arrived must mean nothing to a plain one: both are tried in turn.
        told = differences(octets, forms, first_line, sending=self.all[group] % 2 == 1)
        self.all[group] += 1
        self.quick[group] += told is not None
        assert not told, f"{group} {name}\n" + "\n".join(told)

    def show(self) -> None:
        for group, total in self.all.items():
            print(f"\n{group}: {self.quick[group]} of {total} messages take the quick lane", end="")


@pytest.mark.parametrize("forms", SETS.values(), ids=SETS)
def test_the_labelled_mails_and_the_samples(forms: Sequence[Form]) -> None:
    lanes_ = Lanes()
    for folder in (HERE / "desk", HERE.parent / "samples"):
        for raw in read(folder):
            lanes_.hold(folder.name, raw.octets, forms, raw.first_line, raw.source)
    lanes_.show()
    assert lanes_.all["desk"] > 500


def test_the_corpus() -> None:
    paths = list(_held())
    if not paths:
        warnings.warn(f"no corpus at {CORPUS}: its mails were not tried", stacklevel=1)
        pytest.skip(f"no corpus at {CORPUS}")
    lanes_ = Lanes()
    for path in paths:
        for raw in read(path):
            for name, forms in SETS.items():
                lanes_.hold(f"corpus, {name}", raw.octets, forms, raw.first_line, raw.source)
    lanes_.show()


def _held() -> Iterator[Path]:
    for listing in sorted(CORPUS.glob("*/MANIFEST.tsv")):
        with listing.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if int(row["messages"]):
                    yield listing.parent / row["path"]


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
def test_the_mails_of_the_benchmarks(letter: str) -> None:
    lanes_ = Lanes()
    for number in range({"A": 400, "B": 150, "C": 8, "D": 60}[letter]):
        for forms in (OX, SEVERAL):
            lanes_.hold(letter, generated.mail(letter, number), forms, name=number)
    lanes_.show()
    assert lanes_.quick[letter] > 0.8 * lanes_.all[letter]


@pytest.mark.parametrize("chunk", range(6))
def test_mails_that_are_almost_plain(chunk: int) -> None:
    lanes_ = Lanes()
    for seed in range(chunk * 1000, chunk * 1000 + 700):
        dice = random.Random(seed)
        forms, desk = _desks()[seed % len(_desks())]
        octets = lanes.mutated(dice, desk)
        lanes_.hold("almost plain", octets, forms, dice.choice((1, 1, 0, 17)), seed)
    lanes_.show()
    assert lanes_.quick["almost plain"] > 100, "the accidents leave too few plain mails to say anything"


@cache
def _desks() -> tuple[tuple[tuple[Form, ...], Form], ...]:
    bugs = next(one for one in SHIPPED if one.id == "bug-report")
    return ((OX, OX[0]), (DESK, DESK[0]), (SHIPPED, OX[0]), (SEVERAL, DESK[0]), (SHIPPED, bugs))


WORDS = st.sampled_from(
    (
        "Log;At;Mail;From;Re;I;A;Server;Host;Date;To;Error;Wrote;On;Anna;Größe;Ort;ID;No;Nr;Tags;C;Name;Item;Frage;Punkt;Product"
        ";Version;Severity;File;Class;Let;Note;Hinweis;Best;Thanks;Admin;Phone;Hello;Key;Steps;What;HTTP;Weiß;Été;The server"
        ";Support Key;Server Version;E-Mail;Name / Vorname;Telefon (dienstlich);What happened?;Bug 7;2nd contact;Kind regards"
        ";He wrote;Clé d'accès;Log file;Original Message;Caused by;Page [1];C++;iv"
    ).split(";")
)
SEVERE = st.integers(0, 4)
FIELD = st.fixed_dictionaries(
    {},
    optional={
        "required": st.booleans(),
        "secret": st.booleans(),
        "many": st.booleans(),
        "type": st.sampled_from(["line", "prose", "prose", "integer", "number", "date", "url", "email", "version", "checkbox"]),
        "default": st.just("as usual"),
        "min-length": st.integers(1, 15),
        "placeholder": st.sampled_from([["free text"], ["x", "http"], ["The page"], ["see 7"]]),
        "aliases": st.lists(WORDS, max_size=2, unique=True) | st.fixed_dictionaries({"de": st.lists(WORDS, max_size=2, unique=True)}),
        "severities": st.fixed_dictionaries({"non-answer": SEVERE, "malformed-value": SEVERE}),
    },
) | st.fixed_dictionaries(
    {"choices": st.lists(st.sampled_from(["1", "2", "yes", "mail", "Green apple", "none"]), min_size=2, max_size=4, unique=True)},
    optional={"many": st.booleans(), "required": st.booleans(), "secret": st.booleans()},
)  # fmt: skip
FORM = st.fixed_dictionaries(
    {"fields": st.dictionaries(WORDS, FIELD, min_size=3, max_size=9)},
    optional={
        "non-answers": st.sampled_from([["as ever"], ["room 7"], ["http"]]),
        "severities": st.fixed_dictionaries({"deferred-answer": SEVERE, "translated-label": SEVERE, "missing-field": SEVERE}),
        "follow-up": st.just("#(?P<ticket>[0-9]+)"),
    },
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FORM, st.integers(0, 10**9))
def test_any_form(tmp_path: Path, made: dict[str, object], seed: int) -> None:
    try:
        forms = desk(tmp_path, json.dumps({"form": "f", "title": "F", "to": ["desk@x.example"], **made}))
    except FormError:
        reject()  # two fields with one label, a value that its own field refuses
    lanes_ = Lanes()
    for number in range(12):
        dice = random.Random(seed + number)
        one = lanes.letter(dice, forms[0])
        octets = lanes.mutated(dice, forms[0]) if number % 3 == 0 else put_together(one, dice)
        lanes_.hold("any form", octets, forms, name=(seed + number, made))


def _above(file: str) -> bytes:
    return mail(*multipart("mixed", part(form()), file.encode()))


BUG = (
    "Contact details: anna@customer.example\nVersion: 7.1\nCurrent behaviour: It crashed.\n"
    "Expected behaviour: All well.\nSteps to reproduce: Click.\n"
)
DUMP = "deadbeef cafe babe"
KEY = "Support Key: OX-12345-ABCDE"
# Mails about which the lanes differed, each with what the quick lane did not see.
MET = {
    "a date in which the secret stands": mail(form({"Support Key": "-11-05"})),
    "a choice in which the secret stands": mail(form({"Support Key": "Documentation", "Component": "docs"})),
    "a fault that names the secret in another case": mail(edited({"Support Key": "Support Key: severity", "Severity": None})),
    "a subject that shows the secret with another k": mail(
        form({"Support Key": "OX-KEY-K4711"}), headers={"Subject": "OX-KEY-\u212a4711".encode()}
    ),
    "an encoded subject that shows the secret with another s": mail(
        form({"Support Key": "OX-KEY-S4711"}), headers={"Subject": "=?utf-8?Q?OX-KEY-=C5=BF4711?="}
    ),
    "a copy for another desk, whose form it is": mail(BUG, headers={"Cc": "bugs@example.com"}),
    "a mail that was delivered to another desk": mail(
        BUG, headers={"Delivered-To": "x@x.example", "X-Original-To": "bugs@example.com"}
    ),
    "more recipients than are read": mail(form(), headers={"From": "a@x.example\n" + "Bcc: a@x.example\n" * 250 + "X-Last: x"}),
    "a disposition that is only a parameter": _above("Content-Disposition: attachment=x\n\nSeverity: 3\n"),
    "a form feed behind a boundary": _above("Content-Type: image/png\n\n").replace(
        b"--=_edge\nContent-Type: image", b"--=_edge\x0c\nContent-Type: image"
    ),
    "more lines than are read": mail(form() + "\n" * 45_000),
    "a label numbered by a letter": mail(edited({"Severity": None}) + "\na. Severity 2\n"),
    "a dump round a label": mail(
        edited({"Current behaviour": f"Current behaviour: x\n{DUMP}", "Expected behaviour": f"Expected behaviour: y\n{DUMP}"})
    ),
    "a rule beside the label of a free text": mail(edited({"Current behaviour": "Current behaviour: ----\nEmpty."})),
    "an address that begins with a label": mail("Name/p://e\nTag: b\nBug 7: E-1\n", headers={"To": "it@example.com"}),
    "lines of which a program has parted nearly all": mail(
        "m\n\nRelease:\n\nSince: 9\n\nPassphrase:\n\n.\n\nUrgency: 3\n\nHost: http://x\n\nI agree: [x]\n\nl\n.\n",
        headers={"To": "it@example.com"},
    ),
    "labels joined by a stroke, and one of them again": mail(
        "Product/Component: OXSE/Groupware GUI\nTrack-ID: -\nProduct: OXEE\nComponent: Groupware Server\n"
    ),
    "labels joined by a word, and one of them again": mail(
        form() + "\nServer Version and GUI Version: 7.1 and 7.2\n"
    ),
}  # fmt: skip


def test_a_secret_of_which_several_may_be_given_stays_a_list(tmp_path: Path) -> None:
    forms = desk(tmp_path, "form: f\ntitle: F\nfields: {Key: {secret: true, many: true}, B: {}, C: {}, D: {}}\n")
    octets = mail("Key: OX-1234567890\nB: 1\nC: 2\nD: 3\n")
    assert differences(octets, forms) == []
    plain = quick(RawMessage("mail.eml", octets), forms)
    assert plain is not None
    assert masked(plain, ["Key"]).fields["Key"].value == ("OX-********90",)


def test_the_secrets_stand_in_the_order_of_the_mail(tmp_path: Path) -> None:
    forms = desk(
        tmp_path, "form: f\ntitle: F\nfields: {A: {secret: true}, B key: {secret: true}, C no: {}, D so: {}}\n"
    )
    octets = mail("B key: x4711\nC no: y 7\nA: z4712\nD so: z 7\n")
    assert differences(octets, forms) == []


@pytest.mark.parametrize("name", MET)
def test_mails_about_which_the_lanes_differed(name: str) -> None:
    for forms in (OX, DESK, SEVERAL):
        assert not differences(MET[name], forms)


def test_a_fault_in_the_quick_lane_costs_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = mail(form())
    expected = judge_closely(RawMessage("mail.eml", octets), OX)
    assert quick(RawMessage("mail.eml", octets), OX) is not None

    def broken(raw: RawMessage, forms: Sequence[Form]) -> None:
        raise IndexError(f"{raw.source} {len(forms)}")

    monkeypatch.setattr(triage, "quick", broken)
    assert triage.judge(RawMessage("mail.eml", octets), OX) == expected


LONG = 100_000
HOSTILE = {
    **{f"text, {kind}": mail(form() + text) for kind, text in TEXTS.items()},
    **{f"free text, {kind}": mail(edited({"Current behaviour": f"Current behaviour:\n{text}"})) for kind, text in TEXTS.items()},
    **{f"value, {kind}": mail(form({"Server": " ".join(text.split())})) for kind, text in TEXTS.items()},
    "letters before a colon": mail(form({"Server": "a" * LONG + ";:"})),
    "stars before a colon": mail(form({"Server": ("a" + "*" * 500) * (LONG // 500) + ";="})),
    "greetings": mail(form() + f"\n\nRegards\n{'x' * 70}\n" * 1000),
    "who wrote": mail(form() + "he wrote\n" * (LONG // 9)),
    "depths": mail(edited({"Current behaviour": "Current behaviour: x\n" + "".join(" " * (n % 300) + "a\n" for n in range(600))})),
    "folds": mail(form(), headers={"To": "\n " * 20_000 + "support@open-xchange.com"}),
    "folded copies": mail(form(), headers={"Bcc": "a@b.example,\n " * 4000}),
    "copies": mail(form(), headers={"From": "a@b.example\n" + "Bcc: x\n" * 8000 + "X: y"}),
    "hyphens": mail(*multipart("mixed", part(form()), b"Content-Type: image/png\n\n" + b"-" * 1_000_000)),
    "parts": mail(*multipart("mixed", part(form()), *[b"Content-Type: image/png\n\n"] * 5000)),
    "letters in HTML": mail(*multipart("alternative", part(form() + "ab" * 40_000), part("ba" * 80_000, "text/html; charset=utf-8"))),
    "angles in HTML": mail(*multipart("alternative", part(form()), part("<" * LONG, "text/html; charset=utf-8"))),
    "entities in HTML": mail(*multipart("alternative", part(form()), part("<p>" + "&#1" * (LONG // 3), "text/html; charset=utf-8"))),
}  # fmt: skip


def test_the_quick_lane_gives_no_mail_much_time() -> None:
    quick(RawMessage("mail.eml", mail(form())), OX)  # what is loaded once is not a mail's cost
    slow = []
    for kind, octets in HOSTILE.items():
        try:
            with within(1.0):
                quick(RawMessage("mail.eml", octets), OX)
        except SlowError:
            slow.append(kind)
    assert slow == []


# What is remembered of one mail must say nothing about another.


def test_what_is_remembered_of_one_form_says_nothing_about_another(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    first = desk(tmp_path, "form: f\ntitle: F\nfields: {Server: {}, Product: {}, Module: {required: true}}\n")
    second = desk(tmp_path / "one", "form: f\ntitle: F\nfields: {Server: {type: prose}, Name: {aliases: [Product]}, Module: {secret: true}}\n")  # fmt: skip
    body = "Server: ox1.example.com\nProduct: OX 7\nModule: mail-4711\n"
    octets = mail(body, headers={"To": "a@x.example"})
    told = []
    for forms in (first, second, OX, first, second):
        assert not differences(octets, forms)
        told.append(jsonl.message(judge(RawMessage("mail.eml", octets), forms), PLAIN))
    assert told[0] == told[3] != told[1] == told[4]


def test_more_lines_than_are_remembered() -> None:
    before = [differences(generated.mail("A", number), OX) for number in range(20)]
    for number in range(9000):  # each has a new line, and one that may be known or forgotten by now
        text = form({"Track-ID": f"BUG-{number}", "Server Version": f"7.{number % 7}"})
        found = quick(RawMessage("mail.eml", mail(text)), OX)
        assert found is not None
        assert f'"written": "BUG-{number}"' in jsonl.message(found, PLAIN)
    assert [differences(generated.mail("A", number), OX) for number in range(20)] == before == [[]] * 20


def test_mails_in_any_order() -> None:
    octets = [generated.mail("A", number) for number in range(60)]
    octets += [lanes.mutated(random.Random(number), OX[0]) for number in range(200)]
    told = [_told(each) for each in octets]
    order = list(range(len(octets)))
    for seed in range(3):
        random.Random(seed).shuffle(order)
        assert all(_told(octets[at]) == told[at] for at in order)


def _told(octets: bytes) -> str:
    return jsonl.message(judge(RawMessage("mail.eml", octets), OX), PLAIN)


def test_many_mails_at_once() -> None:
    octets = [generated.mail("A", number) for number in range(200)]
    told = [jsonl.message(judge_closely(RawMessage("mail.eml", each), OX), PLAIN) for each in octets]
    wrong: list[int] = []

    def work(start: int) -> None:
        wrong.extend(at for at in (*range(start, 200), *range(start)) if _told(octets[at]) != told[at])

    threads = [threading.Thread(target=work, args=(start,)) for start in range(0, 200, 25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_verdict_is_copied_and_goes_to_another_process() -> None:
    for number in range(20):
        raw = RawMessage("mail.eml", generated.mail("A", number))
        found, careful = judge(raw, OX), judge_closely(raw, OX)
        for again in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
            assert again == found
            assert list(again.fields) == list(careful.fields)
            assert jsonl.message(again, PLAIN) == jsonl.message(careful, PLAIN)
            assert jsonl.message(masked(again), PLAIN) == jsonl.message(masked(careful), PLAIN)
