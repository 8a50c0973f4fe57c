"""Quotations in other languages than English: one grammar, by the rows of each language."""
