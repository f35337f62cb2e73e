-- Of the small cases reported in a month, where do they get lost?
-- Grain: one row per unit that took the report, category of today and month of the report. The
-- stages are not nested; each loss has its own denominator:
--   acted_24h of timed, decided_in_limit of decided_n, docketed and diverted of received (the
--   rest is undecided), solved_90 of docketed, notified_7 of solved_90.
-- timed: precise to the minute. decided_n: timed and the limit over at the cut-off. diverted:
-- lawfully not docketed, transferred or settled on the spot. mature: in the whole bureau, every
-- docketed case of the month is 90 days old and the result of those solved by then had to be told,
-- by the one clock of RESULT_NOTICE; last_day_to_wait is the last day of that.
-- What a source never records is null; so is notified_7 before its first month of notices.
with reported as (
    select
        coalesce(p.unit_id, m.handling_unit_id) as unit_id,
        r.root_id,
        m.category_code,
        month_of(m.received_day) as received_month,
        m.time_precision = 'minute' as is_timed,
        m.first_action_at <= m.received_at + interval 24 hour as is_acted,
        coalesce(
            m.received_at + l.limit_hours * interval 1 hour < cast(k.cutoff as timestamp),
            l.due_day < k.cutoff
        ) as is_limit_over,
        coalesce(
            m.decision_at <= m.received_at + l.limit_hours * interval 1 hour,
            cast(m.decision_at as date) <= l.due_day
        ) as is_decided_in_limit,
        m.docket_at is not null as is_docketed,
        m.docket_at is null
            and m.decision in (
                'not_docketed', 'transferred', 'handled_on_spot', 'mediated_on_spot', 'other'
            ) as is_diverted,
        m.docket_at is not null
            and datediff('day', cast(m.docket_at as date), cast(m.cleared_at as date)) <= 90
            as is_solved_90,
        coalesce(n.told_day <= t.due_day, false) as is_told,
        -- From the day after on it can be judged.
        later_of(
            cast(cast(m.docket_at as date) + interval 90 day as date),
            case
                when datediff('day', cast(m.docket_at as date), cast(m.cleared_at as date)) <= 90
                    then t.due_day
            end
        ) as last_day_to_wait,
        s.has_first_action,
        s.has_decision,
        s.has_docket,
        s.has_end,
        e.first_month <= month_of(m.received_day) as has_notice
    from small_matters as m
    cross join clock as k
    inner join unit_roots as r on r.unit_id = m.handling_unit_id
    inner join reporting as s on s.root_id = r.root_id
    left join event_starts as e
        on e.root_id = r.root_id and e.event_type = 'notice_result'
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.received_at and m.received_at < p.to_at
    left join decision_limits as l
        on l.matter_kind = m.matter_kind
        and l.review_extension = m.review_extension
        and l.received_day = m.received_day
    left join result_notices as n on n.case_id = m.case_id
    left join result_limits as t on t.solved_day = cast(m.cleared_at as date)
    where m.is_small and m.time_precision <> 'month'
),

months_done as (
    select
        d.root_id,
        d.received_month,
        case
            when max(d.last_day_to_wait) > max(n.last_day) then max(d.last_day_to_wait)
            else max(n.last_day)
        end as last_day_to_wait
    from reported as d
    inner join months as n on n.month = d.received_month
    group by d.root_id, d.received_month
)

select
    d.unit_id,
    d.category_code,
    d.received_month,
    count(*) as received,
    count(*) filter (where d.is_timed) as timed,
    case when d.has_first_action then count(*) filter (where d.is_timed and d.is_acted) end
        as acted_24h,
    case when d.has_decision then count(*) filter (where d.is_timed and d.is_limit_over) end
        as decided_n,
    case
        when d.has_decision
            then count(*) filter (where d.is_timed and d.is_limit_over and d.is_decided_in_limit)
    end as decided_in_limit,
    case when d.has_docket then count(*) filter (where d.is_docketed) end as docketed,
    case when d.has_decision then count(*) filter (where d.is_diverted) end as diverted,
    case when d.has_end then count(*) filter (where d.is_solved_90) end as solved_90,
    case
        when d.has_end and d.has_notice
            then count(*) filter (where d.is_solved_90 and d.is_told)
    end as notified_7,
    o.last_day_to_wait,
    o.last_day_to_wait < k.cutoff as mature
from reported as d
cross join clock as k
inner join months_done as o
    on o.root_id = d.root_id and o.received_month = d.received_month
group by
    d.unit_id,
    d.category_code,
    d.received_month,
    d.has_first_action,
    d.has_decision,
    d.has_docket,
    d.has_end,
    d.has_notice,
    o.last_day_to_wait,
    k.cutoff
order by d.received_month, d.unit_id, d.category_code
