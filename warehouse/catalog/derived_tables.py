"""The tables that are made of other tables: what the entities and the stories of some rows are.

All are functions of the rows alone: neither the order of batches nor the way in which a row came
makes a difference, so a part that is recomputed is as if the whole had been.
"""

from dateline.transforms.schema.closed_sets import StoryRole

_SEEN_AT = "coalesce(d.fetched_at, d.ingested_at)"


def entities_of(mentions: str, documents: str) -> str:
    """The query for the entities that mentions name, with the columns of `entities`.

    The fullest form names the entity, not the most frequent, so that two parts can be merged
    without their mentions; ties go by code points.

    Args:
        mentions: what FROM takes for the mentions.
        documents: the same for their documents.
    """
    return f"""
        SELECT m.entity_id, min(m.kind) AS kind,
            first(m.name ORDER BY length(m.name) DESC, m.name) AS name,
            list_sort(list_distinct(list(DISTINCT m.name) || list(DISTINCT m.text))) AS aliases,
            count(*) AS mention_count, count(DISTINCT document_id) AS document_count,
            min({_SEEN_AT}) AS first_seen_at, max({_SEEN_AT}) AS last_seen_at
        FROM {mentions} AS m JOIN {documents} AS d USING (document_id)
        GROUP BY m.entity_id
        ORDER BY m.entity_id
    """


def ranked_of(clusters: str, articles: str, documents: str) -> str:
    """The query for articles in the order in which their stories have them, the origin first.

    The page of the agency that a story is credited to comes first, then the earliest: by the day of
    publication, or else of fetching, and by the time of fetching. When a page was loaded makes no
    difference.

    Args:
        clusters: what FROM takes for `text_id` and `cluster`: the texts that tell one story.
        articles: the same for the articles; it has all that have one of the texts.
        documents: the same for their documents.
    """
    return f"""
        WITH member AS (
            SELECT c.cluster, document_id, a.text_id, a.source_organization AS agency, a.publisher,
                coalesce(a.date_published, d.fetched_at::DATE) AS day, d.fetched_at, d.url
            FROM {articles} AS a JOIN {clusters} AS c USING (text_id)
            JOIN {documents} AS d USING (document_id)
        ),
        credited AS (
            SELECT cluster, first(agency ORDER BY member_count DESC, agency) AS story_agency
            FROM (SELECT cluster, agency, count(*) AS member_count FROM member
                WHERE agency IS NOT NULL GROUP BY cluster, agency)
            GROUP BY cluster
        ),
        ranked AS (
            SELECT m.*, story_agency,
                row_number() OVER (PARTITION BY m.cluster ORDER BY
                    ((lower(publisher) = lower(story_agency)) IS TRUE) DESC, day NULLS LAST,
                    fetched_at NULLS LAST, document_id) AS nth,
                CASE WHEN url IS NOT NULL THEN lag(document_id) OVER (
                    PARTITION BY m.cluster, url ORDER BY fetched_at NULLS LAST, document_id)
                END AS earlier_version_id
            FROM member AS m LEFT JOIN credited USING (cluster)
        )
        SELECT r.* EXCLUDE (publisher, day, fetched_at, url),
            o.text_id AS origin_text_id, o.document_id AS origin_document_id
        FROM ranked AS r JOIN ranked AS o ON o.cluster = r.cluster AND o.nth = 1
    """


def stories_of(ranked: str) -> str:
    """The query for the stories of ranked articles, with the columns of `stories`."""
    return f"""
        SELECT origin_text_id AS story_id, origin_document_id AS document_id,
            count(*) AS article_count, count(DISTINCT text_id) AS text_count,
            any_value(story_agency) AS agency
        FROM {ranked} GROUP BY origin_text_id, origin_document_id
        ORDER BY story_id
    """


def story_members_of(ranked: str, compared: str) -> str:
    """The query for the parts of ranked articles in their stories, as in `story_members`.

    Args:
        ranked: what FROM takes for the articles.
        compared: the same for what texts are to those of their origins, where they are others.
    """
    return f"""
        SELECT r.origin_text_id AS story_id, r.document_id,
            CASE WHEN r.nth = 1 THEN '{StoryRole.ORIGIN}'
                ELSE coalesce(c.role, '{StoryRole.REPRINT}') END AS role,
            coalesce(c.similarity, 1.0) AS similarity,
            coalesce(c.containment, 1.0) AS containment,
            coalesce(c.origin_containment, 1.0) AS origin_containment,
            r.agency, r.earlier_version_id
        FROM {ranked} AS r LEFT JOIN {compared} AS c USING (text_id, origin_text_id)
        ORDER BY story_id, document_id
    """


def compared_of(stories: str, members: str) -> str:
    """The query for the articles of stories, each with what its changes are found by comparing.

    That is the earlier version of the page, or else the origin, as `compared_document_id`.
    """
    return f"""
        SELECT story_id, m.document_id,
            coalesce(m.earlier_version_id, s.document_id) AS compared_document_id
        FROM {members} AS m JOIN {stories} AS s USING (story_id)
        WHERE m.document_id <> coalesce(m.earlier_version_id, s.document_id)
    """
