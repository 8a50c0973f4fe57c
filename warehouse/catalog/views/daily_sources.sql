-- One source on one day: the shape of the pages that it brought.
--
-- For data quality over time: a site that changed its layout shows by the fields that its pages lack.
--
-- day: ops.measures.day
-- source: ops.measures.source
-- page_count: ops.measures.page_count
-- without_headline_share: Pages without a headline [share]
-- without_date_share: Pages without any date of publication [share]
-- without_body_share: Pages without an article [share]
-- body_share: Characters in body lines, of those in lines that aren't blank; mean over pages [share]
-- other_share: Lines labelled `other`, of those that aren't blank; mean over pages [share]
-- quotations_per_page: Quotations found; mean over pages [quotations]
--
-- Example: What the pages of each source lack
--
--     SELECT page_count, without_headline_share, without_date_share, quotations_per_page
--     FROM daily_sources
SELECT
    day,
    source,
    sum(page_count)::BIGINT AS page_count,
    sum(without_headline_count) / sum(page_count) AS without_headline_share,
    sum(without_date_count) / sum(page_count) AS without_date_share,
    sum(without_body_count) / sum(page_count) AS without_body_share,
    sum(body_share_total) / sum(page_count) AS body_share,
    sum(other_share_total) / sum(page_count) AS other_share,
    sum(quotation_count) / sum(page_count) AS quotations_per_page
FROM ops.measures
GROUP BY ALL
