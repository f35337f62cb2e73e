-- How old are the small cases that were open at each month's end?
-- Grain: one row per month of the span and age band, youngest first; days from docketing.
with shares as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month between ($month - (($span - 1) || ' months')::interval)::date and $month
        and (len($scope) = 0 or target_id = any($scope))
    group by all
)

select
    b.month,
    split_part(b.band, '-', 1)::integer as age_from,
    split_part(b.band, '-', 2)::integer as age_to,
    sum(b.n * s.share)::double as n
from open_bands as b
inner join shares as s on s.unit_id = b.unit_id and s.month = b.month
where $category_code = '' or b.category_code = $category_code
group by all
order by b.month, age_from
