# Types for the compiler, which the module does without elsewhere.
cimport cython


cdef class Mark:
    cdef public long kind
    cdef public long like_field
    cdef public bint stray
    cdef public bint attributes
    cdef public bint ends_in_colon
    cdef public unsigned long long mentions
    cdef public bint quiet


cdef class Known:
    cdef public object spec
    cdef public str name
    cdef public bint prose
    cdef public bint secret
    cdef public Py_ssize_t place
    cdef public unsigned long long bit
    cdef public str how
    cdef public str label
    cdef public Py_ssize_t label_end
    cdef public tuple told


cdef class LabelMark(Mark):
    cdef public Known known
    cdef public Py_ssize_t begins
    cdef public str value
    cdef public Py_ssize_t column
    cdef public Py_ssize_t end
    cdef public object reading
    cdef public object said
    cdef public bint sound
    cdef public bint again
    cdef public object told

    cpdef hear(self, reading)


cdef class Marks:
    cdef public dict known
    cdef public unsigned long long optional
    cdef object _form
    cdef object _labels
    cdef dict _places
    cdef dict _labelled
    cdef dict _words
    cdef object _secret
    cdef object _maybe_secret

    @cython.locals(mark=Mark)
    cpdef Mark look(self, str line)

    @cython.locals(head=str, colon=str, rest=str, word=str, known=Known, mark=Mark)
    cpdef Mark mark_of(self, str line)

    @cython.locals(low=str)
    cpdef bint _begins_text(self, str word) except -1

    @cython.locals(found=Known)
    cpdef Known _known_label(self, str head)

    @cython.locals(value=str, mark=LabelMark, column=Py_ssize_t)
    cpdef Mark _label(self, str line, str head, str rest, Known known)
