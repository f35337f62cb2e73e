-- How many callbacks with their last day within 30 days of the cut-off are made already?
-- Grain: one row per unit and days from the cut-off to the last day, as callbacks_due_counts has
-- those still to be made; both together are all that are due.
select d.unit_id, datediff('day', k.cutoff, d.last_day) as days_left, count(*) as n
from callbacks_kept as d
cross join clock as k
where d.last_day >= k.cutoff
    and d.last_day < cast(k.cutoff + interval 30 day as date)
group by d.unit_id, datediff('day', k.cutoff, d.last_day)
order by d.unit_id, days_left
