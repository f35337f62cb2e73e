-- On which days were many old cases cleared at once by linkage?
-- Grain: one row per day and category of the span with the most cleared on top.
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

select d.day, d.category_code, sum(d.n * s.share)::double as n
from series_days as d
inner join shares as s
    on s.unit_id = d.unit_id and s.month = date_trunc('month', d.day)::date
where $category_code = '' or d.category_code = $category_code
group by all
order by n desc, d.day desc, d.category_code
