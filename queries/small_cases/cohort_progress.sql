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

-- Few rows before anything is joined: in which month after docketing each was solved.
counted as (
    select
        s.unit_id,
        month_of(s.docket_day) as docket_month,
        case
            when datediff('day', s.docket_day, s.solved_day) <= 90
                then 12 * (year(s.solved_day) - year(s.docket_day))
                    + month(s.solved_day) - month(s.docket_day)
        end as solved_after,
        count(*) as n
    from small_spells as s
    where
        s.start_kind = 'docketed'
        and s.time_precision <> 'month'
        and s.start_day > last_day($month - interval 36 months)
        and s.start_day <= last_day($month)
        and ($category_code = '' or s.category_code = $category_code)
    group by s.unit_id, docket_month, solved_after
)

select
    c.docket_month as month,
    a.months_after::integer as months_after,
    sum(c.n * p.share)::double as docketed,
    coalesce(sum(c.n * p.share) filter (where c.solved_after <= a.months_after), 0)::double
        as solved_so_far,
    coalesce(sum(c.n * p.share) filter (where c.solved_after is not null), 0)::double as solved
from counted as c
inner join places as p on p.unit_id = c.unit_id and p.month = c.docket_month
cross join (values (0), (1), (2), (3)) as a(months_after)
where c.docket_month + to_months(a.months_after) <= $month
group by c.docket_month, a.months_after
order by c.docket_month, a.months_after
