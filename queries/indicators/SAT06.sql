-- How many people know their officer, the procedure, the campaign?
-- Grain: one row per series (programme|version|mode|construct), unit surveyed and month. The
-- three questions are never averaged.
select
    'SAT06' as indicator_id,
    f.series || '|' || f.construct as series,
    'main' as component,
    f.unit_id,
    f.month,
    sum(cast(f.weight * f.positive_weight as decimal(24, 6))) filter (where f.is_valid)
        as numerator,
    sum(cast(f.weight as decimal(24, 6))) filter (where f.is_valid) as denominator,
    sum(cast(f.weight * f.positive_weight * f.positive_weight as decimal(24, 6)))
        filter (where f.is_valid) as numerator_sq,
    sum(f.n) filter (where f.is_valid) as n,
    case
        when count(*) filter (where f.is_valid and f.weight_sq is null and f.n > 0) = 0
            then sum(cast(f.weight_sq as decimal(24, 6))) filter (where f.is_valid)
    end as sum_weight_sq,
    sum(f.n) filter (where f.is_valid) as coverage_n,
    coalesce(sum(f.n) filter (where not f.is_valid), 0) as excluded_n,
    y.mature
from survey_facts as f
inner join maturity as y on y.indicator_id = 'SAT06' and y.month = f.month
where f.construct in ('awareness_officer', 'awareness_procedure', 'awareness_campaign')
group by f.series, f.construct, f.unit_id, f.month, y.mature
having sum(f.n) filter (where f.is_valid) > 0
