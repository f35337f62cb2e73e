-- How many complaints and petitions came about the chosen unit each month, and for how many people?
-- Grain: one row per month, from the first with complaints to the chosen one.
with shares as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month <= $month
        and (len($scope) = 0 or target_id = any($scope))
    group by all
),

known as (
    select min(d.first_month) as first_month, max(d.last_month) as last_month
    from data_months as d
    inner join unit_list as l on l.root_id = d.root_id
    where d.dataset = 'complaints' and l.unit_id = $unit_id
),

months as (
    select distinct s.month
    from shares as s
    inner join known as k on s.month between k.first_month and k.last_month
),

counted as (
    select s.month, sum(c.n * s.share) as complaint_count
    from complaint_months as c
    inner join shares as s on s.unit_id = c.unit_id and s.month = c.month
    where
        c.kind in ('complaint', 'petition')
        and ($complaint_category = '' or c.category_l1 = $complaint_category)
    group by s.month
),

people as (
    select s.month, sum(i.denominator * s.share) as person_years
    from indicator_months as i
    inner join shares as s on s.unit_id = i.unit_id and s.month = i.month
    where i.indicator_id = 'CMP01' and i.component = 'main'
    group by s.month
)

select
    m.month,
    coalesce(c.complaint_count, 0)::double as complaint_count,
    nullif(p.person_years, 0)::double as person_years
from months as m
left join counted as c on c.month = m.month
left join people as p on p.month = m.month
order by m.month
