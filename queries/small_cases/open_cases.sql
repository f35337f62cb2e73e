-- Which small cases were open at the end of a month, the oldest first?
-- Grain: one row per open case whose age in days lies between two bounds.
-- The next callback is named for cases still open at the cut-off.
with shares as (
    select
        unit_id,
        max_by(target_id, share) as target_id,
        sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month = $at_month
        and (len($scope) = 0 or target_id = any($scope))
    group by unit_id
),

open as (
    select
        s.case_id,
        s.category_code,
        u.target_id as unit_id,
        u.share,
        s.docket_day,
        s.end_day is null as is_still_open,
        datediff('day', s.docket_day, last_day($at_month))::integer as age_days
    from small_spells as s
    inner join shares as u on u.unit_id = s.unit_id
    where
        s.start_day <= last_day($at_month)
        and (s.end_day is null or s.end_day > last_day($at_month))
        and ($category_code = '' or s.category_code = $category_code)
),

chosen as (
    select *
    from open
    where age_days between $age_from and $age_to
    order by age_days desc, case_id
    limit $rows
),

points as (
    select c.case_id, min(c.docket_day + r.limit_value::integer) as due_day
    from chosen as c
    cross join deadline_rules as r
    where
        r.rule_id = 'CALLBACK_UNSOLVED'
        and c.docket_day + r.limit_value::integer >= $cutoff
        and c.is_still_open
    group by c.case_id
)

select
    c.case_id,
    c.category_code,
    c.age_days,
    c.unit_id,
    p.due_day as next_due_day,
    c.share::double as share
from chosen as c
left join points as p on p.case_id = c.case_id
order by c.age_days desc, c.case_id
