# Types for the compiler, which the module does without elsewhere.
cimport cython
from ticketlint.quick.form cimport Long
from ticketlint.quick.marks cimport LabelMark


cdef class Rows:
    cdef public list rows
    cdef public Py_ssize_t base
    cdef public str place
    cdef public str once
    cdef public Py_ssize_t line
    cdef public object hidden
    cdef public str cover
    cdef dict _made

    @cython.locals(rows=Rows)
    cpdef Rows masked(self, str cover)

    @cython.locals(mark=LabelMark, line=Py_ssize_t, long=Long)
    cpdef tuple shown(self, tuple row)

    cpdef dict _fields(self)

    cdef _field(self, row)


cdef class Told:
    cdef public object spec
    cdef public object how
    cdef public object reading
    cdef object _row
    cdef Py_ssize_t _base
    cdef object _place


@cython.locals(mark=LabelMark)
cpdef Told told(tuple row, Py_ssize_t base, place)


@cython.locals(mark=LabelMark, line=Py_ssize_t, long=Long)
cdef _value_span(tuple row, Py_ssize_t base, place)


@cython.locals(mark=LabelMark)
cdef _label_span(tuple row, Py_ssize_t base, place)
