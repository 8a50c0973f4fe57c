-- One person, organisation, place or group beside another that the same pages mention; a pair has two rows.
--
-- For asking who is named together with whom, and how many stories do so.
--
-- entity_id: entities.entity_id
-- entity: The name that it goes by in the lake
-- kind: entities.kind
-- with_entity_id: The other, by its `entity_id`
-- with_entity: The name that the other goes by in the lake
-- with_kind: What the other is
-- document_count: Pages that mention both [pages]
-- story_count: Different stories that these pages tell [stories]
-- first_published?: Earliest day of publication that is known
-- last_published?: Latest day of publication that is known
--
-- Example: The people named together with Antony Blinken
--
--     SELECT with_entity, document_count, story_count
--     FROM co_mentions
--     WHERE entity = 'Antony Blinken' AND with_kind = 'person'
--     ORDER BY story_count DESC, document_count DESC, with_entity
WITH named AS (
    SELECT DISTINCT document_id, entity_id FROM mentions
),
pairs AS (
    SELECT
        a.entity_id,
        b.entity_id AS with_entity_id,
        count(*) AS document_count,
        count(DISTINCT s.story_id) AS story_count,
        min(p.date_published) AS first_published,
        max(p.date_published) AS last_published
    FROM named AS a
    JOIN named AS b ON b.document_id = a.document_id AND b.entity_id <> a.entity_id
    LEFT JOIN articles AS p ON p.document_id = a.document_id
    LEFT JOIN story_members AS s ON s.document_id = a.document_id
    GROUP BY a.entity_id, b.entity_id
)
SELECT
    p.entity_id,
    e.name AS entity,
    e.kind,
    p.with_entity_id,
    w.name AS with_entity,
    w.kind AS with_kind,
    p.document_count,
    p.story_count,
    p.first_published,
    p.last_published
FROM pairs AS p
JOIN entities AS e USING (entity_id)
JOIN entities AS w ON w.entity_id = p.with_entity_id
