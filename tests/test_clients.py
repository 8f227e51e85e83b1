"""One request through every client: whatever it makes of it, the fields read back are those that were written."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from clients import CLIENTS, shapes
from letters import ENGLISH, Value, requests
from mails import judge
from renders import Client, Shape, mail_of
from ticketlint.verdict import VerdictName

STEADY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
PIECES = (
    b"", b"\n", b"\r", b"\0", b"\xff", b"=", b"=C3", b">", b"> ", b"--", b"<", b"<div>", b"<blockquote>", b"<table><tr><td>", b"</table>", b"<!--", b"\x1b[31m",
    b"\nContent-Type: text/html; charset=x\n\n", b"\nContent-Type: multipart/mixed; boundary=x\n", b"\nContent-Transfer-Encoding: base64\n\n",
    b"Severity: ", b"Severity:\n", b"Steps to reproduce:\n", b"Severity: 2 Product: OXHE ", b"From: a\nSent: b\nTo: c\nSubject: d\n", b"On 2009 a wrote:\n", b"-- \n", b"```\n", b"* _ ",
)  # fmt: skip
DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1),  # where, as a share of the mail
        st.one_of(st.integers(0, 40), st.integers(0, 4000)),  # octets lost there
        st.one_of(
            st.sampled_from(PIECES), st.binary(max_size=6)
        ),  # octets that stand there instead; none: those around
        st.sampled_from((0, 1, 1, 1, 2, 500)),
    ),
    min_size=1,
    max_size=8,
)
BY_NAME = pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)


def told(value: Value, shape: Shape) -> Value:
    """Return a value as far as a shape can keep it: lists have the client's marks, wrapped texts its line ends."""
    if not isinstance(value, str):
        return value
    keeps = shape.keeps
    if keeps == "all":
        return value
    lines = [" ".join(re.sub(r"^\s*[-*•]\s+", "- ", line).split()) for line in value.split("\n")]
    lines = [line for line in lines if line]
    return " ".join(" ".join(lines).split()) if keeps == "words" else "\n".join(lines)


@BY_NAME
@settings(STEADY, max_examples=20)
@given(data=st.data())
def test_the_fields_read_back_are_those_that_were_written(client: Client, data: st.DataObject) -> None:
    request, shape = data.draw(requests()), data.draw(shapes(client))
    octets = mail_of(request, shape)
    note(octets.decode("latin-1"))
    found = judge(octets)
    assert {name: told(value, shape) for name, value in found.values.items()} == {
        name: told(value, shape) for name, value in request.says.items()
    }
    assert found.verdict == "complete"


@BY_NAME
@settings(STEADY, max_examples=10)
@given(data=st.data(), name=st.sampled_from(list(ENGLISH)))
def test_a_field_left_out_costs_the_ticket_and_is_told_once(client: Client, data: st.DataObject, name: str) -> None:
    request, shape = data.draw(requests(plain=True)), data.draw(shapes(client))
    whole, less = mail_of(request, shape), mail_of(request.without(name), shape)
    note(less.decode("latin-1"))
    remarks, found = judge(whole).whole.diagnostics, judge(less)
    assert {each.code for each in remarks} <= {"field-in-quote", "field-in-forward"}
    assert Counter((each.code, each.field) for each in found.whole.diagnostics) == Counter(
        [("missing-field", name), *((each.code, each.field) for each in remarks)]
    )
    assert found.verdict == "incomplete"


@settings(STEADY, max_examples=60)
@given(data=st.data(), client=st.sampled_from(CLIENTS))
def test_damage_never_raises_and_takes_bounded_time(client: Client, data: st.DataObject) -> None:
    octets = mail_of(data.draw(requests()), data.draw(shapes(client)))
    for at, length, new, times in data.draw(DAMAGE):
        start = int(at * len(octets))
        octets = octets[:start] + (new or octets[start : start + 200]) * times + octets[start + length :]
    began = time.process_time()
    found = judge(octets[:300_000])
    assert time.process_time() - began < 2.0
    assert found.verdict in get_args(VerdictName)
