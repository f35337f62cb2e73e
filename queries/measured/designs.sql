-- How do the answers of a month spread between sampling units, in each of some units?
-- Grain: one row per unit, indicator, series and month whose rounds name strata or sampling units.
select
    unit_id,
    indicator_id,
    series,
    month,
    is_mature,
    placed_n,
    strata,
    psus,
    single,
    aa,
    ab,
    bb
from survey_designs
where
    structure = $structure
    and list_contains($unit_ids, unit_id)
    and month <= $month
    and month >= $first_month
order by unit_id, indicator_id, series, month
