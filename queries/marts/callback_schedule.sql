-- When is an unsolved small case to be called back?
-- Grain: one row per period of the schedule in force and point, in days after docketing. A
-- callback keeps a point from the day after the point before (the first from docketing on) to
-- the point's last day, its tolerance included.
with turning_days as (
    select valid_from as day from deadlines where rule_id = 'CALLBACK_UNSOLVED'
    union
    select valid_to from deadlines where rule_id = 'CALLBACK_UNSOLVED' and valid_to is not null
),

epochs as (
    select day as valid_from, coalesce(lead(day) over (order by day), date '9999-12-31') as valid_to
    from turning_days
)

select
    e.valid_from,
    e.valid_to,
    d.limit_value as point_day,
    coalesce(
        1 + lag(d.limit_value) over (partition by e.valid_from order by d.limit_value), 0
    ) as first_offset,
    d.limit_value + d.tolerance_days as last_offset
from epochs as e
inner join deadlines as d
    on d.rule_id = 'CALLBACK_UNSOLVED'
    and d.limit_unit = 'day'
    and d.valid_from <= e.valid_from
    and (d.valid_to is null or e.valid_from < d.valid_to)
