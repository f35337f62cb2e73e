-- How old were the small cases open at each month's end, in branches and bureaus?
-- Grain: one row per structure, month, unit that has others under it, and age bin: open_ages
-- summed up, for the units that would sum most rows. Shares make fractions.
with above as (
    select distinct parent_unit_id as unit_id
    from unit_list
    where parent_unit_id is not null
)

select
    u.structure,
    a.month,
    u.ancestor_id as unit_id,
    a.age_bin,
    a.age_from,
    a.age_to,
    sum(a.n * u.share) as n
from open_ages as a
inner join unit_map as u on u.unit_id = a.unit_id and u.month = a.month
inner join above as b on b.unit_id = u.ancestor_id
group by u.structure, a.month, u.ancestor_id, a.age_bin, a.age_from, a.age_to
order by u.structure, u.ancestor_id, a.month, a.age_bin
