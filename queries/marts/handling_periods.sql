-- Which unit had a matter when, where it was transferred?
-- Grain: one row per transferred matter and unit that had it, from a moment to (not including)
-- another. The last one is the matter's unit of today; the first is where the transfer came from.
with transfers as (
    select
        e.case_id,
        e.event_at,
        c.handling_unit_id as unit_today,
        case
            when e.from_value is not null then coalesce(f.unit_id, fc.unit_id, 'UNKNOWN')
        end as from_unit,
        case when e.to_value is not null then coalesce(t.unit_id, tc.unit_id, 'UNKNOWN') end
            as to_unit,
        row_number() over (partition by e.case_id order by e.event_at, e.event_id) as turn
    from case_events as e
    inner join changed_matters as c on c.case_id = e.case_id
    left join unit_roots as f on f.unit_id = e.from_value
    left join unit_roots as t on t.unit_id = e.to_value
    -- A source may write the unit's code instead of its identity.
    left join units as fc
        on fc.unit_code = e.from_value
        and fc.valid_from <= cast(e.event_at as date)
        and (fc.valid_to is null or cast(e.event_at as date) < fc.valid_to)
    left join units as tc
        on tc.unit_code = e.to_value
        and tc.valid_from <= cast(e.event_at as date)
        and (tc.valid_to is null or cast(e.event_at as date) < tc.valid_to)
    where e.event_type = 'unit_transfer'
),

held as (
    select
        case_id,
        timestamp '0001-01-01 00:00:00' as from_at,
        coalesce(from_unit, unit_today) as unit_id,
        0 as turn
    from transfers
    where turn = 1
    union all
    select
        case_id,
        event_at as from_at,
        case
            when lead(turn) over (partition by case_id order by turn) is null then unit_today
            else coalesce(
                to_unit,
                lead(from_unit) over (partition by case_id order by turn),
                unit_today
            )
        end as unit_id,
        turn
    from transfers
),

changes as (
    select
        case_id,
        from_at,
        unit_id,
        turn,
        lag(unit_id) over (partition by case_id order by turn) as unit_before
    from held
)

select
    case_id,
    unit_id,
    from_at,
    coalesce(
        lead(from_at) over (partition by case_id order by turn),
        timestamp '9999-01-01 00:00:00'
    ) as to_at
from changes
where unit_before is null or unit_before <> unit_id
