-- Where did each open small case stand from day to day?
-- Grain: one row per case, unit, category and time open without a change of either. Category
-- and unit are those of the time; a case that stops being small moves out.
-- solved_day: solved for good, whoever had the case then. is_last: the spell the case stands in
-- or ended in. interval_end_day, interval_end_kind: the end of the whole time open, moves aside.
with parts as (
    select
        i.*,
        u.unit_id,
        c.category_code as category_then,
        coalesce(u.to_at, timestamp '9999-01-01 00:00:00') as unit_to,
        coalesce(c.to_at, timestamp '9999-01-01 00:00:00') as category_to,
        case when u.from_at > i.start_at then u.from_at else i.start_at end as unit_from,
        case when c.from_at > i.start_at then c.from_at else i.start_at end as category_from,
        -- Open to the end, or to the cut-off.
        coalesce(i.end_at, cast(k.cutoff as timestamp)) as open_to
    from open_intervals as i
    cross join clock as k
    left join handling_periods as u on u.case_id = i.case_id and u.to_at > i.start_at
    left join category_periods as c on c.case_id = i.case_id and c.to_at > i.start_at
),

spells as (
    select
        p.*,
        case when unit_from > category_from then unit_from else category_from end as from_at,
        case when unit_to < category_to then unit_to else category_to end as to_at
    from parts as p
)

select
    s.case_id,
    coalesce(s.unit_id, s.handling_unit_id) as unit_id,
    s.jurisdiction_unit_id,
    g.category_code,
    s.premises_type,
    s.matter_kind,
    s.received_day,
    cast(s.docket_at as date) as docket_day,
    cast(s.from_at as date) as start_day,
    case when s.from_at = s.start_at then s.start_kind else 'moved_in' end as start_kind,
    cast(case when s.to_at < s.open_to then s.to_at else s.end_at end as date) as end_day,
    case when s.to_at < s.open_to then 'moved' else s.end_kind end as end_kind,
    cast(s.cleared_at as date) as solved_day,
    s.solve_mode,
    s.is_last and s.to_at >= s.open_to as is_last,
    cast(s.end_at as date) as interval_end_day,
    s.end_kind as interval_end_kind,
    s.time_precision
from spells as s
inner join category_map as g on g.category_code = coalesce(s.category_then, s.category_code)
where s.from_at < s.to_at
    and (s.from_at = s.start_at or s.from_at < s.open_to)
    and is_small_matter(
        s.matter_kind,
        g.is_small,
        g.small_loss_below_yuan,
        g.small_when_loss_unknown,
        s.property_loss_yuan
    )
order by start_day, s.case_id, s.from_at
