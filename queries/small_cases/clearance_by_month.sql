-- Of the small cases docketed in each month, how many were solved within 90 days?
-- Grain: one row per docket month of the span and of the year before it.
with places as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month > $month - to_months($span + 12)
        and month <= $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id, month
)

select
    c.docket_month as month,
    sum(c.docketed * p.share)::double as docketed,
    sum(c.solved * p.share)::double as solved,
    bool_and(c.mature and last_day(c.docket_month) + 90 < $month + interval 1 month) as is_mature
from cohorts as c
inner join places as p on p.unit_id = c.unit_id and p.month = c.docket_month
where c.step = 90 and ($category_code = '' or c.category_code = $category_code)
group by c.docket_month
order by c.docket_month
