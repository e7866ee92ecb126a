"""Pages in a real browser, and what they cost, ask for and complain of."""

from pathlib import Path

WIDTHS = {1440: 900, 1280: 800, 768: 1024, 390: 844}


class Visits:
    """Pages that were opened, what each cost, and what any of them asked for or complained of."""

    def __init__(self, chromium) -> None:
        self.chromium, self.contexts, self.noise = chromium, [], []
        self.sessions = {}

    def __call__(self, path: Path, *, width: int = 1440, scheme: str = "light", **options):
        context = self.chromium.new_context(
            viewport={"width": width, "height": WIDTHS.get(width, 900)},
            color_scheme=scheme,
            reduced_motion="reduce",
            **options,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: self.noise.append(f"console: {m.text}"))
        page.on("pageerror", lambda e: self.noise.append(f"error: {e}"))
        page.on("dialog", lambda d: (self.noise.append(f"dialog: {d.message}"), d.dismiss()))
        page.on("request", self._asked)
        self.sessions[page] = context.new_cdp_session(page)
        self.sessions[page].send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready")
        return page

    def _asked(self, request) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.noise.append(request.url)

    def over(self) -> None:
        """Close every window; nothing was asked for but the pages, and nothing complained."""
        for context in self.contexts:
            context.close()
        assert self.noise == []

    def processor_time(self, page) -> float:
        """Seconds of a page's thread since it was an empty window."""
        told = self.sessions[page].send("Performance.getMetrics")["metrics"]
        return next(m["value"] for m in told if m["name"] == "TaskDuration")
