-- How many answers were wholly satisfied and how many dissatisfied, inside and outside windows?
-- Grain: one row per series of satisfaction with police work, finest unit of the chosen unit's
-- bureau and month, over the twenty-four months to the chosen one. is_inside: the month has days of
-- an assessment window.
with bureau as (
    select root_id from unit_list where unit_id = $unit_id
),

windows as (
    select distinct cast(date_trunc('month', date) as date) as month
    from calendar
    where assessment_window and date < $cutoff
)

select
    cell.series,
    place.target_id as unit_id,
    cell.month,
    windows.month is not null as is_inside,
    cast(sum(cell.n) as bigint) as n,
    cast(sum(case when cell.positive_weight = 1 then cell.n else 0 end) as bigint) as satisfied,
    cast(sum(case when cell.positive_weight = 0 then cell.n else 0 end) as bigint) as dissatisfied
from survey_cells as cell
inner join unit_map as place
    on place.unit_id = cell.unit_id and place.month = cell.month and place.share = 1
inner join bureau on bureau.root_id = place.ancestor_id
left join windows on windows.month = cell.month
where
    cell.construct = 'police_satisfaction'
    and cell.is_valid
    and place.structure = $structure
    and cell.month > $month - to_months(24)
    and cell.month <= $month
group by cell.series, place.target_id, cell.month, windows.month
order by cell.series, unit_id, cell.month
