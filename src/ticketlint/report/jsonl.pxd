# Types for the compiler, which the module does without elsewhere.
cimport cython
from ticketlint.quick.form cimport Long
from ticketlint.quick.marks cimport LabelMark
from ticketlint.quick.rows cimport Rows


@cython.locals(
    told=list, base=Py_ssize_t, row=tuple, mark=LabelMark, line=Py_ssize_t, long=Long, around=tuple,
)
cdef str _fields(Rows fields, str end)


cdef str _fault(one)


@cython.locals(said=str, told=str, label=str, name=str)
cdef tuple _around(LabelMark mark, str written, value, Py_ssize_t start)


cdef str _text(value)


cpdef str _said(str text)
