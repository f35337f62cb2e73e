-- What is each unit called, those that are no more included?
-- Grain: one row per unit.
select unit_id, short_name
from unit_list
order by unit_id
