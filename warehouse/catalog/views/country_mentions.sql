-- One country as mentioned by one outlet on one day, by its name or by a place in it.
--
-- For counting what outlets write about where. Contested places count for no country.
--
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- date_published: articles.date_published
-- country: mentions.country
-- places: The names of the places in it, sorted
-- mention_count: Mentions [mentions]
-- document_count: Pages that mention it [pages]
-- story_count: Different stories that these pages tell [stories]
--
-- Example: The countries that most pages speak of
--
--     SELECT country, sum(mention_count) AS mention_count, sum(document_count) AS document_count
--     FROM country_mentions
--     GROUP BY country
--     ORDER BY document_count DESC, mention_count DESC, country
SELECT
    coalesce(a.publisher, f.host) AS outlet,
    a.date_published,
    m.country,
    list_sort(list(DISTINCT m.name)) AS places,
    count(*) AS mention_count,
    count(DISTINCT m.document_id) AS document_count,
    count(DISTINCT s.story_id) AS story_count
FROM mentions AS m
LEFT JOIN articles AS a USING (document_id)
LEFT JOIN fingerprints AS f USING (document_id)
LEFT JOIN story_members AS s USING (document_id)
WHERE m.country IS NOT NULL
GROUP BY ALL
