-- What were the complaints and petitions of three months about?
-- Grain: one row per category and reason within it ('' where the source gives none).
with shares as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month between ($month::date - interval 2 month)::date and $month
        and (len($scope) = 0 or target_id = any($scope))
    group by all
)

select
    c.category_l1,
    c.category_l2,
    c.category_l1 in ('access_service', 'attitude', 'inaction') as is_difficulty,
    sum(c.n * s.share)::double as complaint_count
from complaint_months as c
inner join shares as s on s.unit_id = c.unit_id and s.month = c.month
where
    c.kind in ('complaint', 'petition')
    and ($complaint_category = '' or c.category_l1 = $complaint_category)
group by c.category_l1, c.category_l2
order by complaint_count desc, c.category_l1, c.category_l2
