-- Which complaints and petitions stand behind a count of three months?
-- Grain: one row per complaint about the unit $of_unit_id, of the category and the reason ('' for
-- all); `share` is less than 1 where a unit was split and its complaints are counted in part.
with shares as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $of_unit_id
        and month between ($month::date - interval 2 month)::date and $month
        and (len($scope) = 0 or target_id = any($scope))
    group by all
)

select
    c.complaint_id,
    c.kind,
    c.category_l1,
    c.received_at::date as received_day,
    c.due_at::date as due_day,
    case when c.closed_at < $cutoff::date then c.closed_at::date end as closed_day,
    case when c.closed_at < $cutoff::date then c.result end as result,
    s.share::double as share
from complaints as c
inner join shares as s
    on s.unit_id = c.unit_id and s.month = month_of(c.received_at)
where
    c.kind in ('complaint', 'petition')
    and c.received_at < $cutoff::date
    and ($of_category = '' or c.category_l1 = $of_category)
    and ($of_reason = '' or c.category_l2 = $of_reason)
order by c.received_at desc, c.complaint_id
