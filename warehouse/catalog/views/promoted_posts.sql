-- One article that an outlet promoted beside its own, under "Recent Posts" and the like.
--
-- For what an outlet wants read, and for finding articles that the crawl has missed.
--
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- headline: related_posts.headline
-- teaser?: The longest of the first words shown; null where none were
-- page_count: Pages that promote it [pages]
-- first_seen_at: Earliest time that such a page was fetched or loaded (UTC)
-- last_seen_at: Latest time that such a page was fetched or loaded (UTC)
-- document_ids: The pages of the lake that have this headline themselves, sorted
--
-- Example: What was promoted, and whether the lake has it
--
--     SELECT outlet, headline, page_count, len(document_ids) AS known
--     FROM promoted_posts
--     ORDER BY headline
WITH known AS (
    SELECT headline, list_sort(list(document_id)) AS document_ids
    FROM articles
    WHERE headline IS NOT NULL
    GROUP BY headline
)
SELECT
    coalesce(a.publisher, f.host) AS outlet,
    r.headline,
    first(r.teaser ORDER BY length(r.teaser) DESC NULLS LAST, r.teaser) AS teaser,
    count(DISTINCT r.document_id) AS page_count,
    min(coalesce(d.fetched_at, d.ingested_at)) AS first_seen_at,
    max(coalesce(d.fetched_at, d.ingested_at)) AS last_seen_at,
    coalesce(any_value(k.document_ids), []) AS document_ids
FROM related_posts AS r
JOIN documents AS d USING (document_id)
LEFT JOIN articles AS a USING (document_id)
LEFT JOIN fingerprints AS f USING (document_id)
LEFT JOIN known AS k ON k.headline = r.headline
GROUP BY coalesce(a.publisher, f.host), r.headline, CASE WHEN r.headline IS NULL THEN r.teaser END
