// Keeps what is typed on this device until the server has it, so that a lost connection loses nothing.
const form = document.querySelector("form[data-draft]");
const prefix = `isian-${form.dataset.draft}-`;
const key = prefix + form.elements.version.value;
const fields = ["level", "facts", "analysis"];
const read = () => JSON.stringify(fields.map((name) => (form.elements[name]?.value ?? "").trim()));
const initial = read();

function show(text) {
  JSON.parse(text).forEach((value, at) => {
    if (form.elements[fields[at]]) form.elements[fields[at]].value = value;
  });
}

function button(text, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "linkbtn";
  element.textContent = text;
  element.addEventListener("click", act);
  return element;
}

// Written on this device and never seen by the server: offered, since a colleague may have saved in the meantime.
function offer(name, text) {
  const box = document.createElement("p");
  box.className = "message warning";
  box.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = "Ada tulisan di perangkat ini yang belum tersimpan di server. ";
  words.append(
    button("Tampilkan tulisan itu", () => { show(text); form.dispatchEvent(new Event("input")); box.remove(); }),
    " ",
    button("Buang", () => { localStorage.removeItem(name); box.remove(); }),
  );
  box.append(words);
  form.prepend(box);
}

function keep() {
  try {
    localStorage.setItem(key, read());
  } catch {
    // storage refused or full: the form works as before
  }
}

try {
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
    const text = localStorage.getItem(name);
    if (text === initial) localStorage.removeItem(name);
    else offer(name, text);
  }
} catch {
  // storage refused by the browser: nothing was kept
}
if ("unsaved" in form.dataset) keep();
form.addEventListener("input", keep);

let sending = false;
window.addEventListener("beforeunload", (event) => {
  const isUnsaved = read() !== initial || "unsaved" in form.dataset;
  if (!sending && isUnsaved) event.preventDefault();
});
form.addEventListener("submit", () => { sending = true; });
window.addEventListener("pageshow", () => { sending = false; });  // come back to with the back button
