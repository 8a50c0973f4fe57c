-- One quotation, with who said it, in which outlet and when.
--
-- For counting and reading what was said without a join; `quotes` has the places in the text.
--
-- document_id: quotes.document_id
-- quote_number: quotes.quote_number
-- story_id?: The story that the page tells; quotations of a reprint have that of their origin
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- source_organization: articles.source_organization
-- date_published: articles.date_published
-- fetched_at: documents.fetched_at
-- headline: articles.headline
-- speaker?: The speaker's name over all pages; null where the text names nobody
-- speaker_entity_id: quotes.speaker_entity_id
-- via: quotes.via
-- kind: quotes.kind
-- cue: quotes.cue
-- text: quotes.text
-- confidence: quotes.confidence
-- url: documents.url
--
-- Example: What James O'Brien said, and where it was published
--
--     SELECT outlet, date_published, kind, text
--     FROM quotations
--     WHERE speaker = 'James O''Brien'
--     ORDER BY document_id, quote_number
SELECT
    q.document_id,
    q.quote_number,
    m.story_id,
    coalesce(a.publisher, f.host) AS outlet,
    a.source_organization,
    a.date_published,
    d.fetched_at,
    a.headline,
    coalesce(e.name, q.speaker) AS speaker,
    q.speaker_entity_id,
    q.via,
    q.kind,
    q.cue,
    q.text,
    q.confidence,
    d.url
FROM quotes AS q
JOIN documents AS d USING (document_id)
LEFT JOIN articles AS a USING (document_id)
LEFT JOIN fingerprints AS f USING (document_id)
LEFT JOIN story_members AS m USING (document_id)
LEFT JOIN entities AS e ON e.entity_id = q.speaker_entity_id
