-- By what can the complaints of three months be shared out among the units?
-- Grain: one row per exposure with complaints to share out in the chosen unit's bureau.
select split_part(i.series, '|', 2) as exposure, sum(i.denominator)::double as expected
from indicator_months as i
inner join unit_list as u on u.unit_id = i.unit_id
inner join unit_list as l on l.root_id = u.root_id
where
    l.unit_id = $unit_id
    and i.indicator_id = 'CMP07'
    and i.component = 'main'
    and i.month between ($month::date - interval 2 month)::date and $month
group by split_part(i.series, '|', 2)
having sum(i.denominator) > 0
order by exposure
