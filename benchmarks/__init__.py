"""Measurements: generated mails in, a table of ratios out; `python -m benchmarks` from the repository's root."""
