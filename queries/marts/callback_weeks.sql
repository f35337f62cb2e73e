-- Which callbacks fell, or fall, due in the seven days after each month's end?
-- Grain: one row per month and point of the schedule of a small case open at its end (at the
-- cut-off, where the month is not over), with its last day in the seven days from there on.
-- is_made: a callback before that day keeps the point.
with ends as (
    select month, as_of_day, month_of(as_of_day) as last_month from months
    union
    select month, as_of_day, month_of(as_of_day + interval 6 day) from months
),

due as (
    select p.*, e.month, e.as_of_day
    from scheduled_callbacks as p
    inner join ends as e on e.last_month = month_of(p.last_day)
    where
        p.last_day >= e.as_of_day
        and p.last_day < cast(e.as_of_day + interval 7 day as date)
        and p.start_day < e.as_of_day
        and p.start_day <= p.due_day
        and (p.end_day is null or p.end_day >= e.as_of_day)
),

made as (
    select distinct d.month, d.case_id, d.point_day
    from due as d
    inner join events as v on v.case_id = d.case_id
    where
        v.event_type = 'callback_unsolved'
        and v.event_day < d.as_of_day
        and v.event_day >= d.first_day
)

select
    d.month,
    d.case_id,
    d.unit_id,
    d.category_code,
    d.premises_type,
    d.point_day,
    d.last_day,
    m.case_id is not null as is_made
from due as d
left join made as m
    on m.month = d.month and m.case_id = d.case_id and m.point_day = d.point_day
order by d.month, d.last_day, d.unit_id, d.case_id, d.point_day
