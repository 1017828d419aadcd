"""Search over the published pages: pure, in memory, nothing kept or noted of what anybody looks for.

A word is found in its other forms too (talk, talks, talking), and one that is on no page is taken for the word that is
written nearly like it. A word in the title counts most, then in the description, then in the text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from html.parser import HTMLParser

from waylight.guide.pages import Page

MOST_WORDS, MOST_LETTERS, MOST_FOUND = 10, 100, 10
NEARLY = 0.84  # how alike two words are when one may be the other written wrongly, of 1
IN_TITLE, IN_DESCRIPTION, IN_TEXT_AT_MOST = 12, 4, 3
WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
EMPTY_WORDS = {
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i", "if", "in",
    "is", "it", "its", "me", "my", "of", "on", "or", "s", "so", "that", "the", "they", "this", "to", "us", "was",
    "we", "what", "when", "which", "who", "why", "will", "with", "you", "your",
}  # fmt: skip
SCARED = {"scare", "scared", "scares", "scary"}  # whoever is scared does not look for scars
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "td", "th"}


@dataclass(frozen=True)
class Piece:
    """A part of a sentence; `is_found` where it holds a word that was looked for."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Result:
    page: Page
    sentence: tuple[Piece, ...]


@dataclass(frozen=True)
class Found:
    """The results, best first. `instead` is what was looked for in place of words that are on no page."""

    results: tuple[Result, ...]
    instead: str = ""


class Index:
    def __init__(self, pages: Sequence[Page]) -> None:
        self._entries = [_Entry(page) for page in pages]
        self._words: dict[str, set[str]] = {}  # stem → the words as they are written
        for entry in self._entries:
            for stem, words in entry.words.items():
                self._words.setdefault(stem, set()).update(words)

    def find(self, query: str) -> Found:
        wanted = words_of(query)
        known, instead = self._known(wanted)
        if not known:
            return Found(())
        scored = [(entry.score(known), entry) for entry in self._entries]
        best = sorted(
            ((score, entry) for score, entry in scored if score > (0, 0)),
            key=lambda pair: (-pair[0][0], -pair[0][1], pair[1].page.order, pair[1].page.slug),
        )
        return Found(tuple(entry.result(known) for _, entry in best[:MOST_FOUND]), instead)

    def _known(self, wanted: list[str]) -> tuple[set[str], str]:
        stems, said, guessed = set(), [], False
        for word in wanted:
            stem = stem_of(word)
            if stem in self._words:
                stems.add(stem)
                said.append(word)
                continue
            like = [known for known in self._vocabulary() if known[0] == word[0]]
            for near in get_close_matches(word, like, n=1, cutoff=NEARLY):
                guessed = True
                stems.add(stem_of(near))
                said.append(near)
        return stems, " ".join(said) if guessed else ""

    def _vocabulary(self) -> list[str]:
        return sorted({word for words in self._words.values() for word in words if len(word) > 3})


class _Entry:
    """One page, taken apart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title, self.description = _stems(page.title), _stems(page.description)
        self.sentences = [page.description, *sentences_of(page.html)]
        self.words: dict[str, set[str]] = {}
        for word in words_of(" ".join([page.title, *self.sentences]), most=None):
            self.words.setdefault(stem_of(word), set()).add(word)
        self.text = Counter(stem for sentence in self.sentences for stem in _stems(sentence))

    def score(self, stems: set[str]) -> tuple[int, int]:
        """How many of the words are here, then how much they weigh."""
        here = [stem for stem in stems if stem in self.words]
        weight = sum(
            IN_TITLE * (stem in self.title)
            + IN_DESCRIPTION * (stem in self.description)
            + min(self.text[stem], IN_TEXT_AT_MOST)
            for stem in here
        )
        return len(here), weight

    def result(self, stems: set[str]) -> Result:
        whole = [sentence for sentence in self.sentences if _stands_alone(sentence)]
        best = max(whole or self.sentences, key=lambda sentence: len(stems & set(_stems(sentence))))
        return Result(self.page, tuple(_pieces(best, stems)))


def _stands_alone(sentence: str) -> bool:
    """A whole sentence. A point of a list without its heading could say the opposite of what the page says."""
    return not sentence[:1].islower() and sentence.rstrip("”’\"'")[-1:] in {".", "?", "!", "…"}


def words_of(text: str, *, most: int | None = MOST_WORDS) -> list[str]:
    """The words that say something, in small letters and without accents; of a query the first few."""
    shown = text[:MOST_LETTERS] if most else text
    found = [word for word in WORD.findall(_plain(shown)) if word not in EMPTY_WORDS]
    return list(dict.fromkeys(found))[:most]


def stem_of(word: str) -> str:
    """A word without its ending, so that its forms meet. Light on purpose: it never joins two words that differ."""
    if word in SCARED:
        return "scare"
    if word.startswith("suicid"):  # the one who is suicidal looks for what stands under suicide
        return "suicid"
    word = re.sub(r"['’]s$", "", word)
    for ending, least in (("ings", 4), ("ing", 4), ("ies", 3), ("ied", 3), ("ed", 4), ("es", 4), ("s", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word.removesuffix(ending) + ("i" if ending in {"ies", "ied"} else "")
            break
    if len(word) > 4 and word[-1] in "ey":
        word = word[:-1] + ("i" if word[-1] == "y" else "")
    return word


def sentences_of(html: str) -> list[str]:
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    return [piece for line in lines for piece in re.split(r"(?<=[.?!])\s+", line) if piece]


class _Blocks(HTMLParser):
    """The text of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, None)

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))


def _pieces(sentence: str, stems: set[str]) -> Iterable[Piece]:
    end = 0
    for match in WORD.finditer(sentence):
        if stem_of(_plain(match.group())) in stems:
            if match.start() > end:
                yield Piece(sentence[end : match.start()], is_found=False)
            yield Piece(match.group(), is_found=True)
            end = match.end()
    if end < len(sentence):
        yield Piece(sentence[end:], is_found=False)


def _stems(text: str) -> list[str]:
    return [stem_of(word) for word in words_of(text, most=None)]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(mark for mark in apart if not unicodedata.combining(mark)).casefold()
