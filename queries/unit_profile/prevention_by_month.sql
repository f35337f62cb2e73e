-- How many small property cases were reported, and how much was done to prevent them?
-- Grain: one row per month of the last twenty-four under the chosen unit; every kind of small case
-- is a preventable one. Preventive: patrols, publicity, hazard checks.
with done as (
    select act.month, sum(act.n * place.share)::double as activity_count
    from activity_months as act
    inner join unit_map as place
        on place.unit_id = act.unit_id and place.month = act.month
    where
        place.structure = $structure
        and place.ancestor_id = $unit_id
        and act.activity_type in ('patrol', 'publicity', 'hazard_check')
    group by act.month
),

reported as (
    select chain.received_month as month, sum(chain.received * place.share)::double as case_count
    from loss_chain as chain
    inner join unit_map as place
        on place.unit_id = chain.unit_id and place.month = chain.received_month
    where place.structure = $structure and place.ancestor_id = $unit_id
    group by chain.received_month
)

select
    reported.month,
    reported.case_count,
    coalesce(done.activity_count, 0) as activity_count
from reported
left join done on done.month = reported.month
where reported.month <= $month and reported.month > $month - interval 24 month
order by reported.month
