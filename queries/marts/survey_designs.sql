-- How do the answers of a month spread between sampling units, in each unit of either structure?
-- Grain: one row per structure, unit, indicator, series and month whose rounds name strata or
-- sampling units; a rating's groups stand by themselves and together. `aa`, `ab` and `bb` are the
-- sums over strata of n ÷ (n − 1) × Σ of (a − mean)², (a − mean)(b − mean) and (b − mean)², a and b
-- being a sampling unit's sums of w·y and w: nothing where nobody of the unit was asked, plain
-- squares where a stratum has one sampling unit.
with named as (
    select *, series as own_series
    from survey_psu
    union all
    select
        *,
        split_part(series, '|', 1) || '|' || split_part(series, '|', 2) || '|'
        || split_part(series, '|', 3) as own_series
    from survey_psu
    where indicator_id = 'SAT05'
),

cells as (
    select
        place.structure,
        place.ancestor_id as unit_id,
        psu.indicator_id,
        psu.own_series as series,
        psu.month,
        psu.wave_id,
        psu.stratum,
        psu.psu,
        bool_and(psu.mature) as is_mature,
        cast(any_value(psu.psus_n) as double) as psus_n,
        sum(psu.n * place.share) as n,
        sum(psu.positive * place.share) as a,
        sum(psu.weight * place.share) as b,
        sum(psu.positive_sq_weight_sq * place.share) as answers_aa,
        sum(psu.positive_weight_sq * place.share) as answers_ab,
        sum(psu.weight_sq * place.share) as answers_bb
    from named as psu
    inner join unit_map as place on place.unit_id = psu.unit_id and place.month = psu.month
    group by
        place.structure, place.ancestor_id, psu.indicator_id, psu.own_series, psu.month,
        psu.wave_id, psu.stratum, psu.psu
),

strata as (
    select
        structure,
        unit_id,
        indicator_id,
        series,
        month,
        bool_and(is_mature) as is_mature,
        any_value(psus_n) as psus_n,
        sum(n) as n,
        case when count(psu) > 0 then count(psu) else sum(n) end as psus,
        sum(a) as a,
        sum(b) as b,
        sum(case when psu is null then answers_aa else a * a end) as aa,
        sum(case when psu is null then answers_ab else a * b end) as ab,
        sum(case when psu is null then answers_bb else b * b end) as bb
    from cells
    group by structure, unit_id, indicator_id, series, month, wave_id, stratum
)

select
    structure,
    unit_id,
    indicator_id,
    series,
    month,
    bool_and(is_mature) as is_mature,
    cast(sum(n) as double) as placed_n,
    cast(count(*) as double) as strata,
    cast(sum(psus) as double) as psus,
    cast(sum(case when psus_n > 1 then 0 else 1 end) as double) as single,
    cast(sum(stratum_spread(psus_n, aa, a, a)) as double) as aa,
    cast(sum(stratum_spread(psus_n, ab, a, b)) as double) as ab,
    cast(sum(stratum_spread(psus_n, bb, b, b)) as double) as bb
from strata
group by structure, unit_id, indicator_id, series, month
order by structure, unit_id, indicator_id, series, month
