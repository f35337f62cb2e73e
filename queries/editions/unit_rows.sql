-- How many rows of units and their lineage were taken in or corrected since a moment?
-- Grain: one row.
select
    (select count(*) from units where loaded_at > $since)
    + (select count(*) from unit_lineage where loaded_at > $since) as n
