-- What is known of each reported matter at the cut-off?
-- Grain: one row per matter received before the cut-off; what happened later is null.
with known as (
    select
        c.case_id,
        c.matter_kind,
        c.category_code,
        c.jurisdiction_unit_id,
        c.handling_unit_id,
        c.premises_type,
        c.received_at,
        cast(c.received_at as date) as received_day,
        case when c.first_action_at < cast(k.cutoff as timestamp) then c.first_action_at end
            as first_action_at,
        case when c.decision_at < cast(k.cutoff as timestamp) then c.decision else 'pending' end
            as decision,
        case when c.decision_at < cast(k.cutoff as timestamp) then c.decision_at end
            as decision_at,
        coalesce(c.review_extension, 'none') as review_extension,
        -- A criminal matter is docketed when filed; a public-security one when accepted, or
        -- filed since the law of 2026 speaks of filing; other kinds never.
        case
            when c.matter_kind = 'criminal' and c.filed_at < cast(k.cutoff as timestamp)
                then c.filed_at
            when c.matter_kind = 'public_security'
                and coalesce(c.accepted_at, c.filed_at) < cast(k.cutoff as timestamp)
                then coalesce(c.accepted_at, c.filed_at)
        end as docket_at,
        case when c.solved_at < cast(k.cutoff as timestamp) then c.solved_at end as solved_at,
        case when c.solved_at < cast(k.cutoff as timestamp) then c.solve_mode end
            as solve_mode,
        case when c.closed_at < cast(k.cutoff as timestamp) then c.closed_at end as closed_at,
        case when c.closed_at < cast(k.cutoff as timestamp) then c.closure_kind end
            as closure_kind,
        c.property_loss_yuan,
        c.recovered_yuan,
        c.time_precision,
        c.stated_outcome
    from cases as c
    cross join clock as k
    where c.received_at < cast(k.cutoff as timestamp)
)

select
    case_id,
    matter_kind,
    category_code,
    jurisdiction_unit_id,
    handling_unit_id,
    premises_type,
    received_at,
    received_day,
    first_action_at,
    decision,
    decision_at,
    review_extension,
    docket_at,
    solved_at,
    solve_mode,
    closed_at,
    closure_kind,
    -- Solved is solved_at; else, of a docketed matter, the closing where it says so.
    case
        when solved_at is not null then solved_at
        when docket_at is not null and solves(closure_kind) then closed_at
    end as cleared_at,
    property_loss_yuan,
    recovered_yuan,
    time_precision,
    stated_outcome
from known
