"""The written rules: what makes rows about news pages believable.

The bounds are meant to be wide: a rule is for what cannot be right (critical) and for what a person
should look at (warning), not for what is rare.
"""

from dateline.expectations.rules import Rule, row_rule, table_rule, unique_rule
from dateline.transforms.schema.closed_sets import Severity


def _inside_text(table: str) -> Rule:
    return row_rule(
        f"{table}.end.inside_text",
        "The offsets enclose at least one character of the document's text.",
        f'{table}.start < {table}."end" AND {table}."end" <= page.character_count',
    )


def _excerpt(table: str, column: str, start: str, end: str) -> Rule:
    return row_rule(
        f"{table}.{column}.excerpt",
        f"`{column}` is the document's text from `{start}` to `{end}`; all are there or none.",
        f"{table}.{column} IS NOT DISTINCT FROM {table}.{column}_excerpt",
    )


_DOCUMENT_RULES = (
    row_rule(
        "documents.text.not_empty",
        "The text has at least one character.",
        "documents.text <> ''",
    ),
    row_rule(
        "documents.document_id.hash",
        "`document_id` is the SHA-256 of the text, where the page came as UTF-8 and needed no"
        " repair.",
        "documents.encoding <> 'utf-8' OR len(documents.repairs) > 0"
        " OR sha256(documents.text) = documents.document_id",
    ),
    row_rule(
        "documents.lines.present",
        "Every document has lines.",
        "page.line_count > 0",
    ),
    unique_rule(
        "documents.source_id.one_text",
        "No other document of the run has the same `source_id` and a different text.",
        ("run_id", "source_id"),
        Severity.WARNING,
    ),
    row_rule(
        "documents.body_share.between",
        "The body is between 5 % and 100 % of the characters outside blank lines, on a page with"
        " an article.",
        "page.article_count = 0 OR page.body_share BETWEEN 0.05 AND 1",
        Severity.WARNING,
    ),
    table_rule(
        "documents.articles.share",
        "At most half of the pages of a batch of 20 or more are without an article.",
        "count(*) < 20 OR count(*) <= 2 * (SELECT count(DISTINCT document_id) FROM articles"
        " WHERE article_body IS NOT NULL)",
        Severity.WARNING,
    ),
    table_rule(
        "documents.loaded.counted",
        "There are as many documents as the batch's accounts say were loaded.",
        "count(*) = (SELECT sum(loaded_count) FROM ops.batches)",
    ),
)

_LINE_RULES = (
    _inside_text("lines"),
    row_rule(
        "lines.start.contiguous",
        "Each line starts where the line before it ends; the first starts at 0.",
        'lines.start = lag(lines."end", 1, 0)'
        " OVER (PARTITION BY lines.document_id ORDER BY lines.line_number)",
    ),
    row_rule(
        "lines.end.complete",
        "The last line ends where the text ends.",
        "lead(lines.line_number) OVER (PARTITION BY lines.document_id ORDER BY lines.line_number)"
        ' IS NOT NULL OR lines."end" = page.character_count',
    ),
    row_rule(
        "lines.is_body.has_article",
        "A body line belongs to a document with an article.",
        "NOT lines.is_body OR page.article_count > 0",
    ),
    row_rule(
        "lines.is_body.label",
        "A blank line is not body.",
        "NOT lines.is_body OR lines.label <> 'blank'",
        Severity.WARNING,
    ),
)

# What Python's `str.split` does not split on.
_WORD_PATTERN = r"[^\s\p{Z}\x0b\x1c-\x1f\x{85}]+"

_ARTICLE_RULES = (
    row_rule(
        "articles.article_body.has_line",
        "The article's document has a body line.",
        "articles.article_body IS NULL OR page.body_line_count > 0",
    ),
    row_rule(
        "articles.article_body.not_blank",
        "The body has at least one word.",
        f"regexp_matches(articles.article_body, '{_WORD_PATTERN}')",
    ),
    row_rule(
        "articles.article_body.index",
        "The body is null where the page is an index of articles, and nowhere else.",
        "(articles.article_body IS NULL) = (articles.page_kind IS NOT DISTINCT FROM 'index')",
    ),
    row_rule(
        "articles.author_kind.of_author",
        "Only authors have a kind.",
        "articles.author_kind IS NULL OR len(articles.author) > 0",
    ),
    row_rule(
        "articles.language_tier.language",
        "A tier is that of a language.",
        "articles.language_tier IS NULL OR articles.in_language IS NOT NULL",
    ),
    row_rule(
        "articles.word_count.matches",
        "`word_count` is the number of words in `article_body`: what white space parts, or letters "
        "where no spaces part words.",
        "articles.word_count = coalesce(articles.article_body_word_count, 0)",
    ),
    row_rule(
        "articles.headline.not_blank",
        "A headline that is there has at least one word.",
        f"regexp_matches(articles.headline, '{_WORD_PATTERN}')",
    ),
    row_rule(
        "articles.headline.not_first_sentence",
        "The headline isn't the first sentence of the body.",
        "NOT (starts_with(lower(articles.article_body), lower(articles.headline))"
        " AND regexp_matches("
        "substring(lower(articles.article_body), length(lower(articles.headline)) + 1),"
        r" '^([.!?…\n]|$)'))",
        Severity.WARNING,
    ),
    row_rule(
        "articles.date_published.not_future",
        "The article was published at most a day after its page was fetched, or else loaded.",
        "articles.date_published <= page.arrived_on + 1",
        Severity.WARNING,
    ),
    row_rule(
        "articles.evidence.inside_text",
        "The offsets of every piece of evidence lie within the document's text.",
        "len(list_filter(articles.evidence, lambda piece:"
        ' piece.start > piece."end" OR piece."end" > page.character_count)) = 0',
    ),
)

_ARTICLE_FIELD_RULES = (
    row_rule(
        "article_fields.end.inside_text",
        "The offsets, where there are any, enclose at least one character of the document's text.",
        '(article_fields.start IS NULL AND article_fields."end" IS NULL)'
        ' OR (article_fields.start < article_fields."end"'
        ' AND article_fields."end" <= page.character_count)',
    ),
    row_rule(
        "article_fields.reason.for_null",
        "A value has a basis, and a null value a reason.",
        "CASE WHEN article_fields.value IS NULL"
        " THEN article_fields.reason IS NOT NULL AND article_fields.basis IS NULL"
        " ELSE article_fields.reason IS NULL AND article_fields.basis IS NOT NULL END",
    ),
)

_RELATED_POST_RULES = (
    _inside_text("related_posts"),
    row_rule(
        "related_posts.start.outside_body",
        "A teaser of another article does not lie in the body.",
        "NOT line.is_body",
        Severity.WARNING,
    ),
)

_QUOTE_RULES = (
    _inside_text("quotes"),
    _excerpt("quotes", "text", "start", "end"),
    _excerpt("quotes", "speaker_text", "speaker_start", "speaker_end"),
    _excerpt("quotes", "cue", "cue_start", "cue_end"),
    row_rule(
        "quotes.start.in_article",
        "The quotation starts in the article's body, headline or standfirst.",
        "line.is_body OR line.label IN ('body', 'headline', 'subheadline')",
    ),
    row_rule(
        "quotes.segments.inside",
        "Every segment lies inside the quotation.",
        "len(list_filter(quotes.segments, lambda segment: segment.start < quotes.start"
        ' OR segment."end" > quotes."end" OR segment.start > segment."end")) = 0',
    ),
    row_rule(
        "quotes.segments.kind",
        "A direct or mixed quotation has segments, an indirect one or a turn has none.",
        "(quotes.kind = 'indirect' OR quotes.rule = 'turn') = (len(quotes.segments) = 0)",
        Severity.WARNING,
    ),
    row_rule(
        "quotes.speaker_reason.only_without_speaker",
        "A quotation with a speaker has no reason why it lacks one.",
        "quotes.speaker IS NULL OR quotes.speaker_reason IS NULL",
    ),
    row_rule(
        "quotes.via_links.matches",
        "The links of the chain of reporting are those that `via` names.",
        "quotes.via = list_transform(quotes.via_links, lambda link: link.text)",
    ),
)

_MENTION_RULES = (
    _inside_text("mentions"),
    _excerpt("mentions", "text", "start", "end"),
    row_rule(
        "mentions.place_basis.located",
        "A place has coordinates where it is said why it is meant, and nowhere else.",
        "(mentions.place_basis IS NULL) = (mentions.latitude IS NULL)",
    ),
    row_rule(
        "mentions.place_basis.of_place",
        "Only a place is put on the map.",
        "mentions.place_basis IS NULL OR mentions.kind = 'place'",
    ),
    row_rule(
        "mentions.country.contested",
        "A contested place has no country.",
        "mentions.country IS NULL OR mentions.claimed_by IS NULL",
    ),
)

_TIME_RULES = (
    _inside_text("times"),
    _excerpt("times", "text", "start", "end"),
    row_rule(
        "times.anchor.basis",
        "A time that was counted from a day says how the day is known.",
        "(times.anchor IS NULL) = (times.anchor_basis IS NULL)",
    ),
)

_STORY_RULES = (
    row_rule(
        "story_members.role.origin",
        "The origin is as similar to itself as can be.",
        "story_members.role <> 'origin' OR story_members.similarity = 1",
    ),
    row_rule(
        "story_changes.end.inside_text",
        "The offsets, where there are any, enclose at least one character of the document's text.",
        '(story_changes.start IS NULL AND story_changes."end" IS NULL)'
        ' OR (story_changes.start < story_changes."end"'
        ' AND story_changes."end" <= page.character_count)',
    ),
    row_rule(
        "story_changes.change.sides",
        "What was added stands here alone, what was dropped there alone, what was altered on both"
        " sides.",
        "(story_changes.start IS NULL) = (story_changes.change = 'dropped')"
        " AND (story_changes.other_start IS NULL) = (story_changes.change = 'added')",
    ),
)

NEWS_RULES: tuple[Rule, ...] = (
    *_DOCUMENT_RULES,
    *_LINE_RULES,
    *_ARTICLE_RULES,
    *_ARTICLE_FIELD_RULES,
    *_RELATED_POST_RULES,
    *_QUOTE_RULES,
    *_MENTION_RULES,
    *_TIME_RULES,
    *_STORY_RULES,
)
