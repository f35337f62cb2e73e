-- Of the old small cases open when a quarter began, how many were solved or closed in it?
-- Grain: one row per component, unit that had them and month; each month holds the three months it
-- ends. `by_series` are those handled by linkage (带破), of those handled.
-- Old is more than 90 days since docketing. Whoever solves a case, it counts for the unit that
-- had it at the start. What left for its age was not handled.
with quarters as (
    select
        last.month,
        first.month as start_day,
        last.as_of_day
    from months as last
    inner join months as first on first.month_index = last.month_index - 2
),

old_cases as (
    select
        q.month,
        s.unit_id,
        s.interval_end_kind in ('solved', 'closed_unsolved')
            and s.interval_end_day < q.as_of_day as is_handled,
        s.interval_end_kind = 'solved' and coalesce(s.solve_mode, '') = 'series' as is_series
    from small_spells as s
    inner join quarters as q
        on q.start_day > s.start_day
        and q.start_day <= coalesce(s.end_day, date '9999-12-31')
        and datediff('day', s.docket_day, q.start_day) > 90
    where s.time_precision <> 'month'
),

parts as (
    select 'main' as component, unit_id, month, is_handled as is_counted
    from old_cases
    union all
    select 'by_series', unit_id, month, is_series
    from old_cases
    where is_handled
)

select
    'CAS05' as indicator_id,
    '' as series,
    o.component,
    o.unit_id,
    o.month,
    count(*) filter (where o.is_counted) as numerator,
    count(*) as denominator,
    null as numerator_sq,
    count(*) as n,
    null as sum_weight_sq,
    count(*) as coverage_n,
    0 as excluded_n,
    y.mature
from parts as o
inner join maturity as y on y.indicator_id = 'CAS05' and y.month = o.month
group by o.component, o.unit_id, o.month, y.mature
