(() => {
  "use strict";
  // A link to a figure says what its sender saw; who opens it later on other data is told so.
  const chinese = document.documentElement.lang.startsWith("zh");
  const named = chinese
    ? { region: "地区", as_of: "观察时点", data: "数据版本" }
    : { region: "region", as_of: "as of", data: "data version" };
  const [meant, here, colon, comma, stop] = chinese
    ? ["这个链接引用时是：", "这一页现在是：", "", "，", "。数字可能已经不同。"]
    : ["When this link was made: ", "This page now: ", " ", ", ", ". Its numbers may be others."];
  const asked = new URLSearchParams(location.search);
  const own = document.body.dataset;
  const now = { region: own.region, as_of: own.asOf, data: own.version };
  const other = Object.keys(now).filter((key) => asked.get(key) && asked.get(key) !== now[key]);
  if (other.length) {
    const told = (from) => other.map((key) => named[key] + colon + (from(key) || "–")).join(comma);
    const note = document.createElement("p");
    note.className = "standing";
    note.setAttribute("role", "status");
    note.textContent = meant + told((key) => asked.get(key)) + (chinese ? "；" : "; ") +
      here + told((key) => now[key]) + stop;
    document.querySelector("header").append(note);
  }
})();
