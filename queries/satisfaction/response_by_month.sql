-- How many of the people asked gave an answer, month by month?
-- Grain: one row per series and month. Fieldwork counted for the whole bureau only stands under
-- the bureau; a unit without its own fieldwork has no row.
select
    r.series,
    r.month,
    sum(r.contacted_n * m.share)::double as contacted,
    sum(r.completed_n * m.share)::double as completed,
    sum(r.sent_n * m.share)::double as sent
from survey_rounds as r
inner join unit_map as m
    on m.structure = $structure and m.month = r.month and m.unit_id = r.unit_id
    and m.ancestor_id = $unit_id
where r.month > $month::date - $span * interval 1 month and r.month <= $month
group by r.series, r.month
order by r.series, r.month
