-- One place as mentioned by one outlet on one day, with every spelling.
--
-- For following a place through time, and for seeing which outlet calls it by which name.
--
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- date_published: articles.date_published
-- entity_id: entities.entity_id
-- place: The name that the place goes by in the lake
-- spellings: Every form in which these pages have the name, sorted
-- mention_count: Mentions [mentions]
-- document_count: Pages that mention it [pages]
-- story_count: Different stories that these pages tell [stories]
--
-- Example: What each outlet calls Nagorno-Karabakh
--
--     SELECT outlet, spellings, mention_count
--     FROM place_mentions
--     WHERE entity_id = 'place/nagorno-karabakh'
--     ORDER BY mention_count DESC
SELECT
    coalesce(a.publisher, f.host) AS outlet,
    a.date_published,
    m.entity_id,
    e.name AS place,
    list_sort(list(DISTINCT m.text)) AS spellings,
    count(*) AS mention_count,
    count(DISTINCT m.document_id) AS document_count,
    count(DISTINCT s.story_id) AS story_count
FROM mentions AS m
JOIN entities AS e USING (entity_id)
LEFT JOIN articles AS a USING (document_id)
LEFT JOIN fingerprints AS f USING (document_id)
LEFT JOIN story_members AS s USING (document_id)
WHERE m.kind = 'place'
GROUP BY ALL
