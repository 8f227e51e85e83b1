"""Mails as the trackers take them that read fields from mails, and their forms, in; what a person reads in them out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import ticketlint
from mails import Reading, mail

FORMS = {
    "gnats": """
      Category: {required: true, choices: [bin, conf, docs, kern]}
      Synopsis: {required: true}
      Severity: {required: true, choices: [non-critical, serious, critical]}
      Description: {required: true, type: prose}
      How-To-Repeat: {required: true, type: prose}
      Fix: {type: prose}
    """,
    "rt": """
      Queue: {required: true}
      Priority: {type: integer}
      FinalPriority: {type: integer}
      Due: {type: datetime}
      'CF.{Building}': {aliases: ['CustomField.{Building}']}
    """,
    "debbugs": """
      Package: {required: true, aliases: [Source]}
      Version: {}
      Severity: {choices: [critical, grave, serious, important, normal, minor, wishlist]}
      Tags: {many: true, choices: [patch, l10n, security]}
    """,
    "bugzilla": """
      product: {required: true}
      component: {required: true}
      version: {required: true}
      short_desc: {required: true}
    """,
    "issue": """
      What happened: {required: true, type: prose, aliases: ['What happened?']}
      Version: {required: true, type: version}
    """,
    "redmine": """
      Project: {required: true, aliases: {fr: [Projet]}}
      Tracker: {choices: [Bug, Feature, Support]}
      Priority: {choices: {Low: [], High: [], Urgent: []}, aliases: {fr: [Priorité]}}
      Due date: {type: date}
      Estimated hours: {type: number}
      Done ratio: {type: integer, min: 0, max: 100}
      Private: {type: checkbox, aliases: {fr: [Privée]}}
      Searchable field: {}
    """,
    "jemh": """
      project: {required: true, pattern: '[A-Z]{2,10}'}
      issuetype: {required: true, choices: [Bug, Task], aliases: [type]}
      labels: {many: true}
      duedate: {type: date}
    """,
    "lead": """
      Your name: {required: true, aliases: [Name, Full name]}
      Email: {required: true, type: email}
      Services: {many: true, choices: [Cleaning, Removals, Gardening]}
      Budget: {type: number}
      Newsletter: {type: checkbox}
      Project details: {type: prose, required: true, aliases: [Message]}
    """,
    "small": """
      Number: {}
      What happened: {required: true, type: prose}
    """,
    "pair": """
      Room: {required: true}
      Printer: {}
    """,
    "typed": """
      Number: {required: true, pattern: 'K\\d{5}'}
      Copies: {type: integer}
      Until: {type: datetime}
      Day: {type: date}
      Price: {type: number}
      Paid: {type: checkbox}
      Readers: {type: email, many: true}
      Titles: {many: true}
    """,
}
GNATS = """>Category:\tbin
>Synopsis:\tls prints nothing
>Severity:\tserious
>Description:
ls prints nothing.

It did in 4.10.
>How-To-Repeat:
ls /tmp
>Fix:
none known yet, maybe the new readdir
"""
GNATS_SAYS = {
    "Category": "bin", "Synopsis": "ls prints nothing", "Severity": "serious", "How-To-Repeat": "ls /tmp",
    "Description": "ls prints nothing.\n\nIt did in 4.10.", "Fix": "none known yet, maybe the new readdir",
}  # fmt: skip
RT = "Queue: General\nPriority: 20\nFinalPriority: 5\nDue: 2005-12-01 12:34:00\nCF.{Building}: North\n\nhello\n"
RT_SAYS = {
    "Queue": "General", "Priority": "20", "FinalPriority": "5", "Due": "2005-12-01T12:34:00", "CF.{Building}": "North",
}  # fmt: skip
DEBIAN = """Package: foo
Version: 1.2-3
Severity: important
Tags: patch l10n
User: devel@example.org

Dear Maintainer,

Version: 9 is what I wanted.

-- System Information:
Debian Release: 12
Severity: none
"""
DEBIAN_SAYS = {"Package": "foo", "Version": "1.2-3", "Severity": "important", "Tags": ("patch", "l10n")}
BUGZILLA = "@product Widget\n@component Engine\n@version = 1.0\n@short_desc It breaks\n\nWhen I start it.\n"
BUGZILLA_SAYS = {"product": "Widget", "component": "Engine", "version": "1.0", "short_desc": "It breaks"}
ISSUE = "### What happened?\n\n![image](https://example.com/a.png)\n\n#### Logs:\n\nsee below\n\n### Version\n\n1.0.2\n"
ISSUE_SAYS = {"What happened": "![image](https://example.com/a.png)\n\n#### Logs:\n\nsee below", "Version": "1.0.2"}
LEAD_SAYS = {"Your name": "Amy Baker", "Email": "amy@press.example", "Project details": "Please call me."}
LEADS = {
    "front matter": '---\nname: "Amy Baker"\nemail: amy@press.example\nmessage: Please call me.\n---\n',
    "ini": "[contact]\nname = Amy Baker\nemail=amy@press.example\n; the rest\nmessage = Please call me.\n",
    "arrows": "Your name => Amy Baker\nEmail => amy@press.example\nMessage => Please call me.\n",
    "stars of what is required": "Your name *: Amy Baker\nEmail*: amy@press.example\nMessage (required): Please call me.\n",
    "bold above": "**Your name**\nAmy Baker\n\n**Email**\namy@press.example\n\n**Message**\nPlease call me.\n",
    "drawn": (
        "+---------+-------------------+\n| Name    | Amy Baker         |\n+---------+-------------------+\n"
        "| Email   | amy@press.example |\n| Message | Please call me.   |\n+---------+-------------------+\n"
    ),
    "json": '{\n  "name": "Amy Baker",\n  "email": "amy@press.example",\n  "message": "Please call me."\n}\n',
}  # fmt: skip
MAILS = {
    **{f"lead, {way}": ("lead", body, "complete", LEAD_SAYS) for way, body in LEADS.items()},
    "lead, run together": (
        "lead",
        "Custom Inquiry * Your Name: Amy Baker * Budget: 100 * Email: amy@press.example * Project details: Call me.\n",
        "complete",
        {**LEAD_SAYS, "Budget": "100", "Project details": "Call me."},
    ),
    "lead, lists of YAML": (
        "lead",
        ("name: Amy Baker\nemail: amy@press.example # private\nservices:\n  - Cleaning\n  - Gardening\nbudget: about $2,500\n"
        "newsletter: false\nmessage: |\n  Please call me.\n"),
        "complete",
        {**LEAD_SAYS, "Services": ("Cleaning", "Gardening"), "Budget": "2500", "Newsletter": "no"},
    ),
    "redmine below prose": (
        "redmine",
        "Here is a report.\n\nIt says little.\n\nproject: shop\nsearchable field: Value of a field\nPriority:  URGENT\n",
        "complete",
        {"Project": "shop", "Searchable field": "Value of a field", "Priority": "Urgent"},
    ),
    "redmine in French": (
        "redmine",
        "Un texte.\n\nProjet: shop\nPrivée: oui\nPriorité : high\n",
        "complete",
        {"Project": "shop", "Private": "yes", "Priority": "High"},
    ),
    "redmine attributes": (
        "redmine",
        "Project : shop\nTracker    : Feature Request\nDue Date:2026-12-31\nEstimated hours: 2.5\nDone ratio: 30 %\n",
        "complete",
        {"Project": "shop", "Tracker": "Feature", "Due date": "2026-12-31", "Estimated hours": "2.5", "Done ratio": "30"},
    ),
    "redmine nonsense": (
        "redmine",
        "Project: shop\nTracker: Nonsense\nDue date: soon\nDone ratio: 130\n",
        "incomplete",
        {"Project": "shop"},
    ),
    "directives with number signs": (
        "jemh",
        "#project=TEST\n#type = Bug\n#labels=a,b,c\n\nText.\n",
        "complete",
        {"project": "TEST", "issuetype": "Bug", "labels": ("a", "b", "c")},
    ),
    "directives with at signs": (
        "jemh",
        "@project=TEST\n@issuetype=Task\n@duedate=24/Dec/2026\n",
        "complete",
        {"project": "TEST", "issuetype": "Task", "duedate": "2026-12-24"},
    ),
    "rt, a custom field with an apostrophe": ("rt", RT.replace("North", "fro'b"), "complete", {**RT_SAYS, "CF.{Building}": "fro'b"}),
    "rt, parted by blank lines": ("rt", RT.replace("\n", "\n\n"), "complete", RT_SAYS),
    "bugzilla, a value that goes on": (
        "bugzilla",
        BUGZILLA.replace("It breaks", "It breaks at once when I try\n to start it"),
        "complete",
        {**BUGZILLA_SAYS, "short_desc": "It breaks at once when I try to start it"},
    ),
    "gnats": ("gnats", GNATS, "complete", GNATS_SAYS),
    "gnats quoted": ("gnats", GNATS.replace(">", "> "), "complete", GNATS_SAYS),
    "gnats hint": (
        "gnats",
        GNATS.replace("serious", "<[ non-critical | serious | critical ] (one line)>"),
        "incomplete",
        {name: value for name, value in GNATS_SAYS.items() if name != "Severity"},
    ),
    "rt": ("rt", RT, "complete", RT_SAYS),
    "rt below blank lines": ("rt", "\n\n\n" + RT, "complete", RT_SAYS),
    "rt long names": (
        "rt",
        RT.replace("FinalP", "Final P").replace("CF.{", "CustomField.{"),
        "complete",
        RT_SAYS,
    ),
    "debbugs": ("debbugs", DEBIAN, "complete", DEBIAN_SAYS),
    "debbugs source": ("debbugs", DEBIAN.replace("Package", "Source"), "complete", DEBIAN_SAYS),
    "bugzilla": ("bugzilla", BUGZILLA, "complete", BUGZILLA_SAYS),
    "bugzilla equals": ("bugzilla", BUGZILLA.replace("t W", "t = W").replace("c I", "c = I"), "complete", BUGZILLA_SAYS),
    "a full stop": ("typed", "Number: K10442.\nCopies: 250.\n", "complete", {"Number": "K10442", "Copies": "250"}),
    "a unit": ("typed", "Number: K10442\nCopies: 250 pieces\n", "complete", {"Number": "K10442", "Copies": "250"}),
    "a range": ("typed", "Number: K10442\nCopies: 250-300\n", "incomplete", {"Number": "K10442"}),
    "a range in words": ("typed", "Number: K10442\nCopies: 250 to 300 pieces\n", "incomplete", {"Number": "K10442"}),
    "a number and a reason": ("typed", "Number: K10442\nCopies: 12 - 3 are for us\n", "complete", {"Number": "K10442", "Copies": "12"}),
    "an hour": (
        "typed",
        "Number: K10442\nUntil: 1 December 2026 at 5 pm\n",
        "complete",
        {"Number": "K10442", "Until": "2026-12-01T17:00:00"},
    ),
    "a month's name between year and day": (
        "typed",
        "Number: K10442\nUntil: 2026-December-01 17:00\nDay: 2026/Dec/05\n",
        "complete",
        {"Number": "K10442", "Until": "2026-12-01T17:00:00", "Day": "2026-12-05"},
    ),
    "noon": ("typed", "Number: K10442\nUntil: 2026-12-01, 12 p.m.\n", "complete", {"Number": "K10442", "Until": "2026-12-01T12:00:00"}),
    "Uhr": ("typed", "Number: K10442\nUntil: 1.12.2026, 17 Uhr\n", "complete", {"Number": "K10442", "Until": "2026-12-01T17:00:00"}),
    "no hour": ("typed", "Number: K10442\nUntil: 1.12.2026, room 17\n", "incomplete", {"Number": "K10442"}),
    "thousands and a unit": ("typed", "Number: K10442\nCopies: 48,211 km\n", "complete", {"Number": "K10442", "Copies": "48211"}),
    "thousands parted by gaps": ("typed", "Number: K10442\nCopies: 48 211\n", "complete", {"Number": "K10442", "Copies": "48211"}),
    "no whole number": ("typed", "Number: K10442\nCopies: 1,250.50\n", "incomplete", {"Number": "K10442"}),
    "a French price": ("typed", "Number: K10442\nPrice: 1 250,50 €\n", "complete", {"Number": "K10442", "Price": "1250.50"}),
    "a Swiss price": ("typed", "Number: K10442\nPrice: CHF 1'250.50\n", "complete", {"Number": "K10442", "Price": "1250.50"}),
    "a price of millions": ("typed", "Number: K10442\nPrice: 1.250.500\n", "complete", {"Number": "K10442", "Price": "1250500"}),
    "the ticked box": ("typed", "Number: K10442\nPaid: [ ] yes [x] no\n", "complete", {"Number": "K10442", "Paid": "no"}),
    "boxes behind their words": ("typed", "Number: K10442\nPaid: ja ☐ nein ☑\n", "complete", {"Number": "K10442", "Paid": "no"}),
    "no box ticked": ("typed", "Number: K10442\nPaid: [ ] yes [ ] no\n", "complete", {"Number": "K10442"}),
    "both boxes ticked": ("typed", "Number: K10442\nPaid: [x] yes [x] no\n", "incomplete", {"Number": "K10442"}),
    "names and addresses": ("typed", "Number: K10442\nReaders: Eva Lang <eva@a.example>; Tom Ott <tom@b.example>\n", "complete", {"Number": "K10442", "Readers": ("eva@a.example", "tom@b.example")}),
    "one is no address": ("typed", "Number: K10442\nReaders: eva@a.example, tom\n", "incomplete", {"Number": "K10442"}),
    "a numbered list": ("typed", "Number: K10442\nTitles:\n1. Der Zauberberg\n2. Buddenbrooks\n", "complete", {"Number": "K10442", "Titles": ("Der Zauberberg", "Buddenbrooks")}),
    "titles that begin with numbers": ("typed", "Number: K10442\nTitles: 2. Symphonie, 1. Klavierkonzert\n", "complete", {"Number": "K10442", "Titles": ("2. Symphonie", "1. Klavierkonzert")}),
    "no thirteenth month": ("typed", "Number: K10442\nDay: 2026-13-02\n", "incomplete", {"Number": "K10442"}),
    "one of two days": ("typed", "Number: K10442\nDay: 15.12.2026 oder 16.12.2026\n", "incomplete", {"Number": "K10442"}),
    "a day and its reason": ("typed", "Number: K10442\nDay: 15.12.2026 - am 16.12.2026 ist zu\n", "complete", {"Number": "K10442", "Day": "2026-12-15"}),
    "boxes of which some are ticked": ("typed", "Number: K10442\nTitles:\n- [x] Buddenbrooks\n- [ ] Der Zauberberg\n- [X] Doktor Faustus\n", "complete", {"Number": "K10442", "Titles": ("Buddenbrooks", "Doktor Faustus")}),
    "boxes of which one is ticked": ("typed", "Number: K10442\nTitles: ☐ Buddenbrooks ☑ Der Zauberberg\n", "complete", {"Number": "K10442", "Titles": ("Der Zauberberg",)}),
    "boxes of which none is ticked": ("typed", "Number: K10442\nTitles:\n- [ ] Buddenbrooks\n- [ ] Der Zauberberg\n", "complete", {"Number": "K10442"}),
    "struck out in Markdown": ("typed", "Number: K10442\nCopies: ~~250~~ 300\n", "complete", {"Number": "K10442", "Copies": "300"}),
    "a shrug": ("typed", "Number: K10442\nTitles: keine Ahnung, wie es heißt\n", "complete", {"Number": "K10442"}),
    **{
        f"a small form, {what}, {way}": ("small", f"{above}What happened:\n{text}\n", "complete", {**said, "What happened": text})
        for what, text in {
            "a list with stars": "* Open the list.\n* Click it.\n* Close it.",
            "a quote and what is said of it": "> Surely not.\n> Really.\n\nYes, surely.",
            "settings": "Version=1.2\nLevel=3",
            "a log": "ERROR it broke\nERROR again",
            "lines like fields": "Mail: works\nCalendar: fails\nTasks: fail",
            "a shell": "$ ls\nfoo\n$ cat foo",
        }.items()
        for way, (above, said) in {
            "below another field": ("Number: 7\n", {"Number": "7"}), "apart": ("Number: 7\n\n", {"Number": "7"}), "alone": ("", {}),
        }.items()
    },
    "a form of two lines above a list": ("pair", "Room: A101\nPrinter: LX-200\n* It smokes.\n* It stinks.\n", "complete", {"Room": "A101", "Printer": "LX-200"}),
    "a form of one line above a shell": ("pair", "Room: A101\n$ lpq\n$ lpr x\n", "complete", {"Room": "A101"}),
    "a small form, each label on its own line": ("small", "Hello,\n\nplease help.\n\nNumber\n7\n\nWhat happened\nIt broke.\n\nTwice.\n", "complete", {"Number": "7", "What happened": "It broke.\n\nTwice."}),
    "a small form, one of its labels in a story": ("small", "I looked up the\nNumber\nand saw what happened.\n", "incomplete", {}),
    "a small form, a label above nothing": ("small", "Number\n\nWhat happened\n", "incomplete", {}),
    "a small form, beside its label": ("small", "Number: 7\nWhat happened: this\n* Open it.\n* Close it.\n", "complete", {"Number": "7", "What happened": "this\n* Open it.\n* Close it."}),
    "a small form inside a log": ("small", "I see:\nERROR it broke\nWhat happened: nothing\nERROR again\n", "incomplete", {}),
    "an issue": ("issue", ISSUE, "complete", ISSUE_SAYS),
    "closed headings": ("issue", ISSUE.replace("Version", "Version ###"), "complete", ISSUE_SAYS),
    "marked headings": ("issue", ISSUE.replace("Version", ">>Version<<"), "complete", ISSUE_SAYS),
    "an issue in one block": (
        "issue",
        ISSUE.replace("\n\n", "\n"),
        "complete",
        {"Version": "1.0.2", "What happened": "![image](https://example.com/a.png)\n#### Logs:\nsee below"},
    ),
}  # fmt: skip


@cache
def form(name: str) -> tuple[ticketlint.Form, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.yaml")
        head = f"form: {name}\ntitle: {name}\nto: support@open-xchange.com\nlanguage: [de, en]\nfields:"
        path.write_text(head + FORMS[name].replace("\n    ", "\n"), encoding="utf-8")
        return tuple(ticketlint.load_forms([str(path)]))


@pytest.mark.parametrize(("name", "body", "verdict", "says"), MAILS.values(), ids=MAILS)
def test_a_person_reads_it_so(name: str, body: str, verdict: str, says: dict[str, object]) -> None:
    read = Reading(ticketlint.check(mail(body), form(name)))
    assert (read.verdict, read.values) == (verdict, says)
