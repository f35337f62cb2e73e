-- How satisfied are people whose case was solved or not, told or not, over twelve months?
-- Grain: one row per series (programme|version|mode), outcome and notice.
select
    split_part(i.series, '|', 1) || '|' || split_part(i.series, '|', 2) || '|'
    || split_part(i.series, '|', 3) as series,
    split_part(i.series, '|', 4) as outcome_group,
    split_part(i.series, '|', 5) as notice_group,
    min(i.month) as first_month,
    max(i.month) as last_month,
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
    i.indicator_id = 'SAT05'
    and i.component = 'main'
    and split_part(i.series, '|', 4) in ('solved', 'unsolved')
    and split_part(i.series, '|', 5) in ('notified', 'not_notified')
    and i.month > $month::date - interval 12 months
    and i.month <= $month
group by 1, 2, 3
order by series, outcome_group, notice_group
