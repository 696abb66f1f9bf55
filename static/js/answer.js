// Keeps the page of an answer in step with what is typed, puts drafted sentences in, and copies the texts.
const form = document.getElementById("isian");
const field = (name) => form.elements[name];

// How much of the evidence is there for the level chosen; the words are the server's.
function total() {
  const rung = document.getElementById(`tingkat-${parseInt(field("level").value, 10)}`);
  const shown = document.querySelector("[data-total-shown]");
  if (rung?.dataset.total && shown.textContent !== rung.dataset.total) shown.textContent = rung.dataset.total;
}

// The same patterns as on the server: see assessments/wording.py.
function ticks() {
  for (const rule of document.querySelectorAll("[data-pattern]")) {
    const text = field(rule.parentElement.dataset.ticks).value;
    const found = new RegExp(rule.dataset.pattern, "iu").test(text);
    rule.classList.toggle("ok", text.trim() !== "" && found !== "unwanted" in rule.dataset);
  }
}

const visited = new Set();  // before that, a browser says the cursor is at the beginning

function insert(area, sentence) {
  const at = visited.has(area) ? area.selectionEnd : area.value.length;
  const [before, after] = [area.value.slice(0, at), area.value.slice(at)];
  const gap = (part) => (part ? " " : "");
  area.setRangeText(gap(/\S$/.exec(before)) + sentence + gap(/^\S/.exec(after)), at, at, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function sentence(event) {
  const button = event.target.closest("button[name=kalimat]");
  if (!button) return;
  const level = parseInt(field("level").value, 10);
  const source = document.getElementById(button.dataset.sentence ?? `kalimat-tingkat-${level}`);
  if (!source) return;  // no level chosen: the server says so
  event.preventDefault();
  const area = field(button.dataset.sentence ? "facts" : "analysis");
  if (area.value.includes(source.textContent)) area.focus();
  else insert(area, source.textContent);
}

if (form) {
  form.addEventListener("focusin", (event) => visited.add(event.target));
  form.addEventListener("click", sentence);
  for (const name of ["input", "change"]) form.addEventListener(name, () => { total(); ticks(); });
  addEventListener("pageshow", () => { total(); ticks(); });  // what the browser filled in again
}

// The national form takes one paragraph of plain text for each part.
const plain = (id) => {
  const part = document.getElementById(id);
  return (part.value ?? part.textContent).trim().replace(/\s+/g, " ");
};
const joined = ([facts, analysis]) => (analysis ? `Fakta: ${plain(facts)} Analisis: ${plain(analysis)}` : plain(facts));

// Without a clipboard (no https, or refused) the text is laid out selected, to be copied by hand.
function layOut(box, text) {
  const area = box.querySelector("textarea") ?? document.createElement("textarea");
  area.readOnly = true;
  area.setAttribute("aria-label", "Teks untuk disalin");
  area.value = text;
  box.append(area);
  area.focus();
  area.select();
}

async function copy(event) {
  const { currentTarget: box } = event;
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = joined(button.dataset.copy.split(" "));
  const said = box.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "Tersalin.";
  } catch {
    layOut(box, text);
    said.textContent = "Teks sudah dipilih. Salin dari kotak ini.";
  }
}

for (const box of document.querySelectorAll("[data-copying]")) {
  box.hidden = false;
  box.addEventListener("click", copy);
}
