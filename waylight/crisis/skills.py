"""Skills for a hard moment: what one can do at once, without typing (REQUIREMENTS 4.2). The same for everybody.

The menus hold the items of the library's three lists of other things to do, and of its places to rest attention on, and no
others: nothing that hurts or comes close to it (REQUIREMENTS N9, 4.3). A test holds both to the same codes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Promise | str


@dataclass(frozen=True)
class Item:
    """One thing to do. `code` is its name in the library."""

    code: str
    words: Words


@dataclass(frozen=True)
class Menu:
    """Things to do, shown one at a time. `lead` stands above them, `then` comes once one is chosen."""

    exercise: str  # of the library
    title: Words
    lead: Words
    take: Words
    then: Words
    items: tuple[Item, ...]

    @property
    def address(self) -> str:
        """Its name among the addresses."""
        return f"crisis:{next(name for name, menu in MENUS.items() if menu is self)}"

    @property
    def places(self) -> Iterator[tuple[int, Item, int]]:
        """Each item with its number and that of the one after it. The first comes last: then plain CSS can show it alone."""
        count = len(self.items)
        for number in [*range(2, count + 1), 1]:
            yield number, self.items[number - 1], number % count + 1


def _menu(exercise: str, title: Words, lead: Words, then: Words, items: dict[str, Words]) -> Menu:
    found = tuple(Item(code, words) for code, words in items.items())
    return Menu(exercise, title, lead, _("I will try this"), then, found)


TEN_OR_TWO = _("Do it for ten minutes if you can. If that feels long, do two.")
MENUS = {
    "comfort": _menu(
        "cbt-alternatives-comfort",
        _("Something to comfort me"),
        _("For when you feel sad, scared, alone or ashamed. A very small dose is fine."),
        TEN_OR_TWO,
        {
            "wrap_up_in_a_blanket": _("Wrap up in a blanket"),
            "warm_drink": _("Make a warm drink and hold the cup"),
            "warm_shower_or_bath": _("Have a warm shower or bath"),
            "listen_to_a_soothing_playlist": _("Listen to music that soothes me"),
            "stroke_or_sit_with_a_pet": _("Stroke a pet, or sit beside one"),
            "hand_cream_or_a_smell_i_like": _("Use hand cream, or a smell I like"),
            "look_at_photos_i_love": _("Look at photos I love"),
            "read_my_coping_card": _("Read one of my cards"),
            "comfort_box": _("Open my box of things that comfort me"),
            "soft_clothes": _("Put on soft clothes"),
            "message_someone_kind": _("Write to someone kind"),
            "sit_in_the_sun_or_by_a_window": _("Sit in the sun, or by a window"),
        },
    ),
    "busy": _menu(
        "cbt-alternatives-distraction",
        _("Something to take my mind off it"),
        _("For when thoughts are loud. It gives the wave time to pass."),
        TEN_OR_TWO,
        {
            "puzzle_or_word_game": _("Do a puzzle or a word game"),
            "name_a_country_for_every_letter": _("Name a country for every letter"),
            "watch_something_funny": _("Watch something funny"),
            "tidy_one_drawer": _("Tidy one drawer"),
            "cook_or_bake": _("Cook or bake something"),
            "walk_around_the_block": _("Walk around the block"),
            "phone_or_video_a_friend_about_anything": _("Call a friend, about anything at all"),
            "draw_or_colour": _("Draw or colour in"),
            "learn_a_song_or_a_dance": _("Learn a song or a dance"),
            "count_back_in_sevens": _("Count back from 100 in sevens"),
            "sort_photos": _("Sort photos"),
            "water_plants": _("Water the plants"),
            "video_game_with_an_end_point": _("Play a game that has an end"),
        },
    ),
    "release": _menu(
        "cbt-alternatives-release",
        _("Something to let feelings out"),
        _("For when you are angry, tense or full. None of these hurts anybody."),
        _("Do it for ten minutes if you can. If that feels long, do two. Then do something quiet."),
        {
            "write_it_all_down_then_delete_or_tear_up": _("Write it all down, then tear it up or delete it"),
            "scream_into_a_pillow": _("Scream into a pillow"),
            "loud_music_and_dance": _("Play loud music and dance"),
            "fast_walk_or_run_up_stairs": _("Walk fast, or climb some stairs"),
            "scribble_hard_on_paper": _("Scribble hard on paper"),
            "tear_up_old_magazines": _("Tear up old magazines"),
            "squeeze_a_cushion_or_stress_ball": _("Squeeze a cushion or a soft ball"),
            "cry_on_purpose_with_a_song": _("Put on a song and let myself cry"),
            "voice_note_i_do_not_send": _("Record a voice note that I do not send"),
            "clay_or_dough": _("Press and shape clay or dough"),
            "clean_something_hard": _("Scrub a table or a floor"),
            "shake_arms_and_legs_out": _("Shake out my arms and legs"),
        },
    ),
    "steady": Menu(
        "mbct-choose-your-anchor",
        _("Something steady"),
        _("A place to rest your attention. Eyes open is fine. Try one for a few breaths."),
        _("I will stay with this"),
        _("Stay with it for as long as you like. When your mind wanders, come back to it."),
        (
            Item("sounds", _("Listen to the sounds around you")),
            Item("hands", _("Feel one hand touch the other")),
            Item("feet", _("Feel your feet on the floor")),
            Item("object_i_see", _("Look at one thing near you")),
            Item("breath", _("Follow your breath, in and out")),
        ),
    ),
}
