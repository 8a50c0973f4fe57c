-- One article of a story that several articles tell, with what it was made of.
--
-- For following a text from its agency through the outlets that printed, cut or extended it.
--
-- story_id: story_members.story_id
-- position: Index of the article among the story's, from 0: the origin, then by day and time
-- document_id: story_members.document_id
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- role: story_members.role
-- similarity: story_members.similarity
-- containment: story_members.containment
-- origin_containment: story_members.origin_containment
-- agency: story_members.agency
-- date_published: articles.date_published
-- fetched_at: documents.fetched_at
-- headline: articles.headline
-- url: documents.url
-- origin_document_id: stories.document_id
--
-- Example: Who printed whose text, and how much of it
--
--     SELECT headline, outlet, agency, role, round(containment, 2) AS containment
--     FROM reprint_chain
--     ORDER BY story_id, position
SELECT
    m.story_id,
    row_number() OVER (
        PARTITION BY m.story_id
        ORDER BY
            m.role <> 'origin', coalesce(a.date_published, d.fetched_at::DATE), d.fetched_at,
            m.document_id
    ) - 1 AS position,
    m.document_id,
    coalesce(a.publisher, f.host) AS outlet,
    m.role,
    m.similarity,
    m.containment,
    m.origin_containment,
    m.agency,
    a.date_published,
    d.fetched_at,
    a.headline,
    d.url,
    s.document_id AS origin_document_id
FROM story_members AS m
JOIN stories AS s USING (story_id)
JOIN articles AS a ON a.document_id = m.document_id
JOIN documents AS d ON d.document_id = m.document_id
LEFT JOIN fingerprints AS f ON f.document_id = m.document_id
QUALIFY count(*) OVER (PARTITION BY m.story_id) > 1
