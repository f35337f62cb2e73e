-- Which small cases make up one flow of one month: docketed, reopened, moved_in, solved,
-- closed_unsolved, aged_out or moved_out?
-- Grain: one row per case and time it came or left that month.
with shares as (
    select
        unit_id,
        max_by(target_id, share) as target_id,
        sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month = $at_month
        and (len($scope) = 0 or target_id = any($scope))
    group by unit_id
),

passages as (
    select
        case_id,
        category_code,
        unit_id,
        docket_day,
        start_kind as flow,
        start_day as day,
        false as is_series
    from small_spells
    where start_day between $at_month and last_day($at_month)
    union all
    select
        case_id,
        category_code,
        unit_id,
        docket_day,
        case when end_kind = 'moved' then 'moved_out' else end_kind end,
        end_day,
        coalesce(solve_mode, '') = 'series'
    from small_spells
    where end_day between $at_month and last_day($at_month)
)

select
    p.case_id,
    p.category_code,
    datediff('day', p.docket_day, p.day)::integer as age_days,
    s.target_id as unit_id,
    p.flow,
    p.day,
    p.is_series,
    s.share::double as share
from passages as p
inner join shares as s on s.unit_id = p.unit_id
where
    p.flow = any($flows)
    and ($category_code = '' or p.category_code = $category_code)
order by p.day, p.case_id
