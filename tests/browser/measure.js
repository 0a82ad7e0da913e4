// What the browser tests measure in a page. Each function returns plain data; nothing is asserted here.
(() => {
  const ours = ".goals, .goals-progress, .goals-problem";

  const parse = (color) => {
    const found = color.match(/^rgba?\(([^)]*)\)$/);
    if (!found) throw new Error(`not an sRGB colour: ${color}`);
    const [r, g, b, a = 1] = found[1].split(/[ ,/]+/).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (x, y) => x * top.a + y * (1 - top.a);
    return { r: mix(top.r, below.r), g: mix(top.g, below.g), b: mix(top.b, below.b), a: 1 };
  };
  // WCAG 2.2, "relative luminance" and "contrast ratio".
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  // What is behind the content of an element: its ancestors' backgrounds, one over the other.
  const background = (element) => {
    const layers = [];
    for (let it = element; it; it = it.parentElement) {
      const style = getComputedStyle(it);
      if (style.backgroundImage !== "none") throw new Error("a background picture cannot be measured");
      layers.push(parse(style.backgroundColor));
      if (layers.at(-1).a === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const opacity = (element) => {
    let product = 1;
    for (let it = element; it; it = it.parentElement) product *= Number(getComputedStyle(it).opacity);
    return product;
  };
  const named = (element) => element.nodeName.toLowerCase() + [...element.classList].map((it) => `.${it}`).join("");
  const where = (element) => [element.parentElement?.parentElement, element.parentElement, element].filter(Boolean).map(named).join(" > ");

  const openAll = () => document.querySelectorAll(".goals details").forEach((it) => (it.open = true));

  // The contrast of every piece of text in our elements with what is behind it.
  const text = () => {
    openAll();
    const out = [];
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const shown = walker.currentNode.data.trim();
      // The text of a check box is drawn as a box, which `marks` measures; that of a bar is never drawn.
      if (!shown || !element.closest(ours) || element.closest(".goals-check, progress, script, style")) continue;
      const behind = background(element);
      const color = parse(getComputedStyle(element).color);
      const contrast = ratio(over({ ...color, a: color.a * opacity(element) }, behind), behind);
      out.push({ contrast, what: `${where(element)}: ${shown.slice(0, 40)}` });
    }
    return out;
  };

  // The contrast of lines and areas that mean something.
  const marks = () => {
    openAll();
    const out = [];
    const add = (element, color, behind) => out.push({ contrast: ratio(over(parse(color), behind), behind), what: where(element) });
    for (const it of document.querySelectorAll(".goals-check, progress, .goals-problem")) {
      add(it, getComputedStyle(it).borderTopColor, background(it.parentElement));
    }
    for (const it of document.querySelectorAll(".goals-done")) {
      add(it, getComputedStyle(it, "::before").borderRightColor, background(it));
    }
    for (const it of document.querySelectorAll(".goals-tldr, .goals-help")) {
      add(it, getComputedStyle(it).borderLeftColor, background(it.parentElement));
    }
    // The filling of a bar has no computed style of its own in every engine: its colour is a property.
    for (const it of document.querySelectorAll("progress")) {
      const probe = document.createElement("i");
      probe.style.color = "var(--goals-accent)";
      it.parentElement.append(probe);
      add(it, getComputedStyle(probe).color, background(it));
      probe.remove();
    }
    return out;
  };

  // What is wider than its place, frames that scroll by themselves aside.
  const wide = () => {
    openAll();
    const out = [];
    const view = document.documentElement.clientWidth;
    for (let it = document.querySelector("main"); it; it = it.parentElement) {
      if (it.scrollWidth > it.clientWidth) out.push(`${named(it)} scrolls: ${it.scrollWidth} in ${it.clientWidth}`);
    }
    for (const it of document.querySelectorAll(".goals, .goals *, .goals-progress, .goals-problem")) {
      if (it.parentElement.closest(".goals-table, pre, .goals-check")) continue;
      const { left, right } = it.getBoundingClientRect();
      if (left < 0 || right > view) out.push(`${where(it)} reaches from ${left} to ${right} of ${view}`);
    }
    return out;
  };

  const visible = (it) => it.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });

  // Everything of ours that the keyboard must reach, in its order; each gets a number to find it again.
  const stops = () => {
    const out = [...document.querySelectorAll(".goals :is(a[href], summary, [tabindex='0'])")].filter(visible);
    out.forEach((it, nth) => (it.dataset.stop = nth));
    return out.map(where);
  };

  // Where the focus is.
  const focus = () => {
    const it = document.activeElement;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(it);
    const contrast = outlineStyle === "none" ? 0 : ratio(parse(outlineColor), background(it.parentElement));
    return { stop: it.dataset.stop ?? null, what: where(it), outlineStyle, outlineWidth: parseFloat(outlineWidth), contrast };
  };

  // The text of updates, where it takes no room on the page. The height is asked first: it has the
  // browser lay the page out, on which the answer about visibility depends.
  const folded = () => [...document.querySelectorAll(".goals details > :not(summary)")]
    .filter((it) => it.getBoundingClientRect().height === 0 || !visible(it))
    .map(where);

  const repeatedIds = () => {
    const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
    return ids.filter((it, nth) => ids.indexOf(it) !== nth);
  };

  return { text, marks, wide, stops, focus, folded, repeatedIds };
})()
