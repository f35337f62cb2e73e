-- How many issues did people raise, at which occasions, and how many were closed since?
-- Grain: one row per kind of activity and month of the last twelve.
select
    a.activity_type,
    a.month,
    sum(a.issues_n * m.share)::double as issues_n,
    sum(coalesce(a.issues_closed_n, 0) * m.share)::double as closed_n
from activity_months as a
inner join unit_map as m on m.unit_id = a.unit_id and m.month = a.month
where
    a.issues_n > 0
    and m.structure = $structure
    and m.ancestor_id = $unit_id
    and a.month <= $month
    and a.month > $month - interval 12 months
group by a.activity_type, a.month
order by a.activity_type, a.month
