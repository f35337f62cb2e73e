-- When was, or is, each open small case to be called back, and was it?
-- Grain: one row per small case and point of the schedule at which it was open, up to 30 days
-- after the cut-off. Under jurisdiction: the local station calls back, whoever investigates.
with turning_days as (
    select valid_from as day from deadlines where rule_id = 'CALLBACK_UNSOLVED'
    union
    select valid_to from deadlines where rule_id = 'CALLBACK_UNSOLVED' and valid_to is not null
),

epochs as (
    select day as valid_from, lead(day) over (order by day) as valid_to
    from turning_days
),

points as (
    select
        e.valid_from,
        e.valid_to,
        d.limit_value as point_day,
        lag(d.limit_value) over (partition by e.valid_from order by d.limit_value)
            as point_before,
        d.tolerance_days
    from epochs as e
    inner join deadlines as d
        on d.rule_id = 'CALLBACK_UNSOLVED'
        and d.limit_unit = 'day'
        and d.valid_from <= e.valid_from
        and (d.valid_to is null or e.valid_from < d.valid_to)
),

due as (
    select
        s.case_id,
        s.jurisdiction_unit_id as unit_id,
        s.unit_id as handling_unit_id,
        s.category_code,
        s.premises_type,
        s.start_day,
        s.end_day,
        p.point_day,
        -- From the day after the point before; for the first point from docketing on.
        case
            when p.point_before is null then s.docket_day
            else cast(s.docket_day + (p.point_before + 1) * interval 1 day as date)
        end as from_day,
        cast(s.docket_day + p.point_day * interval 1 day as date) as due_day,
        cast(s.docket_day + (p.point_day + p.tolerance_days) * interval 1 day as date) as last_day
    from small_spells as s
    inner join points as p
        on p.valid_from <= s.docket_day and (p.valid_to is null or s.docket_day < p.valid_to)
    where s.time_precision <> 'month'
),

asked as (
    select d.*
    from due as d
    cross join clock as k
    where d.due_day >= d.start_day
        and (d.end_day is null or d.due_day < d.end_day)
        and d.last_day < cast(k.cutoff + interval 30 day as date)
),

done as (
    select a.case_id, a.point_day
    from asked as a
    inner join events as e
        on e.case_id = a.case_id
        and e.event_type = 'callback_unsolved'
        and e.event_day between a.from_day and a.last_day
    group by a.case_id, a.point_day
)

select
    a.case_id,
    a.unit_id,
    a.handling_unit_id,
    a.category_code,
    a.premises_type,
    a.point_day,
    a.due_day,
    a.last_day,
    a.end_day is null as is_open,
    d.case_id is not null as is_done
from asked as a
left join done as d on d.case_id = a.case_id and d.point_day = a.point_day
