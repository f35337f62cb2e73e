-- How many small cases were cleared in each month, and how many of them by linkage?
-- Grain: one row per month of the chosen unit, over the thirty-six months to the chosen one.
select
    flow.month,
    cast(sum(flow.solved * place.share) as double) as solved,
    cast(sum(flow.solved_series * place.share) as double) as solved_series
from stock_flow as flow
inner join unit_map as place
    on place.unit_id = flow.unit_id and place.month = flow.month
where
    place.structure = $structure
    and place.ancestor_id = $unit_id
    and flow.month > $month - to_months(36)
    and flow.month <= $month
group by flow.month
order by flow.month
