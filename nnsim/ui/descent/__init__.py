"""The descent lab: how a step down the slope comes about, with one weight and with two."""
