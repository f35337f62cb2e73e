-- Which facts does each bureau's source record at all?
-- Grain: one row per bureau with matters. What a source never records is not reported as zero.
select
    r.root_id,
    month_of(min(m.received_day)) as first_month,
    month_of(max(m.received_day)) as last_month,
    count(m.first_action_at) > 0 as has_first_action,
    count(m.decision_at) > 0 as has_decision,
    count(m.docket_at) > 0 as has_docket,
    count(m.solved_at) + count(m.closed_at) > 0 as has_end,
    count(m.recovered_yuan) > 0 as has_recovery
from matters as m
inner join unit_roots as r on r.unit_id = m.handling_unit_id
group by r.root_id
order by r.root_id
