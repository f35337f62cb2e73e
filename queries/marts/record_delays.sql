-- How many days after the end of its month was each record entered?
-- Grain: one row per series (source table), bureau or branch of today, month of the event and days
-- (negative within the month). Entered and left out as in GRD02: the source's own time, else the
-- first load, but not of what came with a unit's first load, nor of records known to the month.
with first_loads as (
    select series, unit_id, min(first_loaded_at) as first_load
    from dated_records
    group by series, unit_id
),

entered as (
    select
        r.series,
        r.unit_id,
        month_of(r.event_day) as month,
        cast(coalesce(r.recorded_at, r.first_loaded_at) as date) as entered_day,
        count(*) as n
    from dated_records as r
    cross join clock as k
    inner join first_loads as f on f.series = r.series and f.unit_id = r.unit_id
    where
        r.event_day < k.cutoff
        and r.is_dayed
        and (r.recorded_at is not null or r.first_loaded_at > f.first_load)
        and coalesce(r.recorded_at, r.first_loaded_at) < cast(k.cutoff as timestamp)
    group by
        r.series,
        r.unit_id,
        month_of(r.event_day),
        cast(coalesce(r.recorded_at, r.first_loaded_at) as date)
)

select
    e.series,
    p.ancestor_id as unit_id,
    e.month,
    datediff('day', m.last_day, e.entered_day) - 1 as days_after,
    cast(sum(e.n * p.share) as double) as n
from entered as e
inner join months as m on m.month = e.month
inner join unit_map as p on p.unit_id = e.unit_id and p.month = e.month
inner join unit_list as u on u.unit_id = p.ancestor_id
where p.structure = 'current' and u.level in ('bureau', 'branch')
group by e.series, p.ancestor_id, e.month, datediff('day', m.last_day, e.entered_day) - 1
order by e.series, p.ancestor_id, e.month, datediff('day', m.last_day, e.entered_day) - 1
