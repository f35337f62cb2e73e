-- When were the assessment windows?
-- Grain: one row per window, its first and last day.
with days as (
    select
        date,
        date - row_number() over (order by date) * interval 1 day as run
    from calendar
    where assessment_window and date < $cutoff
)

select min(date)::date as first_day, max(date)::date as last_day
from days
group by run
order by first_day
