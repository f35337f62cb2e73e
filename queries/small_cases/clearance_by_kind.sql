-- Of each kind of small case docketed in twelve months, how many did each unit solve within 90
-- days?
-- Grain: one row per unit of the level in the chosen unit's bureau and category, and rows of the
-- bureau itself (is_reference). The twelve months end with the last whose cases are all past day
-- 90 when the chosen month is over.
with chosen as (
    select root_id
    from unit_list
    where unit_id = $unit_id
),

units as (
    select l.unit_id, false as is_reference
    from unit_list as l
    inner join chosen as c on c.root_id = l.root_id
    where l.level = $level
    union all
    select root_id, true
    from chosen
),

last_judged as (
    select max(docket_month) as month
    from cohorts
    where step = 90 and mature and last_day(docket_month) + 90 < $month + interval 1 month
)

select
    u.unit_id,
    u.is_reference,
    c.category_code,
    min(j.month) as last_month,
    sum(c.docketed * m.share)::double as docketed,
    sum(c.solved * m.share)::double as solved
from cohorts as c
inner join last_judged as j
    on c.docket_month <= j.month and c.docket_month > j.month - interval 12 months
inner join unit_map as m
    on m.structure = $structure and m.month = c.docket_month and m.unit_id = c.unit_id
inner join units as u on u.unit_id = m.ancestor_id
where c.step = 90 and ($category_code = '' or c.category_code = $category_code)
group by u.unit_id, u.is_reference, c.category_code
order by u.is_reference desc, u.unit_id, c.category_code
