-- Of the small cases open for more than 90 days when a quarter began, how many were solved or
-- closed in it, and how many of these by linkage?
-- Grain: one row, for the three months that end with the given one.
with shares as (
    select unit_id, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month = $quarter_month
        and (len($scope) = 0 or target_id = any($scope))
    group by unit_id
),

old as (
    select
        s.case_id,
        u.share,
        s.interval_end_kind,
        s.solve_mode,
        s.interval_end_day between ($quarter_month - interval 2 months)::date
            and last_day($quarter_month) as has_ended
    from small_spells as s
    inner join shares as u on u.unit_id = s.unit_id
    where
        s.start_day < ($quarter_month - interval 2 months)::date
        and (s.end_day is null or s.end_day >= ($quarter_month - interval 2 months)::date)
        and datediff('day', s.docket_day, ($quarter_month - interval 2 months)::date) > 90
        and ($category_code = '' or s.category_code = $category_code)
)

select
    coalesce(sum(share), 0)::double as old_cases,
    coalesce(sum(share) filter (
        where has_ended and interval_end_kind in ('solved', 'closed_unsolved')
    ), 0)::double as handled,
    coalesce(sum(share) filter (
        where has_ended and interval_end_kind = 'solved' and solve_mode = 'series'
    ), 0)::double as by_series
from old
