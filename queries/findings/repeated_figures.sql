-- Which counted figures did each unit report month by month?
-- Grain: one row per figure, unit of the chosen unit's bureau and month, over the twelve months to
-- the chosen one; as reported, not restated to another structure.
with figures as (
    select 'matters' as figure, unit_id, month, matters as n from exposure_months
    union all
    select 'visits_planned', unit_id, month, planned_n
    from activity_months
    where activity_type = 'household_visit'
    union all
    select 'visits_reached', unit_id, month, reached_n
    from activity_months
    where activity_type = 'household_visit'
    union all
    select 'patrols', unit_id, month, n from activity_months where activity_type = 'patrol'
    union all
    select 'enterprise_visits', unit_id, month, n
    from activity_months
    where activity_type = 'enterprise_visit'
)

select figures.figure, figures.unit_id, figures.month, cast(figures.n as double) as n
from figures
inner join unit_list as unit on unit.unit_id = figures.unit_id
inner join unit_list as chosen on chosen.root_id = unit.root_id
where
    chosen.unit_id = $unit_id
    and figures.month > $month - to_months(12)
    and figures.month <= $month
    and figures.n is not null
order by figures.figure, figures.unit_id, figures.month
