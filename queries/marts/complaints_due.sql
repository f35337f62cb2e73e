-- Which complaints and petitions are open, and when are they due?
-- Grain: one row per open complaint or petition with a due day, the tightest first; those
-- already overdue come before the cut-off.
select
    complaint_id,
    unit_id,
    handling_unit_id,
    kind,
    category_l1,
    received_day,
    due_day
from complaint_clocks
where closed_day is null and due_day is not null
order by due_day, unit_id, complaint_id
