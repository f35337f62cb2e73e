-- Which categories of small cases are there?
-- Grain: one row per category.
select category_code
from stock_flow
group by category_code
order by category_code
