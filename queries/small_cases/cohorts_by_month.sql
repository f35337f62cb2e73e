-- Of the small cases docketed in each month, how many were solved within so many days?
-- Grain: one row per docket month of the last twelve and step of thirty days, up to 180.
-- A step counts only when the month's last day plus the step lies before the cut-off.
with shares as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month between ($month - interval 11 months)::date and $month
        and (len($scope) = 0 or target_id = any($scope))
    group by all
)

select
    c.docket_month,
    c.step::integer as step,
    sum(c.docketed * s.share)::double as docketed,
    sum(c.solved * s.share)::double as solved,
    (c.docket_month + interval 1 month)::date + c.step::integer <= $cutoff as mature
from cohorts as c
inner join shares as s on s.unit_id = c.unit_id and s.month = c.docket_month
where c.step <= 180 and ($category_code = '' or c.category_code = $category_code)
group by all
order by c.docket_month, step
