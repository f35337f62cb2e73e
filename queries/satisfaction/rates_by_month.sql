-- How safe, and how satisfied, did people say they were, month by month?
-- Grain: one row per indicator, series (programme|version|mode) and month.
select
    i.indicator_id,
    i.series,
    i.month,
    sum(i.numerator * m.share)::double as positive,
    sum(i.denominator * m.share)::double as weight,
    sum(i.n * m.share)::double as respondent_count,
    sum(i.numerator_sq * m.share)::double as positive_sq,
    case when count(i.sum_weight_sq) = count(*) then sum(i.sum_weight_sq * m.share)::double end
        as weight_sq
from indicator_months as i
inner join unit_map as m
    on m.structure = $structure and m.month = i.month and m.unit_id = i.unit_id
    and m.ancestor_id = $unit_id
where
    i.indicator_id in ('SAT01', 'SAT02', 'SAT03', 'SAT04')
    and i.component = 'main'
    and i.month > $month::date - $span * interval 1 month
    and i.month <= $month
group by i.indicator_id, i.series, i.month
order by i.indicator_id, i.series, i.month
