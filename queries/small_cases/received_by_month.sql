-- How many small cases were reported, and how many docketed, in each month?
-- Grain: one row per month of the span; branches that the chosen unit has or belongs to.
with branches as (
    select b.unit_id
    from unit_list as b
    inner join unit_list as c on c.unit_id = $unit_id
    where
        starts_with(b.path || '/', c.path || '/')
        or (c.level not in ('bureau', 'branch') and b.unit_id = c.parent_unit_id)
)

select
    p.month,
    sum(p.received)::double as received,
    sum(p.docketed)::double as docketed
from premises_categories as p
inner join branches as b on b.unit_id = p.branch_id
where
    p.month > $month - to_months($span)
    and p.month <= $month
    and ($category_code = '' or p.category_code = $category_code)
group by p.month
order by p.month
