-- One event, however many stories report it in words of their own.
--
-- For counting events, and for finding what else was reported of one. A topic is looser than a
-- story: its articles have names, figures and rarer words in common, of one day or of two that
-- follow each other.
--
-- topic_id: stories.topic_id
-- document_id: The origin of its earliest story
-- first_date?: The earliest day on which an article of it was published
-- last_date?: The latest such day
-- headline: articles.headline
-- story_count: Stories that report it [stories]
-- article_count: Articles that do [articles]
-- outlet_count: Different outlets among them [outlets]
--
-- Example: The events that most outlets reported in words of their own
--
--     SELECT headline, first_date, story_count, outlet_count
--     FROM once_per_topic
--     WHERE story_count > 1
--     ORDER BY story_count DESC, outlet_count DESC, headline
WITH told AS (
    SELECT
        s.topic_id,
        count(DISTINCT s.story_id) AS story_count,
        count(*) AS article_count,
        count(DISTINCT coalesce(a.publisher, f.host)) AS outlet_count,
        min(a.date_published) AS first_date,
        max(a.date_published) AS last_date
    FROM stories AS s
    JOIN story_members AS m USING (story_id)
    JOIN articles AS a ON a.document_id = m.document_id
    LEFT JOIN fingerprints AS f ON f.document_id = m.document_id
    GROUP BY s.topic_id
)
SELECT
    t.topic_id,
    s.document_id,
    t.first_date,
    t.last_date,
    a.headline,
    t.story_count,
    t.article_count,
    t.outlet_count
FROM told AS t
JOIN stories AS s ON s.story_id = t.topic_id
JOIN articles AS a USING (document_id)
