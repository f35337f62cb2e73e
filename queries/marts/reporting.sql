-- Which facts does each bureau's source record at all?
-- Grain: one row per bureau with matters. What a source never records is not reported as zero.
select
    r.root_id,
    count(c.first_action_at) > 0 as has_first_action,
    count(c.decision_at) > 0 as has_decision,
    count(c.filed_at) + count(c.accepted_at) > 0 as has_docket,
    count(c.solved_at) + count(c.closed_at) > 0 as has_end,
    count(c.closed_at) > 0 as has_closing,
    count(c.recovered_yuan) > 0 as has_recovery
from cases as c
inner join unit_roots as r on r.unit_id = c.handling_unit_id
group by r.root_id
