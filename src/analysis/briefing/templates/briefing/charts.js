(() => {
  "use strict";
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const chinese = document.documentElement.lang.startsWith("zh");
  const values = chinese ? "各点的数，方向键移动" : "Values, arrow keys move";
  const ROOM = 8;   // CSS pixels that a bubble keeps from the edge of the window
  const NEAR = 14;  // units of a drawing, beyond a place's own radius, at which it still answers

  const PATIENCE = 300;  // milliseconds in which a pointer may reach the bubble

  const bubble = document.createElement("div");
  bubble.className = "bubble";
  bubble.hidden = true;
  bubble.setAttribute("aria-hidden", "true");  // a place says the same to who reads by ear
  let shown = null;
  let going = 0;    // the bubble goes in a moment, unless the pointer comes to it

  const hide = () => {
    clearTimeout(going);
    if (shown) shown.classList.remove("shown");
    shown = null;
    bubble.hidden = true;
  };

  const leave = () => {
    clearTimeout(going);
    going = setTimeout(hide, PATIENCE);
  };

  // Above or below a place, where the window has room and the fewest other places are covered:
  // who follows a line does not run into the bubble.
  const spot = (place, { width, height }) => {
    const at = place.getBoundingClientRect();
    const others = all("circle", place.parentNode).filter((c) => c !== place)
      .map((c) => c.getBoundingClientRect());
    const [above, below] = [at.top - height - ROOM / 2, at.bottom + ROOM / 2];
    const up = above >= ROOM || above > innerHeight - below - height;
    const middle = (at.left + at.right - width) / 2;
    const lefts = [middle, at.right - width, at.left]
      .map((left) => Math.max(Math.min(left, document.documentElement.clientWidth - width - ROOM), ROOM));
    const spots = (up ? [above, below] : [below, above])
      .filter((top, n) => n === 0 || (top >= ROOM && top + height + ROOM <= innerHeight))
      .flatMap((top) => lefts.map((left) => ({ left, top: Math.max(top, ROOM) })));
    const covered = ({ left, top }) => others.filter((o) => o.left + o.width / 2 > left &&
      o.left + o.width / 2 < left + width && o.top + o.height / 2 > top &&
      o.top + o.height / 2 < top + height).length;
    return spots.reduce((best, other) => covered(other) < covered(best) ? other : best);
  };

  const show = (place) => {
    clearTimeout(going);
    if (place === shown) return;
    hide();
    shown = place;
    place.classList.add("shown");
    bubble.textContent = place.getAttribute("aria-label");
    bubble.style.left = bubble.style.top = "0";
    bubble.hidden = false;
    const { left, top } = spot(place, bubble.getBoundingClientRect());
    bubble.style.left = `${left + scrollX}px`;
    bubble.style.top = `${top + scrollY}px`;
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
    group.setAttribute("aria-label", values);
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
      clearTimeout(going);
      if (place) show(place.circle);
      else if (shown) leave();
    });
    drawing.addEventListener("pointerleave", (e) => {
      if (e.pointerType !== "touch") leave();
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

  const groups = all("figure.chart .points");
  if (groups.length) {
    document.body.append(bubble);
    groups.forEach(answering);
    // Its words can be pointed at, marked and copied.
    bubble.addEventListener("pointerenter", () => clearTimeout(going));
    bubble.addEventListener("pointerleave", (e) => {
      // Back on a drawing that drawing knows what is meant.
      if (e.pointerType !== "touch" && !e.relatedTarget?.closest?.("svg")) leave();
    });
    addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });
  }
})();
