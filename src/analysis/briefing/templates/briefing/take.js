(() => {
  "use strict";
  const chinese = document.documentElement.lang.startsWith("zh");
  const words = chinese
    ? { link: "链接", copied: "链接（已复制）", colon: "：", here: "出处", day: "观察时点", data: "数据版本" }
    : { link: "link", copied: "link (copied)", colon: ": ", here: "From", day: "as of", data: "data version" };
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

  // The drawing on white in inks of its own, dressed with its title above and its source below.
  const picture = (figure, { faces = "", dressed = true } = {}) => {
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
      if (!part || !dressed) return;
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

  const pixels = async (figure, times, dressed = true) => {
    const faces = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
      .filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => rule.cssText);
    const image = new Image();
    const told = encodeURIComponent(picture(figure, { faces: faces.join(""), dressed }));
    image.src = `data:image/svg+xml;charset=utf-8,${told}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = times * image.naturalWidth;
    canvas.height = times * image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return { blob, wide: image.naturalWidth, high: image.naturalHeight };
  };

  // --- as a Word file: Word shows no picture that a page puts on the clipboard as HTML --------

  const RTF = "application/rtf";
  const SHARP = 3;         // pixels of the picture to a CSS pixel
  const TWIPS = 15;        // to a CSS pixel
  const PAPER = 8845;      // twips between the margins of an official A4 sheet, 156 mm
  const FACES = chinese
    ? "{\\fonttbl{\\f0\\fnil\\fcharset134 FangSong;}{\\f1\\fnil\\fcharset134 SimHei;}}"
    : "{\\fonttbl{\\f0\\froman Times New Roman;}{\\f1\\fswiss Arial;}}";

  const escaped = (text) => text.replace(/[\\{}]|[^ -~]/g, (c) =>
    c < "\x7f" && c > " " ? `\\${c}` : `\\u${(c.charCodeAt(0) << 16) >> 16}?`);

  const paragraph = (text, style) => text ? `{\\pard${style} ${escaped(text)}\\par}\n` : "";

  const hexed = async (blob) => [...new Uint8Array(await blob.arrayBuffer())]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const text = (figure, what) => (figure.querySelector(what)?.textContent ?? "").trim();

  const written = async (figure, address) => {
    const { blob, wide, high } = await pixels(figure, SHARP, false);
    const scale = Math.min(1, PAPER / (wide * TWIPS));
    const said = figure.querySelector("svg g[role=img]")?.getAttribute("aria-label") ?? "";
    const known = document.body.dataset;
    // Of a page on somebody's disk its name: where it lies there is nobody's business.
    const page = address.startsWith("http") ? address
      : `${location.pathname.split("/").at(-1)}#${figure.id}`;
    const from = [page, known.asOf && `${words.day} ${known.asOf}`,
      known.version && `${words.data} ${known.version}`].filter(Boolean).join(" · ");
    return new Blob([
      `{\\rtf1\\ansi\\ansicpg936\\uc1\\deff0${FACES}\\paperw11906\\paperh16838`,
      "\\margl1587\\margr1474\\margt2098\\margb1984\n",
      "{\\pard\\keepn\\qc{\\*\\shppict{\\pict{\\*\\picprop{\\sp{\\sn wzDescription}",
      `{\\sv ${escaped(said)}}}}\\pngblip\\picw${SHARP * wide}\\pich${SHARP * high}`,
      `\\picwgoal${Math.round(scale * wide * TWIPS)}\\pichgoal${Math.round(scale * high * TWIPS)}\n`,
      await hexed(blob), "}}\\par}\n",
      paragraph(text(figure, "figcaption strong"), "\\keepn\\qc\\f1\\fs24\\b"),
      paragraph(text(figure, "figcaption span"), "\\keepn\\qc\\f0\\fs21"),
      paragraph(said, "\\qj\\f0\\fs24\\sb120"),
      paragraph(text(figure, ".source"), "\\f0\\fs18\\sb60"),
      paragraph(`${words.here}${words.colon}${from}`, "\\f0\\fs18"),
      "}\n",
    ], { type: RTF });
  };

  // --- a link says which region, which day and which data its reader is to find ---------------

  const addressed = (figure) => {
    const address = new URL(location.href);
    address.search = new URLSearchParams(
      Object.entries({
        region: document.body.dataset.region,
        as_of: document.body.dataset.asOf,
        data: document.body.dataset.version,
      }).filter(([, value]) => value)).toString();
    address.hash = figure.id;
    return address.href;
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
    button("PNG", async () => save((await pixels(figure, 2)).blob, `${name}.png`));
    button("Word", async () => save(await written(figure, addressed(figure)), `${name}.rtf`));
    const link = document.createElement("a");
    link.href = addressed(figure);
    link.textContent = words.link;
    link.addEventListener("click", (e) => {
      // The same page: its place is gone to without reading it again.
      e.preventDefault();
      history.replaceState(null, "", link.href);
      figure.scrollIntoView();
      // A browser that lets no page write to the clipboard still shows the address.
      navigator.clipboard?.writeText(link.href).then(() => {
        link.textContent = words.copied;
        setTimeout(() => { link.textContent = words.link; }, 2000);
      }, () => {});
    });
    row.append(link);
  };

  for (const row of document.querySelectorAll("figure.chart[id] .take")) takeable(row);
})();
