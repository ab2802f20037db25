"""What follows the hand is worked out once a frame, however many events a drag brings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from nnsim.ui.theme import Duration


class OnceAFrame(QObject):
    """Does it at once, and when it is asked again before the frame is over, once more then.

    Parameters
    ----------
    do : what is asked for
    """

    def __init__(self, do: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._do = do
        self._is_asked = False
        self._frame = QTimer(self, singleShot=True, interval=Duration.DRAG)
        self._frame.timeout.connect(self._catch_up)

    def ask(self) -> None:
        """It is to be done."""
        if self._frame.isActive():
            self._is_asked = True
        else:
            self._go()

    def _go(self) -> None:
        self._is_asked = False
        self._do()
        self._frame.start()

    def _catch_up(self) -> None:
        if self._is_asked:
            self._go()
