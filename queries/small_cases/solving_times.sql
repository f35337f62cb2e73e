-- After how many days were small cases solved, or last seen open, in a unit and in the one it is
-- held against?
-- Grain: one row per day since docketing and end (1 solved, 2 closed unsolved, 0 still open when
-- the month was over), of the cases docketed in the last so many months; n of the unit, of the
-- reference, and of the reference without the unit. Known as of the month's end: what was solved
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
        docket_day,
        last_day($month) as seen_day,
        case when solved_day <= last_day($month) then solved_day end as solved_day,
        case
            when interval_end_kind = 'closed_unsolved' and interval_end_day <= last_day($month)
                then interval_end_day
        end as closed_day
    from small_spells
    where
        start_kind = 'docketed'
        and time_precision <> 'month'
        and start_day > last_day($month - to_months($window))
        and start_day <= last_day($month)
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
        greatest(
            datediff('day', docket_day, coalesce(solved_day, closed_day, seen_day)), 0
        ) as days
    from docketed
)

select
    f.days::integer as days,
    f.how::integer as how,
    sum(p.own)::double as own,
    sum(p.reference)::double as reference,
    sum(greatest(p.reference - p.own, 0))::double as others
from followed as f
inner join places as p on p.unit_id = f.unit_id and p.month = f.month
group by f.days, f.how
order by f.days, f.how
