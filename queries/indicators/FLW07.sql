-- Of the property that could be returned, how much was returned within the limit?
-- Grain: one row per unit handling the matter when the property became returnable, and month of
-- that. Days on which the clock was paused (appraisal, hearing) are added to the limit; a last
-- day on a holiday ends on the next working day.
with returnables as (
    select
        e.event_id,
        e.case_id,
        e.event_at,
        e.event_day,
        coalesce(p.unit_id, m.handling_unit_id, e.unit_id) as unit_id
    from events as e
    left join matters as m on m.case_id = e.case_id
    left join handling_periods as p
        on p.case_id = e.case_id and p.from_at <= e.event_at and e.event_at < p.to_at
    where e.event_type = 'property_returnable'
),

returned as (
    select a.event_id, min(e.event_day) as returned_day
    from returnables as a
    inner join events as e
        on e.case_id = a.case_id
        and e.event_type = 'property_returned'
        and e.event_at >= a.event_at
    group by a.event_id
),

clock_turns as (
    select
        case_id,
        event_day,
        event_type,
        lead(event_day) over (partition by case_id order by event_at, event_type) as next_day
    from events
    where event_type in ('clock_pause', 'clock_resume')
),

paused as (
    select
        a.event_id,
        sum(
            datediff(
                'day',
                case when t.event_day > a.event_day then t.event_day else a.event_day end,
                case
                    when t.next_day is null or t.next_day > r.returned_day then r.returned_day
                    else t.next_day
                end
            )
        ) as days
    from returnables as a
    inner join returned as r on r.event_id = a.event_id
    inner join clock_turns as t
        on t.case_id = a.case_id
        and t.event_type = 'clock_pause'
        and t.event_day < r.returned_day
        and (t.next_day is null or t.next_day > a.event_day)
    group by a.event_id
),

due as (
    select
        a.unit_id,
        a.event_day,
        r.returned_day,
        cast(
            a.event_day + (l.limit_value + coalesce(p.days, 0)) * interval 1 day as date
        ) as limit_day
    from returnables as a
    inner join deadlines as l
        on l.rule_id = 'RETURN_VICTIM'
        and l.limit_unit = 'day'
        and l.valid_from <= a.event_day
        and (l.valid_to is null or a.event_day < l.valid_to)
    left join returned as r on r.event_id = a.event_id
    left join paused as p on p.event_id = a.event_id
)

select
    'FLW07' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    y.month,
    count(*) filter (where d.returned_day <= coalesce(w.next_workday, d.limit_day)) as numerator,
    count(*) as denominator,
    null as numerator_sq,
    count(*) as n,
    null as sum_weight_sq,
    count(*) as coverage_n,
    0 as excluded_n,
    y.mature
from due as d
inner join maturity as y on y.indicator_id = 'FLW07' and y.month = month_of(d.event_day)
left join workdays as w on w.day = d.limit_day
group by d.unit_id, y.month, y.mature
