-- When were the assessment windows?
-- Grain: one row per window.
with days as (
    select
        date,
        assessment_name,
        date - row_number() over (order by date)::integer as run
    from calendar
    where assessment_window and date < $cutoff
)

select
    min(date) as first_day,
    max(date) as last_day,
    any_value(assessment_name) as name
from days
group by run
order by first_day
