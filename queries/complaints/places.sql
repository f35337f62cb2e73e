-- Where do the units under the one in view lie?
-- Grain: one row per unit that stands in the chosen month, the one in view included.
-- In view is the chosen unit, for a unit without any below it the one above.
with in_view as (
    select
        case
            when exists (select 1 from unit_list as b where b.parent_unit_id = l.unit_id)
                then l.unit_id
            else coalesce(l.parent_unit_id, l.unit_id)
        end as unit_id
    from unit_list as l
    where l.unit_id = $unit_id
),

inside as (
    select distinct m.target_id as unit_id
    from unit_map as m
    inner join in_view as v on v.unit_id = m.ancestor_id
    where
        m.structure = $structure
        and m.month = $month
        and (len($scope) = 0 or m.target_id = any($scope))
    union
    select unit_id from in_view
)

select
    l.unit_id,
    l.short_name,
    l.level,
    l.parent_unit_id,
    l.root_id,
    l.unit_id in (select unit_id from in_view) as is_in_view,
    l.grid_row,
    l.grid_col,
    l.geometry_geojson
from unit_list as l
inner join inside as i on i.unit_id = l.unit_id
order by l.display_order, l.unit_id
