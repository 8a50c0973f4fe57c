-- One person, organisation, place or group that one quotation names: who said what about whom or where.
--
-- For asking what was said about somebody or some place, and by whom. The speaker's own name counts only inside quotation marks.
--
-- document_id: quotes.document_id
-- quote_number: quotes.quote_number
-- story_id?: The story that the page tells; quotations of a reprint have that of their origin
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- date_published: articles.date_published
-- speaker?: The speaker's name over all pages; null where the text names nobody
-- speaker_entity_id: quotes.speaker_entity_id
-- about: The name over all pages of what is named
-- about_entity_id: mentions.entity_id
-- about_kind: entities.kind
-- country?: The country of a place, ISO 3166-1 alpha-3, where it is known which place is meant
-- mention_count: Mentions in the quotation [mentions]
-- kind: quotes.kind
-- text: quotes.text
-- confidence: quotes.confidence
--
-- Example: Who said something of Armenia, and what
--
--     SELECT speaker, outlet, text
--     FROM quotations_about
--     WHERE about_entity_id = 'place/armenia'
--     ORDER BY document_id, quote_number
SELECT
    q.document_id,
    q.quote_number,
    q.story_id,
    q.outlet,
    q.date_published,
    coalesce(s.name, q.speaker) AS speaker,
    q.speaker_entity_id,
    e.name AS about,
    m.entity_id AS about_entity_id,
    e.kind AS about_kind,
    max(m.country) AS country,
    count(*) AS mention_count,
    q.kind,
    q.text,
    q.confidence
FROM quotations AS q
JOIN quotes AS p USING (document_id, quote_number)
-- A reporting clause may stand in the middle: `"We agree," Lee told Kim, "to meet."`
JOIN mentions AS m
    ON m.document_id = q.document_id
    AND CASE
        WHEN q.kind = 'direct'
            THEN len(list_filter(p.segments, lambda x: x.start <= m.start AND m."end" <= x."end")) > 0
        ELSE p.start <= m.start AND m."end" <= p."end"
            AND (
                p.speaker_start IS NULL
                OR m."end" <= p.speaker_start
                OR m.start >= p.speaker_end
            )
    END
JOIN entities AS e ON e.entity_id = m.entity_id
LEFT JOIN entities AS s ON s.entity_id = q.speaker_entity_id
GROUP BY ALL
