from collections.abc import Callable
from typing import Any

def init_of(
    setters: tuple[Any, ...],
    defaults: tuple[Any, ...],
    factories: tuple[Any, ...],
    names: tuple[str, ...],
    nothing: object,
    slow: Callable[..., None],
) -> Callable[..., None]: ...
def maker_of(cls: type, setters: tuple[Any, ...]) -> Callable[..., Any]: ...
