"""Pitfalls H: the header, its subject and its sender."""

from __future__ import annotations

import pytest

from mails import Reading, form, judge, mail

ENCODED = "=?utf-8?q?{}?="


def complete(**headers: str | None) -> Reading:
    """Return the reading of a whole form under these header fields (an underscore stands for a hyphen)."""
    found = judge(mail(form(), headers={name.replace("_", "-"): value for name, value in headers.items()}))
    assert found.verdict == "complete", found
    return found


@pytest.mark.parametrize("subject", [None, "", "  ", ENCODED.format("_")])
def test_pitfall_H1_no_subject(subject: str | None) -> None:
    assert complete(Subject=subject).first("missing-subject").severity == 3


def test_pitfall_H2_comma_in_an_encoded_name() -> None:
    found = complete(From="=?UTF-8?Q?Armstrong=2C?= Don <don@customer.example>")
    assert (found.whole.sender, found.codes) == ("don@customer.example", set()), found


def test_pitfall_H3_name_in_a_comment() -> None:
    found = complete(From="don@customer.example (Don Doe)")
    assert (found.whole.sender, found.codes) == ("don@customer.example", set()), found


@pytest.mark.parametrize("field", ["Reply_To", "X_Original_From"])
def test_pitfall_H4_sender_behind_a_list(field: str) -> None:
    found = complete(From='"Don via team" <team@lists.example>', **{field: "Don <don@customer.example>"})
    assert found.whole.sender == "don@customer.example"


@pytest.mark.parametrize(
    "sender", ["foo bar@customer.example", "foo bar <bar@customer.example", "bar@customer.example>"]
)
def test_pitfall_H5_sender_that_is_no_address(sender: str) -> None:
    found = complete(From=sender)
    assert "bar@customer.example" in (found.whole.sender or "")
    assert "malformed-header" in found.codes


AUTOMATIC = [
    {"Auto-Submitted": "auto-generated"},
    {"Auto-Submitted": "auto-replied (vacation)"},
    {"X-Autoreply": "yes"},
    {"Precedence": "bulk"},
    {"Precedence": "auto_reply"},
    {"List-Id": "<users.lists.example>"},
    {"From": "MAILER-DAEMON@mx.example (Mail Delivery System)"},
]


@pytest.mark.parametrize("headers", AUTOMATIC, ids=str)
@pytest.mark.parametrize("body", ["I am back on Monday.\n", form()], ids=["words", "form"])
def test_pitfall_H6_automatic(headers: dict[str, str], body: str) -> None:
    found = judge(mail(body, headers=headers))
    assert (found.verdict, found.whole.ticket) == ("automatic", None), found
    assert found.whole.reason
    assert len(found.values) in {0, 13}


@pytest.mark.parametrize("subject", ["Out of office: back on Monday", "Abwesenheitsnotiz: zurück am Montag"])
def test_pitfall_H6_automatic_by_its_subject(subject: str) -> None:
    assert judge(mail("I am back on Monday.\n", headers={"Subject": subject})).verdict == "automatic"
    assert complete(Subject=subject).whole.ticket, "a filled-in form shows a person's hand"


@pytest.mark.parametrize(
    "headers",
    [{"Auto-Submitted": "no"}, {"Subject": "Out of office replies are not sent"}, {"Precedence": "normal"}],
    ids=str,
)
def test_pitfall_H6_not_automatic(headers: dict[str, str]) -> None:
    found = judge(mail(form(), headers=headers))
    assert found.verdict == "complete", found


@pytest.mark.parametrize("value", ["All", "DR, OOF, AutoReply"])
def test_pitfall_H7_no_answer_wanted_is_not_automatic(value: str) -> None:
    assert complete(X_Auto_Response_Suppress=value).codes == set()


def test_pitfall_H8_prefix_of_a_list() -> None:
    assert complete(Subject="[support] inbox").whole.subject == "[support] inbox"
    found = judge(mail("Thanks.\n", headers={"Subject": "[support] Re: [Ticket#4711] [support] inbox"}))
    assert (found.verdict, found.whole.follows_up) == ("follow-up", "4711"), found


@pytest.mark.parametrize(
    "headers", [{"Importance": "high"}, {"X-Priority": "1 (Highest)"}, {"Priority": "urgent"}], ids=str
)
def test_pitfall_H9_importance_against_severity(headers: dict[str, str]) -> None:
    found = judge(mail(form({"Severity": "4"}), headers=headers))
    assert (found.verdict, found.values["Severity"]) == ("complete", "4"), found
    assert found.first("contradicting-importance").severity in {3, 4}
    assert "contradicting-importance" not in judge(mail(form({"Severity": "1"}), headers=headers)).codes


SUBJECTS = {
    "=?utf-8?q?St=C3?= =?utf-8?q?=B6rung?=": "Störung",
    "=?utf-8?b?U3TD?=\n =?utf-8?b?tnJ1bmc=?=": "Störung",
    "=?utf-8?q?a?= b": "a b",
    "=?utf-8?q?a?=  =?utf-8?q?b?=": "ab",
    "=?utf-8?q?a_?= =?iso-8859-1?q?=F6?=": "a ö",
    "=?iso-2022-jp?b?GyRCPmMbKEI=?= x": "障 x",
    "The inbox\n stays empty": "The inbox stays empty",
}


@pytest.mark.parametrize("written", SUBJECTS)
def test_pitfall_H10_encoded_words(written: str) -> None:
    assert complete(Subject=written).whole.subject == SUBJECTS[written]
