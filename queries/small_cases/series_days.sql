-- On which days were many small cases of one kind cleared at once by linkage?
-- Grain: one row per day and category of the span, the newest first.
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

select d.day, d.category_code, sum(d.n * p.share)::double as n
from series_days as d
inner join places as p on p.unit_id = d.unit_id and p.month = month_of(d.day)
where $category_code = '' or d.category_code = $category_code
group by d.day, d.category_code
order by d.day desc, n desc, d.category_code
