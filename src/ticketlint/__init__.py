"""ticketlint reads support-request mails: octets and forms in, a verdict with reasons out."""

__version__ = "0.1.0"
