"""How a table is to be read, for every command that reads one; what is not said is found out."""

from __future__ import annotations

from argparse import Namespace

from nnsim.cli.parser import Parser, whole
from nnsim.data.choices import Choices
from nnsim.data.csv_dialect import asked_decimal, asked_delimiter


def add_reading_options(parser: Parser) -> None:
    """What is said of a file as a whole."""
    add = parser.add_argument
    add("--delimiter", metavar="MARK", help="between cells: , ; | or comma, semicolon, bar, tab, space")
    add("--decimal", metavar="MARK", help=". or ,")
    add("--thousands", action="store_true", help="may be set apart, as in 1,234.5 or 1.234,5 or 1 234")
    add("--encoding", help="of the text: utf-8, utf-16, cp1252, …")
    header = parser.add_mutually_exclusive_group()
    header.add_argument("--header", action="store_true", default=None, help="the first line holds names")
    header.add_argument("--no-header", action="store_false", dest="header", help="… or values already")
    add("--skip", type=whole, default=0, metavar="N", help="leave the first N lines out, such as a title")
    add("--gap", action="append", default=[], metavar="WORD", help="says that there is no value; may be repeated")
    add("--sheet", metavar="NAME", help="of a workbook, arrays, or folders of classes; else the first")


def reading_choices(options: Namespace) -> Choices:
    """What was said.

    Raises
    ------
    UsageError
        for a mark that cannot be one
    """
    return Choices(
        delimiter=None if options.delimiter is None else asked_delimiter(options.delimiter),
        decimal=None if options.decimal is None else asked_decimal(options.decimal),
        has_thousands=options.thousands,
        encoding=options.encoding,
        has_header=options.header,
        n_above=options.skip,
        gaps=tuple(options.gap),
        sheet=options.sheet,
    )
