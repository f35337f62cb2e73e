-- Of the public-security matters due in a month, how many were decided within their limit?
-- Grain: one row per unit that had the matter on its due day and month of that day. Excluded are
-- matters whose suspect was still unknown then, if the victim was told so by that day: the law
-- asks for an explanation there and not for an end. Bureaus that record no closings have no rows.
with told as (
    select case_id, min(event_day) as told_day
    from events
    where event_type in ('notice_progress', 'callback_unsolved')
    group by case_id
),

due as (
    select
        coalesce(p.unit_id, c.unit_id) as unit_id,
        month_of(c.due_day) as month,
        coalesce(c.stop_day <= c.due_day, false) as is_in_time,
        coalesce(t.told_day <= c.due_day, false)
        and (m.cleared_at is null or cast(m.cleared_at as date) > c.due_day) as is_explained
    from paused_clocks as c
    cross join clock as k
    inner join matters as m on m.case_id = c.case_id
    inner join unit_roots as r on r.unit_id = m.handling_unit_id
    inner join reporting as s on s.root_id = r.root_id and s.has_closing
    left join told as t on t.case_id = c.case_id
    left join handling_periods as p
        on p.case_id = c.case_id
        and p.from_at <= cast(c.due_day as timestamp)
        and cast(c.due_day as timestamp) < p.to_at
    where c.clock = 'handle' and c.due_day < k.cutoff
)

select
    'FLW08' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_in_time) as numerator,
    count(*) filter (where d.is_in_time or not d.is_explained) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_in_time or not d.is_explained) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_in_time or not d.is_explained) as coverage_n,
    count(*) filter (where d.is_explained and not d.is_in_time) as excluded_n,
    y.mature
from due as d
inner join maturity as y on y.indicator_id = 'FLW08' and y.month = d.month
group by d.unit_id, d.month, y.mature
