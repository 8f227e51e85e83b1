# Types for the compiler, which the module does without elsewhere.
cimport cython


cdef Py_ssize_t _PASS, _FROM, _TO, _SUBJECT, _DATE, _ID, _PATH, _MORE, _CC, _ONCE, _LEAST_URGENT, _PLACES, _LONGEST


cdef class Head:
    cdef public Py_ssize_t body
    cdef public Py_ssize_t lines
    cdef public str subject
    cdef public object sender
    cdef public object to
    cdef public bytes others
    cdef public str date
    cdef public str message_id
    cdef public object content
    cdef public bint plain


@cython.locals(
    values=list, author=bytes, to=bytes, topic=bytes, when=bytes, kind=bytes, how=bytes, disposition=bytes,
    path=bytes, urgency=bytes, copies=bytes, more=bytes, identity=bytes, subject=str, date=str, plain=bint,
    head=Head, at=Py_ssize_t,
)
cpdef head_of(bytes raw)
