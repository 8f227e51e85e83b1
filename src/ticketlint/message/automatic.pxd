# Types for the compiler, which the module does without elsewhere.
cimport cython


@cython.locals(before=str, colon=str, text=str)
cpdef by_subject(str subject)


@cython.locals(local=str)
cpdef by_sender(sender)
