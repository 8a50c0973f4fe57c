-- One outlet on one day: how much it published.
--
-- For volume and shape over time, and for seeing how much of it is copied from elsewhere.
--
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- date_published: articles.date_published
-- article_count: Articles [articles]
-- story_count: Different stories that they tell [stories]
-- copy_count: Those among them that were made of another article [articles]
-- word_count: Words in the articles' bodies [words]
-- quotation_count: Quotations in them [quotations]
-- speaker_count: Different speakers that they quote [speakers]
--
-- Example: How much each outlet published, and how much of that were others' words
--
--     SELECT outlet, date_published, article_count, word_count, quotation_count, speaker_count
--     FROM coverage
--     ORDER BY word_count DESC
WITH quoted AS (
    SELECT
        document_id,
        count(*) AS quotation_count,
        list(DISTINCT coalesce(speaker_entity_id, speaker)) AS speakers
    FROM quotes
    GROUP BY document_id
)
SELECT
    coalesce(a.publisher, f.host) AS outlet,
    a.date_published,
    count(*) AS article_count,
    count(DISTINCT m.story_id) AS story_count,
    count(*) FILTER (m.role <> 'origin') AS copy_count,
    sum(a.word_count)::BIGINT AS word_count,
    coalesce(sum(q.quotation_count), 0)::BIGINT AS quotation_count,
    coalesce(len(list_distinct(flatten(list(q.speakers)))), 0) AS speaker_count
FROM articles AS a
LEFT JOIN story_members AS m USING (document_id)
LEFT JOIN fingerprints AS f USING (document_id)
LEFT JOIN quoted AS q USING (document_id)
WHERE a.article_body IS NOT NULL
GROUP BY ALL
