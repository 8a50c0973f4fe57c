"""The closed sets: every value that a column of a kind, a label or a state may have.

Each is declared once, as an enum. A member is a string, and what a row holds is its value.
"""

from enum import StrEnum


class LineLabel(StrEnum):
    """What a line of a page is."""

    BODY = "body"
    HEADLINE = "headline"
    SUBHEADLINE = "subheadline"
    SECTION = "section"
    BYLINE = "byline"
    DATELINE = "dateline"
    DATE = "date"
    CREDIT = "credit"
    CAPTION = "caption"
    SHARE = "share"
    RELATED_HEADING = "related_heading"
    RELATED_HEADLINE = "related_headline"
    RELATED_TEASER = "related_teaser"
    RELATED_AGE = "related_age"
    NAVIGATION = "navigation"
    SUBSCRIBE = "subscribe"
    COMMENTS = "comments"
    TAGS = "tags"
    AUTHOR_BIO = "author_bio"
    LEGAL = "legal"
    ADVERT = "advert"
    BLANK = "blank"
    OTHER = "other"


LABELS: tuple[str, ...] = tuple(LineLabel)
"""The labels by the index that stands for each of them in arrays."""


class DatePrecision(StrEnum):
    """The finest part of a date that is known; a year alone is no date."""

    DAY = "day"
    MONTH = "month"


class Basis(StrEnum):
    """What a value rests on."""

    STATED = "stated"
    URL = "url"
    METADATA = "metadata"
    INFERRED = "inferred"


class PageKind(StrEnum):
    """What kind of page an article stands on, by how it is written and by what the page says."""

    ARTICLE = "article"
    LIVE_BLOG = "live_blog"
    INTERVIEW = "interview"
    TRANSCRIPT = "transcript"
    GALLERY = "gallery"
    OPINION = "opinion"
    PRESS_RELEASE = "press_release"
    OBITUARY = "obituary"
    CORRECTION = "correction"
    FORUM = "forum"
    INDEX = "index"
    STUB = "stub"
    OTHER = "other"


class QuoteKind(StrEnum):
    """How much of a quotation stands in quotation marks: all, part or none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class SpeakerBasis(StrEnum):
    """How the words that mention a speaker came to mean one: what they are, or what they say."""

    NAME = "name"
    GROUP = "group"
    ROLE = "role"
    PRONOUN = "pronoun"
    RELATIVE = "relative"
    ISSUER = "issuer"
    AUTHOR = "author"
    TURN = "turn"


class SpeakerReason(StrEnum):
    """Why a quotation has no speaker."""

    UNATTRIBUTED = "unattributed"
    UNNAMED = "unnamed"
    UNRESOLVED = "unresolved"
    OTHER_LANGUAGE = "other_language"


class ViaKind(StrEnum):
    """What passes words on: an outlet, an agency, a person, a document, or another organisation."""

    OUTLET = "outlet"
    AGENCY = "agency"
    PERSON = "person"
    DOCUMENT = "document"
    ORGANISATION = "organisation"


class EntityKind(StrEnum):
    """What a name names; a group is people or an office known by whom they belong to."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"


class IdentityBasis(StrEnum):
    """Why a mention means this entity: by its page alone, or by what all pages say.

    By the page: its name in full; the short form of a name that the page gives in full; a form that
    a lexicon lists. By all pages: a row of `entity_joins`; a surname with an office, or with a
    country, that the bearer of a full name has; the only bearer, who is at home in a country that
    the page speaks of; an acronym that another page introduces; a middle name more or less; the
    same full name in another script.
    """

    NAME = "name"
    PAGE = "page"
    ALIAS = "alias"
    LEXICON = "lexicon"
    OFFICE = "office"
    COUNTRY = "country"
    SOLE_BEARER = "sole_bearer"
    ACRONYM = "acronym"
    MIDDLE_NAME = "middle_name"
    TRANSLITERATION = "transliteration"
    UNRESOLVED = "unresolved"


class PlaceKind(StrEnum):
    """What a place of the gazetteer is; a state is a first-level division of any country."""

    CITY = "city"
    COUNTY = "county"
    STATE = "state"
    COUNTRY = "country"
    REGION = "region"
    CONTINENT = "continent"


class PlaceBasis(StrEnum):
    """Why a name means this place and no other that bears it."""

    STATED = "stated"
    UNIQUE = "unique"
    DATELINE = "dateline"
    CONTEXT = "context"
    MOST_POPULOUS = "most_populous"


class TimeKind(StrEnum):
    """What a time expression tells: when, how long, or how often."""

    DATE = "date"
    DURATION = "duration"
    SET = "set"


class AnchorBasis(StrEnum):
    """What the day is known from that a relative time is counted from."""

    DATELINE = "dateline"
    PUBLICATION = "publication"
    FETCHING = "fetching"
    TEXT = "text"


class StoryRole(StrEnum):
    """What an article of a story is to the one that the others were made of."""

    ORIGIN = "origin"
    REPRINT = "reprint"
    CUT = "cut"
    EXTENDED = "extended"
    REWRITE = "rewrite"


class ChangedUnit(StrEnum):
    """What of an article differs from another article of its story."""

    SENTENCE = "sentence"
    QUOTATION = "quotation"


class ChangeKind(StrEnum):
    """How it differs."""

    ADDED = "added"
    DROPPED = "dropped"
    ALTERED = "altered"


class Severity(StrEnum):
    """What breaking a rule means: the row is kept out, or only reported."""

    CRITICAL = "critical"
    WARNING = "warning"


class PageOutcome(StrEnum):
    """What became of a page that a run came across."""

    LOADED = "loaded"
    ALREADY_KNOWN = "already_known"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"


class QuarantineReason(StrEnum):
    """Why a page was quarantined or rejected."""

    EMPTY = "empty"
    BINARY = "binary"
    TOO_LARGE = "too_large"
    UNDECODABLE = "undecodable"
    BROKEN_JSON = "broken_json"
    MISSING_TEXT = "missing_text"
    BROKEN_VALUE = "broken_value"
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    BROKEN_LINK = "broken_link"
    LINK_OUTSIDE = "link_outside"
    NOT_A_FILE = "not_a_file"
    BROKEN_ROW = "broken_row"
    UNSAFE_PATH = "unsafe_path"
    NESTED_ARCHIVE = "nested_archive"
    ARCHIVE_LIMIT = "archive_limit"
    FAILED_CHECK = "failed_check"
    ENDED_PROCESS = "ended_process"


class QuarantineState(StrEnum):
    """Where a quarantined page stands."""

    OPEN = "open"
    RESOLVED = "resolved"
    EXPIRED = "expired"


class RunStatus(StrEnum):
    """How a run ended: `degraded` where a page was quarantined or rejected without a waiver."""

    COMPLETED = "completed"
    DEGRADED = "degraded"
