"""HTML: a page as plain text, and what its head states of its article.

The whole page is rendered, menus and all, since telling them from the article is the line model's
part; the rendering is the one that the model was trained on. Nothing is fetched or run.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5
from resiliparse.parse.html import DocumentNode, HTMLTree

from dateline.flows.inputs.markup import with_few_attributes
from dateline.flows.inputs.sources import (
    Found,
    ReadOptions,
    Record,
    Source,
    too_large,
    without_surrogates,
)

# Declared of bytes that are more than it, it is a default and not meant.
_SAYS_NOTHING = frozenset({"us-ascii", "ascii"})
_LARGEST_SCRIPT = 1 << 20
_MOST_SCRIPTS = 20
_MOST_META = 1000
# By a record's field, the attribute and the value of the `<meta>` elements that have it, the best
# first: Open Graph (https://ogp.me) and the names that publishers use.
_META: Mapping[str, tuple[tuple[str, str], ...]] = {
    "title": (("property", "og:title"), ("name", "twitter:title")),
    "authors": (("name", "author"), ("property", "article:author")),
    "date_published": (
        *(("property", "article:published_time"), ("itemprop", "datePublished")),
        *(("name", "date"), ("name", "dc.date"), ("name", "pubdate")),
    ),
    "date_modified": (("property", "article:modified_time"), ("itemprop", "dateModified")),
    "description": (("property", "og:description"), ("name", "description")),
    "publisher": (("property", "og:site_name"),),
    "section": (("property", "article:section"),),
    "url": (("property", "og:url"),),
}


def read_html(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The one page that a file is."""
    with source.open(False) as stream:
        payload = stream.read(options.record_limit + 1)
    if len(payload) > options.record_limit:
        yield too_large(source.origin(), source.byte_count, options.record_limit)
    else:
        yield Record(source.origin(), page_values(payload), has_known_fields=True)


def page_values(payload: bytes, encoding: str | None = None) -> dict[str, Any]:
    """The text of an HTML page and what it states of its article, as the fields of a record.

    Args:
        payload: the page.
        encoding: what it came with, which goes before what it says itself.
    """
    detected = detect_encoding(payload, from_html_meta=True) or "utf-8"
    encoding = _known_encoding(encoding) or detected
    tree = _parsed(bytes_to_str(payload, encoding))
    stated = {**_in_elements(tree), **_in_json_ld(tree)}
    return {"text": _rendered(tree), **{name: value for name, value in stated.items() if value}}


def declared_text(payload: bytes, encoding: str | None) -> str | bytes:
    """A plain text in the encoding that it came with.

    The bytes are left as they are, for their encoding to be told as that of any page, where they
    are UTF-8 whatever is declared, or cannot be read as declared.
    """
    known = _known_encoding(encoding)
    if known is None or encoding in _SAYS_NOTHING:
        return payload
    if _is_in(payload, "utf-8") or not _is_in(payload, known):
        return payload
    return payload.decode(known).removeprefix("\ufeff")


def _known_encoding(declared: str | None) -> str | None:
    """The encoding of the web that a name means; None for any other."""
    # Python knows codecs that are no encodings of pages, and that raise or give surrogates.
    return map_encoding_to_html5(declared, fallback_utf8=False) if declared else None


def _is_in(payload: bytes, encoding: str) -> bool:
    try:
        payload.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def plain_text(html: str) -> str:
    """A piece of HTML as plain text."""
    return _rendered(_parsed(html))


def _parsed(html: str) -> HTMLTree:
    return HTMLTree.parse(with_few_attributes(without_surrogates(html)))


def _rendered(tree: HTMLTree) -> str:
    return extract_plain_text(
        tree,
        preserve_formatting=True,
        main_content=False,
        list_bullets=True,
        alt_texts=False,
        links=False,
        form_fields=False,
        noscript=False,
    )


def _in_elements(tree: HTMLTree) -> dict[str, Any]:
    """What `<meta>`, `<title>`, `<link>` and the attribute `lang` state."""
    document = tree.document
    if document is None:
        return {}
    meta = _meta(document)
    values: dict[str, Any] = {
        field: next((meta[key] for key in _lowered(keys) if key in meta), None)
        for field, keys in _META.items()
    }
    values["title"] = values["title"] or tree.title
    if meta.get(("property", "og:type"), "").lower() == "website":
        # What the site says of itself is no headline and no standfirst.
        values["title"] = values["description"] = None
    if _is_address(values["authors"]):
        values["authors"] = None
    url = _attribute(document, 'link[rel="canonical"]', "href") or values["url"]
    values["url"] = url if _is_address(url) else None
    values["language"] = _attribute(document, "html", "lang")
    return values


def _meta(document: DocumentNode) -> dict[tuple[str, str], str]:
    """The contents of the `<meta>` elements, by the attribute that names them and their name."""
    meta: dict[tuple[str, str], str] = {}
    # Its iterator looks for all of them again at each.
    for element in document.get_elements_by_tag_name("meta")[:_MOST_META]:
        content = element.getattr("content")
        for attribute in ("property", "name", "itemprop"):
            name = element.getattr(attribute)
            if name and content:
                meta.setdefault((attribute, name.lower()), content)
    return meta


def _attribute(document: DocumentNode, selector: str, name: str) -> str | None:
    """The value of an attribute of the first element that a selector finds."""
    element = document.query_selector(selector)
    return element.getattr(name) if element is not None else None


def _is_address(value: str | None) -> bool:
    return value is not None and value.startswith(("http://", "https://"))


def _lowered(keys: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    return ((attribute, name.lower()) for attribute, name in keys)


def _in_json_ld(tree: HTMLTree) -> dict[str, Any]:
    """What the first article in JSON-LD states, by https://schema.org/Article."""
    document = tree.document
    if document is None:
        return {}
    scripts = document.query_selector_all('script[type="application/ld+json"]')
    for script in scripts[:_MOST_SCRIPTS]:
        text = script.text or ""
        if len(text) > _LARGEST_SCRIPT:
            continue
        try:
            content = orjson.loads(text)
        except orjson.JSONDecodeError:
            continue
        for item in _items(content):
            if _is_article(item.get("@type")) and _can_be_kept(values := _article_values(item)):
                return values
    return {}


def _can_be_kept(values: Mapping[str, Any]) -> bool:
    """Whether values can be written as JSON, which nests less deep than what is read."""
    try:
        orjson.dumps(values)
    except orjson.JSONEncodeError:
        return False
    return True


def _items(content: object) -> Iterator[Mapping[str, Any]]:
    """The objects of a script: one, a list of them, or a graph."""
    for item in content if isinstance(content, list) else [content]:
        if isinstance(item, Mapping):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (inner for inner in graph if isinstance(inner, Mapping))


def _is_article(types: object) -> bool:
    return any(
        isinstance(name, str) and name.endswith(("Article", "BlogPosting", "Report"))
        for name in (types if isinstance(types, list) else [types])
    )


def _article_values(article: Mapping[str, Any]) -> dict[str, Any]:
    section = article.get("articleSection")
    values = {
        "title": article.get("headline"),
        "authors": article.get("author"),
        "date_published": article.get("datePublished"),
        "date_modified": article.get("dateModified"),
        "description": article.get("description"),
        "publisher": article.get("publisher"),
        "section": section[0] if isinstance(section, list) and section else section,
        "language": article.get("inLanguage"),
    }
    return {name: value for name, value in values.items() if value}
