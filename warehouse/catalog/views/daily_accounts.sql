-- One day's accounts: the pages that came in, and what became of them.
--
-- For data quality over time: a day on which much was quarantined, or nothing came.
--
-- day: Day on which the batches were published (UTC)
-- batch_count: Batches [batches]
-- sighting_count: ops.batches.sighting_count
-- loaded_count: ops.batches.loaded_count
-- already_known_count: ops.batches.already_known_count
-- quarantined_count: ops.batches.quarantined_count
-- rejected_count: ops.batches.rejected_count
-- unusable_share?: Pages quarantined or rejected, of all [share]
--
-- Example: The accounts of all days, which always balance
--
--     SELECT sighting_count, loaded_count, already_known_count, quarantined_count, rejected_count
--     FROM daily_accounts
SELECT
    (published_at AT TIME ZONE 'UTC')::DATE AS day,
    count(*) AS batch_count,
    sum(sighting_count)::BIGINT AS sighting_count,
    sum(loaded_count)::BIGINT AS loaded_count,
    sum(already_known_count)::BIGINT AS already_known_count,
    sum(quarantined_count)::BIGINT AS quarantined_count,
    sum(rejected_count)::BIGINT AS rejected_count,
    sum(quarantined_count + rejected_count) / nullif(sum(sighting_count), 0) AS unusable_share
FROM ops.batches
GROUP BY ALL
