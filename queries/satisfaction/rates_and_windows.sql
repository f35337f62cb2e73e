-- How did the rates run in all months there are, and how much of each month was assessed?
-- Grain: one row per indicator, series and month up to the chosen one.
with assessed as (
    select date_trunc('month', date)::date as month, count(*) as window_days
    from calendar
    where assessment_window and date < $cutoff
    group by 1
)

select
    i.indicator_id,
    i.series,
    i.month,
    day(last_day(i.month)) as days,
    coalesce(max(w.window_days), 0) as window_days,
    sum(i.numerator * m.share)::double as positive,
    sum(i.denominator * m.share)::double as weight,
    sum(i.n * m.share)::double as respondent_count,
    sum(i.numerator_sq * m.share)::double as positive_sq,
    case when count(i.sum_weight_sq) = count(*) then sum(i.sum_weight_sq * m.share)::double end
        as weight_sq
from indicator_months as i
left join assessed as w on w.month = i.month
inner join unit_map as m
    on m.structure = $structure and m.month = i.month and m.unit_id = i.unit_id
    and m.ancestor_id = $unit_id
where
    i.indicator_id in ('SAT01', 'SAT02', 'SAT04')
    and i.component = 'main'
    and i.month <= $month
group by i.indicator_id, i.series, i.month
order by i.indicator_id, i.series, i.month
