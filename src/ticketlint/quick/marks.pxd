# Types for the compiler, which the module does without elsewhere.


cdef class Mark:
    cdef public long kind
    cdef public long like_field
    cdef public bint stray
    cdef public bint attributes
    cdef public bint ends_in_colon
    cdef public unsigned long long mentions
    cdef public bint quiet


cdef class LabelMark(Mark):
    cdef public object spec
    cdef public Py_ssize_t place
    cdef public unsigned long long bit
    cdef public bint prose
    cdef public str how
    cdef public str label
    cdef public Py_ssize_t label_end
    cdef public Py_ssize_t begins
    cdef public str value
    cdef public Py_ssize_t column
    cdef public Py_ssize_t end
    cdef public bint secret
    cdef public object reading
    cdef public object told
