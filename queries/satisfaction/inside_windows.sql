-- How do answers inside assessment windows differ from those outside?
-- Grain: one row per indicator, series and whether the month lies in a window (half its days or
-- more), over all months up to the chosen one.
with months as (
    select
        date_trunc('month', date)::date as month,
        count(*) filter (where assessment_window) * 2 >= count(*) as is_window
    from calendar
    where date < $cutoff
    group by 1
)

select
    i.indicator_id,
    i.series,
    w.is_window,
    count(distinct i.month) as month_count,
    sum(i.numerator * m.share)::double as positive,
    sum(i.denominator * m.share)::double as weight,
    sum(i.n * m.share)::double as respondent_count
from indicator_months as i
inner join months as w on w.month = i.month
inner join unit_map as m
    on m.structure = $structure and m.month = i.month and m.unit_id = i.unit_id
    and m.ancestor_id = $unit_id
where
    i.indicator_id in ('SAT01', 'SAT02', 'SAT04')
    and i.component = 'main'
    and i.month <= $month
group by i.indicator_id, i.series, w.is_window
order by i.indicator_id, i.series, w.is_window
