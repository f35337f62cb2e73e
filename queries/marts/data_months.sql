-- For which months does each bureau have which data?
-- Grain: one row per bureau and data set: a contract table, or a fact that not every source
-- records (case_dockets, case_ends, case_decisions, case_first_actions, stated_outcomes;
-- event_<type>: from the first month with such events as a whole).
with handled as (
    select
        handling_unit_id as unit_id,
        min(cast(docket_at as date)) as first_docket,
        max(cast(docket_at as date)) as last_docket,
        count(docket_at) as dockets,
        min(cast(coalesce(solved_at, closed_at) as date)) as first_end,
        max(cast(coalesce(solved_at, closed_at) as date)) as last_end,
        count(coalesce(solved_at, closed_at)) as ends,
        min(case when decision_at is not null then received_day end) as first_decision,
        max(case when decision_at is not null then received_day end) as last_decision,
        count(decision_at) as decisions,
        min(case when first_action_at is not null then received_day end) as first_action,
        max(case when first_action_at is not null then received_day end) as last_action,
        count(first_action_at) as actions,
        min(case when stated_outcome is not null then received_day end) as first_stated,
        max(case when stated_outcome is not null then received_day end) as last_stated,
        count(stated_outcome) as stated
    from matters
    group by handling_unit_id
),

spans as (
    select
        'cases' as dataset,
        jurisdiction_unit_id as unit_id,
        min(received_day) as first_day,
        max(received_day) as last_day,
        count(*) as n
    from matters
    group by jurisdiction_unit_id
    union all
    select 'case_dockets', unit_id, first_docket, last_docket, dockets from handled
    union all
    select 'case_ends', unit_id, first_end, last_end, ends from handled
    union all
    select 'case_decisions', unit_id, first_decision, last_decision, decisions from handled
    union all
    select 'case_first_actions', unit_id, first_action, last_action, actions from handled
    union all
    select 'stated_outcomes', unit_id, first_stated, last_stated, stated from handled
    union all
    select 'case_events', unit_id, min(event_day), max(event_day), count(*)
    from events
    group by unit_id
    union all
    select
        'complaints',
        unit_id,
        min(cast(received_at as date)),
        max(cast(received_at as date)),
        count(*)
    from complaints
    cross join clock
    where received_at < cast(cutoff as timestamp)
    group by unit_id
    union all
    select 'survey_answers', unit_id, min(period_month), max(period_month), count(*)
    from survey_answers
    cross join clock
    where period_month < cutoff
    group by unit_id
    union all
    select 'survey_fieldwork', unit_id, min(period_month), max(period_month), count(*)
    from survey_fieldwork
    cross join clock
    where period_month < cutoff
    group by unit_id
    union all
    -- A figure of a period is known when the period is over.
    select
        'external_scores',
        unit_id,
        min(period_start),
        max(case when period_end < cutoff then period_end else period_start end),
        count(*)
    from external_scores
    cross join clock
    where period_start < cutoff
    group by unit_id
    union all
    select 'activities', unit_id, min(held_on), max(held_on), count(*)
    from activities
    cross join clock
    where held_on < cutoff
    group by unit_id
    union all
    select 'service_monthly', unit_id, min(month), max(month), count(*)
    from service_monthly
    cross join clock
    where month < cutoff
    group by unit_id
    union all
    select 'commitment_progress', unit_id, min(month), max(month), count(*)
    from commitment_progress
    cross join clock
    where month < cutoff
    group by unit_id
)

select
    coalesce(r.root_id, 'UNKNOWN') as root_id,
    s.dataset,
    month_of(min(s.first_day)) as first_month,
    month_of(max(s.last_day)) as last_month,
    cast(sum(s.n) as bigint) as n
from spans as s
left join unit_roots as r on r.unit_id = s.unit_id
where s.n > 0
group by coalesce(r.root_id, 'UNKNOWN'), s.dataset
union all
select root_id, 'event_' || event_type, first_month, last_month, n
from event_starts
order by root_id, dataset
