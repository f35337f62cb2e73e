-- Of the reports of cases in a month, how many were decided within the limit in force?
-- Grain: one row per unit that took the report and month of the report. Kinds criminal,
-- public_security and undetermined. Excluded: records known to the day or month only, and
-- reports whose limit is not over at the cut-off, decided or not.
with reported as (
    select
        coalesce(p.unit_id, m.handling_unit_id) as unit_id,
        month_of(m.received_day) as month,
        m.time_precision = 'minute'
        and case
            when l.limit_hours is not null
                then m.received_at + l.limit_hours * interval 1 hour < cast(k.cutoff as timestamp)
            else l.due_day < k.cutoff
        end as is_judged,
        m.decision <> 'pending'
        and case
            when l.limit_hours is not null
                then m.decision_at <= m.received_at + l.limit_hours * interval 1 hour
            else cast(m.decision_at as date) <= l.due_day
        end as is_decided
    from matters as m
    cross join clock as k
    inner join unit_roots as r on r.unit_id = m.handling_unit_id
    inner join reporting as s on s.root_id = r.root_id and s.has_decision
    inner join decision_limits as l
        on l.matter_kind = m.matter_kind
        and l.review_extension = m.review_extension
        and l.received_day = m.received_day
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.received_at and m.received_at < p.to_at
)

select
    'FLW02' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_judged and d.is_decided) as numerator,
    count(*) filter (where d.is_judged) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_judged) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_judged) as coverage_n,
    count(*) filter (where not d.is_judged) as excluded_n,
    y.mature
from reported as d
inner join maturity as y on y.indicator_id = 'FLW02' and y.month = d.month
group by d.unit_id, d.month, y.mature
