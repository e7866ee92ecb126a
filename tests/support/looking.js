// What is wrong with what a window shows, see looking.py: one function a kind of fault.
(([what, least]) => {
  const shown = (e) => e.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true,
    visibilityProperty: true });
  const own = (e) => [...e.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
  const said = (e) => e.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
  const boxes = (e) => own(e).flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  });
  const colour = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) =>
    [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];

  // What lies beyond the window, and what is written too small.
  const frame = (smallest) => {
    const wide = document.documentElement.clientWidth;
    const name = (e) => `${e.tagName}.${e.getAttribute("class") ?? ""} ${said(e)}`;
    const scrolls = (e) => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) ||
      scrolls(e.parentElement));
    const aside = (e) => e.closest(".aside, .skip");
    const beyond = [], small = [];
    for (const e of document.querySelectorAll("body *")) {
      if (!shown(e) || aside(e) || /^(script|style|title|option)$/i.test(e.tagName)) continue;
      const box = e.getBoundingClientRect();
      if (!box.width || !box.height) continue;
      const inDrawing = e.ownerSVGElement;
      if (!inDrawing && (box.right > wide + 1 || box.left < -1) && !scrolls(e.parentElement))
        beyond.push(name(e));
      if (!own(e).length) continue;
      const scale = inDrawing ? Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b) : 1;
      const size = parseFloat(getComputedStyle(e).fontSize) * scale;
      if (size < smallest - 0.01)
        small.push(`${name(e)} ${size.toFixed(2)} px`);
    }
    return { over: document.documentElement.scrollWidth - wide, beyond, small };
  };

  // Words of one drawing whose letters lie over each other: a line's box holds room above and below
  // its letters, which lines set close share.
  const overlaps = (hair) => {
    const pen = document.createElement("canvas").getContext("2d");
    const ink = (text) => {
      const to = text.getScreenCTM();
      if (Math.abs(to.b) > 1e-3) return text.getBoundingClientRect();
      const style = getComputedStyle(text);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const of = pen.measureText(text.textContent);
      const start = new DOMPoint(...(({ x, y }) => [x, y])(text.getStartPositionOfChar(0)))
        .matrixTransform(to);
      return {
        left: start.x - of.actualBoundingBoxLeft * to.a, top: start.y - of.actualBoundingBoxAscent * to.a,
        right: start.x + of.actualBoundingBoxRight * to.a,
        bottom: start.y + of.actualBoundingBoxDescent * to.a,
      };
    };
    const found = [];
    for (const drawing of document.querySelectorAll("svg")) {
      if (!shown(drawing)) continue;
      const texts = [...drawing.querySelectorAll("text")].filter((t) => shown(t) && t.textContent.trim())
        .map((t) => ({ t, box: ink(t) }));
      const least = hair * drawing.getScreenCTM().a;
      texts.forEach((one, n) => {
        for (const other of texts.slice(n + 1)) {
          const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          if (wide > least && high > least)
            found.push(`${drawing.closest("figure")?.id ?? ""}: ${said(one.t)} | ${said(other.t)}`);
        }
      });
    }
    return found;
  };

  // Words that stick out of the card they stand in: the nearest box with an edge or a ground.
  const beyond = (hair) => {
    const found = [];
    const framed = (e) => {
      const style = getComputedStyle(e);
      return style.display !== "inline" && (colour(style.backgroundColor)[3] > 0 ||
        (parseFloat(style.borderLeftWidth) > 0 && parseFloat(style.borderRightWidth) > 0));
    };
    const scrolls = (e) => /auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX);
    for (const e of document.querySelectorAll("body *")) {
      if (e.ownerSVGElement || /^(script|style|title|option|select)$/i.test(e.tagName)) continue;
      if (!own(e).length || !shown(e) || e.closest(".aside, .skip")) continue;
      if (e.closest("thead")?.getBoundingClientRect().width < 2) continue;  // heads of cards, for ears
      let card = e;
      while (card && card !== document.body && !framed(card) && !scrolls(card)) card = card.parentElement;
      if (!card || scrolls(card)) continue;
      const edge = card.getBoundingClientRect();
      for (const box of boxes(e)) {
        if (box.right > edge.right + hair || box.left < edge.left - hair ||
            box.bottom > edge.bottom + box.height / 3 || box.top < edge.top - box.height / 3) {
          found.push(`${card.tagName}.${card.className}: ${said(e)}`);
          break;
        }
      }
    }
    return found;
  };

  // Words too like their own ground: that of the page, of their box, or of the shape below them.
  const faint = (least) => {
    const found = [];
    const light = (c) => {
      const [r, g, b] = c.slice(0, 3).map((v) => v / 255)
        .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
      const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
      return (more + 0.05) / (less + 0.05);
    };
    const ground = (e) => {
      const layers = [];
      for (let at = e; at; at = at.parentElement) {
        const c = colour(getComputedStyle(at).backgroundColor);
        if (c[3] > 0) layers.push(c);
        if (c[3] === 1) break;
      }
      return layers.reduceRight((below, c) => over(c, below),
        matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1]);
    };
    const alpha = (e, what) => {
      const style = getComputedStyle(e);
      const c = colour(style[what]);
      return [c[0], c[1], c[2], c[3] * Number(style[`${what}Opacity`] ?? 1) * Number(style.opacity)];
    };
    const tell = (e, ratio) => found.push(`${ratio.toFixed(2)} ${e.closest("figure")?.id ?? ""} ` +
      `${e.tagName}.${e.getAttribute("class") ?? ""}: ${said(e)}`);
    const large = (e) => {
      const style = getComputedStyle(e);
      const size = parseFloat(style.fontSize);
      return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    };
    for (const e of document.querySelectorAll("body *")) {
      if (e.ownerSVGElement || /^(script|style|title|option|svg)$/i.test(e.tagName)) continue;
      if (!own(e).length || !shown(e) || e.closest(".aside, .skip")) continue;
      const below = ground(e);
      const ratio = contrast(over(colour(getComputedStyle(e).color), below), below);
      if (ratio < (large(e) ? 3 : least) - 0.005) tell(e, ratio);
    }
    for (const drawing of document.querySelectorAll("svg")) {
      if (!shown(drawing)) continue;
      const page = ground(drawing.parentElement);
      const parts = [...drawing.querySelectorAll("path, rect, circle, polygon, ellipse, text")]
        .filter((p) => !p.closest(".points, defs, clipPath"));
      parts.forEach((text, n) => {
        if (text.tagName !== "text" || !shown(text) || !text.textContent.trim()) return;
        const box = text.getBBox();
        const at = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2)
          .matrixTransform(text.getScreenCTM());
        let below = page;
        for (const shape of parts.slice(0, n)) {
          if (shape.tagName === "text" || getComputedStyle(shape).fill === "none" || !shown(shape)) continue;
          const inside = new DOMPoint(at.x, at.y).matrixTransform(shape.getScreenCTM().inverse());
          if (shape.isPointInFill(inside)) below = over(alpha(shape, "fill"), below);
        }
        const ratio = contrast(over(alpha(text, "fill"), below), below);
        if (ratio < least - 0.005) tell(text, ratio);
      });
    }
    return found;
  };

  return { frame, overlaps, beyond, faint }[what](least);
})
