-- Of the small cases reported in a month old enough to judge, how many came through each step?
-- Grain: one row, for the last so many months that are old enough when the chosen month is over.
with places as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month <= $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id, month
),

reported as (
    select c.*, p.share, max(c.received_month) over () as last_month
    from loss_chain as c
    inner join places as p on p.unit_id = c.unit_id and p.month = c.received_month
    where c.last_day_to_wait < $cutoff and c.last_day_to_wait < $month + interval 1 month
)

select
    min(received_month) as first_month,
    max(received_month) as last_month,
    sum(received * share)::double as received,
    sum(timed * share)::double as timed,
    sum(acted_24h * share)::double as acted_24h,
    sum(decided_n * share)::double as decided_n,
    sum(decided_in_limit * share)::double as decided_in_limit,
    sum(docketed * share)::double as docketed,
    sum(diverted * share)::double as diverted,
    sum(solved_90 * share)::double as solved_90,
    sum(notified_7 * share)::double as notified_7
from reported
where
    received_month > last_month - to_months($window)
    and ($category_code = '' or category_code = $category_code)
having count(*) > 0
order by first_month
