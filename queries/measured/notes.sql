-- What was noted that may explain a change in each unit, up to the chosen month?
-- Grain: one row per note and unit it concerns: its own, those above it, or everybody's.
-- is_own: noted for this very unit.
with places as (
    select target_id as unit_id, ancestor_id
    from unit_map
    union
    select unit_id, unnest([unit_id, parent_unit_id, root_id, null])
    from unit_list
)

select distinct
    place.unit_id,
    note.start_date,
    note.end_date,
    note.indicator_id,
    note.kind,
    note.text,
    coalesce(note.scope_unit_id = place.unit_id, false) as is_own
from places as place
inner join annotations as note on note.scope_unit_id is not distinct from place.ancestor_id
where
    note.start_date < $month + interval 1 month
    and note.kind not in ('explanation', 'verified')
order by place.unit_id, note.start_date, note.kind, note.text, note.indicator_id
