-- Which peer groups are there, and which units of today belong to each?
-- Grain: one row per unit that belongs to a group.
select
    peer_group,
    unit_id
from unit_list
where is_current and peer_group <> ''
order by peer_group, display_order, unit_id
