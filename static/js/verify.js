// Compares a file with what the portal knows of a document. The file is read here and sent nowhere.
const part = document.querySelector("[data-verify]");
const picker = part.querySelector("input[type=file]");
const status = part.querySelector("[data-status]");
const working = part.querySelector("[data-working]");
const bar = working.querySelector("progress");
const known = new Map([...document.querySelectorAll("[data-sha256]")].map((row) => [row.dataset.sha256, row.dataset.result]));
const MOST = 200 * 2 ** 20; // bytes; it is read whole, into the memory of a phone
let turn = {};

function show(outcome) {
  for (const words of part.querySelectorAll("[data-outcome]")) words.hidden = words.dataset.outcome !== outcome;
}

function say(text) {
  status.textContent = text;
}

// With its progress, which reading a file as a promise does not tell.
function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("progress", (event) => {
      bar.value = Math.round((event.loaded * 100) / (event.total || 1));
    });
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsArrayBuffer(file);
  });
}

async function hash(file) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await read(file)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compare(file) {
  const mine = (turn = {});
  show("");
  if (file.size > MOST) {
    part.querySelector("[data-paste]").open = true;
    return say(`${file.name} lebih dari 200 MB, terlalu besar untuk dibaca peramban. Hitung sidiknya dengan perintah di bawah, misalnya sha256sum.`);
  }
  say(`Membaca ${file.name}.`);
  Object.assign(bar, { value: 0 });
  working.hidden = false;
  try {
    const found = await hash(file);
    if (turn !== mine) return; // another file was chosen meanwhile
    say(`${file.name}: ${found}`);
    show(known.get(found) ?? "different");
  } catch {
    if (turn === mine) say(`${file.name} tidak dapat dibaca. Simpan dulu berkas itu di perangkat ini, lalu pilih lagi.`);
  } finally {
    if (turn === mine) working.hidden = true;
  }
}

function listen() {
  picker.addEventListener("change", () => {
    if (picker.files.length) compare(picker.files[0]);
    picker.value = ""; // so that the same file, changed, can be chosen again
  });
  // Anywhere on the page: a file let go beside the field would otherwise open in place of it.
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) compare(file);
  });
}

if (globalThis.crypto?.subtle) {
  part.querySelector("[data-choose]").hidden = false;
  listen();
} else {
  part.querySelector("[data-insecure]").hidden = false;
  part.querySelector("[data-paste]").open = true;
}
