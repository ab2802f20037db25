"""What a user can choose, each entry with its name, formula, parameters, ranges and help, one family a file.

Forms, menus, file checks, gradient tests and help all follow from these tables.
"""
