// The index of imagined levels, at once. Levels are whole hundredths and weights whole units, so every sum is exact;
// rounding goes half up and happens when a number is shown. planning/whatif.py says the same in Python.
const form = document.querySelector("#andai");
const hundredths = (text) => {
  const [, sign, whole, part = ""] = /^(-?)(\d+)(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : (sign ? -1 : 1) * (Number(whole) * 100 + Number(part.padEnd(2, "0")));
};
const { basis } = form.dataset;
const total = Number(form.dataset.total);
const [unanswered, low, high, step] = ["unanswered", "min", "max", "step"].map((name) => hundredths(form.dataset[name]));
const isWhole = step === 100;
const bands = [...document.querySelectorAll("[data-bands] li")]
  .map((item) => ({ name: item.textContent, floor: hundredths(item.dataset.floor) }));

const nearest = (over, under) => Math.floor((2 * over + under) / (2 * under));
const ceiling = (over, under) => -Math.floor(-over / under);
const angka = (units, places = 2) => {
  const digits = String(Math.abs(units)).padStart(places + 1, "0");
  return `${digits.slice(0, -places)},${digits.slice(-places)}`;
};
const signed = (units, text) => (units > 0 ? "+" : units < 0 ? "−" : "") + text;
const tingkat = (level) => (level === null ? "–" : angka(level).replace(/,?0+$/, ""));

// The decimal text of over / under as long as it goes, at most twelve decimals with the last one rounded half up.
function exact(over, under) {
  const whole = Math.floor(over / under);
  let rest = over % under;
  let digits = "";
  while (rest && digits.length < 12) {
    digits += Math.floor((rest * 10) / under);
    rest = (rest * 10) % under;
  }
  if (2 * rest < under) return digits ? `${whole},${digits}`.replace(/,?0+$/, "") : String(whole);
  const raised = String(BigInt(whole + digits) + 1n).padStart(13, "0");
  return `${raised.slice(0, -12)},${raised.slice(-12)}`.replace(/,?0+$/, "");
}

const rows = [...form.querySelectorAll("[data-code]")].map((element) => {
  const group = element.closest("[data-aspect]");
  return {
    element, code: element.dataset.code, input: form.elements[element.dataset.code],
    label: element.querySelector("label").textContent.trim(), base: hundredths(element.dataset.base),
    weight: Number(element.dataset.weight), aspect: group.dataset.aspect, domain: group.dataset.in,
    gain: element.querySelector("[data-gain]"), slider: null, output: null,
    line: form.querySelector(`[data-sensitivity="${element.dataset.code}"]`),
  };
});
const counted = (level) => level ?? unanswered;
const product = (row) => counted(row.level) * row.weight;

// Nothing typed is no level; what is off the scale counts as if it had not been said, and its field is marked.
function read(row) {
  const isEmpty = row.input.value.trim() === "" && !row.input.validity.badInput;
  const level = hundredths(row.input.value);
  row.isWrong = !isEmpty && !(level !== null && level >= low && level <= high && (level - low) % step === 0);
  row.level = row.isWrong ? row.base : level;
}

function upwards(row) {
  const above = Math.max((Math.floor(counted(row.level) / 100) + 1) * 100, low);
  return above <= high ? above : null;
}

function bandOf(sum) {
  const index = nearest(sum, total);
  const isReached = ({ floor }) => (basis === "rounded" ? floor <= index : floor * total <= sum);
  const at = bands.filter(isReached).length - 1;
  return { name: bands[at].name, next: bands[at + 1] };
}

// Whole hundredths that lack to the next band, rounded up so that reaching it is enough.
function lacking(sum, { floor }) {
  const wanted = 2 * floor * total - (basis === "rounded" && floor ? total : 0);
  return ceiling(wanted - 2 * sum, 2 * total);
}

const say = (name, text) => form.querySelectorAll(`[data-out="${name}"]`).forEach((place) => { place.textContent = text; });
const sumOf = (members, value = product) => members.reduce((sum, row) => sum + value(row), 0);
const before = nearest(sumOf(rows, (row) => counted(row.base) * row.weight), total);

function showRow(row) {
  const above = upwards(row);
  const gain = above === null ? 0 : (above - counted(row.level)) * row.weight;
  const shown = `+${angka(nearest(gain * 10, total), 3)}`;
  row.element.classList.toggle("changed", row.level !== row.base);
  row.gain.textContent = above === null ? "Sudah tertinggi." : `Naik ke ${tingkat(above)}: ${shown}`;
  const cell = (name, text) => { row.line.querySelector(`[data-${name}]`).textContent = text; };
  cell("level", tingkat(row.level));
  cell("next", tingkat(above));
  cell("shown", above === null ? "–" : shown);
  cell("exact", above === null ? "–" : `+${exact(gain, 100 * total)}`);
  const words = row.level === null ? "belum bernilai" : `tingkat ${tingkat(row.level)}`;
  row.slider.value = String(Math.floor(counted(row.level) / 100));
  row.slider.setAttribute("aria-valuetext", row.level === row.base ? `${words}, seperti sekarang` : words);
  row.output.textContent = tingkat(row.level);
  row.input.setAttribute("aria-invalid", String(row.isWrong));
}

function changeLine(row) {
  const line = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: `#${row.slider.id}`, textContent: row.label });
  const moved = (counted(row.level) - counted(row.base)) * row.weight;
  const text = signed(moved, exact(Math.abs(moved), 100 * total));
  const gain = Object.assign(document.createElement("b"), { className: "nowrap", textContent: text });
  const levels = document.createElement("small");
  const back = Object.assign(document.createElement("button"), { type: "button", className: "linkbtn", textContent: "Kembalikan" });
  back.setAttribute("aria-label", `Kembalikan ${row.label}`);
  back.addEventListener("click", () => { set(row, row.base); show(); form.querySelector("[data-changes] button, [data-reset]").focus(); });
  levels.append(`Tingkat ${tingkat(row.base)} ke ${tingkat(row.level)} `, back);
  line.append(link, gain, levels);
  return line;
}

function show() {
  rows.forEach(showRow);
  const sum = sumOf(rows);
  const index = nearest(sum, total);
  const band = bandOf(sum);
  const changed = rows.filter((row) => row.level !== row.base);
  const answered = rows.filter((row) => row.level !== null).length;
  say("indeks", angka(index));
  say("predikat", band.name);
  say("selisih", signed(index - before, angka(index - before)));
  say("menuju", band.next ? `kurang ${angka(lacking(sum, band.next))} menuju ${band.next.name}` : "predikat tertinggi");
  say("terjawab", answered < rows.length ? `Sementara: ${answered} dari ${rows.length} indikator bernilai.` : "");
  form.querySelectorAll("[data-domain]").forEach((place) => {
    const members = rows.filter((row) => row.domain === place.dataset.domain);
    place.textContent = angka(nearest(sumOf(members), Number(place.dataset.weight)));
  });
  form.querySelectorAll("[data-aspect]").forEach((group) => {
    const members = rows.filter((row) => row.aspect === group.dataset.aspect);
    group.querySelector("[data-value]").textContent = angka(nearest(sumOf(members), Number(group.dataset.weight)));
  });
  form.querySelector("[data-unchanged]").hidden = changed.length > 0;
  form.querySelector("[data-changes]").replaceChildren(...changed.map(changeLine));
  later(index, band, changed.length);
}

// Once per picture of the screen, however fast a finger slides.
let frame = 0;
function soon() {
  frame ||= requestAnimationFrame(() => { frame = 0; show(); });
}

// Once the hand rests: say the outcome aloud, and keep the levels in the address.
let waiting = 0;
function later(index, band, count) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    form.querySelector("[data-live]").textContent = `Indeks ${angka(index)}, predikat ${band.name}, ${count} indikator berubah.`;
    history.replaceState(null, "", `${location.pathname}${address()}${location.hash}`);
  }, 500);
}

// Only what differs: levels from the present ones, efforts from 1.
function address() {
  const said = new URLSearchParams(new FormData(form));
  rows.forEach((row) => {
    if (row.level === row.base) said.delete(row.code);
    if (said.get(`u-${row.code}`) === "1") said.delete(`u-${row.code}`);
  });
  return said.size ? `?${said}` : "";
}

function set(row, level) {
  row.input.value = level === null ? "" : tingkat(level).replace(",", ".");
  read(row);
}

// A tick below the slider where the level is now; one list for all that share it.
function tickAt(level) {
  const id = `sekarang-${level}`;
  if (!document.getElementById(id)) {
    const list = Object.assign(document.createElement("datalist"), { id });
    list.append(Object.assign(document.createElement("option"), { value: Math.floor(level / 100) }));
    form.append(list);
  }
  return id;
}

// At a whole scale the slider is the field; with decimals both are, and the slider goes in whole steps.
function addSlider(row) {
  const floor = Math.floor(Math.min(low, unanswered) / 100);
  row.slider = Object.assign(document.createElement("input"), { type: "range", min: floor, max: high / 100, step: 1, id: `g-${row.code}` });
  row.slider.setAttribute("aria-describedby", row.input.getAttribute("aria-describedby"));
  row.slider.setAttribute("list", tickAt(counted(row.base)));
  row.output = document.createElement("output");
  row.output.htmlFor = row.slider.id;
  const label = row.element.querySelector("label");
  label.htmlFor = row.slider.id;
  row.input.hidden = isWhole && !row.isWrong;
  if (!row.input.hidden) row.input.setAttribute("aria-label", `Tingkat ${row.label}, angka`);
  row.output.hidden = !row.input.hidden;
  row.slider.addEventListener("input", () => {
    const level = Number(row.slider.value) * 100;
    set(row, level >= low && !(level === unanswered && row.base === null) ? level : null);
    soon();
  });
  row.input.addEventListener("input", () => { read(row); soon(); });
  row.element.classList.add("slides");
  label.after(row.slider, row.output);
}

rows.forEach((row) => { read(row); addSlider(row); });
document.querySelectorAll("[data-plain]").forEach((button) => { button.hidden = true; });
form.querySelector("[data-reset]").addEventListener("click", (event) => {
  event.preventDefault();
  rows.forEach((row) => set(row, row.base));
  show();
});
show();
clearTimeout(waiting);  // nothing was moved yet
