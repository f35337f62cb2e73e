-- How many of those contacted completed the interview?
-- Grain: one row per series, component, unit and month. Component sent: answers of those a
-- message was sent to.
with parts as (
    select series, 'main' as component, unit_id, month, completed_n, contacted_n as tried_n
    from survey_rounds
    union all
    select
        series,
        'sent',
        unit_id,
        month,
        completed_n,
        case
            when split_part(series, '|', 3) in ('sms', 'ivr', 'sms_ivr', 'online', 'qr')
                then coalesce(sent_n, dialled_n)
            else sent_n
        end
    from survey_rounds
)

select
    'SAT08' as indicator_id,
    p.series,
    p.component,
    p.unit_id,
    p.month,
    p.completed_n as numerator,
    p.tried_n as denominator,
    null as numerator_sq,
    p.tried_n as n,
    null as sum_weight_sq,
    p.tried_n as coverage_n,
    0 as excluded_n,
    y.mature
from parts as p
inner join maturity as y on y.indicator_id = 'SAT08' and y.month = p.month
where p.tried_n > 0 and p.completed_n is not null
