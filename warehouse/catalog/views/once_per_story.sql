-- One story, however many pages print it: what to count instead of articles.
--
-- For counting articles and quotations once, where a wire text was printed by thirty papers.
--
-- story_id: stories.story_id
-- topic_id: stories.topic_id
-- document_id: stories.document_id
-- outlet?: The outlet that published the origin, as the page names it; else the host of its address
-- agency: stories.agency
-- date_published: articles.date_published
-- headline: articles.headline
-- article_count: Articles that tell it [articles]
-- outlet_count: Different outlets among them [outlets]
-- quotation_count: Different quotations in all of them, by their words [quotations]
--
-- Example: The stories that most outlets told
--
--     SELECT headline, agency, article_count, outlet_count, quotation_count
--     FROM once_per_story
--     ORDER BY outlet_count DESC, article_count DESC, headline
WITH told AS (
    SELECT
        m.story_id,
        count(*) AS article_count,
        count(DISTINCT coalesce(a.publisher, f.host)) AS outlet_count
    FROM story_members AS m
    JOIN articles AS a USING (document_id)
    LEFT JOIN fingerprints AS f USING (document_id)
    GROUP BY m.story_id
),
quoted AS (
    SELECT
        m.story_id,
        count(DISTINCT lower(regexp_replace(q.text, '[\s\p{P}]+', ' ', 'g'))) AS quotation_count
    FROM quotes AS q
    JOIN story_members AS m USING (document_id)
    GROUP BY m.story_id
)
SELECT
    s.story_id,
    s.topic_id,
    s.document_id,
    coalesce(a.publisher, f.host) AS outlet,
    s.agency,
    a.date_published,
    a.headline,
    t.article_count,
    t.outlet_count,
    coalesce(q.quotation_count, 0) AS quotation_count
FROM stories AS s
JOIN told AS t USING (story_id)
JOIN articles AS a USING (document_id)
LEFT JOIN fingerprints AS f USING (document_id)
LEFT JOIN quoted AS q USING (story_id)
