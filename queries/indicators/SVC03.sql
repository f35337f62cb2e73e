-- Of what was promised for a month, how much was done in time?
-- Grain: one row per unit that owes it and month; the ten matters only, not other promises.
select
    'SVC03' as indicator_id,
    '' as series,
    'main' as component,
    p.unit_id,
    p.month,
    sum(p.on_time_n) as numerator,
    sum(p.due_n) as denominator,
    null as numerator_sq,
    sum(p.due_n) as n,
    null as sum_weight_sq,
    sum(p.due_n) as coverage_n,
    0 as excluded_n,
    y.mature
from commitment_progress as p
inner join commitments as c
    on c.commitment_id = p.commitment_id and c.source = 'ten_matters'
inner join maturity as y on y.indicator_id = 'SVC03' and y.month = p.month
group by p.unit_id, p.month, y.mature
having sum(p.due_n) > 0
