-- Of the disputes reported in a month, how many were settled within 30 days?
-- Grain: one row per unit that took the report and month of the report. Settled is a successful
-- mediation, a decision mediated on the spot, or a closing as mediated or resolved.
with mediated as (
    select case_id, min(event_day) as mediated_day
    from events
    where event_type = 'mediation_success'
    group by case_id
),

disputes as (
    select
        coalesce(p.unit_id, m.handling_unit_id) as unit_id,
        month_of(m.received_day) as month,
        m.time_precision <> 'month' as is_dayed,
        coalesce(datediff('day', m.received_day, s.mediated_day) <= 30, false)
        or (
            m.closure_kind in ('mediated', 'resolved')
            and datediff('day', m.received_day, cast(m.closed_at as date)) <= 30
        )
        or (
            m.decision = 'mediated_on_spot'
            and datediff('day', m.received_day, cast(m.decision_at as date)) <= 30
        ) as is_settled
    from matters as m
    left join mediated as s on s.case_id = m.case_id
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.received_at and m.received_at < p.to_at
    where m.matter_kind = 'dispute'
)

select
    'CAS10' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_dayed and d.is_settled) as numerator,
    count(*) filter (where d.is_dayed) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_dayed) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_dayed) as coverage_n,
    count(*) filter (where not d.is_dayed) as excluded_n,
    y.mature
from disputes as d
inner join maturity as y on y.indicator_id = 'CAS10' and y.month = d.month
group by d.unit_id, d.month, y.mature
