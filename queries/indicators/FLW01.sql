-- Of the matters reported in a month, how many were decided within 24 hours?
-- Grain: one row per unit that took the report and month of the report. Records known to the
-- day or month only are excluded. Bureaus whose source records no decisions have no rows.
with reported as (
    select
        coalesce(p.unit_id, m.handling_unit_id) as unit_id,
        month_of(m.received_day) as month,
        m.time_precision = 'minute' as is_timed,
        m.decision <> 'pending'
        and m.decision_at <= m.received_at + l.limit_value * interval 1 hour as is_decided
    from matters as m
    inner join unit_roots as r on r.unit_id = m.handling_unit_id
    inner join reporting as s on s.root_id = r.root_id and s.has_decision
    inner join deadlines as l
        on l.rule_id = 'DAY_CLEAR'
        and l.limit_unit = 'hour'
        and l.valid_from <= m.received_day
        and (l.valid_to is null or m.received_day < l.valid_to)
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.received_at and m.received_at < p.to_at
)

select
    'FLW01' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_timed and d.is_decided) as numerator,
    count(*) filter (where d.is_timed) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_timed) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_timed) as coverage_n,
    count(*) filter (where not d.is_timed) as excluded_n,
    y.mature
from reported as d
inner join maturity as y on y.indicator_id = 'FLW01' and y.month = d.month
group by d.unit_id, d.month, y.mature
