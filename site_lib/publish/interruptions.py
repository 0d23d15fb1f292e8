"""What SIGINT and SIGTERM do to a build."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
A_MOMENT = 0.01
"""In seconds."""
STATUS_OF_A_SIGNAL = 128
"""A shell adds the signal's number to it."""


class Interruption(KeyboardInterrupt):
    """A signal has ended the build."""

    def __init__(self, number: int) -> None:
        """Keep the signal's number."""
        super().__init__(number)
        self.exit_code = STATUS_OF_A_SIGNAL + number


class Interruptions:
    """Lets SIGINT and SIGTERM end a build, but not while it changes something for good."""

    def __init__(self) -> None:
        """Leave the signals as they are: `listen` changes what they do."""
        self._is_held = False
        self._received: int | None = None

    def listen(self) -> None:
        """Let the signals raise Interruption from now on, in the main thread."""
        for number in SIGNALS:
            # Ignored in the background of a shell: the keys are not meant for this process there.
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._receive)

    def hold(self) -> None:
        """Let the signals wait from now on: what follows is done as a whole."""
        self._is_held = True

    def release(self) -> None:
        """Let the signals interrupt again; raises Interruption if one came meanwhile."""
        self._is_held = False
        if self._received is not None:
            number, self._received = self._received, None
            raise Interruption(number)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        if self._is_held:
            self._received = number
        elif _is_in_a_finalizer(frame):
            # Python drops what is raised there, so try again a moment later.
            signal.signal(signal.SIGALRM, lambda _, later: self._receive(number, later))
            signal.setitimer(signal.ITIMER_REAL, A_MOMENT)
        else:
            raise Interruption(number)


def _is_in_a_finalizer(frame: FrameType | None) -> bool:
    """Return whether a frame runs while an object is taken apart."""
    while frame:
        if frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False
