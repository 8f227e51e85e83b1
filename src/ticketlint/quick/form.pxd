# Types for the compiler, which the module does without elsewhere.
cimport cython
from ticketlint.quick.value cimport Reader
from ticketlint.quick.marks cimport LabelMark, Mark, Marks


cdef class Long:
    cdef public str written
    cdef public object reading
    cdef public object said
    cdef public bint sound
    cdef public Py_ssize_t start_line
    cdef public Py_ssize_t start
    cdef public Py_ssize_t end_line
    cdef public Py_ssize_t end


@cython.locals(mark=LabelMark, long=Long)
cpdef str written_of(tuple row)


@cython.locals(mark=LabelMark, long=Long)
cpdef said_of(tuple row)


@cython.locals(mark=LabelMark, long=Long)
cpdef bint is_sound(tuple row) except -1


@cython.locals(mark=LabelMark, long=Long)
cpdef reading_of(tuple row)


@cython.locals(
    line=str, index=Py_ssize_t, mark=Mark, kind=long, text_may_stand=bint, prose=bint, apart=bint, stray=bint,
    blank=bint, signed=bint, reach=long, listed=long, filled=long, paragraphs=long, mentions=long,
    end=Py_ssize_t, found=list, inner=list, doubtful=list, met=list, known=dict, seen="unsigned long long",
    mentioned="unsigned long long", label=LabelMark, empty=long, plain=long, sign=long,
)
cpdef list read_form(list lines, Marks marks, tuple readers, names)


@cython.locals(
    rows=list, last=Py_ssize_t, number=Py_ssize_t, each=tuple, mark=LabelMark, index=Py_ssize_t,
    below=Py_ssize_t, reader=Reader,
)
cdef list _rows(list found, list lines, Py_ssize_t end, tuple readers, names)


@cython.locals(mark=LabelMark, index=Py_ssize_t, at=Py_ssize_t)
cdef bint _may_be_signed(list found, list lines, unsigned long long optional)


@cython.locals(first=Py_ssize_t, start=Py_ssize_t, written=str, texts=list, line=str, ragged=bint, indented=bint)
cdef Long _prose(LabelMark mark, Py_ssize_t index, list lines, Py_ssize_t end, Reader reader)
