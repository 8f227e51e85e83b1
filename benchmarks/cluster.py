"""A folder in, the address of a scheduler with two workers on this machine out, as long as they are needed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PATIENCE = 60.0


@contextmanager
def started(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Start the scheduler and its workers, of one thread each, in processes that start anew where they are killed."""
    told = folder / "scheduler.json"
    told.unlink(missing_ok=True)
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    worker = ["distributed.cli.dask_worker", "--nthreads", "1", "--local-directory", str(folder), *common]
    processes: list[subprocess.Popen[bytes]] = []
    try:
        with (folder / "log").open("wb") as log:
            for words in (["distributed.cli.dask_scheduler", "--port", "0", *common], worker, worker):
                processes.append(
                    subprocess.Popen(  # noqa: S603 - our own words
                        [sys.executable, "-m", *words],
                        cwd=folder,
                        env={**os.environ, **environment},
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        yield _address(told, folder / "log")
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)


def _address(told: Path, log: Path) -> str:
    from distributed import Client  # noqa: PLC0415 - an extra

    until = time.monotonic() + _PATIENCE
    while not told.exists() or not told.read_text(encoding="utf-8"):
        if time.monotonic() > until:
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
        time.sleep(0.05)
    address = str(json.loads(told.read_text(encoding="utf-8"))["address"])
    with Client(address, timeout=_PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=_PATIENCE)
    return address
