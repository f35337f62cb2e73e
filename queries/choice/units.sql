-- Which units are there to choose from?
-- Grain: one row per unit of today, each bureau before its branches, each branch before its stations.
select
    unit.unit_id,
    unit.unit_name,
    unit.short_name,
    unit.level,
    unit.parent_unit_id,
    unit.root_id
from unit_list as unit
left join unit_list as parent on unit.parent_unit_id = parent.unit_id
left join unit_list as root on unit.root_id = root.unit_id
where unit.is_current and unit.level in ('bureau', 'branch', 'station')
order by
    root.display_order,
    unit.root_id,
    case unit.level when 'bureau' then -1 when 'branch' then unit.display_order else parent.display_order end,
    case unit.level when 'station' then unit.parent_unit_id else unit.unit_id end,
    case unit.level when 'station' then 1 else 0 end,
    unit.display_order,
    unit.unit_id
