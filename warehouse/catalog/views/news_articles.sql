-- One article as a NewsArticle of schema.org, in JSON-LD.
--
-- For tools that know schema.org: search engines, knowledge graphs, feed readers. What is not known
-- is left out; a date is as exact as the page has it (`2023-05` is May 2023). No `<` stands in it
-- unescaped, so that it may be put into the page of a web site.
--
-- document_id: articles.document_id
-- json_ld: The article as a JSON object
--
-- Example: What one article says of itself, its text and the names in it left out
--
--     SELECT member.key, member.value
--     FROM news_articles, json_each(json_ld) AS member
--     WHERE json_ld ->> '$.publisher.name' = 'MassisPost'
--         AND member.key NOT IN ('articleBody', 'mentions')
--     ORDER BY member.id
WITH mentioned AS (
    SELECT
        m.document_id,
        list({
            '@type': CASE m.kind
                WHEN 'person' THEN 'Person' WHEN 'place' THEN 'Place' ELSE 'Organization' END,
            'name': e.name
        } ORDER BY m.entity_id) AS mentions
    FROM (SELECT DISTINCT document_id, entity_id, kind FROM mentions) AS m
    JOIN entities AS e USING (entity_id)
    GROUP BY m.document_id
)
SELECT
    a.document_id,
    replace(
        json_merge_patch('{}', to_json({
            '@context': 'https://schema.org',
            '@type': 'NewsArticle',
            'identifier': {
                '@type': 'PropertyValue', 'propertyID': 'SHA-256', 'value': a.document_id
            },
            'url': CASE WHEN d.url ^@ 'https://' OR d.url ^@ 'http://' THEN d.url END,
            'headline': a.headline,
            'alternativeHeadline': a.alternative_headline,
            'articleSection': a.article_section,
            'author': CASE WHEN len(a.author) > 0 THEN
                list_transform(a.author, lambda name: {
                    '@type': CASE a.author_kind
                        WHEN 'organisation' THEN 'Organization' ELSE 'Person' END,
                    'name': name
                }) END,
            'publisher': CASE WHEN a.publisher IS NOT NULL THEN
                {'@type': 'Organization', 'name': a.publisher} END,
            'sourceOrganization': CASE WHEN a.source_organization IS NOT NULL THEN
                {'@type': 'Organization', 'name': a.source_organization} END,
            'dateline': a.dateline,
            'locationCreated': CASE WHEN a.location_created IS NOT NULL THEN
                {'@type': 'Place', 'name': a.location_created} END,
            'datePublished': CASE
                WHEN regexp_full_match(a.date_published_text, '\d{4}(-\d\d){0,2}')
                THEN a.date_published_text END,
            'dateModified': CASE
                WHEN regexp_full_match(a.date_modified_text, '\d{4}(-\d\d){0,2}')
                THEN a.date_modified_text END,
            'inLanguage': a.in_language,
            'mentions': m.mentions,
            'wordCount': a.word_count,
            'articleBody': a.article_body
        }))::VARCHAR,
        '<', '\u003c'
    )::JSON AS json_ld
FROM articles AS a
JOIN documents AS d USING (document_id)
LEFT JOIN mentioned AS m USING (document_id)
WHERE a.article_body IS NOT NULL
