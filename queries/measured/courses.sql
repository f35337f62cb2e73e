-- How did every indicator run in each of some units, month by month?
-- Grain: one row per unit, indicator, series, component and month; single months, not windows.
-- A month counts as mature when it was so at the end of the chosen month.
select
    unit_id,
    indicator_id,
    series,
    component,
    month,
    bool_and(mature) as is_mature,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    sum(numerator_sq) as numerator_sq,
    sum(n) as n,
    case when count(sum_weight_sq) = count(*) then sum(sum_weight_sq) end as sum_weight_sq
from indicator_totals
where
    structure = $structure
    and indicator_id <> 'CMP07'  -- judged cell by cell, as hot spots
    and list_contains($unit_ids, unit_id)
    and month between $first_month and $month
group by unit_id, indicator_id, series, component, month
order by unit_id, indicator_id, series, component, month
