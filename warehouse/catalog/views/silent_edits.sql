-- One sentence or quotation that an outlet changed on a page without saying so.
--
-- For seeing what was altered after publication: two fetches of one address, between which the date
-- of the last change that the page states is the same, or is missing.
--
-- url: documents.url
-- outlet?: The outlet that published the page, as the page names it; else the host of its address
-- story_id: story_changes.story_id
-- document_id: story_changes.document_id
-- earlier_document_id: story_changes.compared_document_id
-- fetched_at: documents.fetched_at
-- earlier_fetched_at: documents.fetched_at
-- headline: articles.headline
-- unit: story_changes.unit
-- change: story_changes.change
-- earlier_text?: What stood there before; null where it was added
-- text?: What stands there now; null where it was dropped
--
-- Example: What was altered, and how
--
--     SELECT outlet, change, earlier_text, text
--     FROM silent_edits
--     WHERE unit = 'sentence'
--     ORDER BY url, fetched_at
SELECT
    d.url,
    coalesce(a.publisher, f.host) AS outlet,
    c.story_id,
    c.document_id,
    c.compared_document_id AS earlier_document_id,
    d.fetched_at,
    e.fetched_at AS earlier_fetched_at,
    a.headline,
    c.unit,
    c.change,
    e.text[c.other_start + 1:c.other_end] AS earlier_text,
    d.text[c.start + 1:c.end] AS text
FROM story_changes AS c
JOIN story_members AS m
    ON m.document_id = c.document_id AND m.earlier_version_id = c.compared_document_id
JOIN documents AS d ON d.document_id = c.document_id
JOIN documents AS e ON e.document_id = c.compared_document_id
JOIN articles AS a ON a.document_id = c.document_id
JOIN articles AS b ON b.document_id = c.compared_document_id
LEFT JOIN fingerprints AS f ON f.document_id = c.document_id
WHERE a.date_modified_text IS NOT DISTINCT FROM b.date_modified_text
