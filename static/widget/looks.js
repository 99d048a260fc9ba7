// The inbox's colour, and light or dark.

/** How light a colour is, as contrasts are reckoned. */
function lightness(rgb) {
  const [r, g, b] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The inbox's colour, made dark enough for white text on it; a light one keeps its shade and gets black text. */
export function colour(value) {
  let rgb = (/^#[\da-f]{6}$/i.test(value) ? value : "#1f93ff").match(/[\da-f]{2}/gi).map((pair) => parseInt(pair, 16) / 255);
  const isLight = lightness(rgb) > 0.42;
  while (!isLight && lightness(rgb) > 0.18) rgb = rgb.map((part) => part * 0.98);
  const { style } = document.documentElement;
  style.setProperty("--brand", `rgb(${rgb.map((part) => Math.round(part * 255))})`);
  style.setProperty("--on-brand", isLight ? "#000" : "#fff");
}

const likesDark = matchMedia("(prefers-color-scheme: dark)");
let mode;

export function scheme(wanted) {
  mode = wanted;
  document.documentElement.dataset.scheme = mode === "dark" || (mode === "auto" && likesDark.matches) ? "dark" : "light";
}

likesDark.addEventListener("change", () => scheme(mode));
