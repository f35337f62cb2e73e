-- Until when must a report be decided, by kind and tier, for each day of a report?
-- Grain: one row per matter kind, review tier and day with reports. Either limit_hours or
-- due_day. An unknown tier has the ordinary limit, and an undetermined report the criminal one,
-- which is the longer.
with asked as (
    select distinct
        matter_kind,
        review_extension,
        received_day,
        case when matter_kind = 'public_security' then 'PS_ACCEPT' else 'CR_FILE' end as rule_id
    from matters
    where matter_kind in ('criminal', 'public_security', 'undetermined')
)

select
    a.matter_kind,
    a.review_extension,
    a.received_day,
    case when t.rule_id is null then o.limit_hours else t.limit_hours end as limit_hours,
    case when t.rule_id is null then o.due_day else t.due_day end as due_day
from asked as a
inner join limit_days as o
    on o.rule_id = a.rule_id and o.variant = 'none' and o.start_day = a.received_day
left join limit_days as t
    on t.rule_id = a.rule_id and t.variant = a.review_extension and t.start_day = a.received_day
