-- One person, organisation, place or group on one day of publication: how often it was named and quoted.
--
-- For following somebody through time. Pages without a known day are counted together, at null.
--
-- entity_id: entities.entity_id
-- entity: The name that it goes by in the lake
-- kind: entities.kind
-- date_published: articles.date_published
-- mention_count: Mentions [mentions]
-- document_count: Pages that mention it [pages]
-- story_count: Different stories that these pages tell [stories]
-- outlet_count: Different outlets among them [outlets]
-- quotation_count: Quotations of which it is the speaker [quotations]
--
-- Example: Antony Blinken, day by day
--
--     SELECT date_published, document_count, story_count, quotation_count
--     FROM entity_timeline
--     WHERE entity = 'Antony Blinken'
--     ORDER BY date_published
WITH named AS (
    SELECT
        m.entity_id,
        a.date_published,
        count(*) AS mention_count,
        count(DISTINCT m.document_id) AS document_count,
        count(DISTINCT s.story_id) AS story_count,
        count(DISTINCT coalesce(a.publisher, f.host)) AS outlet_count
    FROM mentions AS m
    LEFT JOIN articles AS a USING (document_id)
    LEFT JOIN fingerprints AS f USING (document_id)
    LEFT JOIN story_members AS s USING (document_id)
    GROUP BY m.entity_id, a.date_published
),
quoted AS (
    SELECT q.speaker_entity_id AS entity_id, a.date_published, count(*) AS quotation_count
    FROM quotes AS q
    LEFT JOIN articles AS a USING (document_id)
    WHERE q.speaker_entity_id IS NOT NULL
    GROUP BY q.speaker_entity_id, a.date_published
)
SELECT
    n.entity_id,
    e.name AS entity,
    e.kind,
    n.date_published,
    n.mention_count,
    n.document_count,
    n.story_count,
    n.outlet_count,
    coalesce(q.quotation_count, 0) AS quotation_count
FROM named AS n
JOIN entities AS e USING (entity_id)
LEFT JOIN quoted AS q
    ON q.entity_id = n.entity_id AND q.date_published IS NOT DISTINCT FROM n.date_published
