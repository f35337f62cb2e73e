-- Of the people who became victims, how many did not report it?
-- Grain: one row per series (programme|version|mode), unit surveyed and month. Asked of victims
-- only: whoever answered whether it was reported was one. An answer's weight is its share of
-- having reported.
select
    'SAT07' as indicator_id,
    f.series,
    'main' as component,
    f.unit_id,
    f.month,
    sum(cast(f.weight * (1 - f.positive_weight) as decimal(24, 6))) filter (where f.is_valid)
        as numerator,
    sum(cast(f.weight as decimal(24, 6))) filter (where f.is_valid) as denominator,
    sum(cast(f.weight * (1 - f.positive_weight) * (1 - f.positive_weight) as decimal(24, 6)))
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
inner join maturity as y on y.indicator_id = 'SAT07' and y.month = f.month
where f.construct = 'reported'
group by f.series, f.unit_id, f.month, y.mature
having sum(f.n) filter (where f.is_valid) > 0
