-- Which small cases make up the flows of one month: docketed, reopened, moved_in, solved,
-- closed_unsolved, aged_out, moved_out?
-- Grain: one row per case and time it came or left that month.
with places as (
    select
        unit_id,
        max_by(target_id, share) as target_id,
        sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month = $at_month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id
),

passages as (
    select
        case_id,
        category_code,
        unit_id,
        docket_day,
        start_kind as flow,
        start_day as day
    from small_spells
    where start_day >= $at_month and start_day < $at_month + interval 1 month
    union all
    select
        case_id,
        category_code,
        unit_id,
        docket_day,
        case when end_kind = 'moved' then 'moved_out' else end_kind end,
        end_day
    from small_spells
    where end_day >= $at_month and end_day < $at_month + interval 1 month
)

select
    g.case_id,
    g.category_code,
    datediff('day', g.docket_day, g.day)::integer as age_days,
    p.target_id as unit_id,
    g.flow,
    p.share::double as share
from passages as g
inner join places as p on p.unit_id = g.unit_id
where
    list_contains($flows, g.flow)
    and ($category_code = '' or g.category_code = $category_code)
order by g.flow, g.day, g.case_id
