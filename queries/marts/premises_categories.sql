-- Where do small cases happen, and how many of them are solved within 90 days?
-- Grain: one row per branch of today (a bureau's own cases under the bureau), month, kind of
-- premises ('' where unknown) and category of today. received: by jurisdiction and month of the
-- report. docketed, solved_90: by the unit that docketed and month of docketing; solved_90 is
-- null where the source records no ends, and final when the month is 90 days over.
with places as (
    select distinct u.month, u.unit_id, r.branch_id, u.target_id, u.share
    from unit_map as u
    inner join unit_roots as r on r.unit_id = u.target_id
    where u.structure = 'current' and u.ancestor_id = u.target_id
),

counted as (
    select
        jurisdiction_unit_id as unit_id,
        month_of(received_day) as month,
        premises_type,
        category_code,
        1 as received,
        0 as docketed,
        null as solved_90
    from small_matters
    where is_small
    union all
    select
        coalesce(p.unit_id, m.handling_unit_id),
        month_of(m.docket_at),
        m.premises_type,
        m.category_code,
        0,
        1,
        case
            when not s.has_end or m.time_precision = 'month' then null
            when datediff(
                'day',
                cast(m.docket_at as date),
                cast(m.cleared_at as date)
            ) <= 90 then 1
            else 0
        end
    from small_matters as m
    inner join unit_roots as r on r.unit_id = m.handling_unit_id
    inner join reporting as s on s.root_id = r.root_id
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.docket_at and m.docket_at < p.to_at
    where m.is_small and m.docket_at is not null
),

summed as (
    select
        unit_id,
        month,
        coalesce(premises_type, '') as premises_type,
        category_code,
        sum(received) as received,
        sum(docketed) as docketed,
        sum(solved_90) as solved_90
    from counted
    group by unit_id, month, coalesce(premises_type, ''), category_code
)

select
    p.branch_id,
    c.month,
    c.premises_type,
    c.category_code,
    cast(sum(c.received * p.share) as double) as received,
    cast(sum(c.docketed * p.share) as double) as docketed,
    cast(sum(c.solved_90 * p.share) as double) as solved_90
from summed as c
inner join places as p on p.unit_id = c.unit_id and p.month = c.month
group by p.branch_id, c.month, c.premises_type, c.category_code
order by p.branch_id, c.month, c.premises_type, c.category_code
