-- How many requests for help came in, and how many were dealt with within 30 days?
-- Grain: one row per month up to the chosen one; is_over where all 30 days had passed at its end.
select
    h.month,
    sum(h.n * m.share)::double as n,
    sum(h.closed_30 * m.share)::double as closed_30,
    bool_and(h.is_over and last_day(h.month) + 30 < $month + interval 1 month) as is_over
from help_months as h
inner join unit_map as m on m.unit_id = h.unit_id and m.month = h.month
where
    m.structure = $structure
    and m.ancestor_id = $unit_id
    and h.month <= $month
    and h.month > $month - to_months($span)
group by h.month
order by h.month
