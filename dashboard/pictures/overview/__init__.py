"""The pictures of 总览: cards, ratings, bridge, attention, chain, tiles, promises."""
