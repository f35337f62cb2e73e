-- When was, or is, each small case to be called back?
-- Grain: one row per small case and point of the schedule at which it is open, up to 30 days
-- after the cut-off. Under jurisdiction: the local station calls back, whoever investigates.
with points as (
    select
        s.case_id,
        s.jurisdiction_unit_id as unit_id,
        s.unit_id as handling_unit_id,
        s.category_code,
        s.premises_type,
        s.start_day,
        s.end_day,
        p.point_day,
        cast(s.docket_day + p.point_day * interval 1 day as date) as due_day,
        cast(s.docket_day + p.last_offset * interval 1 day as date) as last_day
    from small_spells as s
    inner join callback_schedule as p
        on p.valid_from <= s.docket_day and s.docket_day < p.valid_to
    where s.time_precision <> 'month'
)

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
from points as p
cross join clock as k
where p.start_day <= p.due_day
    and (p.end_day is null or p.due_day < p.end_day)
    and p.last_day < cast(k.cutoff + interval 30 day as date)
