-- Which units of a level are compared with which, and which of them stand under the chosen one?
-- Grain: one row per unit of the level under the chosen unit's bureau.
with placed as (
    select
        place.target_id,
        place.ancestor_id
    from unit_map as place
    where place.structure = $structure and place.month = $month
)

select
    unit.unit_id,
    unit.short_name,
    coalesce(unit.peer_group, '') as peer_group,
    coalesce(unit.is_ranked, true) as is_compared,
    unit.unit_id = $unit_id or bool_or(coalesce(chosen.ancestor_id = $unit_id, false)) as is_inside
from unit_list as unit
inner join unit_list as own on own.unit_id = $unit_id
inner join placed as here on here.ancestor_id = unit.unit_id
left join placed as chosen
    on chosen.target_id = here.target_id and chosen.ancestor_id = $unit_id
where unit.level = $level and unit.root_id = own.root_id
group by unit.unit_id, unit.short_name, unit.peer_group, unit.is_ranked
order by unit.unit_id
