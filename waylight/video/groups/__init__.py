"""Groups: a course of some weeks that a therapist leads for up to twelve people, by voice or picture.

One to one a session passes through nobody. With many that cannot be: an engine (Janus) relays it, keeps nothing, and whoever
takes part has agreed to that first. `port` says what the engine is asked, `janus` asks it.
"""
