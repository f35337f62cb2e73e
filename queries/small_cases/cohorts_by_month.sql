-- Of the small cases docketed in each month, how many were solved within so many days?
-- Grain: one row per docket month of the last twelve and step of thirty days, up to 180; mature
-- where the step was over when the chosen month was.
with places as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month > $month - interval 12 months
        and month <= $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id, month
)

select
    c.docket_month as month,
    c.step::integer as step,
    sum(c.docketed * p.share)::double as docketed,
    sum(c.solved * p.share)::double as solved,
    bool_and(c.mature and last_day(c.docket_month) + c.step::integer < $month + interval 1 month)
        as is_mature
from cohorts as c
inner join places as p on p.unit_id = c.unit_id and p.month = c.docket_month
where c.step <= 180 and ($category_code = '' or c.category_code = $category_code)
group by c.docket_month, c.step
order by c.docket_month, c.step
