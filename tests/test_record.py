"""A record is what `dataclasses` would have made of its class."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketlint import record
from ticketlint.diagnostic import Diagnostic, Severity, Span
from ticketlint.verdict import Verdict

NOTHING: Mapping[str, int] = MappingProxyType({})


def pair(**options: bool) -> tuple[Any, Any]:
    """Return one class, made here and made by the standard library."""

    def body(dataclass: Callable[..., Any], field: Callable[..., Any]) -> Any:
        @dataclass(slots=True, **options)
        class Thing:
            """A thing."""

            first: int
            second: str = "two"
            third: Mapping[str, int] = field(default_factory=lambda: NOTHING)
            fourth: list[int] = field(default_factory=list)
            hidden: bytes = field(default=b"", repr=False)

            @property
            def twice(self) -> int:
                return 2 * self.first

            def near(self, other: int) -> bool:
                return abs(self.first - other) < 2

        return Thing

    return body(record.dataclass, record.field), body(dataclasses.dataclass, dataclasses.field)


def said(act: Callable[[], Any]) -> Any:
    """Return what an act gives: its value, or the kind of its mistake."""
    try:
        return act()
    except Exception as error:  # noqa: BLE001
        return type(error).__name__


ACTS: dict[str, Callable[[Any], Any]] = {
    "positions": lambda cls: repr(cls(1, "x", {"a": 1}, [2], b"3")),
    "names": lambda cls: repr(cls(first=1, fourth=[5])),
    "too few": lambda cls: cls(),
    "too many": lambda cls: cls(1, "2", {}, [], b"", 6),
    "unknown": lambda cls: cls(1, fifth=2),
    "twice": lambda cls: cls(1, first=2),
    "hidden": lambda cls: (cls(1, hidden=b"x").hidden, repr(cls(1, hidden=b"x"))),
    "equal": lambda cls: (cls(1) == cls(1), cls(1) == cls(2), cls(1) != cls(1, hidden=b"x"), cls(1) == 1),
    "own list": lambda cls: cls(1).fourth is cls(1).fourth,
    "shared mapping": lambda cls: cls(1).third is NOTHING,
    "hash": lambda cls: len(dict.fromkeys([cls(1, third=(), fourth=()) for _ in range(3)], 0)),
    "hash of a list": lambda cls: isinstance(hash(cls(1)), int),
    "set": lambda cls: setattr(cls(1), "first", 2),
    "set another": lambda cls: said(lambda: setattr(cls(1), "fifth", 2)) is not None,
    "delete": lambda cls: delattr(cls(1), "first"),
    "no dictionary": lambda cls: hasattr(cls(1), "__dict__"),
    "methods": lambda cls: (cls(3).twice, cls(3).near(4), cls.__doc__, cls.__qualname__, cls.__module__),
    "fields": lambda cls: [(one.name, one.type, one.repr) for one in dataclasses.fields(cls)],
    "asdict": lambda cls: dataclasses.asdict(cls(1, third={})),
    "replaced there": lambda cls: repr(dataclasses.replace(cls(1), second="x")),
    "replaced wrongly": lambda cls: dataclasses.replace(cls(1), fifth="x"),
    "is one": lambda cls: (dataclasses.is_dataclass(cls), dataclasses.is_dataclass(cls(1))),
    "copied": lambda cls: (copy.copy(cls(1, "x")).second, copy.deepcopy(cls(1, fourth=[1], third={})).fourth),
    "matched": lambda cls: cls.__match_args__,
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("options", [{"frozen": True}, {}, {"frozen": True, "eq": False}, {"eq": False}], ids=str)
def test_a_record_behaves_as_a_dataclass(act: str, options: dict[str, bool]) -> None:
    ours, theirs = pair(**options)
    assert said(lambda: ACTS[act](ours)) == said(lambda: ACTS[act](theirs))


def test_replace_takes_both() -> None:
    for cls in pair(frozen=True):
        thing = record.replace(cls(1, "x"), first=2)
        assert (type(thing), thing.first, thing.second) == (cls, 2, "x")


@given(st.builds(Span, *[st.integers(1, 99)] * 4, st.sampled_from(["file", "decoded"])))
def test_a_record_survives_the_way_to_another_process(span: Span) -> None:
    found = Diagnostic("missing-field", Severity.HIGH, "no", span, related=((span, "here"),))
    verdict = Verdict("a.eml", "incomplete", diagnostics=(found,), fields={})
    again = pickle.loads(pickle.dumps(verdict))
    assert again == verdict
    assert {hash(again.diagnostics), hash(verdict.diagnostics)} == {hash((found,))}


def test_the_init_of_a_class_is_made_once_and_by_need() -> None:
    ours, _ = pair(frozen=True)
    before = ours.__init__
    ours(1)
    after = ours.__init__
    ours(2)
    assert before is not after
    assert ours.__init__ is after
