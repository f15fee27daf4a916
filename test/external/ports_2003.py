"""The same ports with the lost wakeup of 2003: between the look at the message and the sleep, a reply may come.

Whoever replies then finds nobody asleep and wakes nobody.
"""
import sys

from ports import Ports, Protocol


class Ports2003(Ports):
    def wait(self, number, call):
        message = call["msg"]
        if "DONE" in self.state["flags"][message]:
            return "is done", (self.collect(number, message),)
        call["at"] = "fall_asleep"
        return "is not done", None

    def fall_asleep(self, number, call):
        call["at"] = "wait"
        self.sleep(number)
        return "sleeps", None


if __name__ == "__main__":
    Protocol(Ports2003, "ports_2003.py", sys.argv).serve()
