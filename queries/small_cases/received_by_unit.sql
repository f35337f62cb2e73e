-- How many small cases were reported in each part of the chosen unit over twelve months?
-- Grain: one row per branch, in the order of the bureau's list.
select
    p.branch_id as unit_id,
    sum(p.received)::double as received,
    sum(p.docketed)::double as docketed
from premises_categories as p
inner join unit_list as b on b.unit_id = p.branch_id
inner join unit_list as c on c.unit_id = $unit_id
where
    starts_with(b.path || '/', c.path || '/')
    and p.month > $month - interval 12 months
    and p.month <= $month
    and ($category_code = '' or p.category_code = $category_code)
group by p.branch_id, b.display_order
order by b.display_order, p.branch_id
