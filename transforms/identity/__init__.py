"""Identity over all pages: which mentions on different pages name one person or organisation.

`forms` says what a page tells of whom it names, `joining` which forms of all pages are one. Storage
is elsewhere: `warehouse.publish.identity` keeps the forms of a lake up to date.
"""
