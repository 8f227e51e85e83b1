"""What JSON says of messages and a Jinja template in, whatever the template makes of them out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ticketlint.report import TemplateFault
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

    from ticketlint.report.look import Look
    from ticketlint.report.tally import Tally

_IN_MEMORY = 8 * 2**20  # octets; a larger run lies in a file until the template asks for it
_MARKUP = {".html", ".htm", ".xhtml", ".xml", ".svg"}
_SUFFIXES = {".j2", ".jinja", ".jinja2", ".tmpl"}


class Custom:
    """A report that a template writes when all messages are known.

    The template sees `messages` and `summary`, in the published shape of the JSON output; it may go through
    `messages` as often as it likes. Control characters are visible already; in a template that is called .html or
    .xml (before a .j2), markup is escaped.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self._messages = _Spool()

    def take(self, told: str) -> None:
        """Take messages, an object a line; nothing is said before all are known."""
        self._messages.add(told)

    def end(self, tally: Tally, look: Look) -> str:  # noqa: ARG002 - the template decides on the looks
        """Return what the template makes of the messages; raises TemplateFault where it fails."""
        from jinja2 import TemplateError  # noqa: PLC0415 - an extra

        try:
            return self._template.render(messages=self._messages, summary=_clean(tally.as_object()))
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise TemplateFault(_told(self._template.filename or "template", error)) from error


def compiled(path: str) -> Template:
    """Return the template in a file, which cannot reach the program or the machine; raises TemplateFault."""
    try:
        from jinja2 import StrictUndefined, TemplateSyntaxError  # noqa: PLC0415 - an extra
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - the same
    except ImportError:
        raise TemplateFault("templates need Jinja: pip install 'ticketlint[template]'") from None
    name = Path(path)
    inner = name.with_suffix("") if name.suffix in _SUFFIXES else name
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=inner.suffix.lower() in _MARKUP,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        code = environment.compile(name.read_text(encoding="utf-8"), filename=path)
    except OSError as error:
        raise TemplateFault(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TemplateFault(f"{path}: it is not UTF-8 (octet {error.start + 1})") from error
    except TemplateSyntaxError as error:
        raise TemplateFault(f"{path}:{error.lineno}: {error.message}") from error
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


class _Spool:
    """Objects of messages in the order in which they came, in memory or in a file that has no name."""

    def __init__(self) -> None:
        import tempfile  # noqa: PLC0415 - the fault of this module is known to every run

        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - lives as long as the report
        self._count = 0

    def add(self, lines: str) -> None:
        self._file.write(lines)
        self._count += lines.count("\n")

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        place = 0
        while True:  # nested loops over the messages each have their own place
            self._file.seek(place)
            line = self._file.readline()
            place = self._file.tell()
            if not line:
                return
            yield _clean(json.loads(line))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(map(visible, value.split("\n")))
    if isinstance(value, dict):
        return {visible(key): _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value


def _told(path: str, error: Exception) -> str:
    """Return the mistake with the line of the template that it was made in."""
    line = 0
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    place = f"{path}:{line}" if line else path
    return f"{place}: {type(error).__name__}: {str(error)[:200]}"
