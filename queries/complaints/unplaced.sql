-- How many complaints and petitions of three months could not be put to any unit?
-- Grain: one row where the chosen unit is a whole bureau, else none.
select
    coalesce(sum(c.n) filter (where c.unit_id = 'UNKNOWN'), 0)::double as unplaced_count,
    sum(c.n)::double as complaint_count
from complaint_months as c
inner join unit_map as m
    on m.unit_id = c.unit_id
    and m.month = c.month
    and m.structure = $structure
    and m.ancestor_id = $unit_id
inner join unit_list as l on l.unit_id = $unit_id and l.parent_unit_id is null
where
    c.kind in ('complaint', 'petition')
    and c.month between ($month::date - interval 2 month)::date and $month
    and len($scope) = 0
having count(*) > 0
