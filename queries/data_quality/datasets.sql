-- Which data sets have come, how many rows, and how far do they reach?
-- Grain: one row per data set that was ever delivered. The months are those of the chosen unit's
-- bureau; null for data sets that no month dates.
with spans as (
    select span.dataset, span.first_month, span.last_month
    from data_months as span
    inner join unit_list as unit on unit.root_id = span.root_id
    where unit.unit_id = $unit_id
),

loads as (
    select
        dataset,
        count(*) as files,
        cast(sum(rows) as bigint) as rows_read,
        max(delivery_at) as last_delivery
    from data_loads
    group by dataset
)

select
    loads.dataset,
    loads.files,
    loads.rows_read,
    loads.last_delivery,
    spans.first_month,
    spans.last_month
from loads
left join spans on spans.dataset = loads.dataset
order by loads.dataset
