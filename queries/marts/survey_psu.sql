-- What did the sampling units of each round answer, where the round names strata or units?
-- Grain: one row per indicator, series, round, stratum, sampling unit, unit and month. In a round
-- with strata alone every answer is a sampling unit of its own: `psu` is null, and the sums of
-- squares stand for their spread. `psus_n` are all sampling units of the stratum in the round.
-- Answers that their round leaves without a place, or without squared weights, have no row.
with rounds as (
    select
        wave_id,
        count(*) filter (where stratum <> '') > 0 as has_strata,
        count(*) filter (where psu <> '') > 0 as has_psus
    from survey_facts
    where n > 0 and (stratum <> '' or psu <> '')
    group by wave_id
),

placed as (
    select
        f.*,
        coalesce(f.stratum, '') as own_stratum,
        case when r.has_psus then f.psu end as own_psu
    from survey_facts as f
    inner join rounds as r on r.wave_id = f.wave_id
    where
        f.n > 0
        and (not r.has_strata or f.stratum <> '')
        and case when r.has_psus then f.psu <> '' else f.weight_sq is not null end
),

-- Sampling units count by the round, whichever questions their people answered.
strata as (
    select wave_id, own_stratum, count(distinct own_psu) as psus_n
    from placed
    group by wave_id, own_stratum
),

counted as (
    select
        m.indicator_id,
        case
            when m.indicator_id = 'SAT05'
                then f.series || '|' || f.outcome_group || '|' || f.notice_group
            when m.indicator_id = 'SAT06' then f.series || '|' || f.construct
            else f.series
        end as series,
        f.wave_id,
        f.own_stratum as stratum,
        f.own_psu as psu,
        f.unit_id,
        f.month,
        case when m.indicator_id = 'SAT07' then 1 - f.positive_weight else f.positive_weight end
            as positive,
        f.weight,
        f.weight_sq,
        f.n
    from placed as f
    inner join survey_measures as m
        on m.programme = f.programme
        and m.questionnaire_version = f.questionnaire_version
        and m.construct = f.construct
    where f.is_valid
),

answers as (
    select indicator_id, wave_id, stratum, sum(n) as n
    from counted
    group by indicator_id, wave_id, stratum
)

select
    c.indicator_id,
    c.series,
    c.wave_id,
    c.stratum,
    c.psu,
    c.unit_id,
    c.month,
    y.mature,
    cast(case when c.psu is null then any_value(a.n) else any_value(s.psus_n) end as bigint)
        as psus_n,
    cast(sum(c.n) as bigint) as n,
    cast(sum(cast(c.weight * c.positive as decimal(24, 6))) as double) as positive,
    cast(sum(cast(c.weight as decimal(24, 6))) as double) as weight,
    cast(sum(cast(c.weight_sq as decimal(24, 6))) as double) as weight_sq,
    cast(sum(cast(c.weight_sq * c.positive as decimal(24, 6))) as double) as positive_weight_sq,
    cast(sum(cast(c.weight_sq * c.positive * c.positive as decimal(24, 6))) as double)
        as positive_sq_weight_sq
from counted as c
inner join strata as s on s.wave_id = c.wave_id and s.own_stratum = c.stratum
inner join answers as a
    on a.indicator_id = c.indicator_id and a.wave_id = c.wave_id and a.stratum = c.stratum
inner join maturity as y on y.indicator_id = c.indicator_id and y.month = c.month
group by
    c.indicator_id, c.series, c.wave_id, c.stratum, c.psu, c.unit_id, c.month, y.mature
order by c.indicator_id, c.series, c.month, c.wave_id, c.stratum, c.psu, c.unit_id
