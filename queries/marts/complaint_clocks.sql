-- Until when must each complaint be closed, and was it?
-- Grain: one row per complaint or petition received before the cut-off. due_day is the source's
-- own; where it has none, the rule in force on the day the clock starts, a last day on a holiday
-- ending on the next working day; null where no rule fits the channel.
with known as (
    select
        c.complaint_id,
        c.unit_id,
        coalesce(c.handling_unit_id, c.unit_id) as handling_unit_id,
        c.kind,
        c.channel,
        c.category_l1,
        c.extended,
        cast(c.received_at as date) as received_day,
        cast(c.due_at as date) as stated_due_day,
        case when c.closed_at < cast(k.cutoff as timestamp) then cast(c.closed_at as date) end
            as closed_day,
        case when c.closed_at < cast(k.cutoff as timestamp) then c.result end as result,
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
),

ruled as (
    select
        c.*,
        r.limit_unit,
        r.limit_value + case when c.extended then coalesce(r.extension_value, 0) else 0 end
            as limit_value
    from known as c
    left join deadlines as r
        on c.stated_due_day is null
        and r.rule_id = c.rule_id
        and r.variant = 'none'
        and r.valid_from <= c.clock_day
        and (r.valid_to is null or c.clock_day < r.valid_to)
)

select
    r.complaint_id,
    r.unit_id,
    r.handling_unit_id,
    r.kind,
    r.channel,
    r.category_l1,
    r.received_day,
    r.closed_day,
    r.result,
    case
        when r.stated_due_day is not null then r.stated_due_day
        when r.limit_unit = 'day' then l.next_workday
        when r.limit_unit = 'workday' then e.day
    end as due_day
from ruled as r
left join workdays as l
    on l.day = cast(r.clock_day + r.limit_value * interval 1 day as date)
left join workdays as s on s.day = r.clock_day
left join workdays as e
    on e.is_workday and e.workday_number = s.workday_number + r.limit_value
