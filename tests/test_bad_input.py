"""Bad input on the command line, and what is said of it: the documented exit code, words for a person, bounded time and memory."""

from __future__ import annotations

import base64
import builtins
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mails import form, mail, multipart, part, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

RULES = Path(__file__).parent / "rules"
SOURCE = Path(__file__).parents[1] / "src"


def said(result: Result, code: int, *words: str) -> None:
    """Hold the exit code, the words, and that nothing ended in a traceback."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    for word in words:
        assert word in result.output


def test_missing_path(tmp_path: Path) -> None:
    said(run("check", tmp_path / "nowhere.eml"), 3, "error: ", "nowhere.eml")


def test_missing_path_beside_a_good_mail(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(mail(form()))
    said(run("check", tmp_path / "nowhere.eml", tmp_path / "one.eml"), 3, "nowhere.eml", "would receive a ticket")


def test_empty_folder(tmp_path: Path) -> None:
    said(run("check", tmp_path), 3, "no message found")


def test_empty_file_and_empty_input(tmp_path: Path) -> None:
    (tmp_path / "empty.eml").write_bytes(b"")
    said(run("check", "--rules", "open-xchange", tmp_path / "empty.eml"), 1, "empty.eml", "the mail has no text")
    said(run("check", "-", stdin=b""), 3, "it is empty and holds no message", "no message found")


def test_rule_file_with_five_different_mistakes(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(mail(form()))
    result = run("check", "--rules", RULES / "five-mistakes.yaml", tmp_path / "one.eml")
    said(result, 2, "five-mistakes.yaml:")
    assert result.stdout == ""
    assert result.stderr.count("error[") == 5
    assert len({line.split("error[")[1].split("]")[0] for line in result.stderr.splitlines() if "error[" in line}) >= 4


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b"a: &a [*a]\n", b"form: \x00\n", b"- x\n"])
def test_rule_file_that_is_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_bytes(content)
    (tmp_path / "one.eml").write_bytes(mail(form()))
    said(run("check", "--rules", tmp_path / "desk.yaml", tmp_path / "one.eml"), 2, "desk.yaml")


def test_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    (tmp_path / "one.eml").write_bytes(mail(form()))

    def refusing(door: Any) -> Any:
        def opened(path: Any = ".") -> Any:
            if Path(str(path)) == locked:
                raise PermissionError(13, "Permission denied", str(path))
            return door(path)

        return opened

    monkeypatch.setattr(os, "listdir", refusing(os.listdir))
    monkeypatch.setattr(os, "scandir", refusing(os.scandir))
    said(run("check", locked), 3, "locked", "you may not read it; check its permissions")
    said(run("check", tmp_path), 3, "locked", "would receive a ticket")


def test_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(mail(form()))

    def refusing(opening: Callable[..., Any]) -> Callable[..., Any]:
        def opened(path: object, *arguments: Any, **more: Any) -> Any:
            if str(path).endswith("a.eml"):
                raise PermissionError(13, "Permission denied", path)
            return opening(path, *arguments, **more)

        return opened

    monkeypatch.setattr(builtins, "open", refusing(builtins.open))
    monkeypatch.setattr(os, "open", refusing(os.open))
    said(run("check", tmp_path), 3, "a.eml: you may not read it", "would receive a ticket")


def test_truncated_mbox(tmp_path: Path) -> None:
    whole = b"".join(b"From a@b.example Fri Nov 20 10:00:00 2026\n" + mail(form()) + b"\n" for _ in range(3))
    for cut in (1, 60, 300, 500):
        (tmp_path / "in.mbox").write_bytes(whole[: len(whole) - cut])
        result = run("check", "--format", "json", tmp_path / "in.mbox")
        assert result.exit_code in {0, 1}, result.output
        assert "Traceback" not in result.output
        shown = json.loads(result.stdout)
        assert [one["verdict"] for one in shown["messages"][:2]] == ["complete"] * 2
        assert sum(shown["summary"]["verdicts"].values()) == shown["summary"]["messages"] == 3


def measured(path: Path) -> tuple[int, str, float, int]:
    """Return the exit code, what was said, the processor's seconds and the megabytes of a run of its own."""
    program = (
        "import sys, time\nfrom ticketlint.cli import main\ncode = 0\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n    code = end.code\n"
        "peak = next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(code or 0, time.process_time(), int(peak) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "--rules", "open-xchange", str(path)],
        capture_output=True, text=True, timeout=120, check=True, env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    *shown, last = done.stdout.splitlines()
    code, seconds, megabytes = last.split()
    return int(code), "\n".join(shown) + done.stderr, float(seconds), int(megabytes)


def large_attachment() -> bytes:
    attached = part(
        base64.encodebytes(bytes(75_000_000)), "application/octet-stream", "base64", "attachment; filename=dump"
    )
    return mail(*multipart("mixed", part(form()), attached))


def nested() -> bytes:
    inner = part(form())
    for level in range(1000):
        inner = part(*multipart("mixed", inner, boundary=f"b{level}")[:2], encoding="7bit")
    return mail(*multipart("mixed", inner))


BIG = {
    "an attachment of 100 MB": (large_attachment, {0}, 450),
    "1,000 nested multiparts": (nested, {0, 1}, 300),
    "a header of 10 MB": (lambda: mail(form(), headers={"X-Long": "x" * 10_000_000}), {0}, 300),
    "a subject of 10 MB": (lambda: mail(form(), headers={"Subject": "x " * 5_000_000}), {0}, 300),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak of memory")
@pytest.mark.parametrize("kind", BIG)
def test_what_is_too_large(kind: str, tmp_path: Path) -> None:
    make, codes, most = BIG[kind]
    path = tmp_path / "one.eml"
    path.write_bytes(make())
    code, words, seconds, megabytes = measured(path)
    path.unlink()
    assert code in codes, words
    assert "Traceback" not in words
    assert "one.eml" in words
    assert seconds < 5
    assert megabytes < most


def test_pattern_that_backtracks_for_ever(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(
        "form: f\ntitle: F\nfields:\n  Order: {required: true, pattern: '(x+x+)+y'}\n", encoding="utf-8"
    )
    (tmp_path / "one.eml").write_bytes(mail("Order: " + "x" * 5000 + "\n"))
    (tmp_path / "two.eml").write_bytes(mail("Order: xxy\n"))
    began = time.process_time()
    result = run(
        "check", "--rules", tmp_path / "desk.yaml", "--format", "jsonl", tmp_path / "one.eml", tmp_path / "two.eml"
    )
    assert time.process_time() - began < 5
    assert "Traceback" not in result.output
    assert result.exit_code == 1, result.output
    held, fine = (json.loads(line) for line in result.stdout.splitlines())
    assert (held["verdict"], fine["verdict"]) == ("unreadable", "complete")
    assert "the pattern (x+x+)+y took longer" in held["diagnostics"][0]["title"]


def test_a_failing_line_is_told_and_the_batch_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ticketlint import triage  # replaced for this test alone

    judge = triage.judge

    def falter(raw: Any, *arguments: Any, **more: Any) -> Any:
        if b"falter" in raw.octets:
            raise RecursionError("too deep")
        return judge(raw, *arguments, **more)

    monkeypatch.setattr(triage, "judge", falter)
    (tmp_path / "1.eml").write_bytes(mail("falter\n"))
    (tmp_path / "2.eml").write_bytes(mail(form()))
    result = run("check", "--rules", "open-xchange", "--format", "json", tmp_path)
    said(result, 1, "RecursionError")
    assert [one["verdict"] for one in json.loads(result.stdout)["messages"]] == ["unreadable", "complete"]
