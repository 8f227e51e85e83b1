# Types for the compiler, which the module does without elsewhere.
cimport cython


cdef int CLOSE, DUE, SPACE, RULE, TABLE, TABLE_END, ROW, ROW_END, CELL, CELL_END, NEXT_CELL, NEXT_ROW, SIGN, SIGN_END


cdef int _PAIR, _LABEL_CELL, _COLUMNS


@cython.locals(
    parts=list, page=list, table=list, cells=list, lines=list, acts=tuple, line=str, markup=str, text=str,
    meant=str, due=bint, spaced=bint, new=Py_ssize_t, signed=Py_ssize_t, act=int,
)
cpdef shown(str body)


@cython.locals(at=Py_ssize_t, line=str)
cpdef list _without_ends(list lines)


@cython.locals(first=Py_ssize_t, last=Py_ssize_t)
cpdef list _trimmed(list lines)


@cython.locals(label=str, value=list, cell=list, filled=list)
cpdef bint _write(list cells, list table) except -1
