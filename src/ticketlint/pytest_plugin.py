"""A run of pytest in, sample mails among its tests out: each is an item that fails where it does not come as expected.

Without `samples` in the settings nothing of this is done, and nothing beyond this module is loaded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field  # pytest has loaded them; a room of ours would be one more
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticketlint.expectations import Outcome, Sample
    from ticketlint.form.model import Form

_DEFAULT = ("open-xchange",)  # as `check` does


@dataclass
class _Samples:
    """The samples that a project names, and the forms they are judged by, which are loaded once."""

    paths: tuple[Path, ...]
    rules: tuple[str, ...]
    forms: tuple[Form, ...] | None = None
    folders: dict[Path, dict[str, Sample]] = field(default_factory=dict)

    def at(self, path: Path) -> Sample | None:
        """Return the sample that is told under this path: that of its mail, or of its expectation if that is all."""
        if not any(path.is_relative_to(named) for named in self.paths):
            return None
        folder = path.parent
        if folder not in self.folders:
            from ticketlint.expectations.samples import in_folder  # noqa: PLC0415 - only where there are samples

            found = list(in_folder(str(folder), [one.name for one in folder.iterdir() if one.is_file()]))
            self.folders[folder] = {os.path.basename(_file(one)): one for one in found}  # noqa: PTH119 - a text
        return self.folders[folder].get(path.name)

    def judged_by(self) -> tuple[Form, ...]:
        if self.forms is None:
            from ticketlint.form import load_forms  # noqa: PLC0415 - only where there are samples

            self.forms = load_forms(self.rules)
        return self.forms


_SAMPLES = pytest.StashKey[_Samples]()


def _file(sample: Sample) -> str:
    return sample.mail if Path(sample.mail).exists() else sample.expectation


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("ticketlint_samples", "Sample mails with expectations beside them: folders or mails.", type="paths")
    parser.addini("ticketlint_rules", "Rule files, folders of them or names of shipped forms.", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    found = _settings(config)
    if found is None:
        return
    config.stash[_SAMPLES] = found
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:  # the whole project is asked for
        config.args += [str(path) for path in found.paths if not _within(path, _asked(config))]


def pytest_report_header(config: pytest.Config) -> str | None:
    found = config.stash.get(_SAMPLES, None)
    if found is None:
        return None
    shown = ", ".join(os.path.relpath(path, config.rootpath) for path in found.paths)
    return f"ticketlint: samples in {shown}"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop a run that would be green although the samples or the rules that it is to hold are not there."""
    found = session.config.stash.get(_SAMPLES, None)
    if found is None:
        return
    asked = _asked(session.config)
    for path in found.paths:
        if _within(path, asked) and not _holds_samples(path):
            shown = os.path.relpath(path, session.config.rootpath)
            raise pytest.UsageError(f"ticketlint: no sample found in {shown}: a sample is a file that ends in .eml")
    if any(_within(path, asked) or _within(one, [path]) for path in found.paths for one in asked):
        from ticketlint.form import FormError  # noqa: PLC0415 - only where there are samples

        try:
            found.judged_by()
        except FormError as error:
            raise _usage(error.faults) from error


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    found = parent.config.stash.get(_SAMPLES, None)
    sample = found.at(file_path) if found is not None else None
    if sample is None:
        return None
    from ticketlint.report.visible import visible  # noqa: PLC0415 - only where there are samples

    name = os.path.relpath(file_path, parent.config.rootpath).replace(os.sep, "/")
    if visible(name) == name:
        return SampleFile.from_parent(parent, path=file_path)
    # Control characters would reach the terminal, and octets that are no text would end pytest.
    return SampleFile.from_parent(parent, path=file_path, name=visible(file_path.name), nodeid=visible(name))


class SampleFile(pytest.File):
    """A sample mail: the one item in it holds its expectation."""

    def collect(self) -> Iterator[pytest.Item]:
        yield SampleItem.from_parent(self, name="expected")


class NotAsExpectedError(Exception):
    """What came of a sample."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.sample.mail)
        self.outcome = outcome


class SampleItem(pytest.Item):
    """What `ticketlint rules test` does with one sample."""

    def runtest(self) -> None:
        from ticketlint.expectations import run  # noqa: PLC0415 - only where there are samples

        found = self.config.stash[_SAMPLES]
        sample = found.at(self.path)
        if sample is None:
            raise FileNotFoundError(self.path)
        outcome = run(sample, found.judged_by())
        if outcome.code:
            raise NotAsExpectedError(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what the text report says of the sample; a traceback only where the program itself failed."""
        if not isinstance(excinfo.value, NotAsExpectedError):
            return super().repr_failure(excinfo, style)
        from ticketlint.expectations.words import told  # noqa: PLC0415 - only for what fails
        from ticketlint.report.look import Look  # noqa: PLC0415 - the same

        writer = self.config.get_terminal_writer()
        look = Look(color=writer.hasmarkup, width=writer.fullwidth)
        base = self.config.invocation_params.dir
        return told(excinfo.value.outcome, look, lambda path: os.path.relpath(path, base)).rstrip("\n")

    def reportinfo(self) -> tuple[Path, None, str]:
        from ticketlint.report.visible import visible  # noqa: PLC0415 - only where there are samples

        shown = Path(visible(str(self.path)))
        return shown, None, os.path.relpath(shown, self.config.rootpath)


def _settings(config: pytest.Config) -> _Samples | None:
    """Return the samples of the project: by pytest's own settings, else by those of ticketlint in its root folder."""
    paths: Sequence[Path] = config.getini("ticketlint_samples")
    rules: Sequence[str] = config.getini("ticketlint_rules")
    folder = config.inipath.parent if config.inipath else config.rootpath
    rules = [str(folder / one) if (folder / one).exists() else one for one in rules]
    if (not paths or not rules) and _has_settings(config.rootpath):
        from ticketlint.config import ConfigError, at  # noqa: PLC0415 - few projects have settings

        try:
            own = at(config.rootpath)
        except ConfigError as error:
            raise _usage(error.faults) from error
        held = own.settings if own else {}
        if not paths and "samples" in held:
            paths = [Path(one) for one in held["samples"].value]
        if not rules and "rules" in held:
            rules = held["rules"].value
    if not paths:
        return None
    return _Samples(tuple(Path(os.path.abspath(path)) for path in paths), tuple(rules) or _DEFAULT)  # noqa: PTH100 - links stay links


def _has_settings(folder: Path) -> bool:
    """Whether a file may hold settings of ticketlint: one of other projects must not be read, let alone blamed."""
    try:
        shared = (folder / "pyproject.toml").read_bytes()
    except OSError:
        shared = b""
    return b"ticketlint" in shared or (folder / "ticketlint.toml").is_file()


def _holds_samples(path: Path) -> bool:
    from ticketlint.expectations import find  # noqa: PLC0415 - only where there are samples

    try:
        return path.exists() and next(find([str(path)]), None) is not None
    except OSError:
        return False


def _asked(config: pytest.Config) -> list[Path]:
    """Return the paths that this run collects."""
    base = config.invocation_params.dir
    return [Path(os.path.abspath(base / argument.partition("::")[0])) for argument in config.args]  # noqa: PTH100 - links stay links


def _within(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _usage(faults: Iterable[tuple[str, Any]]) -> pytest.UsageError:
    from ticketlint.report.blocks import block  # noqa: PLC0415 - only for mistakes
    from ticketlint.report.look import Look  # noqa: PLC0415 - the same

    return pytest.UsageError("ticketlint:\n" + "".join(block(path, fault, Look()) for path, fault in faults).rstrip())
