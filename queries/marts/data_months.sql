-- For which months does each bureau have which data?
-- Grain: one row per bureau and data set: a contract table, or a fact that not every source
-- records (case_dockets, case_ends, case_decisions, case_first_actions, stated_outcomes).
with dated as (
    select 'cases' as dataset, m.jurisdiction_unit_id as unit_id, m.received_day as day
    from matters as m
    union all
    select 'case_dockets', m.handling_unit_id, cast(m.docket_at as date)
    from matters as m
    where m.docket_at is not null
    union all
    select 'case_ends', m.handling_unit_id, cast(coalesce(m.solved_at, m.closed_at) as date)
    from matters as m
    where m.solved_at is not null or m.closed_at is not null
    union all
    select 'case_decisions', m.handling_unit_id, m.received_day
    from matters as m
    where m.decision_at is not null
    union all
    select 'case_first_actions', m.handling_unit_id, m.received_day
    from matters as m
    where m.first_action_at is not null
    union all
    select 'stated_outcomes', m.handling_unit_id, m.received_day
    from matters as m
    where m.stated_outcome is not null
    union all
    select 'case_events', e.unit_id, e.event_day
    from events as e
    union all
    select 'complaints', c.unit_id, cast(c.received_at as date)
    from complaints as c
    union all
    select 'survey_answers', a.unit_id, a.period_month
    from survey_answers as a
    union all
    select 'survey_fieldwork', w.unit_id, w.period_month
    from survey_fieldwork as w
    union all
    select 'external_scores', x.unit_id, x.period_end
    from external_scores as x
    union all
    select 'activities', v.unit_id, v.held_on
    from activities as v
    union all
    select 'service_monthly', s.unit_id, s.month
    from service_monthly as s
    union all
    select 'commitment_progress', p.unit_id, p.month
    from commitment_progress as p
)

select
    coalesce(r.root_id, 'UNKNOWN') as root_id,
    d.dataset,
    month_of(min(d.day)) as first_month,
    month_of(max(d.day)) as last_month,
    count(*) as n
from dated as d
cross join clock as k
left join unit_roots as r on r.unit_id = d.unit_id
where d.day < k.cutoff
group by coalesce(r.root_id, 'UNKNOWN'), d.dataset
order by root_id, d.dataset
