-- Until when must each complaint be answered and closed, and was it?
-- Grain: one row per complaint or petition received before the cut-off. due_day is the source's
-- own; where it has none, the end of the rule in force on the day the clock starts, null where no
-- rule fits the channel. What comes online is answered sooner than the rest.
with known as (
    select
        c.complaint_id,
        c.unit_id,
        coalesce(c.handling_unit_id, c.unit_id) as handling_unit_id,
        c.kind,
        c.channel,
        c.category_l1,
        coalesce(c.extended, false) as is_extended,
        c.reopened_n,
        cast(c.received_at as date) as received_day,
        cast(c.due_at as date) as stated_due_day,
        case when c.notice_at < cast(k.cutoff as timestamp) then cast(c.notice_at as date) end
            as notice_day,
        case when c.closed_at < cast(k.cutoff as timestamp) then cast(c.closed_at as date) end
            as closed_day,
        case when c.closed_at < cast(k.cutoff as timestamp) then c.result end as result,
        case when c.closed_at < cast(k.cutoff as timestamp) then c.feedback_grade end
            as feedback_grade,
        case when c.channel = 'online' then 'ONLINE_NOTICE' else 'PET_NOTICE' end
            as notice_rule_id,
        case
            when c.kind = 'petition' then 'PET_CLOSE'
            when c.channel = '12389' then 'R12389'
            when c.channel in ('12345', '110') then 'HOTLINE_COMPLAINT'
            when c.channel = 'bad_rating' then 'BAD_RATING'
            when c.channel = 'callback' then 'UNSAT_CALLBACK'
            when c.channel in ('letter', 'visit', 'online', 'mailbox', 'leader_day', 'transfer')
                then 'PET_CLOSE'
        end as rule_id,
        cast(
            case
                when c.kind = 'petition' then coalesce(c.accepted_at, c.received_at)
                else c.received_at
            end as date
        ) as clock_day
    from complaints as c
    cross join clock as k
    where c.kind in ('complaint', 'petition') and c.received_at < cast(k.cutoff as timestamp)
)

select
    c.complaint_id,
    c.unit_id,
    c.handling_unit_id,
    c.kind,
    c.channel,
    c.category_l1,
    c.received_day,
    c.notice_day,
    n.due_day as notice_due_day,
    c.closed_day,
    c.result,
    c.feedback_grade,
    c.reopened_n,
    coalesce(c.stated_due_day, case when c.is_extended then l.extended_day else l.due_day end)
        as due_day
from known as c
left join limit_days as n
    on n.rule_id = c.notice_rule_id and n.variant = 'none' and n.start_day = c.received_day
left join limit_days as l
    on c.stated_due_day is null
    and l.rule_id = c.rule_id
    and l.variant = 'none'
    and l.start_day = c.clock_day
