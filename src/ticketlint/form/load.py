"""Paths in, forms out: a rule file, a folder of them, or the name of a form that is shipped."""

from __future__ import annotations

import os

from ticketlint.diagnostic import Diagnostic, Span
from ticketlint.form import ready
from ticketlint.form.faults import Fault, FormError, Page, did_you_mean
from ticketlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ticketlint.form.model import Form

PathLike = str | os.PathLike[str]
_SUFFIXES = (".yaml", ".yml")
MAX_OCTETS = 1_000_000


def load_forms(paths: Iterable[PathLike] = ()) -> tuple[Form, ...]:
    """Return the forms of rule files, in the order of the paths.

    A path is a file, a folder whose `*.yaml` and `*.yml` files are taken in alphabetical order (folders inside it are
    not), or the name of a shipped form such as `open-xchange`; a path that exists comes before a name.
    Without a path, all shipped forms are loaded. Raise `FormError` with every mistake of every file.
    """
    forms, faults = _read_forms(paths, suspicions=False)
    if faults:
        raise FormError(faults)
    return forms


def check_forms(paths: Iterable[PathLike] = ()) -> tuple[Fault, ...]:
    """Return every mistake of the rule files, and of files without a mistake what is suspicious about them.

    Paths are those of `load_forms`. Mistakes have severity 1, suspicions severity 3.
    """
    return _read_forms(paths, suspicions=True)[1]


def _read_forms(paths: Iterable[PathLike], *, suspicions: bool) -> tuple[tuple[Form, ...], tuple[Fault, ...]]:
    forms: dict[str, Form] = {}
    faults: list[Fault] = []
    seen: set[str] = set()
    for path, missing in _files(paths):
        page = Page(path)
        if missing:
            page.fault("unreadable-file", None, missing[0], help=missing[1])
        elif (real := os.path.realpath(path)) not in seen:
            seen.add(real)
            octets = _open(path, page)
            form = None
            if octets is not None:
                form = None if suspicions else ready.form_of(octets, path)
                form = form or _build(octets, page, suspicions=suspicions)
            if form is not None:
                _add(form, forms, page)
        faults.extend((path, one) for one in page.sorted_faults())
    return tuple(forms.values()), tuple(faults)


def _add(form: Form, forms: dict[str, Form], page: Page) -> None:
    first = forms.setdefault(form.id, form)
    if first is not form:
        number = next((number for number, line in enumerate(page.lines, 1) if line.startswith("form")), 1)
        place = Span(number, 1, number, len(page.lines[number - 1]) + 1)
        page.fault(
            "duplicate-form",
            place,
            f"{first.path} has a form named {form.id} already",
            help="give one of them another name",
        )


def shipped_forms() -> dict[str, Path]:
    """Return the rule files that come with ticketlint, by the names they can be asked for."""
    from pathlib import Path  # noqa: PLC0415 - start-up

    return {name: Path(path) for name, path in _shipped().items()}


def _shipped() -> dict[str, str]:
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    folder = os.path.join(package, "rules")
    if not os.path.isdir(folder):  # an editable installation: the folder stands beside src
        folder = os.path.join(os.path.dirname(os.path.dirname(package)), "rules")
    if not os.path.isdir(folder):
        return {}
    return {os.path.splitext(os.path.basename(path))[0]: path for path in _in_folder(folder)}


def read_form(octets: bytes, path: str, *, suspicions: bool = False) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    """Return the form of one rule file, or None, and its faults by line. `path` is what the form is said to come from.

    With `suspicions`, a file without mistakes is looked through for what is suspicious.
    """
    page = Page(path)
    form = _build(octets, page, suspicions=suspicions)
    return form, tuple(page.sorted_faults())


def _build(octets: bytes, page: Page, *, suspicions: bool) -> Form | None:
    from ticketlint.form.build import build_form  # noqa: PLC0415 - start-up: shipped forms are ready
    from ticketlint.form.nodes import compose, decode  # noqa: PLC0415 - the same

    text = decode(octets, page)
    if text is None:
        return None
    root = compose(text, page)
    form = build_form(root, page)
    if suspicions and form is not None and root is not None:
        from ticketlint.form.suspicions import find_suspicions  # noqa: PLC0415  # start-up: only `rules check` needs it

        find_suspicions(form, root, page)
    return form


def _open(path: str, page: Page) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read(MAX_OCTETS + 1)
    except (OSError, ValueError) as error:
        page.fault("unreadable-file", None, f"the file cannot be read: {getattr(error, 'strerror', None) or error}")
        return None


def _files(paths: Iterable[PathLike]) -> Iterator[tuple[str, tuple[str, str | None] | None]]:
    """Give the path of every rule file, or a path and why it is none and what to do."""
    asked = [os.fspath(path) for path in paths]
    if not asked:
        shipped = _shipped()
        yield from ((path, None) for path in shipped.values())
        if not shipped:
            yield "rules", ("no rule file came with this installation", "name one")
    for path in asked:
        if "\x00" in path:
            yield path.replace("\x00", "\\x00"), ("this is no path", None)
        elif os.path.isdir(path):
            inside = _in_folder(path)
            yield from ((one, None) for one in inside)
            if not inside:
                yield path, ("the folder holds no rule file", "rule files end in .yaml or .yml")
        elif os.path.exists(path):
            yield path, None
        else:
            shipped = _shipped()
            if path in shipped:
                yield shipped[path], None
            else:
                yield (
                    path,
                    (
                        "there is no such file, folder or shipped form",
                        did_you_mean(path, shipped, f"the shipped forms are {', '.join(shipped)}"),
                    ),
                )


def _in_folder(folder: str) -> list[str]:
    return sorted(
        os.path.join(folder, name)
        for name in os.listdir(folder)
        if name.lower().endswith(_SUFFIXES) and not name.startswith(".") and os.path.isfile(os.path.join(folder, name))
    )
