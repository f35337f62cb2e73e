-- Which matters are, or once were, small cases?
-- Grain: one row per matter that is a small case by its category of today (is_small) or was one
-- by an earlier one.
with once_small as (
    select distinct p.case_id
    from category_periods as p
    inner join category_map as g on g.category_code = p.category_code and g.is_small
),

-- The many need no look at their past.
chosen as (
    select j.* from judged_matters as j where j.is_small
    union all
    select j.*
    from judged_matters as j
    inner join once_small as o on o.case_id = j.case_id
    where not j.is_small
),

reopened as (
    select case_id, max(event_at) as reopened_at
    from events
    where event_type = 'reopened'
    group by case_id
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
    -- A solving that a later reopening cancelled is none, even if the row still has it.
    case
        when r.reopened_at is null or m.cleared_at > r.reopened_at then m.cleared_at
        when m.closed_at > r.reopened_at and solves(m.closure_kind) then m.closed_at
    end as cleared_at,
    m.property_loss_yuan,
    m.recovered_yuan,
    m.time_precision,
    m.is_small
from chosen as m
left join reopened as r on r.case_id = m.case_id
