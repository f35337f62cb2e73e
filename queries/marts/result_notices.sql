-- On which day was the result of a matter first told?
-- Grain: one row per matter with a result notice. A notice before a reopening tells nothing of the
-- solving after it.
with reopened as (
    select case_id, max(event_at) as reopened_at
    from events
    where event_type = 'reopened'
    group by case_id
)

select n.case_id, min(n.event_day) as told_day
from events as n
left join reopened as r on r.case_id = n.case_id
where n.event_type = 'notice_result'
    and (r.case_id is null or n.event_at >= r.reopened_at)
group by n.case_id
