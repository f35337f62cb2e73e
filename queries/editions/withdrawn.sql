-- How many rows of each table were taken back since a moment?
-- Grain: one row per data set that had any taken back.
select
    dataset,
    sum(withdrawn_n)::bigint as n
from data_loads
where loaded_at > $since and withdrawn_n > 0
group by dataset
order by dataset
