-- Which matters are, or once were, small cases?
-- Grain: one row per matter that is a small case by its category of today or an earlier one.
with once_small as (
    select distinct p.case_id
    from category_periods as p
    inner join category_map as g on g.category_code = p.category_code and g.is_small
)

select
    m.case_id,
    m.matter_kind,
    m.category_code,
    m.jurisdiction_unit_id,
    m.handling_unit_id,
    m.premises_type,
    m.received_at,
    m.received_day,
    m.first_action_at,
    m.decision,
    m.decision_at,
    m.review_extension,
    m.docket_at,
    m.solved_at,
    m.solve_mode,
    m.closed_at,
    m.closure_kind,
    m.property_loss_yuan,
    m.recovered_yuan,
    m.time_precision,
    m.is_small
from matters as m
left join once_small as o on o.case_id = m.case_id
where m.is_small or o.case_id is not null
order by m.received_at, m.case_id
