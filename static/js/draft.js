// Keeps what is typed on this device until the server has it, so that a lost connection loses nothing.
const form = document.querySelector("form[data-draft]");
const key = `isian-${form.dataset.draft}-${form.elements.version.value}`;
const fields = ["level", "facts", "analysis"];
const read = () => Object.fromEntries(fields.map((name) => [name, form.elements[name]?.value ?? ""]));
const initial = JSON.stringify(read());

function offer(kept) {
  const box = document.createElement("p");
  box.className = "message warning";
  box.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = "Ada tulisan di perangkat ini yang belum tersimpan di server. ";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "linkbtn";
  button.textContent = "Tampilkan tulisan itu";
  button.addEventListener("click", () => {
    for (const name of fields) if (form.elements[name]) form.elements[name].value = kept[name];
    box.remove();
  });
  text.append(button);
  box.append(text);
  form.prepend(box);
}

try {
  const kept = localStorage.getItem(key);
  if (kept && kept !== initial) offer(JSON.parse(kept));
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(read())));
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(`isian-${form.dataset.draft}-`) && name !== key) localStorage.removeItem(name);
  }
} catch {
  // storage refused by the browser: the form works as before
}

let warned = false;
window.addEventListener("beforeunload", (event) => {
  if (!warned && JSON.stringify(read()) !== initial) event.preventDefault();
});
form.addEventListener("submit", () => { warned = true; });
