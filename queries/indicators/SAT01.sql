-- How safe do people feel?
-- Grain: one row per series (programme|version|mode), unit surveyed and month of fieldwork.
select
    'SAT01' as indicator_id,
    f.series,
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
inner join maturity as y on y.indicator_id = 'SAT01' and y.month = f.month
where f.construct = 'safety' and f.programme not in ('callback_110', 'callback_case')
group by f.series, f.unit_id, f.month, y.mature
having sum(f.n) filter (where f.is_valid) > 0
