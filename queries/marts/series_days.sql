-- On which days were many small cases cleared at once by linkage (带破)?
-- Grain: one row per day, unit and category, where the bureau cleared at least eight of the
-- category that day by linkage.
with cleared as (
    select s.end_day as day, s.unit_id, r.root_id, s.category_code, count(*) as n
    from small_spells as s
    inner join unit_roots as r on r.unit_id = s.unit_id
    where s.end_kind = 'solved' and s.is_last and s.solve_mode = 'series'
    group by s.end_day, s.unit_id, r.root_id, s.category_code
),

batches as (
    select day, root_id, category_code
    from cleared
    group by day, root_id, category_code
    having sum(n) >= 8
)

select c.day, c.unit_id, c.category_code, c.n
from cleared as c
inner join batches as b
    on b.day = c.day and b.root_id = c.root_id and b.category_code = c.category_code
order by c.day, c.category_code, c.unit_id
