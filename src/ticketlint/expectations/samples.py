"""Paths in, samples out: each a mail and the file of its expectation, of which one may be absent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ticketlint.record import dataclass
from ticketlint.sources.folder import EXPECTED, natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAIL = ".eml"


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail and the file of its expectation, by their paths."""

    mail: str
    expectation: str


def find(paths: Iterable[str]) -> Iterator[Sample]:
    """Yield the samples at paths, each once: those of a folder and the folders in it, or one by either of its files.

    A file is a sample if its name ends in `.eml`, or if an expectation lies beside it. Raises OSError for a folder
    that cannot be read.
    """
    seen: set[str] = set()
    for path in paths:
        for sample in _below(path) if os.path.isdir(path) else _named(path):  # noqa: PTH112 - paths stay text here
            own = os.path.abspath(sample.mail)  # noqa: PTH100 - the same
            if own not in seen:
                seen.add(own)
                yield sample


def in_folder(folder: str, names: Iterable[str]) -> Iterator[Sample]:
    """Yield the samples among the names of one folder's files, in the order of their names."""
    held = sorted((name for name in names if not name.startswith(".")), key=natural)
    there = set(held)
    mails = {_expected(name): name for name in held if not name.endswith(EXPECTED)}
    mails |= {_expected(name): name for name in held if _is_mail(name)}  # before one that has no suffix at all
    for name in held:
        if name.endswith(EXPECTED):
            if name not in mails:
                yield _pair(folder, name.removesuffix(EXPECTED) + _MAIL, name)
        elif _is_mail(name) or (_expected(name) in there and mails[_expected(name)] == name):
            yield _pair(folder, name, _expected(name))


def _pair(folder: str, mail: str, expectation: str) -> Sample:
    return Sample(os.path.join(folder, mail), os.path.join(folder, expectation))  # noqa: PTH118 - paths stay text here


def _is_mail(name: str) -> bool:
    return name.lower().endswith(_MAIL)


def _expected(name: str) -> str:
    return (name[: -len(_MAIL)] if _is_mail(name) else name) + EXPECTED


def _below(root: str) -> Iterator[Sample]:
    def stop(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(root, onerror=stop):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=natural)
        yield from in_folder(folder, names)


def _named(path: str) -> Iterator[Sample]:
    if not path.endswith(EXPECTED):
        yield Sample(path, _expected(path))
        return
    folder, name = os.path.split(path)
    names = os.listdir(folder or ".")  # noqa: PTH208 - the same
    if name not in names:
        raise FileNotFoundError(2, "No such file or directory", path)
    yield from (one for one in in_folder(folder, names) if os.path.basename(one.expectation) == name)  # noqa: PTH119 - the same
