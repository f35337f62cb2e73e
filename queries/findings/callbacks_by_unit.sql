-- How did each unit's callbacks of a year go, and how many bear the same minute?
-- Grain: one row per unit of the chosen unit's bureau, over the twelve months to the chosen one.
select
    called.unit_id,
    cast(sum(called.n) as bigint) as n,
    cast(sum(called.outcome_n) as bigint) as outcome_n,
    cast(sum(called.reached) as bigint) as reached,
    cast(sum(called.timed) as bigint) as timed,
    cast(max(called.most_in_a_minute) as bigint) as most_in_a_minute,
    arg_max(called.month, called.most_in_a_minute) as month_of_most
from callback_months as called
inner join unit_list as unit on unit.unit_id = called.unit_id
inner join unit_list as chosen on chosen.root_id = unit.root_id
where
    chosen.unit_id = $unit_id
    and called.month > $month - to_months(12)
    and called.month <= $month
group by called.unit_id
order by called.unit_id
