-- What outcome does the source state for the matters received in each month?
-- Grain: one row per month of the span and small-case category or all.
with shares as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month between ($month - to_months($span - 1))::date and $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by all
)

select
    o.month,
    sum(o.n * s.share)::double as n,
    sum(o.solved * s.share)::double as solved,
    sum(o.closed_unsolved * s.share)::double as closed_unsolved,
    sum(o.open * s.share)::double as open,
    sum(o.unknown * s.share)::double as unknown
from stated_outcomes as o
inner join shares as s on s.unit_id = o.unit_id and s.month = o.month
where $category_code = '' or o.category_code = $category_code
group by o.month
order by o.month
