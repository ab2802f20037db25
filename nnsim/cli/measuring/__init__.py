"""Measuring how fast this machine trains: nnsim's engine beside its peers, in turns, by the median."""
