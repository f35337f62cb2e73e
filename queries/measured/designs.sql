-- How do the answers of a month spread between sampling units, in each of some units?
-- Grain: one row per unit, indicator, series and month whose rounds name strata or sampling units;
-- a rating's groups stand by themselves and together. `aa`, `ab` and `bb` are the sums over strata
-- of n ÷ (n − 1) × Σ of (a − mean)², (a − mean)(b − mean) and (b − mean)², a and b being a sampling
-- unit's sums of w·y and w: nothing where nobody of the unit was asked, plain squares where a
-- stratum has one sampling unit.
with cells as (
    select
        place.ancestor_id as unit_id,
        psu.indicator_id,
        case
            when whole.is_whole
                then split_part(psu.series, '|', 1) || '|' || split_part(psu.series, '|', 2)
                || '|' || split_part(psu.series, '|', 3)
            else psu.series
        end as series,
        psu.month,
        psu.wave_id,
        psu.stratum,
        psu.psu,
        bool_and(psu.mature) as is_mature,
        any_value(psu.psus_n)::double as psus_n,
        sum(psu.n * place.share) as n,
        sum(psu.positive * place.share) as a,
        sum(psu.weight * place.share) as b,
        sum(psu.positive_sq_weight_sq * place.share) as answers_aa,
        sum(psu.positive_weight_sq * place.share) as answers_ab,
        sum(psu.weight_sq * place.share) as answers_bb
    from survey_psu as psu
    inner join unit_map as place
        on
            place.unit_id = psu.unit_id
            and place.month = psu.month
            and place.structure = $structure
            and list_contains($unit_ids, place.ancestor_id)
    inner join (values (false), (true)) as whole (is_whole)
        on psu.indicator_id = 'SAT05' or not whole.is_whole
    where psu.month <= $month and psu.month >= $first_month
    group by
        place.ancestor_id, psu.indicator_id, whole.is_whole, 3, psu.month, psu.wave_id,
        psu.stratum, psu.psu
),

strata as (
    select
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
    group by unit_id, indicator_id, series, month, wave_id, stratum
)

select
    unit_id,
    indicator_id,
    series,
    month,
    bool_and(is_mature) as is_mature,
    sum(n)::double as placed_n,
    count(*)::double as strata,
    sum(psus)::double as psus,
    sum((psus_n <= 1)::integer)::double as single,
    sum(case when psus_n > 1 then psus_n / (psus_n - 1) * (aa - a * a / psus_n) else aa end)::double
        as aa,
    sum(case when psus_n > 1 then psus_n / (psus_n - 1) * (ab - a * b / psus_n) else ab end)::double
        as ab,
    sum(case when psus_n > 1 then psus_n / (psus_n - 1) * (bb - b * b / psus_n) else bb end)::double
        as bb
from strata
group by unit_id, indicator_id, series, month
order by unit_id, indicator_id, series, month
