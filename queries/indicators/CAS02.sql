-- Of the cases docketed in a month, how many were solved within 90 days?
-- Grain: one row per series (small, major), unit that docketed and month of docketing.
-- Days are whole calendar days; a case solved before it was docketed counts as solved.
with docketed as (
    select
        'small' as series,
        s.unit_id,
        s.docket_day,
        s.solved_day,
        s.time_precision <> 'month' as is_dayed
    from small_spells as s
    where s.start_kind = 'docketed'
    union all
    select
        'major',
        coalesce(p.unit_id, m.handling_unit_id),
        cast(m.docket_at as date),
        cast(m.cleared_at as date),
        m.time_precision <> 'month'
    from matters as m
    inner join category_map as g on g.category_code = m.category_code and g.is_major
    inner join unit_roots as r on r.unit_id = m.handling_unit_id
    inner join reporting as s on s.root_id = r.root_id and s.has_end
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.docket_at and m.docket_at < p.to_at
    where m.docket_at is not null
)

select
    'CAS02' as indicator_id,
    d.series,
    'main' as component,
    d.unit_id,
    y.month,
    count(*) filter (where d.is_dayed and datediff('day', d.docket_day, d.solved_day) <= 90)
        as numerator,
    count(*) filter (where d.is_dayed) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_dayed) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_dayed) as coverage_n,
    count(*) filter (where not d.is_dayed) as excluded_n,
    y.mature
from docketed as d
inner join maturity as y
    on y.indicator_id = 'CAS02' and y.month = month_of(d.docket_day)
group by d.series, d.unit_id, y.month, y.mature
