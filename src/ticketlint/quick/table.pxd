# Types for the compiler, which the module does without elsewhere.
cimport cython

cdef int EMPTY, LABEL, REACH, SIGN, TEXT


@cython.locals(
    found=list, inner=list, doubtful=list, line=str, index=Py_ssize_t, below=Py_ssize_t, reach=int, listed=int,
    mentions=int, filled=int, paragraphs=int, blank=bint, signed=bint, kind=int,
)
cpdef read_table(list lines, cells, readers)


@cython.locals(rows=list, following=list, index=Py_ssize_t, stop=Py_ssize_t)
cpdef list _rows(list found, list lines, Py_ssize_t end, tuple readers)


@cython.locals(written=str)
cpdef _long(mark, list lines, Py_ssize_t index, Py_ssize_t end, read)
