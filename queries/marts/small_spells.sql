-- Where did each open small case stand from day to day?
-- Grain: one row per case, unit, category and time open without a change of either. Category
-- and unit are those of the time; a case that stops being small moves out.
-- Beside the agreed columns: matter_kind, time_precision, the day and kind on which the whole
-- open interval ended (whoever had the case then), and reason_in / reason_out of a move.
with parts as (
    select
        i.case_id,
        i.start_at as interval_start,
        i.start_kind,
        i.end_at as interval_end,
        i.end_kind,
        i.docket_at,
        u.unit_id,
        c.category_code,
        coalesce(u.to_at, timestamp '9999-01-01 00:00:00') as unit_to,
        coalesce(c.to_at, timestamp '9999-01-01 00:00:00') as category_to,
        case when u.from_at > i.start_at then u.from_at else i.start_at end as unit_from,
        case when c.from_at > i.start_at then c.from_at else i.start_at end as category_from
    from open_intervals as i
    left join handling_periods as u on u.case_id = i.case_id and u.to_at > i.start_at
    left join category_periods as c on c.case_id = i.case_id and c.to_at > i.start_at
),

segments as (
    select
        p.*,
        case when unit_from > category_from then unit_from else category_from end as seg_from,
        case when unit_to < category_to then unit_to else category_to end as seg_to
    from parts as p
),

lived as (
    select
        s.case_id,
        s.interval_start,
        s.interval_end,
        s.end_kind as interval_kind,
        s.start_kind,
        s.docket_at,
        s.seg_from,
        s.seg_to,
        coalesce(s.unit_id, m.handling_unit_id) as unit_id,
        coalesce(s.category_code, m.category_code) as category_code,
        m.jurisdiction_unit_id,
        m.premises_type,
        m.matter_kind,
        m.received_day,
        m.cleared_at,
        m.solve_mode,
        m.time_precision,
        m.property_loss_yuan,
        s.seg_to < coalesce(s.interval_end, cast(k.cutoff as timestamp)) as is_moved
    from segments as s
    inner join small_matters as m on m.case_id = s.case_id
    cross join clock as k
    where s.seg_from < s.seg_to
        and (
            s.seg_from = s.interval_start
            or s.seg_from < coalesce(s.interval_end, cast(k.cutoff as timestamp))
        )
)

select
    v.case_id,
    v.unit_id,
    v.jurisdiction_unit_id,
    v.category_code,
    v.premises_type,
    v.matter_kind,
    v.received_day,
    cast(v.docket_at as date) as docket_day,
    cast(v.seg_from as date) as start_day,
    case when v.seg_from = v.interval_start then v.start_kind else 'moved_in' end as start_kind,
    cast(case when v.is_moved then v.seg_to else v.interval_end end as date) as end_day,
    case when v.is_moved then 'moved' else v.interval_kind end as end_kind,
    cast(v.cleared_at as date) as solved_day,
    v.solve_mode,
    row_number() over (
        partition by v.case_id order by v.interval_start desc, v.seg_from desc
    ) = 1 as is_last,
    cast(v.interval_end as date) as interval_end_day,
    v.interval_kind as interval_end_kind,
    v.time_precision
from lived as v
inner join category_map as g on g.category_code = v.category_code
where is_small_matter(
        v.matter_kind,
        g.is_small,
        g.small_loss_below_yuan,
        g.small_when_loss_unknown,
        v.property_loss_yuan
    )
order by start_day, v.case_id, v.seg_from
