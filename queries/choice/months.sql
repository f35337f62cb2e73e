-- Which months has each bureau data of, and which is its last whole one?
-- Grain: one row per bureau.
with known as (
    select
        root_id,
        min(first_month) as first_month,
        least(max(last_month), date_trunc('month', $cutoff::date - 1)::date) as last_month
    from data_months
    where first_month < $cutoff::date
    group by root_id
)
select
    root_id,
    first_month,
    last_month,
    greatest(
        first_month, least(last_month, (date_trunc('month', $cutoff::date) - interval 1 month)::date)
    ) as default_month
from known
order by root_id
