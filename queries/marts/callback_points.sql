-- When was, or is, each small case to be called back?
-- Grain: one row per small case and point of the schedule at which it is open, up to 30 days
-- after the cut-off.
select
    p.case_id,
    p.unit_id,
    p.handling_unit_id,
    p.category_code,
    p.premises_type,
    p.point_day,
    p.due_day,
    p.last_day,
    p.end_day is null as is_open
from scheduled_callbacks as p
cross join clock as k
where p.start_day <= p.due_day
    and (p.end_day is null or p.due_day < p.end_day)
    and p.last_day < cast(k.cutoff + interval 30 day as date)
