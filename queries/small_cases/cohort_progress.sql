-- Of the small cases docketed in a month, how many were solved by the end of the same month and
-- of each of the three after it, and how many within 90 days in the end?
-- Grain: one row per docket month and months after it (0 to 3), of the last three years that the
-- chosen month's end lets see; solved within 90 days only.
with places as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month > $month - interval 36 months
        and month <= $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id, month
)

select
    c.docket_month as month,
    a.months_after::integer as months_after,
    sum(c.n * p.share)::double as docketed,
    coalesce(sum(c.n * p.share) filter (where c.solved_after <= a.months_after), 0)::double
        as solved_so_far,
    coalesce(sum(c.n * p.share) filter (where c.solved_after is not null), 0)::double as solved
from cohort_months as c
inner join places as p on p.unit_id = c.unit_id and p.month = c.docket_month
cross join (values (0), (1), (2), (3)) as a(months_after)
where c.docket_month + to_months(a.months_after) <= $month
    and ($category_code = '' or c.category_code = $category_code)
group by c.docket_month, a.months_after
order by c.docket_month, a.months_after
