-- How many people know their officer, the procedure, the campaign?
-- Grain: one row per series (programme|version|mode|construct), unit surveyed and month. The
-- three questions are never averaged.
select
    'SAT06' as indicator_id,
    f.series || '|' || f.construct as series,
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
inner join maturity as y on y.indicator_id = 'SAT06' and y.month = f.month
where f.construct in ('awareness_officer', 'awareness_procedure', 'awareness_campaign')
group by f.series, f.construct, f.unit_id, f.month, y.mature
having sum(f.n) > 0
