-- How many matters does each unit of a level have for each officer, over the last twelve months?
-- Grain: one row per unit of the level under the chosen unit's bureau that has officers; matters
-- stand under the unit where they happened, officers are those of the chosen month.
with place as (
    select distinct unit.unit_id, coalesce(unit.peer_group, '') as peer_group
    from unit_list as unit
    inner join unit_list as own on own.unit_id = $unit_id and own.root_id = unit.root_id
    where unit.level = $level
),

matters as (
    select place.unit_id, sum(seen.matters * m.share)::double as matter_count
    from place
    inner join unit_map as m on m.ancestor_id = place.unit_id and m.structure = $structure
    inner join exposure_months as seen on seen.unit_id = m.unit_id and seen.month = m.month
    where m.month <= $month and m.month > $month - interval 12 month
    group by place.unit_id
),

officers as (
    select place.unit_id, sum(known.police_fte * m.share)::double as officer_count
    from place
    inner join unit_map as m
        on m.ancestor_id = place.unit_id and m.structure = $structure and m.month = $month
    inner join unit_months as known on known.unit_id = m.unit_id and known.month = m.month
    group by place.unit_id
)

select
    place.unit_id,
    place.peer_group,
    matters.matter_count,
    officers.officer_count,
    matters.matter_count / officers.officer_count as matters_per_officer
from place
inner join matters on matters.unit_id = place.unit_id
inner join officers on officers.unit_id = place.unit_id and officers.officer_count > 0
order by place.unit_id
