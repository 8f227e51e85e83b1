"""Annotated classes in, records out: dataclasses in every way that matters, made at a tenth of their start-up.

The house's data are frozen dataclasses. The standard library writes and compiles up to nine methods for each class when
its module is imported, used or not, and loads `inspect` for it: a fifth of the time of one mail. Here all classes share
their methods, and a class gets an `__init__` of its own when its first record is made. For checkers and editors they
are dataclasses, and `dataclasses.fields`, `asdict` and `replace` take them; `tests/test_record.py` holds both to one
behaviour. What nobody here uses is left out: inheritance, ordering, `ClassVar`, records without slots.
"""

from __future__ import annotations

from operator import attrgetter

from ticketlint.hints import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    from ticketlint.native.record import init_of, maker_of
except ImportError:  # installed without a compiler
    init_of = maker_of = None  # type: ignore[assignment]  # then each is written out

_NONE = object()


class _Given:
    """What `field(…)` says of one field."""

    __slots__ = ("default", "factory", "shown")

    def __init__(self, default: Any = _NONE, factory: Any = _NONE, *, shown: bool = True) -> None:
        self.default = default
        self.factory = factory
        self.shown = shown


def _field(*, default: Any = _NONE, default_factory: Any = _NONE, repr: bool = True) -> Any:  # noqa: A002 - as there
    return _Given(default, default_factory, shown=repr)


def _dataclass(*, slots: bool, frozen: bool = False, eq: bool = True) -> Callable[[type], type]:
    assert slots, "a record has slots"
    return lambda cls: _made(cls, frozen=frozen, eq=eq)


def _made(cls: type, *, frozen: bool, eq: bool) -> type:
    """Return the class with slots and with the methods that it has not itself."""
    names = tuple(cls.__annotations__)
    own = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    given = {name: one if isinstance(one, _Given) else _Given(one) for name, one in own.items()}
    space: dict[str, Any] = {
        "__match_args__": names,
        "__repr__": _repr,
        "__replace__": _replace,
        "__dataclass_fields__": _Fields(),
    }
    if eq:
        space |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
    if frozen:
        space |= {"__setattr__": _refuse, "__delattr__": _refuse, "__reduce__": _reduced}
    space |= {name: value for name, value in cls.__dict__.items() if name not in given}
    space |= {"__slots__": names, "_given": given, "_values": _getter(names)}
    del space["__dict__"], space["__weakref__"]
    made = type(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__

    def init(self: Any, *args: Any, **named: Any) -> None:
        # From now on it is called without a detour.
        made.__init__ = _compiled_init(made) if init_of is not None else _init(made, frozen=frozen)  # type: ignore[misc]
        self.__init__(*args, **named)

    made.__init__ = init  # type: ignore[misc]  # a class of ours, still in the making
    return made


def _maker(cls: Any) -> Any:
    """Return what makes records of a class whose places are all given, in their order: at half the price of a call."""
    if maker_of is None:
        return cls
    return maker_of(cls, tuple([getattr(cls, name) for name in cls.__match_args__]))


def _getter(names: tuple[str, ...]) -> Any:
    if len(names) > 1:
        return staticmethod(attrgetter(*names))
    return staticmethod(lambda record: tuple(getattr(record, name) for name in names))


def _compiled_init(cls: Any) -> Any:
    """Return an `__init__` that was compiled; what does not fit goes to the one that is written out."""

    def slow(self: Any, *args: Any, **named: Any) -> None:
        _init(cls, frozen=True)(self, *args, **named)

    names = cls.__match_args__
    given = [cls._given.get(name, _Given()) for name in names]
    setters = tuple([getattr(cls, name) for name in names])
    made = init_of(
        setters, tuple([one.default for one in given]), tuple([one.factory for one in given]), names, _NONE, slow
    )
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    return made


def _init(cls: Any, *, frozen: bool) -> Any:
    """Return the `__init__` of one class, written out, because a loop would be slower for every record made."""
    scope: dict[str, Any] = {"_none": _NONE}
    parameters, lines = ["self"], []
    for name in cls.__match_args__:
        parameter = value = name
        one = cls._given.get(name)
        if one is not None and one.factory is not _NONE:
            scope[f"_make_{name}"] = one.factory
            parameter, value = f"{name}=_none", f"_make_{name}() if {name} is _none else {name}"
        elif one is not None:
            scope[f"_default_{name}"] = one.default
            parameter = f"{name}=_default_{name}"
        scope[f"_set_{name}"] = getattr(cls, name).__set__
        parameters.append(parameter)
        lines.append(f"_set_{name}(self, {value})" if frozen else f"self.{name} = {value}")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), scope)  # noqa: S102 - of our own names
    made = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    return made


def _repr(self: Any) -> str:
    given = self._given
    shown = (name for name in self.__match_args__ if name not in given or given[name].shown)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _eq(self: Any, other: Any) -> Any:
    return self._values(self) == self._values(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._values(self))


def _replace(self: Any, /, **changes: Any) -> Any:
    for name in self.__match_args__:
        if name not in changes:
            changes[name] = getattr(self, name)
    return self.__class__(**changes)


def _reduced(self: Any) -> Any:  # to pickle and copy a frozen record is to make it again
    return self.__class__, self._values(self)


def _refuse(self: Any, name: str, *_: Any) -> None:  # noqa: ARG001 - a method
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - only a mistake pays for it

    raise FrozenInstanceError(f"cannot change field {name!r}")


class _Fields:
    """What the functions of `dataclasses` ask for, made when they do."""

    def __get__(self, record: object, cls: Any) -> Any:
        from dataclasses import field, make_dataclass  # noqa: PLC0415 - the line itself never asks

        told: list[Any] = []
        for name in cls.__match_args__:
            one = cls._given.get(name, _Given())
            pairs = (("default", one.default), ("default_factory", one.factory))
            default = {key: value for key, value in pairs if value is not _NONE}
            told.append((name, cls.__annotations__[name], field(**default, repr=one.shown)))
        return make_dataclass(cls.__name__, told).__dataclass_fields__  # type: ignore[attr-defined]  # made at run time


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace

    C = TypeVar("C")

    def maker(cls: C) -> C: ...
else:
    dataclass, field, replace, maker = _dataclass, _field, _replace, _maker

__all__ = ["dataclass", "field", "maker", "replace"]
