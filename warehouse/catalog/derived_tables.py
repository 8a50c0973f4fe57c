"""The tables that are made of other tables: what the entities and the stories of some rows are.

Both are functions of the rows alone: neither the order of batches nor the way in which a row came
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


def stories_of(articles: str, documents: str) -> str:
    """The query for the stories that whole groups of articles tell, with the columns of `stories`.

    Args:
        articles: what FROM takes for the articles; where it has one article of a story, it has all
            of them.
        documents: the same for their documents.
    """
    return f"""
        SELECT a.story_id, document_id,
            CASE row_number() OVER (PARTITION BY a.story_id ORDER BY {_SEEN_AT}, document_id)
                WHEN 1 THEN '{StoryRole.LEAD}' ELSE '{StoryRole.COPY}' END AS role
        FROM {articles} AS a JOIN {documents} AS d USING (document_id)
        WHERE a.story_id IS NOT NULL
        ORDER BY a.story_id, document_id
    """
