"""The name of a program in, its path out: a test that needs it skips loudly where it is missing, the gate fails."""

from __future__ import annotations

import os
import shutil

import pytest

NO_SKIPS = "TICKETLINT_NO_SKIPS"  # set by .ci/run, which installs what the tests need


def needed(name: str, package: str = "") -> str:
    """Return the path of a program that this test cannot do without; `package` is what Debian calls what has it."""
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/lib/git-core")
    if path is None:
        missing = f"{name} is not installed, so this was not tested (Debian: apt-get install {package or name})"
        if os.environ.get(NO_SKIPS):
            pytest.fail(missing)
        pytest.skip(missing)
    return path
