# Types for the compiler, which the module does without elsewhere.
cimport cython


@cython.locals(signs=str)
cpdef str bones(str low)


cpdef str without_escapes(str text)


cdef bint _has_signs(str text) except -1
