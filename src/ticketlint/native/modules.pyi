MODULES: dict[str, bool]  # the names of all that are compiled, such as `ticketlint.checks`; whether they are packages
