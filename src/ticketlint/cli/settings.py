"""--config and --isolated in, the settings that hold out, each judged where it stands."""

from __future__ import annotations

import os

from ticketlint.cli import formats
from ticketlint.cli.errors import WrongFiles, WrongUsage
from ticketlint.config import ConfigError, find, load
from ticketlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from ticketlint.config.read import Config

PARAMETERS = {
    "rules": "rules",
    "form": "format",
    "outputs": "output",
    "fail_on": "fail-on",
    "color": "color",
    "baseline": "baseline",
    "samples": "samples",
}
"""The parameters of verbs that a file of settings may set, and their names there."""


def settings(path: str | None, *, isolated: bool) -> Config | None:
    """Return the settings of a file, or of the nearest where none is named; raises WrongUsage and WrongFiles."""
    if isolated:
        if path is not None:
            raise WrongUsage("--config names a file of settings and --isolated wants none: leave one out")
        return None
    try:
        found = load(path) if path is not None else find(_here())
    except ConfigError as error:
        raise WrongFiles(error.faults) from error
    if found is not None:
        _judge(found)
    return found


def _here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - start-up
    except FileNotFoundError:  # deleted under us; mails may lie elsewhere
        return "/"


def _judge(found: Config) -> None:
    """Judge what only the command line can judge, so that a mistake is told with its place."""
    from pathlib import Path  # noqa: PLC0415 - most folders have no settings

    from ticketlint.config.read import fault  # noqa: PLC0415 - the same

    for name, judge in (("format", formats.known), ("output", formats.output)):
        setting = found.settings.get(name)
        if setting is None:
            continue
        for value in (setting.value,) if isinstance(setting.value, str) else setting.value:
            try:
                judge(value)
            except WrongUsage as error:
                lines = Path(found.path).read_text(encoding="utf-8").split("\n")
                place = (setting.line, setting.column)
                raise WrongFiles([(found.path, fault("invalid-value", error.why, place, lines))]) from error
