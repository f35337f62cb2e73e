-- Which kinds of small cases happen where?
-- Grain: one row per category and kind of place over the last twelve months.
select
    p.category_code,
    coalesce(p.premises_type, '') as premises_type,
    sum(p.received)::bigint as received,
    sum(p.docketed)::bigint as docketed,
    sum(p.solved_90)::bigint as solved_90
from premises_categories as p
where
    p.month between ($month - interval 11 months)::date and $month
    and p.branch_id in (
        select unit_id
        from unit_list
        where unit_id = $unit_id or contains(path, $unit_id) or $unit_id in (select unit_id from unit_list where contains(path, p.branch_id))
    )
group by all
order by p.category_code, premises_type
