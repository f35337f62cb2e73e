"""How things are put on the screen. Few pieces; every page is made of them.

choice_bar.show   the choice, held in the address
heading.show      question, verdict, 看算式
cards.show        up to five figures
picture.row, picture.show   pictures with 依据
lines.show        lines that are links (值得关注)
states            未接入, 样本不足, … and errors
"""
