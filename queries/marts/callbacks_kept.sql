-- Which points of the schedule were kept by a callback?
-- Grain: one row per small case and point at which it was open, with a callback from the day
-- after the point before to the point's last day.
with offsets as (
    select p.valid_from, p.valid_to, p.point_day, p.last_offset, n.n as kept_offset
    from callback_schedule as p
    inner join numbers as n on n.n between p.first_offset and p.last_offset
)

-- A point lies in one spell of its case only.
select
    s.case_id,
    o.point_day,
    min(s.jurisdiction_unit_id) as unit_id,
    min(s.unit_id) as handling_unit_id,
    min(cast(s.docket_day + o.last_offset * interval 1 day as date)) as last_day
from events as e
inner join small_spells as s on s.case_id = e.case_id and s.time_precision <> 'month'
inner join offsets as o
    on o.kept_offset = datediff('day', s.docket_day, e.event_day)
    and o.valid_from <= s.docket_day
    and s.docket_day < o.valid_to
where e.event_type = 'callback_unsolved'
    and datediff('day', s.docket_day, s.start_day) <= o.point_day
    and (s.end_day is null or o.point_day < datediff('day', s.docket_day, s.end_day))
group by s.case_id, o.point_day
