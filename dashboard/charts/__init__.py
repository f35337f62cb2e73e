"""An answer in, a figure out. A chart neither asks, filters nor sorts; it is told its words.

One module per kind of picture. Every function takes the palette last, by name.
"""
