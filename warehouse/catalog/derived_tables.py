"""The tables that are made of other tables: what the entities and the stories of some rows are.

All are functions of the rows alone: neither the order of batches nor the way in which a row came
makes a difference, so a part that is recomputed is as if the whole had been.
"""

from dateline.seeds import lexicon
from dateline.transforms.schema.closed_sets import IdentityBasis, StoryRole
from dateline.warehouse.catalog.ddl import list_literal

SEEN_AT = "coalesce(d.fetched_at, d.ingested_at)"
"""When a page `d` was seen."""


def entities_of(forms: str) -> str:
    """The query for the entities that forms of names stand for, with the columns of `entities`.

    The name that lexicons list for an entity is its name, if pages use it; else the most used of
    those that are its own, not joined to it, those in Latin letters first; then the longer one, and
    ties go by code points.

    Args:
        forms: What FROM takes for rows of `name_forms`; with each, all others of its entity.
    """
    return f"""
        WITH form AS (FROM {forms}),
        named AS (
            SELECT entity_id, name, [kind, name] IN {_listed_names()} AS is_listed,
                bool_or(name_id = entity_id) AS is_own, sum(mention_count) AS use_count
            FROM form GROUP BY entity_id, name, kind
        ),
        entity_name AS (
            SELECT entity_id, first(name ORDER BY
                is_listed DESC, is_own DESC, regexp_matches(name, '\\p{{Latin}}') DESC,
                use_count DESC, length(name) DESC, name) AS name
            FROM named GROUP BY entity_id
        ),
        entity_country AS (
            SELECT entity_id, first(country ORDER BY page_count DESC, country) AS country
            FROM (SELECT entity_id, country, sum(document_count) AS page_count FROM form
                WHERE country IS NOT NULL GROUP BY entity_id, country)
            GROUP BY entity_id
        ),
        joined AS (
            SELECT entity_id, list({{
                    'name': name, 'resolved_by': resolved_by, 'document_count': page_count
                }} ORDER BY name, resolved_by) AS joins
            FROM (SELECT entity_id, name, resolved_by, sum(document_count)::BIGINT AS page_count
                FROM form
                WHERE entity_id <> name_id AND resolved_by <> '{IdentityBasis.UNRESOLVED}'
                GROUP BY entity_id, name, resolved_by)
            GROUP BY entity_id
        )
        SELECT entity_id, min(kind) AS kind, any_value(n.name) AS name,
            list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
            sum(mention_count)::BIGINT AS mention_count,
            sum(document_count)::BIGINT AS document_count,
            min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at,
            any_value(c.country) AS country, coalesce(any_value(joins), []) AS joins,
            any_value(k.wikidata_id) AS wikidata_id
        FROM form JOIN entity_name AS n USING (entity_id)
        LEFT JOIN entity_country AS c USING (entity_id)
        LEFT JOIN joined USING (entity_id)
        LEFT JOIN {known_to_wikidata()} AS k USING (entity_id)
        GROUP BY entity_id
        ORDER BY entity_id
    """


def _listed_names() -> str:
    """The names that lexicons list for entities, as a list of SQL with kind and name."""
    names = sorted({(row["kind"], row["name"]) for row in lexicon("entity_aliases")})
    return f"[{', '.join(list_literal(name) for name in names)}]"


def known_to_wikidata() -> str:
    """What FROM takes for `entity_id` and `wikidata_id` of the entities that have one."""
    # A package with models of names, which a question to the lake has no use for.
    from dateline.transforms.names.wikidata import wikidata_ids

    ids = wikidata_ids()
    return (
        f"(SELECT unnest({list_literal(ids)}) AS entity_id, "
        f"unnest({list_literal(ids.values())}) AS wikidata_id)"
    )


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
    """The query for the stories of ranked articles, with the columns of `stories`.

    Each is a topic of its own as long as no others are known.
    """
    return f"""
        SELECT origin_text_id AS story_id, origin_document_id AS document_id,
            count(*) AS article_count, count(DISTINCT text_id) AS text_count,
            any_value(story_agency) AS agency, origin_text_id AS topic_id
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
