-- Which small cases were open when a month was over, the oldest first?
-- Grain: one row per open case whose age in days since docketing lies between two bounds.
-- Without an upper bound cases known to the month only are among them. The next callback is
-- named for cases that are still open at the cut-off.
with places as (
    select
        unit_id,
        max_by(target_id, share) as target_id,
        sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month = $at_month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id
),

open_then as (
    select
        s.case_id,
        s.category_code,
        p.target_id as unit_id,
        p.share,
        s.docket_day,
        s.end_day is null as is_still_open,
        datediff('day', s.docket_day, ($at_month + interval 1 month)::date) as age_days
    from small_spells as s
    inner join places as p on p.unit_id = s.unit_id
    where
        s.start_day < $at_month + interval 1 month
        and s.docket_day >= $at_month - interval 24 months
        and s.docket_day <= ($at_month + interval 1 month)::date - $age_from::integer
        and (s.end_day is null or s.end_day >= $at_month + interval 1 month)
        and ($category_code = '' or s.category_code = $category_code)
        and (s.time_precision <> 'month' or $age_to is null)
),

chosen as (
    select *
    from open_then
    where $age_to is null or age_days <= $age_to
    order by age_days desc, case_id
    limit $rows
),

points as (
    select c.case_id, min(c.docket_day + r.limit_value::integer) as due_day
    from chosen as c
    inner join deadline_rules as r
        on r.rule_id = 'CALLBACK_UNSOLVED'
        and r.valid_from <= c.docket_day
        and (r.valid_to is null or c.docket_day < r.valid_to)
        and c.docket_day + r.limit_value::integer >= $cutoff
    where c.is_still_open
    group by c.case_id
)

select
    c.case_id,
    c.category_code,
    c.age_days::integer as age_days,
    c.unit_id,
    p.due_day as next_due_day,
    c.share::double as share
from chosen as c
left join points as p on p.case_id = c.case_id
order by c.age_days desc, c.case_id
