-- How many window services are overdue at a month's end?
-- Grain: one row per unit and month; services a unit does not state are not zero.
select
    'SVC01' as indicator_id,
    '' as series,
    'main' as component,
    s.unit_id,
    s.month,
    sum(s.overdue_end_n) as numerator,
    null as denominator,
    null as numerator_sq,
    count(s.overdue_end_n) as n,
    null as sum_weight_sq,
    count(s.overdue_end_n) as coverage_n,
    count(*) filter (where s.overdue_end_n is null) as excluded_n,
    y.mature
from service_monthly as s
inner join maturity as y on y.indicator_id = 'SVC01' and y.month = s.month
group by s.unit_id, s.month, y.mature
having count(s.overdue_end_n) > 0
