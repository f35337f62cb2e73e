-- Which small cases make up a flow of the twelve months up to the chosen one?
-- Grain: one row per case and time it came or left; share is the part that counts for the unit.
with shares as (
    select
        unit_id,
        month,
        max_by(target_id, share) as target_id,
        sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month > $month - interval 12 month
        and month <= $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id, month
),

passages as (
    select case_id, category_code, unit_id, docket_day, start_kind as flow, start_day as day
    from small_spells
    union all
    select
        case_id,
        category_code,
        unit_id,
        docket_day,
        case when end_kind = 'moved' then 'moved_out' else end_kind end,
        end_day
    from small_spells
    where end_day is not null
)

select
    passage.case_id,
    passage.category_code,
    datediff('day', passage.docket_day, passage.day)::integer as age_days,
    place.target_id as unit_id,
    passage.flow,
    passage.day,
    place.share::double as share
from passages as passage
inner join shares as place
    on
        place.unit_id = passage.unit_id
        and place.month = date_trunc('month', passage.day)::date
where list_contains($flows, passage.flow)
order by passage.day, passage.case_id
