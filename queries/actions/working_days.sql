-- Which of these days are working days, as far as the calendar knows?
-- Grain: one row per day of a fortnight.
select
    date as day,
    is_workday
from calendar
where date between $first_day and $first_day + 14
order by day
