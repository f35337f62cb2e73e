-- Which kinds of small cases does each part of the chosen unit have?
-- Grain: one row per branch and category over the last twelve months, in the bureau's order.
select
    p.branch_id as unit_id,
    p.category_code,
    sum(p.received)::double as received,
    sum(p.docketed)::double as docketed
from premises_categories as p
inner join unit_list as b on b.unit_id = p.branch_id
inner join unit_list as c on c.unit_id = $unit_id
where
    starts_with(b.path || '/', c.path || '/')
    and p.month > $month - interval 12 months
    and p.month <= $month
    and (len($scope) = 0 or list_contains($scope, p.branch_id))
    and ($category_code = '' or p.category_code = $category_code)
group by p.branch_id, p.category_code, b.display_order
order by b.display_order, p.branch_id, p.category_code
