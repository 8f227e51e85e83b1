# Types for the compiler, which the module does without elsewhere.
cimport cython
from ticketlint.quick.marks cimport LabelMark, Mark, Marks


cdef int EMPTY, LABEL, REACH, SIGN, TEXT


cdef class CellMark(LabelMark):
    cdef public bint colon


cdef class Cells(Marks):
    cdef dict _heads

    @cython.locals(head=str, tab=str, value=str, mark=Mark, below=Mark)
    cpdef Mark mark_of(self, str line)

    @cython.locals(mark=CellMark)
    cpdef Mark _row(self, str line, str head, str value)

    @cython.locals(mark=Mark)
    cpdef bint _is_value(self, str line, str head, str value) except -1


@cython.locals(
    found=list, inner=list, doubtful=list, known=dict, line=str, mark=Mark, row=CellMark, index=Py_ssize_t,
    below=Py_ssize_t, reach=int, listed=int, mentions=int, filled=int, paragraphs=int, blank=bint, signed=bint,
    kind=int,
)
cpdef read_table(list lines, cells, readers)


@cython.locals(rows=list, following=list, mark=CellMark, index=Py_ssize_t, stop=Py_ssize_t)
cpdef list _rows(list found, list lines, Py_ssize_t end, tuple readers)


@cython.locals(written=str)
cpdef _long(CellMark mark, list lines, Py_ssize_t index, Py_ssize_t end, reader)
