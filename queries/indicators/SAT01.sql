-- How safe do people feel?
-- Grain: one row per series (programme|version|mode), unit surveyed and month of fieldwork.
select
    'SAT01' as indicator_id,
    f.series,
    'main' as component,
    f.unit_id,
    f.month,
    sum(f.positive) as numerator,
    sum(f.weight) as denominator,
    sum(f.positive_sq) as numerator_sq,
    sum(f.n) as n,
    case when count(*) filter (where f.n > 0 and f.weight_sq is null) = 0 then sum(f.weight_sq) end
        as sum_weight_sq,
    sum(f.n) as coverage_n,
    sum(f.invalid_n) as excluded_n,
    y.mature
from survey_sums as f
inner join maturity as y on y.indicator_id = 'SAT01' and y.month = f.month
where f.construct = 'safety' and f.programme not in ('callback_110', 'callback_case')
group by f.series, f.unit_id, f.month, y.mature
having sum(f.n) > 0
