"""Markup before it is parsed, made harmless to its parsers."""

import re

# Parsers compare each attribute of an element with all before it.
_MOST_ATTRIBUTES = 1000
_ATTRIBUTE = re.compile(
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?"""
)
_START_TAG = re.compile(rf"(?P<name><[A-Za-z][^\s/>]*+)(?P<attributes>(?:{_ATTRIBUTE.pattern})*+)")


def with_few_attributes(markup: str) -> str:
    """HTML or XML without the attributes of elements that have more than any page needs."""
    return _START_TAG.sub(_shortened, markup)


def _shortened(tag: re.Match[str]) -> str:
    is_short = len(tag["attributes"]) <= 2 * _MOST_ATTRIBUTES
    if is_short or sum(1 for _ in _ATTRIBUTE.finditer(tag["attributes"])) <= _MOST_ATTRIBUTES:
        return tag[0]
    return tag["name"]
