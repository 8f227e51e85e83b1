# Types for the compiler, which the module does without elsewhere.
cimport cython
from ticketlint.native.json cimport Line as _Line
from ticketlint.quick.form cimport Long
from ticketlint.quick.marks cimport Known, LabelMark
from ticketlint.quick.rows cimport Rows


@cython.locals(line=_Line)
cpdef str written(verdict, Rows fields, str cover)


@cython.locals(
    base=Py_ssize_t, ends=str, goes_on=str, more=bint, row=tuple, mark=LabelMark, at=Py_ssize_t, long=Long,
    around=tuple,
)
cdef _fields(_Line line, Rows fields, str cover)


@cython.locals(line=_Line)
cdef tuple _around(LabelMark mark, value, Rows fields)


@cython.locals(more=bint, told=tuple)
cdef _field_in(_Line line, LabelMark mark, str written, value, Rows fields, str cover)


@cython.locals(before=_Line, behind=_Line)
cdef tuple _told(Known known)


@cython.locals(more=bint)
cdef _faults(_Line line, tuple faults)


@cython.locals(more=bint)
cdef _fault(_Line line, one, span)


cdef _say(_Line line, str text)
