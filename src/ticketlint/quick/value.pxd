# Types for the compiler, which the module does without elsewhere.
cimport cython


cdef int ODD, PROSE, LINE, URL


cdef class Reader:
    cdef object _beginnings
    cdef object _form
    cdef int _kind
    cdef dict _known
    cdef object _pattern
    cdef object _spec

    @cython.locals(short=bint)
    cpdef read(self, str text)

    cpdef fresh(self, str text)

    @cython.locals(kind=int)
    cdef bint _is_plain(self, str text) except -1

    @cython.locals(head=str)
    cdef bint _is_prose(self, str text) except -1
