-- Of the issues people raised with us, how many were closed?
-- Grain: one row per unit and month of the talk, visit or reception at which they were raised.
select
    'SVC05' as indicator_id,
    '' as series,
    'main' as component,
    a.unit_id,
    a.month,
    sum(coalesce(a.issues_closed_n, 0)) as numerator,
    sum(a.issues_n) as denominator,
    null as numerator_sq,
    sum(a.issues_n) as n,
    null as sum_weight_sq,
    sum(a.issues_n) as coverage_n,
    0 as excluded_n,
    y.mature
from activity_months as a
inner join maturity as y on y.indicator_id = 'SVC05' and y.month = a.month
where a.issues_n > 0
group by a.unit_id, a.month, y.mature
