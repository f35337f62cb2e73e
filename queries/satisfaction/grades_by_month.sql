-- Which answers were given about police work, month by month?
-- Grain: one row per series, month and answer; only answers that count.
select
    c.series,
    c.month,
    c.answer_code,
    max(c.answer_label) as answer_label,
    max(c.answer_order) as answer_order,
    max(c.positive_weight) as positive_weight,
    sum(coalesce(c.weighted_n, c.n) * m.share)::double as weight,
    sum(c.n * m.share)::double as respondent_count
from survey_cells as c
inner join unit_map as m
    on m.structure = $structure and m.month = c.month and m.unit_id = c.unit_id
    and m.ancestor_id = $unit_id
where
    c.construct = 'police_satisfaction'
    and c.is_valid
    and c.month > $month::date - $span * interval 1 month
    and c.month <= $month
group by c.series, c.month, c.answer_code
order by c.series, c.month, answer_order, c.answer_code
