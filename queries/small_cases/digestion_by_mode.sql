-- Of the small cases that had been open for more than 90 days when a quarter began and were
-- solved or closed in it, how many were solved by linkage?
-- Grain: one row, for the three months that end with the given one.
with places as (
    select unit_id, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month = $quarter_month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id
),

ended as (
    select unit_id, interval_end_kind, solve_mode
    from small_spells
    where
        interval_end_day >= ($quarter_month - interval 2 months)::date
        and interval_end_day < ($quarter_month + interval 1 month)::date
        and interval_end_kind in ('solved', 'closed_unsolved')
        and start_day < ($quarter_month - interval 2 months)::date
        and (end_day is null or end_day >= ($quarter_month - interval 2 months)::date)
        and docket_day < ($quarter_month - interval 2 months)::date - 90
        and ($category_code = '' or category_code = $category_code)
)

select
    coalesce(sum(p.share), 0)::double as handled,
    coalesce(
        sum(p.share) filter (where e.interval_end_kind = 'solved' and e.solve_mode = 'series'), 0
    )::double as by_series
from ended as e
inner join places as p on p.unit_id = e.unit_id
