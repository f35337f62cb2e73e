-- What was noted that may explain a change in some units, up to the chosen month?
-- Grain: one row per note and unit it concerns: its own, those above it, or everybody's.
-- is_own: noted for this very unit.
select
    place.unit_id,
    note.start_date,
    note.end_date,
    note.indicator_id,
    note.kind,
    note.text,
    coalesce(note.scope_unit_id = place.unit_id, false) as is_own
from (
    select distinct target_id as unit_id, ancestor_id
    from unit_map
    where list_contains($unit_ids, target_id)
    union
    select unit_id, unit_id from unit_list where list_contains($unit_ids, unit_id)
    union
    select unit_id, parent_unit_id from unit_list where list_contains($unit_ids, unit_id)
    union
    select unit_id, root_id from unit_list where list_contains($unit_ids, unit_id)
) as place
inner join annotations as note
    on note.scope_unit_id = place.ancestor_id
where
    note.start_date < $month + interval 1 month
    and note.kind not in ('explanation', 'verified')
union
select
    unit.unit_id,
    note.start_date,
    note.end_date,
    note.indicator_id,
    note.kind,
    note.text,
    false
from unit_list as unit
cross join annotations as note
where
    list_contains($unit_ids, unit.unit_id)
    and note.scope_unit_id is null
    and note.start_date < $month + interval 1 month
    and note.kind not in ('explanation', 'verified')
order by unit_id, start_date, kind, text
