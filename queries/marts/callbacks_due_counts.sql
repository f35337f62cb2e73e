-- How many callbacks are still to be made in each unit, by days left?
-- Grain: one row per unit and days from the cut-off to the last day.
select p.unit_id, datediff('day', k.cutoff, p.last_day) as days_left, count(*) as n
from callbacks_due as p
cross join clock as k
group by p.unit_id, datediff('day', k.cutoff, p.last_day)
order by p.unit_id, days_left
