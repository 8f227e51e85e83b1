"""What tells the state of a file from its other states, and which files have nothing that does."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ticketlint.sources import state
from ticketlint.sources.state import Watch, state_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no time of their last change there")


def seen(path: Path) -> bytes | None:
    """Watch a file as if it were read."""
    watch = Watch()
    with path.open("rb") as file:
        watch.begin(file.fileno())
        watch.end(file.fileno())
    return watch.state


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.eml"
    path.write_bytes(b"Subject: a\n")
    return path


def changed(status: os.stat_result, **given: int) -> os.stat_result:
    """Return what the system would say of another file."""

    class Status:
        def __getattr__(self, name: str) -> Any:
            return given.get(name, getattr(status, name))

    return Status()  # type: ignore[return-value]  # all that is asked of one


def test_each_of_five_numbers_makes_another_state(file: Path) -> None:
    status = file.stat()
    names = ("st_dev", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")
    states = {state_of(status), *(state_of(changed(status, **{name: 1})) for name in names)}
    assert len(states) == 6
    assert {len(one or b"") for one in states} == {state.SIZE}
    assert state_of(changed(status, st_mtime_ns=-(10**18))) is not None  # before 1970


def test_what_has_no_state(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status = file.stat()
    assert state_of(tmp_path.stat()) is None
    assert state_of(Path(os.devnull).stat()) is None
    for name in ("st_ino", "st_size"):
        assert state_of(changed(status, **{name: 0})) is None
    assert state_of(changed(status, st_ino=2**70)) is None  # as some file systems number
    monkeypatch.setattr(state, "_HAS_CTIME", False)
    assert state_of(status) is None


def test_only_a_file_that_was_left_alone_for_a_while_has_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(file) is None
    now = time.time_ns()
    for later, known in ((state.SETTLED - 10**9, False), (state.SETTLED + 10**9, True), (-(10**12), False)):
        monkeypatch.setattr(time, "time_ns", lambda later=later: now + later)
        assert (seen(file) == state_of(file.stat())) is known
    os.utime(file, ns=(now, now + 10**12))  # a date in the future
    assert seen(file) is None


def test_what_changes_under_the_reader_has_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "SETTLED", 0)
    watch = Watch()
    with file.open("rb") as opened:
        watch.begin(opened.fileno())
        assert watch.state is None
        file.write_bytes(b"Subject: abc\n")
        watch.end(opened.fileno())
        assert watch.state is None
        watch.begin(opened.fileno())
        watch.end(opened.fileno())
        assert watch.state == state_of(file.stat())
