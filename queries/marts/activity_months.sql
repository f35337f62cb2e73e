-- How much was done among the people, by unit, month and kind of activity?
-- Grain: one row per unit, month and activity type; n counts activities.
select
    a.unit_id,
    month_of(a.held_on) as month,
    a.activity_type,
    count(*) as n,
    cast(sum(a.planned_n) as bigint) as planned_n,
    cast(sum(a.reached_n) as bigint) as reached_n,
    cast(sum(a.effective_n) as bigint) as effective_n,
    cast(sum(a.resolved_n) as bigint) as resolved_n,
    cast(sum(a.issues_n) as bigint) as issues_n,
    cast(sum(a.issues_closed_n) as bigint) as issues_closed_n
from activities as a
cross join clock as k
where a.held_on < k.cutoff
group by a.unit_id, month_of(a.held_on), a.activity_type
order by a.unit_id, month, a.activity_type
