(() => {
  "use strict";
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  const contents = () => {
    const heads = all("main h2[id]");
    const links = all(".contents a");
    const other = all("a.language");
    if (!heads.length) return;
    let waiting = false;
    const mark = () => {
      waiting = false;
      const passed = heads.filter((h) => h.getBoundingClientRect().top < innerHeight * 0.3);
      const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 4;
      const now = atEnd && scrollY > 0 ? heads.at(-1) : passed.at(-1);
      const hash = now ? "#" + now.id : "";
      for (const link of links) {
        if (now && decodeURIComponent(link.hash) === hash) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      for (const link of other) link.hash = hash;
    };
    const soon = () => {
      if (!waiting) { waiting = true; requestAnimationFrame(mark); }
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
    for (const fold of all("details.contents")) {
      fold.addEventListener("click", (e) => { if (e.target.closest("a")) fold.open = false; });
    }
    mark();
  };

  const compare = (a, b, language) => {
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, language) : x - y;
  };

  const verdicts = (box) => {
    const tables = all("table", box);
    const form = box.querySelector("form.sift");
    const rows = all("tbody", box);
    const heads = tables.flatMap((table) => all("thead th", table).map((head, at) => ({ head, at })));
    const pick = form.querySelector(".by-order");
    const status = form.querySelector(".by-status");
    const find = form.querySelector("input");
    const said = form.querySelector("output");
    const language = document.documentElement.lang;

    const order = (column, way) => {
      const keyed = rows.map((row, at) => {
        const cell = column === null ? null : row.rows[0].cells[column];
        return { row, at, key: cell ? cell.dataset.key ?? "" : "" };
      });
      if (column !== null) {
        const sign = way === "down" ? -1 : 1;
        keyed.sort((a, b) => {
          if (a.key === "" || b.key === "") return (a.key === "") - (b.key === "") || a.at - b.at;
          return sign * compare(a.key, b.key, language) || a.at - b.at;
        });
      }
      for (const table of tables) {
        table.append(...keyed.map((k) => k.row).filter((row) => table.contains(row)));
      }
      heads.forEach(({ head, at }) => {
        if (!("sorts" in head.dataset)) return;
        const how = at !== column ? "none" : way === "down" ? "descending" : "ascending";
        head.setAttribute("aria-sort", how);
      });
      pick.value = column === null ? "" : column + " " + way;
    };

    const sift = () => {
      const wanted = find.value.trim().toLocaleLowerCase(language);
      let shown = 0;
      for (const row of rows) {
        const name = row.rows[0].cells[0].textContent.toLocaleLowerCase(language);
        const fits = name.includes(wanted) && (!status.value || row.dataset.status === status.value);
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      for (const fold of all("details.fold", box)) {
        const left = all("tbody", fold).some((row) => !row.hidden);
        fold.hidden = !left;
        if (wanted || status.value) fold.open = left;
      }
      said.textContent = wanted || status.value
        ? said.dataset.words.replace("{n}", shown).replace("{all}", rows.length)
        : "";
    };

    heads.forEach(({ head, at }) => {
      if (!("sorts" in head.dataset)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        if (before === "descending") order(null, "");
        else order(at, before === "ascending" ? "down" : "up");
      });
    });
    pick.addEventListener("change", () => {
      const [column, way] = pick.value.split(" ");
      order(pick.value ? Number(column) : null, way);
    });
    form.addEventListener("submit", (e) => e.preventDefault());
    find.addEventListener("input", sift);
    status.addEventListener("change", sift);
    form.hidden = "few" in form.dataset;
  };

  const finder = (box) => {
    const form = box.querySelector("form");
    const find = form.querySelector("input");
    const said = form.querySelector("output");
    const language = document.documentElement.lang;
    const lines = all("li", box).map((line) => ({
      line, text: line.textContent.normalize("NFKC").toLocaleLowerCase(language),
    }));
    const sift = () => {
      const words = find.value.normalize("NFKC").toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { line, text } of lines) {
        line.hidden = !words.every((word) => text.includes(word));
        if (!line.hidden) shown += 1;
      }
      for (const list of all("ul", box)) {
        const none = all("li", list).every((line) => line.hidden);
        list.hidden = none;
        list.previousElementSibling.hidden = none;
      }
      said.textContent = words.length
        ? said.dataset.words.replace("{n}", shown).replace("{all}", lines.length)
        : "";
    };
    form.addEventListener("submit", (e) => e.preventDefault());
    find.addEventListener("input", sift);
    form.hidden = false;
  };

  const whatIf = (box) => {
    const told = JSON.parse(box.dataset.told);
    const [target, pace] = [".target", ".pace"].map((kind) => {
      const part = box.querySelector(kind);
      return { input: part.querySelector("input"), value: part.querySelector("b"), said: part.querySelector("output") };
    });
    const [line, path] = [box.querySelector(".goal"), box.querySelector(".path")];
    const show = () => {
      const at = Number(target.input.value);
      const goal = told.targets[at];
      const course = told.paces[Number(pace.input.value)];
      const met = course.meets[0] <= at && at < course.meets[1];
      const badge = document.createElement("span");
      badge.className = "badge " + goal.status;
      badge.textContent = goal.badge;
      target.value.textContent = goal.value;
      target.said.replaceChildren(goal.said + " ", badge);
      target.input.setAttribute("aria-valuetext", goal.value + " " + goal.said + " " + goal.badge);
      line.setAttribute("y1", goal.y);
      line.setAttribute("y2", goal.y);
      pace.value.textContent = course.value;
      pace.said.textContent = course.leads[Number(met)] + " " + course.said;
      pace.input.setAttribute("aria-valuetext", course.value + " " + course.leads[Number(met)]);
      path.setAttribute("points", course.points);
    };
    for (const { input } of [target, pace]) input.addEventListener("input", show);
    box.hidden = false;
    show();
  };

  const paper = () => {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = all("body:not(.two-sides) main details:not([open]), .strip details:not([open])");
      for (const fold of opened) fold.open = true;
    });
    addEventListener("afterprint", () => { for (const fold of opened) fold.open = false; });
  };

  contents();
  all(".verdicts").forEach(verdicts);
  all(".finder").forEach(finder);
  all(".what-if").forEach(whatIf);
  paper();
})();
