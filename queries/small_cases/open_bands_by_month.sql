-- How old were the small cases open when each month was over?
-- Grain: one row per month of the span and age band, youngest first; days since docketing.
with places as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month > $month - to_months($span)
        and month <= $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id, month
)

select
    b.month,
    split_part(b.band, '-', 1)::integer as age_from,
    split_part(b.band, '-', 2)::integer as age_to,
    sum(b.n * p.share)::double as n
from open_bands as b
inner join places as p on p.unit_id = b.unit_id and p.month = b.month
where $category_code = '' or b.category_code = $category_code
group by b.month, b.band
order by b.month, age_from
