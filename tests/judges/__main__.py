"""`python -m tests.judges FOLDER_OF_TOOLS`: what the judges found. Ends with 1 when they found a fault."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.journeys.running import a_practice, chromium
from tests.judges.walk import ROLES, pages

PUBLIC = ("/", "/read/", "/read/self-harm-explained/", "/people/", "/ask/", "/questions/", "/for-someone/")
KEPT_OUT = ("/help-now/gb/", "/now/")  # of search engines, which keep old numbers: their SEO is not judged
TRIES = 3  # a busy machine costs a point or two of performance; a slow page costs them each time
NEEDED = "role is unnecessary"  # WebKit forgets that a list without bullets is one, unless it is said
QUALITIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> None:
    tools = Path(sys.argv[1])
    with (
        tempfile.TemporaryDirectory(prefix="waylight-judges-") as folder,
        a_practice(Path(folder), on_postgresql=False) as practice,
    ):
        faults = invalid(practice.address, Path(folder) / "pages", tools)
        faults += [fault for path in PUBLIC + KEPT_OUT for fault in below_100(practice.address, path, tools)]
    if faults:
        sys.exit("\n".join(["bin/judge:", *faults]))


def invalid(address: str, folder: Path, tools: Path) -> list[str]:
    """What the Nu Html Checker says of each page."""
    folder.mkdir()
    where = {}
    for role in ROLES:
        for number, (path, html) in enumerate(pages(address, role)):
            file = folder / f"{role}-{number}.html"
            file.write_text(html, encoding="utf-8")
            where[file.name] = f"{role} {path}"
    print(f"{len(where)} pages")
    vnu = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", str(vnu), "--stdout", "--exit-zero-always", "--format", "json", str(folder)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    messages = [message for message in told["messages"] if NEEDED not in message["message"]]
    print(f"vnu: {len(messages)} messages")
    return sorted({f"{where[Path(m['url']).name]}: {m['message']} {excerpt(m)}" for m in messages})


def excerpt(message: dict) -> str:
    return re.sub(r"\s+", " ", message.get("extract", ""))[:120]


def below_100(address: str, path: str, tools: Path) -> list[str]:
    judged = [name for name in QUALITIES if name != "seo" or path not in KEPT_OUT]
    command = [
        str(tools / "node_modules/.bin/lighthouse"), address + path, "--quiet", "--output=json",
        f"--only-categories={','.join(judged)}", f"--chrome-path={chromium()}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]  # fmt: skip
    for _ in range(TRIES):
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        scores = {name: round(100 * told["categories"][name]["score"]) for name in judged}
        if min(scores.values()) == 100:
            break
    print(f"Lighthouse {path}: {' '.join(f'{name} {score}' for name, score in scores.items())}")
    return [
        f"{path}: {name} {score}: {', '.join(wanting(told, name))}"
        for name, score in scores.items()
        if score < 100
    ]


def wanting(told: dict, quality: str) -> list[str]:
    """The checks of that quality that cost something."""
    checks = [check["id"] for check in told["categories"][quality]["auditRefs"] if check["weight"]]
    return [check for check in checks if (told["audits"][check]["score"] or 0) < 1]


main()
