"""What a page must bear: small screens, spaced text, forced colours, fingers, a keyboard, and standing still.

Each is a question to the page as it is now; each answer lists what is wrong, so that a test can say it whole.
"""

from playwright.sync_api import Page

from tests.journeys.browsing import SIZES, axe

SMALL = {"width": 320, "height": 640}
# WCAG 1.4.12. An adopted sheet is no inline style: the policy of the page has nothing against it.
SPACED = """(on) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    + " p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = on ? [sheet] : [];
}"""
NAMED = """const seen = { checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true };
  const shown = (each) => each.checkVisibility(seen) && !each.closest(".vh, .skip") && each.getClientRects().length;
  const name = (each) => `${each.localName}.${each.className} “${(each.innerText || each.name || "").trim().slice(0, 40)}”`;"""
WIDE = f"""() => {{ {NAMED}
  const width = innerWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll("body *")].filter((each) => shown(each)
    && each.getBoundingClientRect().right > width + 1);
  return out.map(name).slice(-5);
}}"""
CLIPPED = f"""() => {{ {NAMED}
  const hides = (each) => each.clientWidth > 1 && /hidden|clip/.test(getComputedStyle(each).overflow);
  const all = [...document.querySelectorAll("main *, .dock *")].filter((each) => each.innerText && shown(each) && hides(each));
  return all.filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1).map(name);
}}"""
# Links within a text are as high as its lines; a box within its own label is as large as the label; and the one link
# of a card, or of a row, covers all of it.
SMALL_TARGETS = f"""() => {{ {NAMED}
  const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
  const large = (each) => {{
    const covers = getComputedStyle(each, "::after").position === "absolute";
    const box = (covers ? each.offsetParent : each).getBoundingClientRect();
    return box.height >= 43.5 && box.width >= 43.5;
  }};
  const inText = (each) => getComputedStyle(each).display === "inline";
  const labelled = (each) => [...(each.labels ?? [])].some((label) => large(label));
  return [...all].filter((each) => shown(each) && !inText(each) && !large(each) && !labelled(each)).map(name);
}}"""
# Where colours are the system's own, backgrounds are gone: what is pressed or written into needs an edge.
NO_EDGE = f"""() => {{ {NAMED}
  const edged = (each) => parseFloat(getComputedStyle(each).borderBottomWidth) >= 1;
  const boxes = "input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea";
  const all = document.querySelectorAll(`.btn, .card, ${{boxes}}`);
  return [...all].filter((each) => shown(each) && !edged(each)).map(name);
}}"""
MOVING = "() => document.getAnimations().filter((each) => each.playState === 'running').map((each) => each.animationName)"
SHIFT = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(0), 50)));
})"""
FOCUS = f"""() => {{ {NAMED}
  const focus = document.activeElement;
  if (!focus || focus === document.body) return null;
  const box = (focus.labels?.[0] ?? focus).getBoundingClientRect();
  const fixed = (each) => getComputedStyle(each).position === "fixed";
  const over = [...document.querySelectorAll(".dock")].find((each) => shown(each) && fixed(each));
  const hidden = over && !over.contains(focus) && box.top >= over.getBoundingClientRect().top - 1;
  const near = [focus, focus.nextElementSibling, focus.closest("label"), focus.closest(".door"), focus.parentElement];
  const styles = near.filter(Boolean).map((each) => getComputedStyle(each));
  const ringed = styles.some((each) => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2);
  const radio = focus.type === "radio" ? `radio ${{focus.name}}` : null;
  focus.dataset.reached = "";
  return {{ name: radio ?? name(focus), hidden: Boolean(hidden || box.bottom <= 0), ringed }};
}}"""
REACHABLE = f"""() => {{ {NAMED}
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
  const taken = new Set();
  return all.filter((each) => {{
    if (each.disabled || each.tabIndex < 0 || "reached" in each.dataset) return false;
    if (!each.checkVisibility({{ checkVisibilityCSS: true }})) return false;
    return each.type !== "radio" || !all.some((one) => one.name === each.name && "reached" in one.dataset);
  }}).map(name);
}}"""


def wrong_at_a_glance(page: Page) -> dict[str, list[str]]:
    """On a phone: light and dark by axe, then what a narrow screen with spaced text, and a finger, find."""
    page.set_viewport_size(SIZES["phone"])
    page.emulate_media(color_scheme="light", contrast="no-preference", forced_colors="none")
    axe(page)
    small = page.evaluate(SMALL_TARGETS)
    page.emulate_media(color_scheme="dark")
    axe(page, only="color-contrast")
    page.set_viewport_size(SMALL)
    narrow = page.evaluate(WIDE)
    page.evaluate(SPACED, True)
    spaced, clipped = page.evaluate(WIDE), page.evaluate(CLIPPED)
    page.evaluate(SPACED, False)
    page.set_viewport_size(SIZES["phone"])
    return {"small": small, "narrow": narrow, "spaced": spaced, "clipped": clipped}


def wrong_when_looked_at_closely(page: Page) -> dict[str, list[str]]:
    """On a desktop too, in high contrast and in forced colours; and nothing moves by itself."""
    page.set_viewport_size(SIZES["desktop"])
    page.emulate_media(color_scheme="light")
    axe(page)
    small = page.evaluate(SMALL_TARGETS)
    page.emulate_media(color_scheme="dark")
    axe(page, only="color-contrast")
    for size in SIZES.values():
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, contrast="more")
            axe(page, only="color-contrast")
    page.emulate_media(contrast="no-preference", forced_colors="active")
    edgeless, moving = page.evaluate(NO_EDGE), page.evaluate(MOVING)
    page.emulate_media(forced_colors="none", color_scheme="light")
    return {"small on a desktop": small, "without an edge": edgeless, "moving": moving}


def wrong_by_keyboard(page: Page, *, most: int = 150) -> dict[str, list[str]]:
    """Tab from the top until the focus leaves: the dock hides no focus, each shows a ring, nothing is left out."""
    page.set_viewport_size(SIZES["phone"])
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stops and stop["name"] == stops[0]["name"]):
            break
        stops.append(stop)
    return {
        "hidden": [stop["name"] for stop in stops if stop["hidden"]],
        "without a ring": [stop["name"] for stop in stops if not stop["ringed"]],
        "not reached": page.evaluate(REACHABLE),
    }


def shift(page: Page) -> float:
    """The cumulative layout shift so far."""
    return page.evaluate(SHIFT)
