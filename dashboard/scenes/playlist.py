"""The nine scenes a meeting starts from, in order."""

DEFAULT = (
    "followed",  # 上次定的办了没有
    "figures",  # 总览五数
    "ratings",  # 双测评
    "stock",  # 小案进出账
    "chain",  # 漏斗
    "told",  # 告知与满意
    "hotspots",  # 热点地图
    "promises",  # 十件实事
    "decisions",  # 今天要定的事
)
