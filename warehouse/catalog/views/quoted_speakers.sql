-- One speaker as quoted by one outlet, directly or through one chain of reporters.
--
-- For asking who is quoted by whom, and whom an outlet knows only through others.
--
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- speaker?: The speaker's name over all pages; null where the text names nobody
-- speaker_entity_id: quotes.speaker_entity_id
-- via: quotes.via
-- quotation_count: Quotations [quotations]
-- verbatim_count: Those among them in the speaker's own words, in whole or in part [quotations]
-- document_count: Pages that have them [pages]
-- story_count: Different stories that these pages tell [stories]
-- first_published?: Earliest day of publication that is known
-- last_published?: Latest day of publication that is known
--
-- Example: Who reached which outlet only through somebody else's report
--
--     SELECT outlet, speaker, via, quotation_count
--     FROM quoted_speakers
--     WHERE len(via) > 0
--     ORDER BY speaker, via
SELECT
    q.outlet,
    q.speaker,
    q.speaker_entity_id,
    q.via,
    count(*) AS quotation_count,
    count(*) FILTER (q.kind <> 'indirect') AS verbatim_count,
    count(DISTINCT q.document_id) AS document_count,
    count(DISTINCT q.story_id) AS story_count,
    min(q.date_published) AS first_published,
    max(q.date_published) AS last_published
FROM quotations AS q
GROUP BY ALL
