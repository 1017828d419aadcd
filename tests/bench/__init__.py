"""The benchmarks: each measures Waylight and a baseline in the same run, on loopback, for a bounded time."""
