-- Since when does the chosen unit's bureau have which data?
-- Grain: one row per data set.
select
    span.dataset,
    span.first_month,
    span.last_month,
    span.n
from data_months as span
inner join unit_list as unit on unit.root_id = span.root_id
where unit.unit_id = $unit_id
order by span.dataset
