-- Of the small cases reported in a month, how many were solved within 72 hours?
-- Grain: one row per unit that took the report and month of the report. Records known to the
-- day or month only are excluded.
with reported as (
    select
        coalesce(p.unit_id, m.handling_unit_id) as unit_id,
        month_of(m.received_day) as month,
        m.time_precision = 'minute' as is_timed,
        m.cleared_at <= m.received_at + interval 72 hour as is_quick
    from small_matters as m
    inner join unit_roots as r on r.unit_id = m.handling_unit_id
    inner join reporting as s on s.root_id = r.root_id and s.has_end
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.received_at and m.received_at < p.to_at
    where m.is_small
)

select
    'CAS07' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_timed and d.is_quick) as numerator,
    count(*) filter (where d.is_timed) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_timed) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_timed) as coverage_n,
    count(*) filter (where not d.is_timed) as excluded_n,
    y.mature
from reported as d
inner join maturity as y on y.indicator_id = 'CAS07' and y.month = d.month
group by d.unit_id, d.month, y.mature
