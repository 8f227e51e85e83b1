"""The places of a record's values in, an `__init__` for its class out: `record` says what is meant."""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.object cimport PyObject, Py_TYPE, PyTypeObject
from cpython.ref cimport Py_INCREF


cdef extern from "Python.h":
    ctypedef struct PyMethodDef:
        const char* ml_name
        void* ml_meth
        int ml_flags
    int METH_FASTCALL
    object PyCFunction_NewEx(PyMethodDef* method, object self, PyObject* module)
    object PyType_GenericAlloc(type cls, Py_ssize_t items)

cdef extern from "structmember.h":
    ctypedef struct PyMemberDef:
        int type
        Py_ssize_t offset
        int flags
    ctypedef struct PyMemberDescrObject:
        PyMemberDef* d_member
    PyTypeObject PyMemberDescr_Type
    int T_OBJECT_EX


cdef inline int _set(place, record, value) except -1:
    return (<PyTypeObject*>Py_TYPE(place)).tp_descr_set(place, record, value)


cdef class _Maker:
    """Where the values of a record of one class stand in it."""

    cdef type _cls
    cdef Py_ssize_t _count
    cdef Py_ssize_t* _offsets

    def __cinit__(self, type cls not None, tuple setters not None):
        cdef PyMemberDef* member
        cdef Py_ssize_t at
        self._cls = cls
        self._offsets = <Py_ssize_t*>PyMem_Malloc(max(1, len(setters)) * sizeof(Py_ssize_t))
        if self._offsets == NULL:
            raise MemoryError
        for at in range(len(setters)):
            if Py_TYPE(setters[at]) != &PyMemberDescr_Type or setters[at].__objclass__ is not cls:
                raise TypeError(f"{setters[at]!r} is no place of {cls.__name__}")
            member = (<PyMemberDescrObject*><PyObject*>setters[at]).d_member
            if member.type != T_OBJECT_EX or member.flags:
                raise TypeError(f"{setters[at]!r} takes no value of any kind")
            self._offsets[at] = member.offset
        self._count = len(setters)

    def __dealloc__(self):
        PyMem_Free(self._offsets)


cdef object _made(_Maker maker, PyObject** values, Py_ssize_t given):
    """Make a record: called with the values as they lie there, because a tuple of them costs more than the record."""
    cdef Py_ssize_t at
    cdef object record
    if given != maker._count:
        raise TypeError(f"{maker._cls.__name__} has {maker._count} places, and {given} values were given")
    record = PyType_GenericAlloc(maker._cls, 0)
    for at in range(given):
        Py_INCREF(<object>values[at])
        (<PyObject**>(<char*><PyObject*>record + maker._offsets[at]))[0] = values[at]
    return record


cdef PyMethodDef _MAKES
_MAKES.ml_name = b"make"
_MAKES.ml_meth = <void*>_made
_MAKES.ml_flags = METH_FASTCALL


def maker_of(type cls not None, tuple setters not None):
    """Return a function that makes a record of values for all its places, in their order."""
    return PyCFunction_NewEx(&_MAKES, _Maker(cls, setters), NULL)


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
