-- Which complaints and petitions fell, or fall, due in the seven days after each month's end?
-- Grain: one row per month and complaint or petition open at its end (at the cut-off, where the
-- month is not over) whose due day lies in the seven days from there on, the tightest first.
with ends as (
    select month, as_of_day, month_of(as_of_day) as due_month from months
    union
    select month, as_of_day, month_of(as_of_day + interval 6 day) from months
)

select
    e.month,
    c.complaint_id,
    c.unit_id,
    c.handling_unit_id,
    c.kind,
    c.category_l1,
    c.received_day,
    c.due_day
from complaint_clocks as c
inner join ends as e on e.due_month = month_of(c.due_day)
where
    c.due_day >= e.as_of_day
    and c.due_day < cast(e.as_of_day + interval 7 day as date)
    and c.received_day < e.as_of_day
    and (c.closed_day is null or c.closed_day >= e.as_of_day)
order by e.month, c.due_day, c.unit_id, c.complaint_id
