"""What the program costs, measured: `make bench`. No test holds a figure.

Every measurement runs in a process of its own, so that its peak memory is its own.
"""
