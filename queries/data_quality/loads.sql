-- Which files were taken in, when, and how many of their rows are doubtful?
-- Grain: one row per file and data set, the newest delivery first.
select
    dataset,
    file,
    rows as rows_read,
    issues_n as doubtful,
    withdrawn_n as withdrawn,
    min_event,
    max_event,
    delivery_at,
    loaded_at
from data_loads
order by delivery_at desc, dataset, file
