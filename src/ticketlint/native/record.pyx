"""The places of a record's values in, an `__init__` for its class out: `record` says what is meant."""

from cpython.object cimport Py_TYPE, PyTypeObject


cdef extern from "Python.h":
    object PyType_GenericAlloc(type cls, Py_ssize_t items)


cdef inline int _set(place, record, value) except -1:
    return (<PyTypeObject*>Py_TYPE(place)).tp_descr_set(place, record, value)


def maker_of(type cls not None, tuple setters not None):
    """Return a function that makes a record of values for all its places, in their order."""
    cdef Py_ssize_t count = len(setters)

    def make(*values):
        cdef Py_ssize_t at
        if len(values) != count:
            raise TypeError(f"{cls.__name__} has {count} places, and {len(values)} values were given")
        record = PyType_GenericAlloc(cls, 0)
        for at in range(count):
            _set(setters[at], record, values[at])
        return record

    return make


def init_of(
    tuple setters not None, tuple defaults not None, tuple factories not None, tuple names not None, nothing, slow
):
    """Return a function that sets each place of a new record to what is given, or to its default.

    `slow` is called in its stead where what is given does not fit; it raises what has to be raised.
    """
    cdef Py_ssize_t count = len(names)

    def __init__(self, *args, **named):
        cdef Py_ssize_t at, given = len(args), used = 0
        cdef object value, place
        if given > count:
            return slow(self, *args, **named)
        for at in range(count):
            if at < given:
                value = args[at]
            elif named and names[at] in named:
                value = named[names[at]]
                used += 1
            else:
                value = defaults[at]
                if value is nothing:
                    if factories[at] is nothing:
                        return slow(self, *args, **named)
                    value = factories[at]()
            place = setters[at]
            _set(place, self, value)
        if used != len(named):
            return slow(self, *args, **named)

    return __init__
