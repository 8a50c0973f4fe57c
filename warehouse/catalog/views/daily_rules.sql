-- One rule on one day: how many rows it looked at, and how many broke it.
--
-- For data quality over time: which rule began to fail, when, and how badly.
--
-- day: Day on which the batches were checked (UTC)
-- table_name: ops.checks.table_name
-- rule: ops.checks.rule
-- severity: ops.checks.severity
-- batch_count: Batches that it was tried on [batches]
-- failed_batch_count: Those among them that have rows which break it [batches]
-- checked_count: ops.checks.checked_count
-- failed_count: ops.checks.failed_count
-- failed_share?: Rows that break it, of those looked at; null where there were none [share]
--
-- Example: The tables whose rows were checked, and how many of them broke a rule
--
--     SELECT table_name, sum(failed_count)::BIGINT AS failed_count
--     FROM daily_rules
--     WHERE checked_count > 0
--     GROUP BY table_name
--     ORDER BY table_name
SELECT
    (checked_at AT TIME ZONE 'UTC')::DATE AS day,
    table_name,
    rule,
    severity,
    count(DISTINCT batch_id) AS batch_count,
    count(DISTINCT batch_id) FILTER (NOT passed) AS failed_batch_count,
    sum(checked_count)::BIGINT AS checked_count,
    sum(failed_count)::BIGINT AS failed_count,
    sum(failed_count) / nullif(sum(checked_count), 0) AS failed_share
FROM ops.checks
GROUP BY ALL
