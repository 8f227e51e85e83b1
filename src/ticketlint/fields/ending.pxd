# Types for the compiler, which the module does without elsewhere.
cimport cython


@cython.locals(
    filled=list, index=Py_ssize_t, at=Py_ssize_t, text=str, left=Py_ssize_t, apart=bint, begins=bint,
    rule=str, closing=bint, phone=bint, footer=bint, sign=bint, ruled=bint,
)
cpdef end_of_mail(texts, names, marked=*)
