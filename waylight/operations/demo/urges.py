"""Ana's diary at Larkfield: nine weeks with gaps, some of it shared. What is left out was left out."""

from dataclasses import dataclass

BLANKET = "The back step, with the blanket"
WALK = "The walking list, all of it"
ROOM = "Another room first"
REA = "A message to Rea"


@dataclass(frozen=True)
class Urge:
    """So many days ago. `shared` with her therapist; `helped` as she said afterwards, or not at all."""

    days: int
    clock: str
    peak: int
    tried: tuple[str, ...] = ()
    after: int | None = None
    before: str = ""
    helped: str = ""
    shared: bool = False


# Oldest first. The fourth week, with her sister there, has nothing; some have one line alone.
DIARY = (
    Urge(61, "22:40", 8, (ROOM,), 7, "Rea hung up on me", "same", shared=True),
    Urge(59, "19:15", 7),
    Urge(58, "23:30", 8, (BLANKET,), 6, "Could not sleep, and then the thoughts", "little", shared=True),
    Urge(54, "21:05", 7, (WALK,), 4, "A long day, and the bus was full", "little", shared=True),
    Urge(52, "22:50", 9, (ROOM, REA), 6, "Everything at once", "little"),
    Urge(50, "20:20", 6, (), 6, "", ""),
    Urge(46, "22:15", 7, (BLANKET, WALK), 4, "The letter about the rent", "little", shared=True),
    Urge(44, "23:50", 8, (BLANKET,), 5, "Awake again", "same"),
    Urge(33, "21:40", 6, (WALK,), 3, "The flat was quiet after Rea left", "lot", shared=True),
    Urge(31, "22:30", 7, (ROOM,), 5, "I forgot a deadline", "little", shared=True),
    Urge(27, "20:45", 5),
    Urge(25, "22:05", 7, (WALK, REA), 3, "Somebody shouted in the queue", "lot", shared=True),
    Urge(19, "23:10", 6, (BLANKET,), 4, "Could not sleep", "little", shared=True),
    Urge(17, "18:50", 4, (ROOM,), 2, "", "little"),
    Urge(12, "22:35", 7, (ROOM, BLANKET), 4, "The phone call with Father", "little", shared=True),
    Urge(10, "21:20", 5, (WALK,), 2, "A long day on my own", "lot", shared=True),
    Urge(5, "22:10", 6, (REA,), 3, "Nobody wrote all day", "lot", shared=True),
    Urge(3, "23:20", 4, (BLANKET,), 3, "Awake at eleven, the thoughts again", "little", shared=True),
    Urge(1, "19:40", 5, (ROOM,), 2, "Rea hung up. The flat was quiet", "lot", shared=True),
)
