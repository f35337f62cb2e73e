-- What do promises make due next in the chosen unit?
-- Grain: one row per commitment and day from the cut-off on, the tightest first.
select d.commitment_id, d.due_day, sum(d.n)::integer as n
from promises_due as d
inner join unit_map as m on m.unit_id = d.unit_id
where
    m.structure = 'current'
    and m.ancestor_id = $unit_id
    and m.month = (select max(month) from unit_map)
    and (len($scope) = 0 or list_contains($scope, m.target_id))
group by d.commitment_id, d.due_day
order by d.commitment_id, d.due_day
