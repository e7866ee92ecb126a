(() => {
  "use strict";
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const chinese = document.documentElement.lang.startsWith("zh");
  const words = chinese
    ? { values: "各点的数，方向键移动", link: "链接", copied: "链接（已复制）" }
    : { values: "Values, arrow keys move", link: "link", copied: "link (copied)" };
  const ROOM = 8;   // CSS pixels that a bubble keeps from the edge of the window
  const NEAR = 14;  // units of a drawing, beyond a place's own radius, at which it still answers

  const bubble = document.createElement("div");
  bubble.className = "bubble";
  bubble.hidden = true;
  bubble.setAttribute("aria-hidden", "true");  // a place says the same to who reads by ear
  let shown = null;

  const hide = () => {
    if (shown) shown.classList.remove("shown");
    shown = null;
    bubble.hidden = true;
  };

  const show = (place) => {
    if (place === shown) return;
    hide();
    shown = place;
    place.classList.add("shown");
    bubble.textContent = place.getAttribute("aria-label");
    bubble.style.left = bubble.style.top = "0";
    bubble.hidden = false;
    const at = place.getBoundingClientRect();
    const own = bubble.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    const left = Math.min((at.left + at.right - own.width) / 2, wide - own.width - ROOM);
    const above = at.top - own.height - ROOM / 2;
    const below = at.bottom + ROOM / 2;
    const up = above >= ROOM || above > innerHeight - below - own.height;
    bubble.style.left = `${Math.max(left, ROOM) + scrollX}px`;
    bubble.style.top = `${Math.max(up ? above : below, ROOM) + scrollY}px`;
  };

  const answering = (group) => {
    const drawing = group.ownerSVGElement;
    const along = group.dataset.along;
    const places = all("circle", group).map((circle) => {
      const title = circle.querySelector("title");
      circle.setAttribute("role", "img");
      circle.setAttribute("aria-label", title.textContent);
      title.remove();  // or the browser shows it as well
      circle.tabIndex = -1;
      const [x, y, reach] = ["cx", "cy", "r"].map((name) => Number(circle.getAttribute(name)));
      return { circle, x, y, reach };
    });
    if (!places.length) return;
    group.setAttribute("aria-label", words.values);
    let stop = places[along === "x" ? places.length - 1 : 0];
    stop.circle.tabIndex = 0;

    const far = (place, at) => {
      const [x, y] = [Math.abs(place.x - at.x), Math.abs(place.y - at.y)];
      return along === "x" ? x + y / 1e3 : along === "y" ? y + x / 1e3 : Math.hypot(x, y);
    };
    const pointedAt = (e) => {
      const at = new DOMPoint(e.clientX, e.clientY).matrixTransform(
        drawing.getScreenCTM().inverse());
      const place = places.reduce((one, other) => far(other, at) < far(one, at) ? other : one);
      return far(place, at) <= place.reach + NEAR ? place : null;
    };
    const reach = (place) => {
      stop.circle.tabIndex = -1;
      stop = place;
      stop.circle.tabIndex = 0;
      stop.circle.focus({ preventScroll: true });
    };
    drawing.addEventListener("pointermove", (e) => {
      if (e.pointerType === "touch") return;
      const place = pointedAt(e);
      if (place) show(place.circle);
      else hide();
    });
    drawing.addEventListener("pointerleave", (e) => {
      if (e.pointerType !== "touch") hide();
    });
    drawing.addEventListener("click", (e) => {
      const place = pointedAt(e);
      if (!place) return;
      reach(place);
      show(place.circle);
    });
    // Not on the group: Chromium stops at a part of a drawing that listens for focus.
    const figure = drawing.closest("figure");
    figure.addEventListener("focusin", (e) => { if (group.contains(e.target)) show(e.target); });
    figure.addEventListener("focusout", (e) => { if (group.contains(e.target)) hide(); });
    group.addEventListener("keydown", (e) => {
      const at = places.indexOf(stop);
      const next = {
        ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1,
        Home: 0, End: places.length - 1,
      }[e.key];
      if (next === undefined) return;
      e.preventDefault();
      if (places[next]) reach(places[next]);
    });
  };

  // --- what is taken along -----------------------------------------------------------------

  const SVG = "http://www.w3.org/2000/svg";
  const FONT = "'Workbench Sans SC'";
  const FONTS = `${FONT}, 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', ` +
    "'Microsoft YaHei', sans-serif";  // for where a picture is opened, which has no font of ours
  const INK = "#222b33";    // on white, whatever the page's theme
  const QUIET = "#55606a";
  const EDGE = 4;           // units left and right of the words

  const element = (name, attributes, text = "") => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  const lines = (text, wide, font) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = font;
    const pieces = text.match(/[\u2e80-\uffef][，。；：、）”]*|[^\s\u2e80-\uffef]+|\s+/g) || [];
    const found = [""];
    for (const piece of pieces) {
      const longer = found.at(-1) + piece;
      if (pen.measureText(longer.trim()).width <= wide || !found.at(-1).trim()) {
        found[found.length - 1] = longer;
      } else found.push(piece.trimStart());
    }
    return found.map((line) => line.trim()).filter((line) => line);
  };

  // The drawing with its title above and its source below, on white, in inks of its own.
  const picture = (figure, faces = "") => {
    const drawing = figure.querySelector("svg").cloneNode(true);
    drawing.querySelector(".points").remove();
    const [wide, high] = drawing.getAttribute("viewBox").split(" ").slice(2).map(Number);
    const whole = element("svg", { width: wide });
    whole.append(
      element("title", {}, figure.querySelector("figcaption strong").textContent),
      element("style", {}, faces),
      element("rect", { width: "100%", height: "100%", fill: "#ffffff" }),
    );
    let y = EDGE;
    const write = (part, size, step, fill, weight) => {
      if (!part) return;
      for (const line of lines(part.textContent, wide - 2 * EDGE, `${weight} ${size}px ${FONT}`)) {
        y += step;
        whole.append(element("text", {
          x: EDGE, y: y - (step - size), fill, style: `font: ${weight} ${size}px ${FONTS}`,
        }, line));
      }
    };
    write(figure.querySelector("figcaption strong"), 14.5, 18, INK, 600);
    write(figure.querySelector("figcaption span"), 11, 14, QUIET, 400);
    for (const [key, value] of Object.entries({ x: 0, y, width: wide, height: high }))
      drawing.setAttribute(key, value);
    whole.append(drawing);
    y += high;
    write(figure.querySelector(".source"), 9.5, 13, QUIET, 400);
    whole.setAttribute("height", y + EDGE);
    whole.setAttribute("viewBox", `0 0 ${wide} ${y + EDGE}`);
    return new XMLSerializer().serializeToString(whole)
      .replace(/var\(--[\w-]+, ?([^()]+)\)/g, "$1")
      .replaceAll(`${FONT}, sans-serif`, FONTS);
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  const pixels = async (figure, times) => {
    const faces = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
      .filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => rule.cssText);
    const image = new Image();
    const told = encodeURIComponent(picture(figure, faces.join("")));
    image.src = `data:image/svg+xml;charset=utf-8,${told}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = times * image.naturalWidth;
    canvas.height = times * image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  const takeable = (row) => {
    const figure = row.closest("figure");
    const name = row.querySelector("a").download.replace(/\.csv$/, "");
    const button = (said, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = said;
      made.addEventListener("click", act);
      row.append(made);
    };
    button("SVG", () => save(new Blob([picture(figure)], { type: "image/svg+xml" }), `${name}.svg`));
    button("PNG", async () => save(await pixels(figure, 2), `${name}.png`));
    const link = document.createElement("a");
    link.href = `#${figure.id}`;
    link.textContent = words.link;
    link.addEventListener("click", () => {
      // A browser that lets no page write to the clipboard still shows the address.
      navigator.clipboard?.writeText(link.href).then(() => {
        link.textContent = words.copied;
        setTimeout(() => { link.textContent = words.link; }, 2000);
      }, () => {});
    });
    row.append(link);
  };

  all("figure.chart[id] .take").forEach(takeable);
  const groups = all("figure.chart .points");
  if (groups.length) {
    document.body.append(bubble);
    groups.forEach(answering);
    addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });
  }
})();
