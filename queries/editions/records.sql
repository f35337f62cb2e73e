-- Which records came or were corrected since a moment, of the units asked for, up to the chosen month?
-- Grain: one row per table, unit, first and last month a record touches and whether it is a small
-- case; `late` were first taken in after $since, `corrected` before it and changed after.
-- $loaded_after leaves out what is older, so that `n` counts all or only what is new.
with placed as (
    -- A case touches two units; where both lie in one it counts there once.
    select distinct
        place.ancestor_id,
        record.dataset,
        record.unit_id,
        record.other_unit_id,
        record.first_month,
        record.last_month,
        record.is_small,
        record.first_loaded_at,
        record.loaded_at,
        record.n
    from record_loads as record
    inner join unit_map as place
        on
            place.month = record.first_month
            and place.unit_id in (record.unit_id, record.other_unit_id)
    where
        record.loaded_at > $loaded_after
        and record.first_month <= $month
        and place.structure = 'current'
        and list_contains($unit_ids, place.ancestor_id)
)

select
    dataset,
    ancestor_id as unit_id,
    first_month,
    last_month,
    is_small,
    sum(n)::bigint as n,
    coalesce(sum(n) filter (where first_loaded_at > $since), 0)::bigint as late,
    coalesce(sum(n) filter (where first_loaded_at <= $since and loaded_at > $since), 0)::bigint
        as corrected
from placed
group by dataset, ancestor_id, first_month, last_month, is_small
order by dataset, unit_id, first_month, last_month, is_small
