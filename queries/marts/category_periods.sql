-- Which category did a matter have when, where it was recategorised?
-- Grain: one row per recategorised matter and category it had, from a moment to (not including)
-- another. The last one is the matter's category of today.
with changes_made as (
    select
        e.case_id,
        e.event_at,
        e.from_value,
        e.to_value,
        c.category_code as category_today,
        row_number() over (partition by e.case_id order by e.event_at, e.event_id) as turn
    from case_events as e
    inner join changed_matters as c on c.case_id = e.case_id
    where e.event_type = 'recategorised'
),

held as (
    select
        case_id,
        timestamp '0001-01-01 00:00:00' as from_at,
        coalesce(from_value, category_today) as category_code,
        0 as turn
    from changes_made
    where turn = 1
    union all
    select
        case_id,
        event_at as from_at,
        case
            when lead(turn) over (partition by case_id order by turn) is null
                then category_today
            else coalesce(
                to_value,
                lead(from_value) over (partition by case_id order by turn),
                category_today
            )
        end as category_code,
        turn
    from changes_made
),

changes as (
    select
        case_id,
        from_at,
        category_code,
        turn,
        lag(category_code) over (partition by case_id order by turn) as category_before
    from held
)

select
    case_id,
    category_code,
    from_at,
    coalesce(
        lead(from_at) over (partition by case_id order by turn),
        timestamp '9999-01-01 00:00:00'
    ) as to_at
from changes
where category_before is null or category_before <> category_code
