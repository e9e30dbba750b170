/* Signing with mouse, pen or finger: points of each line go into the hidden field of the box. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const MOST = 19000;
  const NEAR = 3;
  let line = null;
  let points = [];
  const box = (event) => event.target.closest("[data-sign]");
  const keep = (around) => {
    const drawn = [...around.querySelectorAll("polyline")].map((each) => each.getAttribute("points"));
    const field = around.querySelector("input");
    field.value = drawn.join(";").slice(0, MOST);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const place = (svg, event) => {
    const { left, top, width, height } = svg.getBoundingClientRect();
    const within = (share, most) => Math.max(0, Math.min(most, Math.round(share * most)));
    return [within((event.clientX - left) / width, 999), within((event.clientY - top) / height, 300)];
  };
  const draw = () => line.setAttribute("points", points.map((each) => each.join(",")).join(" "));
  document.addEventListener("pointerdown", (event) => {
    const svg = event.target.closest("[data-sign] svg");
    if (!svg || event.button) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    line = svg.appendChild(document.createElementNS(SVG, "polyline"));
    points = [place(svg, event)];
    draw();
  });
  document.addEventListener("pointermove", (event) => {
    if (!line) return;
    const [x, y] = place(line.ownerSVGElement, event);
    const [before, above] = points.at(-1);
    if (Math.abs(x - before) + Math.abs(y - above) < NEAR) return;
    points.push([x, y]);
    draw();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => {
      if (!line) return;
      const around = line.closest("[data-sign]");
      line = null;
      keep(around);
    });
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sign-clear]")) return;
    const around = box(event);
    around.querySelectorAll("polyline").forEach((each) => each.remove());
    keep(around);
  });
})();
