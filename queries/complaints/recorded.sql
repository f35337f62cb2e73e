-- Which facts does the chosen unit's bureau record of its complaints at all?
-- Grain: one row. What a source never records is not reported as none.
with bureau as (
    select u.unit_id
    from unit_list as u
    inner join unit_list as l on l.root_id = u.root_id
    where l.unit_id = $unit_id
),

parts as (
    select i.indicator_id, i.denominator
    from indicator_months as i
    inner join bureau as b on b.unit_id = i.unit_id
    where i.indicator_id in ('CMP02', 'CMP04') and i.component = 'main' and i.denominator > 0
),

reasons as (
    select 1
    from complaint_months as c
    inner join bureau as b on b.unit_id = c.unit_id
    where
        c.kind in ('complaint', 'petition')
        and (c.category_l1 <> 'other' or c.category_l2 not in ('', 'other'))
    limit 1
)

select
    exists (select 1 from reasons) as has_category,
    exists (select 1 from parts where indicator_id = 'CMP02') as has_due_day,
    exists (select 1 from parts where indicator_id = 'CMP04') as has_finding
