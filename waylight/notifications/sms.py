"""How long a text message is. Pure: text in, number out (3GPP TS 23.038: the alphabet; TS 23.040: what several parts leave)."""

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("\f^{}\\[~]|€")  # each takes the room of two


def parts(text: str) -> int:
    """How many messages a provider counts: one of 160 letters of the GSM alphabet, or of 70 others, is one."""
    if set(text) <= GSM | GSM_TWICE:
        return _parts(len(text) + sum(letter in GSM_TWICE for letter in text), one=160, several=153)
    return _parts(len(text.encode("utf-16-le")) // 2, one=70, several=67)


def _parts(length: int, *, one: int, several: int) -> int:
    return 1 if length <= one else -(-length // several)
