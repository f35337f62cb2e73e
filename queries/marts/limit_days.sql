-- Until when does a limit run that starts on a day?
-- Grain: one row per rule, tier and day of the data. The rule is the one in force on that day,
-- which itself is not counted. Hours run through holidays (limit_hours). A limit in days whose
-- last day is a holiday ends on the next working day (last_day, then due_day), as does one that
-- was extended once (extended_day); a limit in working days counts make-up workdays.
with span as (
    -- What was solved may be reported a little later.
    select cast(min(month) - interval 31 day as date) as first_day, max(last_day) as last_day
    from months
),

ruled as (
    select
        r.rule_id,
        r.variant,
        w.day as start_day,
        w.workday_number,
        r.limit_unit,
        r.limit_value,
        r.extension_value,
        r.extension_max_n
    from deadlines as r
    cross join span as s
    inner join workdays as w
        on w.day between s.first_day and s.last_day
        and r.valid_from <= w.day
        and (r.valid_to is null or w.day < r.valid_to)
    where r.limit_unit in ('hour', 'day', 'workday')
),

ends as (
    select
        *,
        case when limit_unit = 'day' then cast(start_day + limit_value * interval 1 day as date)
        end as last_day,
        case
            when limit_unit = 'day'
                then cast(
                    start_day
                    + (limit_value + case when extension_max_n > 0 then extension_value else 0 end)
                    * interval 1 day as date
                )
        end as extended_last_day
    from ruled
)

select
    e.rule_id,
    e.variant,
    e.start_day,
    case when e.limit_unit = 'hour' then e.limit_value end as limit_hours,
    e.last_day,
    case when e.limit_unit = 'day' then l.next_workday else n.day end as due_day,
    case when e.limit_unit = 'day' then x.next_workday else n.day end as extended_day,
    e.extension_value,
    e.extension_max_n
from ends as e
left join workdays as l on l.day = e.last_day
left join workdays as x on x.day = e.extended_last_day
left join workdays as n
    on e.limit_unit = 'workday'
    and n.is_workday
    and n.workday_number = e.workday_number + e.limit_value
