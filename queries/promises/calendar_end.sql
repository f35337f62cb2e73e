-- Until which day are holidays and make-up workdays known?
-- Grain: one row.
select max(date) as last_day
from calendar
