-- Which solved matters' victims were told the result in time?
-- Grain: one row per matter solved with a result notice by the limit in force, a last
-- day on a holiday ending on the next working day. A notice before a reopening tells nothing of
-- the solving after it.
with reopened as (
    select e.case_id, max(e.event_at) as reopened_at
    from events as e
    where e.event_type = 'reopened'
    group by e.case_id
),

limits as (
    select
        w.day as solved_day,
        coalesce(e.next_workday, cast(w.day + r.limit_value * interval 1 day as date)) as due_day
    from workdays as w
    inner join deadlines as r
        on r.rule_id = 'RESULT_NOTICE'
        and r.valid_from <= w.day
        and (r.valid_to is null or w.day < r.valid_to)
    left join workdays as e on e.day = cast(w.day + r.limit_value * interval 1 day as date)
)

select m.case_id
from matters as m
inner join limits as l on l.solved_day = cast(m.cleared_at as date)
inner join events as n
    on n.case_id = m.case_id
    and n.event_type = 'notice_result'
    and n.event_day <= l.due_day
left join reopened as r on r.case_id = m.case_id and r.reopened_at <= m.cleared_at
where m.cleared_at is not null and (r.case_id is null or n.event_at >= r.reopened_at)
group by m.case_id
order by m.case_id
