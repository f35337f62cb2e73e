-- How many complaints about attitude or procedure did the chosen unit have in each month?
-- Grain: one row per month of the last thirty-six that has any.
select
    made.month,
    sum(made.n * place.share)::double as complaint_count
from complaint_months as made
inner join unit_map as place
    on place.unit_id = made.unit_id and place.month = made.month
where
    place.structure = $structure
    and place.ancestor_id = $unit_id
    and made.kind in ('complaint', 'petition')
    and made.category_l1 in ('attitude', 'procedure')
    and made.month <= $month
    and made.month > $month - interval 36 month
group by made.month
order by made.month
