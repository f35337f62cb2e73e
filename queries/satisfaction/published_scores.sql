-- Which figures arrived only as published percentages?
-- Grain: one row per source, programme, construct and period of the chosen unit.
select
    e.source,
    e.programme,
    e.construct,
    e.period_start,
    e.period_end,
    e.value,
    e.n
from external_scores as e
where e.unit_id = $unit_id and e.period_end <= $month::date + interval 1 month - interval 1 day
order by e.source, e.programme, e.construct, e.period_start
