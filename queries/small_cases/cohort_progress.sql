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
),

docketed as (
    select
        s.unit_id,
        month_of(s.docket_day) as docket_month,
        case
            when datediff('day', s.docket_day, s.solved_day) <= 90 then s.solved_day
        end as solved_day
    from small_spells as s
    where
        s.start_kind = 'docketed'
        and s.time_precision <> 'month'
        and s.start_day > last_day($month - interval 36 months)
        and s.start_day <= last_day($month)
        and ($category_code = '' or s.category_code = $category_code)
)

select
    d.docket_month as month,
    a.months_after::integer as months_after,
    sum(p.share)::double as docketed,
    coalesce(
        sum(p.share) filter (
            where d.solved_day <= last_day(d.docket_month + to_months(a.months_after))
        ),
        0
    )::double as solved_so_far,
    coalesce(sum(p.share) filter (where d.solved_day is not null), 0)::double as solved
from docketed as d
inner join places as p on p.unit_id = d.unit_id and p.month = d.docket_month
cross join (values (0), (1), (2), (3)) as a(months_after)
where d.docket_month + to_months(a.months_after) <= $month
group by d.docket_month, a.months_after
order by d.docket_month, a.months_after
