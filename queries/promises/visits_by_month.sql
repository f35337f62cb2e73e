-- How far did visits to households get, step by step?
-- Grain: one row per month up to the chosen one, in households.
select
    a.month,
    sum(a.planned_n * m.share)::double as planned_n,
    sum(a.reached_n * m.share)::double as reached_n,
    sum(a.effective_n * m.share)::double as effective_n,
    sum(a.resolved_n * m.share)::double as resolved_n
from activity_months as a
inner join unit_map as m on m.unit_id = a.unit_id and m.month = a.month
where
    a.activity_type = 'household_visit'
    and m.structure = $structure
    and m.ancestor_id = $unit_id
    and a.month <= $month
    and a.month > $month - to_months($span)
group by a.month
order by a.month
