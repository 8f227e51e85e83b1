"""Notices as programs send them, and forms as sites and registries lay them out, in; what a person reads in them out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import lanes
import ticketlint
from mails import Reading, mail, page

FORMS = {
    "contact": """
      Name: {required: true}
      Email: {required: true, type: email}
      Message: {required: true, type: prose}
    """,
    "kontakt": """
      お名前: {required: true}
      メールアドレス: {required: true, type: email}
      内容: {required: true, type: prose}
    """,
    "registry": """
      Action: {required: true, choices: [N, M, R]}
      Organization: {required: true}
      Country: {}
    """,
    "ticket": """
      Priority: {required: true, choices: [low, normal, high]}
      Owner: {}
      Tags: {many: true}
      Notes: {type: prose}
    """,
    "boxes": """
      Systems: {required: true, many: true, choices: [Linux, macOS, Windows, other]}
      Level: {choices: [low, middle, high]}
    """,
    "payment": """
      Payee: {required: true}
      Amount: {required: true, type: number}
      Order: {}
    """,
    "bug": """
      Severity: {required: true}
      Owner: {}
      Keywords: {}
      Milestone: {}
      Text: {required: true, type: prose, rest: true}
    """,
    "rest": """
      Room: {}
      Text: {required: true, type: prose, rest: true}
    """,
}
AMY: dict[str, object] = {
    "Name": "Amy Baker",
    "Email": "amy@press.example",
    "Message": "Please call.\n\nThe sooner\nthe better.",
}
TARO: dict[str, object] = {"お名前": "山田 太郎", "メールアドレス": "taro@example.jp", "内容": "価格を教えてください。"}
ORG: dict[str, object] = {"Action": "N", "Organization": "Example Networks", "Country": "US"}
HEAD = "<table><tr><th>Name</th><th>{}</th></tr>"
ROWS = "<tr><td>Name</td><td>{}</td></tr><tr><td>Email</td><td>amy@press.example</td></tr>"
LAST = "<tr><td>Message</td><td style='white-space: pre-line'>Please call.\n\nThe sooner\nthe better.</td></tr></table>"
DIVS = "<div>Name: Amy Baker</div><div>Email: amy@press.example</div>"
PLAN = "The plan:\n\n---\n\n- paint it\n- dry it\n\n---\n\nPlease agree to it."

# The form, the mail's body, and what is read in it; None where a field that the form requires is missing.
BODIES: dict[str, tuple[str, str, str, dict[str, object]]] = {
    "line ends that the page keeps": ("contact", f"{DIVS}<div>Message:</div><div style='white-space:pre-wrap'>Please call.\n\nThe sooner\nthe better.</div>", "complete", AMY),
    "line ends that it does not keep": ("contact", f"{DIVS}<div>Message:</div><div style='white-space:nowrap'>Please\ncall.</div>", "complete", {**AMY, "Message": "Please call."}),
    "a whole form of kept lines": ("contact", "<p style='white-space: break-spaces'>Name: Amy Baker\nEmail: amy@press.example\nMessage: Please call.</p>", "complete", {**AMY, "Message": "Please call."}),
    "a tab of Apple Mail": ("contact", f"{DIVS}<div>Message:<span class='Apple-tab-span' style='white-space:pre'>\t</span>Please\ncall.</div>", "complete", {**AMY, "Message": "Please call."}),
    "a head over labels and values": ("contact", HEAD.format("Value") + ROWS.format("Amy Baker") + LAST, "complete", AMY),
    "a head, and nothing below it": ("contact", HEAD.format("Answer") + ROWS.format("") + LAST, "incomplete", {name: AMY[name] for name in ("Email", "Message")}),
    "a value that would be a head": ("contact", ROWS.format("Value").join(("<table>", LAST)), "complete", {**AMY, "Name": "Value"}),
    "two values": ("contact", HEAD.format("Bob") + ROWS.format("Amy Baker") + LAST, "complete", {**AMY, "Name": "Bob"}),
    "a head that is drawn": ("contact", "| Name | Value |\n|---|---|\n| Name | Amy Baker |\n| Email | amy@press.example |\n| Message | Hello there |\n", "complete", {**AMY, "Message": "Hello there"}),
    "labels in corner brackets": ("kontakt", "「お名前」 山田 太郎\n「メールアドレス」 taro@example.jp\n「内容」\n価格を教えてください。\n", "complete", TARO),
    "labels that are quoted": ("kontakt", "「お名前」の欄に山田と書きました。\n「メールアドレス」の欄は空です。\n「内容」が分かりません。\n", "incomplete", {}),
    "labels apart in brackets": ("kontakt", "[ お名前 ] 山田 太郎\n[ メールアドレス ] taro@example.jp\n[ 内容 ]\n価格を教えてください。\n", "complete", TARO),
    "labels behind diamonds": ("kontakt", "────────\n◆お名前\n  山田 太郎\n────────\n◆メールアドレス\n  taro@example.jp\n────────\n◆内容\n  価格を教えてください。\n────────\n", "complete", TARO),
    "counters with a letter": ("registry", "1a. Action: N\n1b. Organization: Example Networks\n2c) Country: US\n", "complete", ORG),
    "counters in brackets": ("registry", "(1) Action: N\n(2) Organization: Example Networks\n(3a) Country: US\n", "complete", ORG),
    "counters on one line": ("registry", "1a. Action: N 1b. Organization: Example Networks 1c. Country: US\n", "complete", ORG),
    "dots behind counted labels": ("registry", "0a.  Action........: N\n1a.  Organization..: Example Networks\n1d.  Country.......: US\n", "complete", ORG),
    "small print of the form": ("registry", "Action: N\nOrganization: Example Networks\n**  As of May 2026\n**  Read the instructions.\nCountry: US\n", "complete", ORG),
    "small print in Japanese": ("payment", "Payee: カ）テスト\n※一部のみ表示しております。\nAmount: 47,000円\n", "complete", {"Payee": "カ）テスト", "Amount": "47000"}),
    "a name that goes on": ("registry", "Action: N\nOrganization: Example Networks and\nSons\nCountry: US\n", "complete", {**ORG, "Organization": "Example Networks and Sons"}),
    "pairs in brackets": ("ticket", "[Priority: high]\n[Owner: me (the boss)]\n[Tags: wifi, laptop]\n", "complete", {"Priority": "high", "Owner": "me (the boss)", "Tags": ("wifi", "laptop")}),
    "pairs in brackets on one line": ("ticket", "[Priority=high] [Tags=wifi] [Owner=me]\n", "complete", {"Priority": "high", "Owner": "me", "Tags": ("wifi",)}),
    "pairs in braces": ("ticket", "{Priority: high}\n{Owner: me}\n{Notes: It broke\nin two.}\n", "complete", {"Priority": "high", "Owner": "me", "Notes": "It broke\nin two."}),
    "a bracket of the value": ("ticket", "Priority: high\n(Owner: me (the boss)\nTags: a]\n", "complete", {"Priority": "high", "Owner": "me (the boss)", "Tags": ("a]",)}),
    "a bracket round nothing": ("ticket", "[Owner: me]\n[Priority:]\n", "incomplete", {"Owner": "me"}),
    "a box that lost its mark": ("boxes", "Systems:\n- Linux\n- [ ] macOS\n- [x] Windows\n", "complete", {"Systems": ("Linux", "Windows")}),
    "boxes below an answer": ("boxes", "Systems: Linux\n[ ] macOS\n[ ] Windows\n", "complete", {"Systems": ("Linux",)}),
    "boxes over two lines": ("boxes", "Systems:\n- [ ] macOS\n  (or Windows)\n- [x] Linux\n- other\n", "complete", {"Systems": ("Linux", "other")}),
    "no box ticked below words": ("boxes", "Systems:\nplease tick\n[ ] macOS\n[ ] Linux\n", "incomplete", {}),
    "no box ticked, one lost": ("boxes", "Systems:\n- Linux\n- [ ] macOS\n- [ ] Windows\n- [ ] other\n", "incomplete", {}),
    "one choice, two answers": ("boxes", "Systems: Linux\nLevel:\n- low\n- [x] middle\n- [ ] high\n", "incomplete", {"Systems": ("Linux",)}),
    **{
        f"an amount of {sign}": ("payment", f"Payee: Shop\nAmount: {sign}1,250.50\n", "complete", {"Payee": "Shop", "Amount": "1250.50"})
        for sign in ("Rs. ", "Rs ", "RM ", "Rp", "₹", "US$ ", "R$", "Fr. ", "kr. ", "₽ ")
    },
    "a sign of the label's, and a dash": ("payment", "Payee - Shop\nOrder # - 77\nAmount - 5\n", "complete", {"Payee": "Shop", "Order": "77", "Amount": "5"}),
    "no amount": ("payment", "Payee: Shop\nAmount: Rs. some\n", "incomplete", {"Payee": "Shop"}),
    "settings above a text": ("rest", "---\nRoom: 4\n---\n\nThe lamp is out.\n", "complete", {"Room": "4", "Text": "The lamp is out."}),
    "settings above nothing": ("rest", "---\nRoom: 4\n---\n", "incomplete", {"Room": "4"}),
    "rules round a list": ("rest", f"{PLAN}\n", "complete", {"Text": PLAN}),
    "a rule above a card": ("rest", "The plan is good.\n\n---\n- Anna Admin\n- Example GmbH\n", "complete", {"Text": "The plan is good."}),
    "a rule above a telephone": ("rest", "The plan is good.\n\n---\n* +49 30 1234567\n", "complete", {"Text": "The plan is good."}),
    "an old attribution": ("rest", "It is out.\n\n--- On Tue, 12/16/25, Desk <desk@desk.example> wrote:\n\nFrom: Desk <desk@desk.example>\nSubject: lamp\nTo: anna@customer.example\n\nWhich?\n", "complete", {"Text": "It is out."}),
    **{
        f"the desk's own mail below {mark!r}": ("rest", f"It is out.\n\n{mark}\n\nWhich lamp is it?\n", "complete", {"Text": "It is out."})
        for mark in (
            "##- Please type your reply above this line -##",
            "-- Please reply above this line --",
            "=-=-= Reply above this line =-=-=",
            "##-- Bitte antworten Sie oberhalb dieser Zeile --##",
            "--- Répondez au-dessus de cette ligne ---",
        )
    },
    "a mark inside a sentence": ("rest", "It says:\n- Please type your reply above this line and press Enter.\nI cannot.\n", "complete", {"Text": "It says:\n- Please type your reply above this line and press Enter.\nI cannot."}),
    "answered below the desk's mark": ("ticket", "##- Please type your reply above this line -##\n\nPriority: high\nOwner: me\n", "complete", {"Priority": "high", "Owner": "me"}),
    "labels that end at one column": (
        "bug",
        "            Owner: eng\n         Severity: normal\n         Priority: P5\n              Foo: bar\n         Keywords: css\n\nIt is green.\n",
        "complete",
        {"Owner": "eng", "Severity": "normal", "Keywords": "css", "Text": "It is green."},
    ),
    "a value that goes on further right": ("bug", "Owner: eng\nSeverity: normal\n    Foo: bar\n\nIt is green.\n", "complete", {"Owner": "eng", "Severity": "normal Foo: bar", "Text": "It is green."}),
    "two columns that are drawn": (
        "bug",
        "#12: It is green\n-----------------------+-----------------\n Severity:  major      |      Owner:  eng\n Keywords:  css        |\n-----------------------+-----------------\n It is green.\n",
        "complete",
        {"Owner": "eng", "Severity": "major", "Keywords": "css", "Text": "It is green."},
    ),
    "an empty label above what leads to a text": (
        "bug",
        "Severity: major\nKeywords:\n----------\nChanges (by eng):\n\n * it is green\n",
        "complete",
        {"Severity": "major", "Text": "Changes (by eng):\n\n * it is green"},
    ),
    "a label above an answer below a rule": ("bug", "Severity: major\nKeywords:\n----------\ncss\n\nIt is green.\n", "complete", {"Severity": "major", "Keywords": "css", "Text": "It is green."}),
    "an object on one line": ("contact", '{"name": "Amy Baker", "email": "amy@press.example", "age": 42, "message": "Please call.\\n\\nThe sooner\\nthe better."}\n', "complete", AMY),
    "an object of Python": ("contact", "Hello,\n\n{'name': 'Amy Baker', 'email': 'amy@press.example', 'message': 'Hello there'}\n\nBye\n", "complete", {**AMY, "Message": "Hello there"}),
    "an object of Ruby": ("contact", '{:name=>"Amy Baker", :email=>"amy@press.example", :message=>"Hello there"}\n', "complete", {**AMY, "Message": "Hello there"}),
    "an object over some lines": ("ticket", '{\n  "priority": "high",\n  "owner": "M\\u00fcller",\n  "tags": ["a, b", "c"]\n}\n', "complete", {"Priority": "high", "Owner": "Müller", "Tags": ("a", "b", "c")}),
    "an object with an empty string": ("contact", '{"name": "Amy Baker", "email": "", "message": "Hello there"}\n', "incomplete", {"Name": "Amy Baker", "Message": "Hello there"}),
    "an object in a text": ("contact", 'Name: Amy Baker\nMessage: I sent\n{"name": "Bob", "email": "bob@press.example"}\nin vain.\n', "incomplete", {"Name": "Amy Baker", "Message": 'I sent\n{"name": "Bob", "email": "bob@press.example"}\nin vain.'}),
    "an object of other things": ("contact", '{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "name": "Bob", "email": "bob@press.example"}\n', "incomplete", {}),
    "a list as programs write it": ("ticket", 'Priority: high\nTags: ["wifi", "laptop"]\n', "complete", {"Priority": "high", "Tags": ("wifi", "laptop")}),
    "a hint in brackets": ("boxes", "Systems: Linux\nLevel: [low, middle, high]\n", "complete", {"Systems": ("Linux",)}),
    "labels with and without a colon": ("contact", "Name: Amy Baker\nEmail\namy@press.example\nMessage: Hello there\n", "complete", {**AMY, "Message": "Hello there"}),
    "a label on its own line, apart": ("contact", "Name: Amy Baker\n\nEmail\n\namy@press.example\n\nMessage: Hello there\n", "complete", {**AMY, "Message": "Hello there"}),
    "a label that nothing answers": ("contact", "Name: Amy Baker\nEmail\nto be told\nMessage: Hello there\n", "incomplete", {"Name": "Amy Baker Email to be told", "Message": "Hello there"}),
    "a label in a story": ("contact", "Name: Amy\nas I said in my\nEmail\namy@press.example\nof yesterday.\nMessage: Hello there\n", "incomplete", {"Name": "Amy as I said in my Email amy@press.example of yesterday.", "Message": "Hello there"}),
    "a note below an answer": ("registry", "Action: N\nOrganization: Example\nThis is a note of no field\nCountry: US\n", "complete", {**ORG, "Organization": "Example"}),
    "an answer of two lines": ("registry", "Action: N\nOrganization: Example\nNetworks\nCountry: US\n", "complete", ORG),
    "a link in a list of one": ("bug", "Severity: major\nOwner:\n\n- [the team](https://team.example/)\n\nKeywords: css\nIt is green.\n", "complete", {"Severity": "major", "Owner": "the team", "Keywords": "css", "Text": "It is green."}),
}  # fmt: skip


@cache
def form(name: str) -> tuple[ticketlint.Form, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.yaml")
        head = f"form: {name}\ntitle: {name}\nto: support@open-xchange.com\nlanguage: [en]\nfields:"
        path.write_text(head + FORMS[name].replace("\n    ", "\n"), encoding="utf-8")
        return tuple(ticketlint.load_forms([str(path)]))


@pytest.mark.parametrize(("name", "body", "verdict", "says"), BODIES.values(), ids=BODIES)
def test_a_person_reads_it_so(name: str, body: str, verdict: str, says: dict[str, object]) -> None:
    octets = page(body) if body.startswith("<") else mail(body)
    read = Reading(ticketlint.check(octets, form(name)))
    assert (read.verdict, read.values) == (verdict, says)
    assert not lanes.differences(octets, form(name))


@pytest.mark.parametrize(
    ("header", "verdict"),
    [
        ({"X-Precedence": "auto_reply"}, "automatic"),
        ({"X-Precedence": "first-class"}, "complete"),
        (
            {"Subject": "DELIVERY FAILURE: User anna (anna@customer.example) not listed in Domino Directory"},
            "automatic",
        ),
        ({"Subject": "Delivery failure: my parcel did not come"}, "complete"),
    ],
)
def test_what_a_program_sends_is_no_request(header: dict[str, str], verdict: str) -> None:
    octets = mail("Room: 4\n\nThe lamp is out.\n", headers=header)
    assert ticketlint.check(octets, form("rest")).verdict == verdict
    assert not lanes.differences(octets, form("rest"))
