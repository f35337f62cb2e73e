-- What outcome does the source state for the small cases reported in each month?
-- Grain: one row per month of the span. A source that states outcomes without dates gives no
-- losses either, so a small case is known by its category.
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
    o.month,
    sum(o.n * p.share)::double as n,
    sum(o.solved * p.share)::double as solved,
    sum(o.closed_unsolved * p.share)::double as closed_unsolved,
    sum(o.open * p.share)::double as open,
    sum(o.unknown * p.share)::double as unknown
from stated_outcomes as o
inner join places as p on p.unit_id = o.unit_id and p.month = o.month
inner join category_map as g on g.category_code = o.category_code
where
    g.is_small
    and g.small_when_loss_unknown
    and ($category_code = '' or o.category_code = $category_code)
group by o.month
order by o.month
