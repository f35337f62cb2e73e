-- From which month on does each bureau record each kind of event?
-- Grain: one row per bureau and event type on record. A month that was under way for more than a
-- week when the first event came is not a whole one: the record begins with the next.
select
    coalesce(r.root_id, 'UNKNOWN') as root_id,
    e.event_type,
    case
        when extract(day from min(e.event_day)) <= 7 then month_of(min(e.event_day))
        else month_of(cast(min(e.event_day) + interval 1 month as date))
    end as first_month,
    month_of(max(e.event_day)) as last_month,
    count(*) as n
from events as e
left join unit_roots as r on r.unit_id = e.unit_id
group by coalesce(r.root_id, 'UNKNOWN'), e.event_type
order by root_id, e.event_type
