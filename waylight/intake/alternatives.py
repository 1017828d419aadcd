"""What a manager may say to somebody whom the practice cannot help: always kind, always with another way.

Never because somebody hurts themselves, or answered in a certain way (REQUIREMENTS N1, N11).
"""

ELSEWHERE = "A doctor near you can tell you who else helps. The Help now page of our site has people who listen, day and night."
ALTERNATIVES: dict[str, tuple[str, str]] = {
    "no place": (
        "We have no place in time",
        "We have no place free soon enough. That is about us, and not about you. "
        f"You were right to ask. {ELSEWHERE} You can ask us again in a month.",
    ),
    "language": (
        "Nobody speaks the language",
        f"None of us speaks your language well enough to do this with care. You were right to ask. {ELSEWHERE}",
    ),
    "in person": (
        "Meeting in person fits better",
        "From what you wrote, meeting somebody in the same room would fit better than meeting online. "
        f"That is about what we can do. You were right to ask. {ELSEWHERE}",
    ),
    "own words": ("Something else, in my own words", ""),
}
