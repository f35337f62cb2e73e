-- Which open small cases are still to be called back, with the last day within 30 days?
-- Grain: one row per case and point of the schedule not yet kept, the tightest first. point_day
-- is the schedule's day (3, 30, 60 …), last_day the due day plus its tolerance.
select
    p.case_id,
    p.unit_id,
    p.handling_unit_id,
    p.category_code,
    p.premises_type,
    p.point_day,
    p.due_day,
    p.last_day
from callback_points as p
cross join clock as k
left join callbacks_kept as d on d.case_id = p.case_id and d.point_day = p.point_day
where p.is_open and p.last_day >= k.cutoff and d.case_id is null
order by p.last_day, p.unit_id, p.case_id, p.point_day
