-- Until when must a report be decided, by kind and tier, for each day of a report?
-- Grain: one row per matter kind, review tier and day with reports. Either limit_hours (they run
-- through holidays) or due_day (a last day on a holiday ends on the next working day). The rule
-- is the one in force on the day of the report; an unknown tier has the ordinary limit, and an
-- undetermined report the criminal one, which is the longer.
with asked as (
    select distinct
        matter_kind,
        review_extension,
        received_day,
        case when matter_kind = 'public_security' then 'PS_ACCEPT' else 'CR_FILE' end as rule_id
    from matters
    where matter_kind in ('criminal', 'public_security', 'undetermined')
),

ruled as (
    select
        a.matter_kind,
        a.review_extension,
        a.received_day,
        coalesce(t.limit_value, o.limit_value) as limit_value,
        coalesce(t.limit_unit, o.limit_unit) as limit_unit
    from asked as a
    inner join deadlines as o
        on o.rule_id = a.rule_id
        and o.variant = 'none'
        and o.valid_from <= a.received_day
        and (o.valid_to is null or a.received_day < o.valid_to)
    left join deadlines as t
        on t.rule_id = a.rule_id
        and t.variant = a.review_extension
        and t.valid_from <= a.received_day
        and (t.valid_to is null or a.received_day < t.valid_to)
)

select
    r.matter_kind,
    r.review_extension,
    r.received_day,
    case when r.limit_unit = 'hour' then r.limit_value end as limit_hours,
    case
        when r.limit_unit = 'day'
            then coalesce(
                w.next_workday, cast(r.received_day + r.limit_value * interval 1 day as date)
            )
        when r.limit_unit = 'workday' then e.day
    end as due_day
from ruled as r
left join workdays as w
    on w.day = cast(r.received_day + r.limit_value * interval 1 day as date)
left join workdays as s on s.day = r.received_day
left join workdays as e
    on e.is_workday and e.workday_number = s.workday_number + r.limit_value
