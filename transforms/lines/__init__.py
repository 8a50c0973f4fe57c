"""The lines of a page: cut, described in numbers, and labelled."""
