-- Of the complaints and petitions closed with a finding, how many were substantiated?
-- Grain: one row per unit complained about and month of closing. Withdrawn, unverifiable and
-- not accepted ones are excluded.
with closed as (
    select
        unit_id,
        month_of(closed_day) as month,
        coalesce(result in ('substantiated', 'partly', 'unsubstantiated'), false) as is_decided,
        coalesce(result in ('substantiated', 'partly'), false) as is_substantiated
    from complaint_clocks
    where closed_day is not null and coalesce(result, '') <> 'pending'
)

select
    'CMP04' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_substantiated) as numerator,
    count(*) filter (where d.is_decided) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_decided) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_decided) as coverage_n,
    count(*) filter (where not d.is_decided) as excluded_n,
    y.mature
from closed as d
inner join maturity as y on y.indicator_id = 'CMP04' and y.month = d.month
group by d.unit_id, d.month, y.mature
