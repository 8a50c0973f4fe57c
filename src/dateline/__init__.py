"""Raw text of scraped news pages in; a checked, queryable warehouse out.

The packages lie at the top of the repository and are linked here, so that what is installed has one
name: see docs/decisions/0011-one-name-to-import.md.
"""
