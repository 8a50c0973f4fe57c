"""`dateline serve`: a lake as pages for people, and as JSON and CSV for programs; read-only.

`pages/` has the kinds of page, a file each: a function of a lake and of what is asked for, whose
answer a template draws. `pages.ALL_PAGES` lists them. `page` says how a page is declared,
`answering` answers requests with it, `application` puts them at their addresses, and `access`
decides who may ask. `docs/decisions/0022-pages-over-the-lake.md` has the reasons.
"""
