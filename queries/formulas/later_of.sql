-- The later of two times, the first where the second is not known.
create macro later_of(known, other) as
    case when other is null or other <= known then known else other end
