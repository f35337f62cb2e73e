-- After how many days were small cases solved, or last seen open, in a unit and in the one it is
-- held against?
-- Grain: one row per day since docketing, is_batch and end (1 solved, 2 closed unsolved, 0 still open when
-- the month was over), of the cases docketed in the last so many months; n of the unit, of the
-- reference, and of the reference without the unit; is_batch: one of many of its kind cleared by
-- linkage on one day (series_days). Known as of the month's end: what was solved
-- later was open then. Category and unit are those of docketing.
with places as (
    select
        unit_id,
        month,
        coalesce(
            sum(share) filter (
                where ancestor_id = $unit_id
                    and (len($scope) = 0 or list_contains($scope, target_id))
            ),
            0
        ) as own,
        coalesce(sum(share) filter (where ancestor_id = $reference_id), 0) as reference
    from unit_map
    where
        structure = $structure
        and ancestor_id in ($unit_id, $reference_id)
        and month > $month - to_months($window)
        and month <= $month
    group by unit_id, month
),

docketed as (
    select
        unit_id,
        category_code,
        docket_day,
        is_batch,
        n,
        last_day($month) as seen_day,
        case when solved_day <= last_day($month) then solved_day end as solved_day,
        case when closed_day <= last_day($month) then closed_day end as closed_day
    from docketed_ends
    where
        docket_day > last_day($month - to_months($window))
        and docket_day <= last_day($month)
        and ($category_code = '' or category_code = $category_code)
),

followed as (
    select
        unit_id,
        month_of(docket_day) as month,
        case
            when solved_day is not null then 1
            when closed_day is not null then 2
            else 0
        end as how,
        is_batch and solved_day is not null as is_batch,
        greatest(datediff('day', docket_day, coalesce(solved_day, closed_day, seen_day)), 0)
            as days,
        sum(n) as n
    from docketed
    group by all
)

select
    f.days::integer as days,
    f.how::integer as how,
    f.is_batch,
    sum(f.n * p.own)::double as own,
    sum(f.n * p.reference)::double as reference,
    sum(f.n * greatest(p.reference - p.own, 0))::double as others
from followed as f
inner join places as p on p.unit_id = f.unit_id and p.month = f.month
group by f.days, f.how, f.is_batch
order by f.days, f.how, f.is_batch
