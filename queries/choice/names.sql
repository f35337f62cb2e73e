-- How is every unit called that there is or was?
-- Grain: one row per unit.
select
    unit_id,
    unit_name,
    short_name,
    level,
    parent_unit_id
from unit_list
order by unit_id
