-- Which kinds of small cases happen in which kinds of places?
-- Grain: one row per category and kind of place over the last twelve months, in the branches
-- that the chosen unit has or belongs to.
with branches as (
    select b.unit_id
    from unit_list as b
    inner join unit_list as c on c.unit_id = $unit_id
    where
        starts_with(b.path || '/', c.path || '/')
        or (c.level not in ('bureau', 'branch') and b.unit_id = c.parent_unit_id)
)

select
    p.category_code,
    p.premises_type,
    sum(p.received)::double as received,
    sum(p.docketed)::double as docketed,
    sum(p.solved_90)::double as solved_90
from premises_categories as p
inner join branches as b on b.unit_id = p.branch_id
where
    p.month > $month - interval 12 months
    and p.month <= $month
    and ($category_code = '' or p.category_code = $category_code)
group by p.category_code, p.premises_type
order by p.category_code, p.premises_type
