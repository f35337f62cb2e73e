-- How many records were entered more than five days after the event?
-- Grain: one row per series (source table), unit and month of the event. Entered is the source's
-- own time; without it the first load here, and then only records after the unit's first load:
-- that backfill is excluded, as are records known to the month only.
with first_loads as (
    select series, unit_id, min(first_loaded_at) as first_load
    from dated_records
    group by series, unit_id
),

judged as (
    select
        r.series,
        r.unit_id,
        month_of(r.event_day) as month,
        r.is_dayed and (r.recorded_at is not null or r.first_loaded_at > f.first_load)
            as is_judged,
        datediff(
            'day', r.event_day, cast(coalesce(r.recorded_at, r.first_loaded_at) as date)
        ) > 5 as is_late
    from dated_records as r
    cross join clock as k
    inner join first_loads as f on f.series = r.series and f.unit_id = r.unit_id
    where r.event_day < k.cutoff
)

select
    'GRD02' as indicator_id,
    j.series,
    'main' as component,
    j.unit_id,
    j.month,
    count(*) filter (where j.is_judged and j.is_late) as numerator,
    count(*) filter (where j.is_judged) as denominator,
    null as numerator_sq,
    count(*) filter (where j.is_judged) as n,
    null as sum_weight_sq,
    count(*) filter (where j.is_judged) as coverage_n,
    count(*) filter (where not coalesce(j.is_judged, false)) as excluded_n,
    y.mature
from judged as j
inner join maturity as y on y.indicator_id = 'GRD02' and y.month = j.month
group by j.series, j.unit_id, j.month, y.mature
