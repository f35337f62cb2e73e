-- How much of each promise fell due in the chosen unit, and how much was done in time?
-- Grain: one row per basis, commitment and month up to the chosen one; units_n have told or done.
select
    p.basis,
    p.commitment_id,
    p.month,
    sum(p.due_n * m.share)::double as due_n,
    sum(p.kept_n * m.share)::double as kept_n,
    count(distinct p.unit_id) as units_n
from promise_months as p
inner join unit_map as m on m.unit_id = p.unit_id and m.month = p.month
where
    m.structure = $structure
    and m.ancestor_id = $unit_id
    and p.month <= $month
group by p.basis, p.commitment_id, p.month
order by p.basis, p.commitment_id, p.month
