-- The month a day lies in, written as its first day.
create macro month_of(any_day) as cast(date_trunc('month', any_day) as date)
