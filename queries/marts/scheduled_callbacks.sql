-- On which days would each small case be called back, were it open then?
-- Grain: one row per small case and point of the schedule. Under jurisdiction: the local station
-- calls back, whoever investigates.
select
    s.case_id,
    s.jurisdiction_unit_id as unit_id,
    s.unit_id as handling_unit_id,
    s.category_code,
    s.premises_type,
    s.start_day,
    s.end_day,
    p.point_day,
    cast(s.docket_day + p.first_offset * interval 1 day as date) as first_day,
    cast(s.docket_day + p.point_day * interval 1 day as date) as due_day,
    cast(s.docket_day + p.last_offset * interval 1 day as date) as last_day
from small_spells as s
inner join callback_schedule as p
    on p.valid_from <= s.docket_day and s.docket_day < p.valid_to
where s.time_precision <> 'month'
