-- How many of the complaints and petitions received each month were closed within 90 days?
-- Grain: one row per month of receipt old enough to judge: its last day is 90 days before the
-- cut-off. For sources that have no due days; by the unit complained about.
with shares as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month <= $month
        and month > ($month::date - to_months($span))
        and (month + interval 1 month)::date + 90 <= $cutoff::date
        and (len($scope) = 0 or target_id = any($scope))
    group by all
)

select
    s.month,
    sum(c.n * s.share)::double as complaint_count,
    sum(c.closed_in_90_n * s.share)::double as closed_count
from complaint_ends as c
inner join shares as s on s.unit_id = c.unit_id and s.month = c.month
where $complaint_category = '' or c.category_l1 = $complaint_category
group by s.month
order by s.month
