#!/usr/bin/env python3
"""An independent STAMP peer (RFC 8762, session identifier of RFC 8972), written from the RFC's diagrams, with Python's
standard library only. It shares no code with the product: the two hold each other to the RFC.

  stamp_peer.py reflect [--key K] [--stateful] [--seed S --forward P --return P]
      prints "port N", answers until its standard input ends, then prints one JSON document.
      P is the share of packets dropped: "forward" before they count, "return" after they counted; from the sequence
      number given with --until on, none.
  stamp_peer.py send --port N [--key K] [--count N] [--size N] [--ssid N] [--gap SECONDS]
      prints one JSON document: for each packet what came back.
"""
import argparse
import hashlib
import hmac
import json
import random
import select
import socket
import struct
import sys
import time

EPOCH = 2208988800  # seconds from 1900 to 1970
IP_RECVTTL = 12


def ntp_now():
    ns = time.time_ns()
    return ((ns // 10**9 + EPOCH) << 32) | ((ns % 10**9) << 32) // 10**9


def seconds(stamp):
    return (stamp >> 32) - EPOCH + (stamp & 0xFFFFFFFF) / 2**32


def error_estimate():
    return 0x8000 | 20 << 8 | 1  # synchronised, NTP format, 2^-12 s


def digest(key, data):
    return hmac.new(key, data[:96], hashlib.sha256).digest()[:16]


def sender_packet(sequence, ssid, key, size):
    if key:
        head = struct.pack("!I12xQHH68x", sequence, ntp_now(), error_estimate(), ssid)
        head += digest(key, head)
    else:
        head = struct.pack("!IQHH28x", sequence, ntp_now(), error_estimate(), ssid)
    return head + bytes(size - len(head))


def read_sender(data, key):
    """(sequence, timestamp, error estimate, ssid), or None when it is not for us."""
    if key:
        if len(data) < 112 or not hmac.compare_digest(digest(key, data), data[96:112]):
            return None
        sequence, stamp, error, ssid = struct.unpack_from("!I12xQHH", data)
    else:
        if len(data) < 44:
            return None
        sequence, stamp, error, ssid = struct.unpack_from("!IQHH", data)
    return sequence, stamp, error, ssid


def reflected_packet(own, received, asked, ttl, key, tail):
    sequence, stamp, error, ssid = asked
    if key:
        head = struct.pack(
            "!I12xQHH4xQ8xI12xQH6xB15x", own, ntp_now(), error_estimate(), ssid, received, sequence, stamp, error, ttl)
        head += digest(key, head)
    else:
        head = struct.pack(
            "!IQHHQIQHHB3x", own, ntp_now(), error_estimate(), ssid, received, sequence, stamp, error, 0, ttl)
    return head + tail


def read_reflected(data, key):
    if key:
        if len(data) < 112 or not hmac.compare_digest(digest(key, data), data[96:112]):
            return None
        names = struct.unpack_from("!I12xQHH4xQ8xI12xQH6xB", data)
        own, t3, error, ssid, t2, sequence, t1, sender_error, ttl = names
    else:
        if len(data) < 44:
            return None
        own, t3, error, ssid, t2, sequence, t1, sender_error, _, ttl = struct.unpack_from("!IQHHQIQHHB", data)
    return {
        "own": own, "sequence": sequence, "ssid": ssid, "ttl": ttl, "t1": t1, "t2": seconds(t2), "t3": seconds(t3),
        "senderError": sender_error, "synchronised": bool(error & 0x8000), "ptp": bool(error & 0x4000),
        "multiplier": error & 0xFF, "length": len(data)}


def reflect(options, key):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
    print("port", sock.getsockname()[1], flush=True)
    chance = random.Random(options.seed)
    counters, truth = {}, {"received": 0, "refused": 0, "forward": [], "return": [], "ssids": []}
    while True:
        ready, _, _ = select.select([sock, sys.stdin], [], [])
        if sys.stdin in ready and not sys.stdin.read(1):
            break
        if sock not in ready:
            continue
        data, control, _, address = sock.recvmsg(2000, 100)
        received = ntp_now()
        asked = read_sender(data, key)
        if asked is None:
            truth["refused"] += 1
            continue
        fate = chance.random() if asked[0] < options.until else 1
        if fate < options.forward:
            truth["forward"].append(asked[0])
            continue
        truth["received"] += 1
        session = (address, asked[3])
        own = counters.get(session, 0) if options.stateful else asked[0]
        counters[session] = counters.get(session, 0) + 1
        if asked[3] not in truth["ssids"]:
            truth["ssids"].append(asked[3])
        if fate < options.forward + getattr(options, "return"):
            truth["return"].append(asked[0])
            continue
        ttl = next((struct.unpack("=i", value)[0] for level, kind, value in control
                    if level == socket.IPPROTO_IP and kind == socket.IP_TTL), 255)
        base = 112 if key else 44
        sock.sendto(reflected_packet(own, received, asked, ttl, key, data[base:]), address)
    print(json.dumps(truth), flush=True)


def send(options, key):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 77)
    sock.connect(("127.0.0.1", options.port))
    sock.settimeout(2)
    answers = []
    for sequence in range(options.count):
        packet = sender_packet(sequence, options.ssid, key, max(options.size, 112 if key else 44))
        before = time.time()
        sock.send(packet)
        try:
            answer = read_reflected(sock.recv(2000), key)
        except (socket.timeout, ConnectionRefusedError):
            answer = None
        if answer is not None:
            sent = struct.unpack_from("!Q", packet, 16 if key else 4)[0]
            answer["t1Same"] = answer.pop("t1") == sent
            answer["before"], answer["after"], answer["sentLength"] = before, time.time(), len(packet)
        answers.append(answer)
        time.sleep(options.gap)
    print(json.dumps({"answers": answers}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["reflect", "send"])
    parser.add_argument("--key", default="")
    parser.add_argument("--stateful", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--forward", type=float, default=0)
    parser.add_argument("--return", type=float, default=0)
    parser.add_argument("--until", type=int, default=2**32)
    parser.add_argument("--port", type=int)
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--size", type=int, default=44)
    parser.add_argument("--ssid", type=int, default=0)
    parser.add_argument("--gap", type=float, default=0)
    options = parser.parse_args()
    (reflect if options.role == "reflect" else send)(options, options.key.encode())


main()
