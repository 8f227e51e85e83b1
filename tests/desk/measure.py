"""Labelled mails in, how often ticketlint reads them as a careful person does out: `python tests/desk/measure.py [-v] [GROUP…]`.

A field that stands neither in `fields` nor in `missing` is not judged. One is right when its canonical value is the labelled one; blanks at the ends of lines and blank lines do not count.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ticketlint import Verdict, check, load_forms

ASKING = {"complete", "incomplete"}
HERE = Path(__file__).parent


@dataclass
class Score:
    """What was right and wrong over some messages."""

    messages: int = 0
    verdicts: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Score) -> None:
        for name in ("messages", "verdicts", "right", "wrong", "missed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def groups() -> list[Path]:
    return sorted(path for path in HERE.iterdir() if (path / "truth.yaml").exists())


def cases(group: Path) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Yield name, octets and truth of each message of a group."""
    truth = yaml.load((group / "truth.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # makes only texts
    for name, expected in truth.items():
        yield name, (group / name).read_bytes(), expected


def plain(value: object) -> object:
    """Return a value as it is compared."""
    if isinstance(value, list | tuple):
        return tuple(sorted(str(each) for each in value))
    lines = (" ".join(line.split()) for line in str(value).split("\n"))
    return "\n".join(line for line in lines if line)


def compare(verdict: Verdict, expected: dict[str, Any]) -> tuple[Score, list[str]]:
    """Return the score of one message, and a line for each thing that differs."""
    wanted = expected.get("fields") or {}
    score = Score(messages=1, verdicts=int(verdict.verdict == expected["verdict"]))
    told = [] if score.verdicts else [f"verdict {verdict.verdict}, not {expected['verdict']}"]
    if expected.get("follows_up") and expected["follows_up"] != verdict.follows_up:
        told.append(f"follows up {verdict.follows_up}, not {expected['follows_up']}")
    judged = {*wanted, *(expected.get("missing") or [])}  # what is in neither may be read either way
    for name in sorted(judged if "fields" in expected and expected["verdict"] in ASKING else wanted):
        mine = plain(verdict.fields[name].value) if name in verdict.fields else None
        theirs = plain(wanted[name]) if name in wanted else None
        if mine == theirs:
            score.right += 1
            continue
        score.wrong += mine is not None
        score.missed += theirs is not None
        told.append(f"{name}: {mine!r}, not {theirs!r}")
    codes = {each.code for each in verdict.diagnostics}
    told += [f"no {code}" for code in expected.get("remarks") or [] if code not in codes]
    return score, told


def main(arguments: list[str]) -> int:
    verbose = "-v" in arguments
    only = [each for each in arguments if each != "-v"]
    forms = load_forms(["open-xchange"])
    total = Score()
    print(f"{'group':<24} {'mails':>5} {'verdict':>8} {'precision':>9} {'recall':>7} {'F1':>7}")
    for group in groups():
        if only and not any(word in group.name for word in only):
            continue
        score = Score()
        faults: list[str] = []
        for name, octets, expected in cases(group):
            verdict = check(octets, forms)
            one, told = compare(verdict, expected)
            score.add(one)
            if told:
                faults += [f"  {group.name}/{name}: " + "\n      ".join(told)]
        total.add(score)
        print(_row(group.name, score))
        if verbose:
            print("\n".join(faults))
    print(_row("all", total))
    return 0


def _row(name: str, score: Score) -> str:
    return (
        f"{name:<24} {score.messages:>5} {score.verdicts / max(1, score.messages):>8.1%} "
        f"{score.precision:>9.4f} {score.recall:>7.4f} {score.f1:>7.4f}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
