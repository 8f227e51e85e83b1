cdef class Line:
    cdef unsigned char* _into
    cdef Py_ssize_t _size
    cdef Py_ssize_t _room
    cdef list _parts

    cdef int _grow(self, Py_ssize_t more) except -1
    cdef int _spill(self) except -1
    cpdef put(self, str text)
    cpdef bint say(self, str text) except -1
    cpdef count(self, long number)
    cpdef str text(self)
