"""Message ports in Python, one critical section a step, for lwkt audit --exec.

A thread of the program is data: which call it is in, and how far. So a state can be saved, and told from others. A thread
that has nothing to do sleeps, and is woken by whoever makes something come true that it may wait for.
"""
import hashlib
import json
import random
import sys

EASYNC = 99


class Ports:
    """All threads of one program. `self.state` is plain data and all there is."""

    def __init__(self, program):
        self.program = program
        self.state = {
            "flags": [["DONE"] for _ in program["messages"]],
            "error": [0 for _ in program["messages"]],
            "queues": [[] for _ in program["ports"]],
            "threads": [self.enter(lines, 0) for lines in program["threads"]],
        }
        self.events = []

    # ------------------------------------------------------------------------------------------------ what can happen

    def enabled(self):
        threads = enumerate(self.state["threads"])
        return [number for number, thread in threads if thread is not None and not thread["asleep"]]

    def step(self, number):
        """One critical section of a thread. Says in a few words what it did."""
        self.events = []
        thread = self.state["threads"][number]
        if not thread["calls"]:
            call = self.next_call(number, thread)
            thread["calls"] = [call]
            self.events.append({"thread": number, **shown(call)})
        call = thread["calls"][-1]
        did, result = getattr(self, call["at"])(number, call)
        if result is not None:
            self.returned(number, thread, call, *result)
        return f"{call['call']}: {did}"

    def returned(self, number, thread, call, value):
        thread["calls"].pop()
        if thread["calls"]:  # a begin function asked; its answer is what it got
            outer = thread["calls"][-1]
            outer["answer"], outer["at"] = value, "answered"
            return
        event = {"thread": number, "return": value}
        message = call["msg"] if call["call"] in ("domsg", "waitmsg") else value
        if call["call"] in ("domsg", "waitmsg", "getport", "waitport") and message is not None:
            event |= {"flags": self.state["flags"][message], "error": self.state["error"][message]}
        self.events.append(json.loads(json.dumps(event)))
        self.state["threads"][number] = self.goes_on(number, thread, value)

    # ----------------------------------------------------------------------------------------------------- the program

    @staticmethod
    def enter(lines, at):
        if at == len(lines):
            return None
        left = -1 if lines[at].get("times") == "forever" else lines[at].get("times", 1)
        return {"line": at, "left": left, "stage": "call", "msg": None, "code": 0, "calls": [], "asleep": False}

    def next_call(self, number, thread):
        line = self.program["threads"][number][thread["line"]]
        if thread["stage"] == "reply":
            return {"call": "replymsg", "msg": thread["msg"], "error": thread["code"], "at": "reply"}
        if thread["stage"] == "ask":
            ask = line["serve"]["ask"]
            return {"call": "domsg", "port": ask["port"], "msg": ask["message"], "at": "send"}
        call = {"call": line["call"], "at": FIRST[line["call"]]}
        if "port" in line:
            call["port"] = line["port"]
        if line["call"] == "initmsg":
            call["port"] = number
        if "message" in line:
            call["msg"] = line["message"]
        if "code" in line:
            call["error"] = line["code"]
        return call

    def goes_on(self, number, thread, value):
        """Where a thread is after a call has returned."""
        lines = self.program["threads"][number]
        line = lines[thread["line"]]
        if thread["stage"] == "ask":
            return {**thread, "stage": "reply", "code": value}
        takes = thread["stage"] == "call" and "serve" in line and value is not None
        if takes and "keep" not in line["serve"] and self.is_request(number, value):
            stage = "ask" if "ask" in line["serve"] else "reply"
            return {**thread, "stage": stage, "msg": value, "code": line["serve"].get("reply", 0)}
        if thread["left"] == -1 or thread["left"] > 1:
            left = thread["left"] if thread["left"] == -1 else thread["left"] - 1
            return {**thread, "left": left, "stage": "call", "msg": None, "code": 0}
        return self.enter(lines, thread["line"] + 1)

    def is_request(self, number, message):
        return self.program["messages"][message] != number or "REPLY" not in self.state["flags"][message]

    # ------------------------------------------------------------------------------------------------------- the calls

    def init(self, number, call):
        self.state["flags"][call["msg"]], self.state["error"][call["msg"]] = ["DONE"], 0
        return "makes it idle", (None,)

    def send(self, number, call):
        message = call["msg"]
        self.state["flags"][message] = ["ASYNC"] if call["call"] == "sendmsg" else []
        begin = self.program["ports"][call["port"]].get("begin", {"does": "queue", "port": call["port"]})
        if begin["does"] == "block":
            inner = {"call": "domsg", "port": begin["port"], "msg": begin["message"], "at": "send"}
            self.state["threads"][number]["calls"].append(inner)
            return "its begin function asks another port", None
        completes = begin["does"] == "complete" or (begin["does"] == "decide" and message % 2 == 0)
        if completes:
            return self.completed(number, call, begin["code"])
        if begin["does"] == "reply":
            self.complete(message, begin["code"])
            return self.accepted(call, "is replied inside")
        port = begin.get("port", call["port"])
        self.put(port, message)
        return self.accepted(call, f"queues it on port {port}")

    def answered(self, number, call):
        return self.completed(number, call, call["answer"])

    def completed(self, number, call, code):
        """The begin function has answered a code."""
        self.complete(call["msg"], code)
        return f"is completed with {code}", (None if call["call"] == "sendmsg" else code,)

    def accepted(self, call, did):
        """The begin function has answered EASYNC."""
        if call["call"] == "domsg":
            call["at"] = "wait"
            return did, None
        return did, (EASYNC if call["call"] == "beginmsg" else None,)

    def wait(self, number, call):
        """Looks and falls asleep in one step, so that no reply comes between."""
        message = call["msg"]
        if "DONE" in self.state["flags"][message]:
            return "is done", (self.collect(number, message),)
        self.sleep(number)
        return "sleeps", None

    def take(self, number, call):
        queue = self.state["queues"][call["port"]]
        if queue:
            message = queue.pop(0)
            self.state["flags"][message].remove("QUEUED")
            return f"takes message {message}", (message,)
        if call["call"] == "getport":
            return "finds nothing", (None,)
        self.sleep(number)
        return "sleeps", None

    def reply(self, number, call):
        self.complete(call["msg"], call["error"])
        return f"completes message {call['msg']}", (None,)

    # ------------------------------------------------------------------------------------------------------- the parts

    def complete(self, message, code):
        self.state["error"][message] = code
        originator = self.program["messages"][message]
        flags = self.state["flags"][message]
        flags.append("DONE")
        if "ASYNC" in flags:
            flags.append("REPLY")
            self.put(originator, message)
        else:
            self.wake(originator)

    def put(self, port, message):
        self.state["queues"][port].append(message)
        self.state["flags"][message].append("QUEUED")
        self.wake(self.program["ports"][port]["owner"])

    def collect(self, number, message):
        if "QUEUED" in self.state["flags"][message]:
            self.state["flags"][message].remove("QUEUED")
            self.state["queues"][number].remove(message)
        return self.state["error"][message]

    def sleep(self, number):
        self.state["threads"][number]["asleep"] = True

    def wake(self, number):
        if self.state["threads"][number] is not None:
            self.state["threads"][number]["asleep"] = False


FIRST = {
    "initmsg": "init",
    "domsg": "send",
    "sendmsg": "send",
    "beginmsg": "send",
    "waitmsg": "wait",
    "replymsg": "reply",
    "getport": "take",
    "waitport": "take",
}


def shown(call):
    """A call as an event of lwkt-trace/1."""
    return {key: call[key] for key in ("call", "port", "msg", "error") if key in call}


class Protocol:
    """lwkt-port/1: answers each line of standard input by a line on standard output."""

    def __init__(self, ports, name, arguments=()):
        self.make, self.name = ports, name
        self.modes = ["runs"] if "--runs" in arguments else ["steps"]
        self.saves = not {"--runs", "--without-saves", "--without-states"} & set(arguments)
        self.states = "--without-states" not in arguments
        self.ports, self.saved = None, {}

    def answer(self, request):
        do = request["do"]
        if do == "hello":
            return {
                "protocol": "lwkt-port/1",
                "name": self.name,
                "modes": self.modes,
                "saves": self.saves,
                "missing": ["abortmsg", "forwardmsg"],
                "promises": {"refusals": False, "timeLimits": False},
            }
        if do == "start":
            self.ports, self.saved = self.make(request["program"]), {}
            return self.position()
        if do == "step":
            did = self.ports.step(int(request["step"].split()[1]))
            return {**self.position(), "did": did, "events": self.ports.events}
        if do == "save":
            self.saved[request["as"]] = json.dumps(self.ports.state)
            return {"done": True}
        if do == "restore":
            self.ports.state = json.loads(self.saved[request["saved"]])
            return self.position()
        if do == "forget":
            del self.saved[request["saved"]]
            return {"done": True}
        return {"error": f"there is no {do}"}

    def position(self):
        enabled = [{"step": f"thread {number}", "thread": number} for number in self.ports.enabled()]
        if not self.states:
            return {"enabled": enabled}
        state = json.dumps(self.ports.state, sort_keys=True)
        return {"enabled": enabled, "state": hashlib.sha256(state.encode()).hexdigest()[:16]}

    def run(self, program, seed):
        """A whole run, its schedule drawn from the seed, as a trace."""
        ports = self.make(program)
        choose = random.Random(seed)
        owners = [{"owner": port["owner"]} for port in program["ports"]]
        count = len(program["threads"])
        yield {
            "format": "lwkt-trace/1",
            "threads": count,
            "cpus": list(range(count)),
            "ports": owners,
            "messages": len(program["messages"]),
        }
        for _ in range(500):
            if not ports.enabled():
                blocked = [number for number, thread in enumerate(ports.state["threads"]) if thread is not None]
                yield {"end": "quiescent", "blocked": blocked}
                return
            ports.step(choose.choice(ports.enabled()))
            yield from ports.events
        yield {"end": "cut"}

    def serve(self):
        for line in sys.stdin:
            request = json.loads(line)
            if request["do"] == "run":
                answers = self.run(request["program"], request["seed"])
            else:
                answers = [self.answer(request)]
            for answer in answers:
                print(json.dumps(answer, separators=(",", ":")), flush=True)


if __name__ == "__main__":
    Protocol(Ports, "ports.py", sys.argv).serve()
