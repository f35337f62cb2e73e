-- How many records of each table were first taken in, and last changed, by which import?
-- Grain: one row per table, unit, second unit (of a case the one that handles it), first and last
-- month a record touches, whether it is a small case, and the two times.
with records as (
    select
        'cases' as dataset,
        k.jurisdiction_unit_id as unit_id,
        k.handling_unit_id as other_unit_id,
        month_of(k.received_at) as first_month,
        month_of(
            later_of(
                later_of(later_of(later_of(k.received_at, k.accepted_at), k.filed_at), k.solved_at),
                k.closed_at
            )
        ) as last_month,
        is_small_matter(
            k.matter_kind, c.is_small, c.small_loss_below_yuan, c.small_when_loss_unknown,
            k.property_loss_yuan
        ) as is_small,
        k.first_loaded_at,
        k.loaded_at
    from cases as k
    left join category_map as c on c.category_code = k.category_code
    union all
    select
        'case_events', unit_id, null, month_of(event_at), month_of(event_at), false,
        first_loaded_at, loaded_at
    from case_events
    union all
    select
        'complaints', unit_id, null, month_of(received_at),
        month_of(later_of(later_of(later_of(received_at, notice_at), due_at), closed_at)), false,
        first_loaded_at, loaded_at
    from complaints
    union all
    select
        'activities', unit_id, null, month_of(held_on), month_of(held_on), false,
        first_loaded_at, loaded_at
    from activities
    union all
    select
        'survey_answers', unit_id, null, period_month, period_month, false,
        first_loaded_at, loaded_at
    from survey_answers
    union all
    select 'service_monthly', unit_id, null, month, month, false, first_loaded_at, loaded_at
    from service_monthly
    union all
    select 'commitment_progress', unit_id, null, month, month, false, first_loaded_at, loaded_at
    from commitment_progress
)

select
    r.dataset,
    r.unit_id,
    r.other_unit_id,
    r.first_month,
    r.last_month,
    r.is_small,
    r.first_loaded_at,
    r.loaded_at,
    count(*) as n
from records as r
group by
    r.dataset,
    r.unit_id,
    r.other_unit_id,
    r.first_month,
    r.last_month,
    r.is_small,
    r.first_loaded_at,
    r.loaded_at
order by r.dataset, r.first_month, r.unit_id, r.other_unit_id nulls last, r.last_month, r.is_small
