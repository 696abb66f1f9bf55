// Sends the chosen files in pieces that survive lost connections, and goes on with those an earlier visit left.
const form = document.querySelector("form[data-uploads]");
const picker = form.elements.uploads;
const list = document.querySelector("[data-transfers]");
const finish = document.querySelector("[data-finish]");
const left = [...document.querySelectorAll("[data-upload]")].map((row) => ({ ...row.dataset, row }));
const AT_ONCE = 2;
const PATIENCE = 15000; // milliseconds until another try once the quick ones are used up
const PIECE = { least: 64 * 1024, most: 5 * 1024 * 1024 }; // bytes; what a cut costs, and what a fast line wants
const QUICK = 1000; // milliseconds of a piece after which the next one is larger
const HASHED = 32 * 2 ** 20; // bytes; larger files are not read twice on a phone
const slow = navigator.connection?.saveData || /2g|3g/.test(navigator.connection?.effectiveType ?? "");
const transfers = [];
let done = 0;

const mark = (file) => `${file.size}-${file.lastModified}`;

// Signing in again in another tab changes it.
function secret() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
}

function script(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    Object.assign(element, { src: address, onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

function size(sent, all) {
  const [unit, name] = all < 2 ** 20 ? [2 ** 10, "KiB"] : [2 ** 20, "MiB"];
  const [part, whole] = [sent, all].map((bytes) => (bytes / unit).toLocaleString("id-ID", { maximumFractionDigits: 1 }));
  return `${part} dari ${whole} ${name}`;
}

// Lets the server link a file that the OPD has already. Browsers hash only on addresses they trust.
async function hashed(file) {
  if (!window.isSecureContext || file.size > HASHED) return {};
  try {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return { sha256: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
  } catch {
    return {}; // reading the file fails again, and is told, when it is sent
  }
}

// What the server has to say about a file that it took.
function message(answer) {
  const text = answer?.getHeader("Upload-Message");
  return text ? new TextDecoder().decode(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))) : "";
}

function remaining(seconds) {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 90) return `, kira-kira ${Math.max(1, Math.round(seconds))} detik lagi`;
  return `, kira-kira ${Math.round(seconds / 60)} menit lagi`;
}

// One file: its line on the page, and how far it is.
class Transfer {
  constructor(file) {
    this.file = file;
    this.state = "queued";
    this.known = left.find((row) => row.mark === mark(file) && row.name === file.name && !row.taken);
    if (this.known) Object.assign(this.known, { taken: true }).row.remove();
    this.line = document.querySelector("[data-transfer]").content.firstElementChild.cloneNode(true);
    this.bar = this.line.querySelector("progress");
    this.tag = this.line.querySelector(".tag");
    this.words = this.line.querySelector("[role=status]");
    this.pause = this.line.querySelector("[data-pause]");
    this.cancel = this.line.querySelector("[data-cancel]");
    this.pause.addEventListener("click", () => this.toggle());
    this.cancel.addEventListener("click", () => this.abandon());
    this.line.querySelector(".n").textContent = file.name;
    Object.assign(this.bar, { max: file.size || 1, value: 0, ariaLabel: file.name });
    list.append(this.line);
    this.say("Menunggu giliran.");
  }

  say(text, tag = "", kind = "") {
    if (this.words.textContent !== text) this.words.textContent = text;
    this.tag.textContent = tag;
    this.tag.className = `tag ${kind}`;
    this.bar.className = kind;
  }

  async start() {
    this.state = "running";
    if (!this.upload && !this.known) {
      this.say("Memeriksa apakah berkas ini sudah ada.");
      this.hash ??= hashed(this.file);
    }
    const turn = (this.turn = {});
    const hash = await this.hash;
    if (this.turn !== turn || this.state !== "running") return; // paused or cancelled meanwhile
    this.upload ??= this.prepared(hash);
    this.since = null;
    this.upload.start();
  }

  prepared(hash) {
    return new window.tus.Upload(this.file, {
      endpoint: form.dataset.uploads,
      uploadUrl: this.known?.upload ?? null,
      storeFingerprintForResuming: false,
      chunkSize: slow ? 512 * 1024 : 1024 * 1024,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
      onBeforeRequest: (request) => {
        request.setHeader("X-CSRFToken", secret());
        this.sentAt = performance.now();
      },
      metadata: {
        filename: this.file.name, mark: mark(this.file), ...hash,
        ...Object.fromEntries(["target", "clause", "page", "note"].map((name) => [name, form.elements[name].value])),
      },
      onAfterResponse: (request, answer) => this.hear(request, answer),
      onShouldRetry: (error) => this.retries(error),
      onProgress: (sent) => this.advance(sent),
      onChunkComplete: () => this.widen(),
      onSuccess: ({ lastResponse }) => this.succeed(message(lastResponse)),
      onError: (error) => this.fail(error),
    });
  }

  // Pieces grow while the line is quick and shrink when it breaks: a cut costs at most the piece on its way.
  widen() {
    if (performance.now() - this.sentAt < QUICK) this.resize(2);
  }

  retries(error) {
    if (!mayPass(error)) return false;
    if (!status(error)) this.resize(1 / 2);
    return true;
  }

  resize(factor) {
    const { options } = this.upload;
    options.chunkSize = Math.min(PIECE.most, Math.max(PIECE.least, options.chunkSize * factor));
  }

  // An upload that the server ended at its beginning: it knows the file.
  hear(request, answer) {
    if (request.getMethod() !== "POST" || answer.getStatus() !== 201) return;
    if (Number(answer.getHeader("Upload-Offset")) !== this.file.size) return;
    const text = message(answer); // aborting empties the answer
    this.upload.abort();
    this.succeed(text);
  }

  succeed(text) {
    this.told = Boolean(text);
    this.end("done", text || "Sudah menjadi bukti.", "Ditautkan", "ok");
  }

  advance(sent) {
    const now = performance.now();
    this.since ??= { at: now, sent };
    const speed = (sent - this.since.sent) / (now - this.since.at); // bytes per millisecond, since the last start
    this.bar.value = sent;
    const percent = Math.floor((sent * 100) / (this.file.size || 1));
    const rest = sent > this.since.sent ? remaining((this.file.size - sent) / speed / 1000) : "";
    this.say(sent === this.file.size ? "Memeriksa berkas." : `${percent}%, ${size(sent, this.file.size)}${rest}.`);
  }

  fail(error) {
    const code = status(error);
    if (code === 401) return this.wait("Masuk lagi di tab lain; unggahan ini lalu dilanjutkan.", "Sesi berakhir");
    if (code === 507) return this.wait(said(error), "Menunggu ruang");
    if (code === 503 && said(error)) return this.wait(said(error), "Menunggu penyimpanan");
    if (mayPass(error)) return this.wait("Yang sudah terkirim aman. Dilanjutkan saat jaringan kembali.", "Menunggu jaringan");
    const advice = "Muat ulang halaman ini, lalu pilih lagi berkasnya.";
    this.end("refused", said(error) || `Berkas ini tidak dapat diterima. ${advice}`, "Ditolak", "no");
  }

  // The quick tries are used up: try again when the network is back, and now and then.
  wait(text, tag) {
    this.state = "waiting";
    this.say(text, tag, "wait");
    this.timer = setTimeout(() => this.start(), PATIENCE);
  }

  wake() {
    if (this.state !== "waiting") return;
    clearTimeout(this.timer);
    this.start();
  }

  async toggle() {
    if (this.state === "paused") {
      this.pause.textContent = "Jeda";
      this.state = "queued";
      this.say("Menunggu giliran.");
    } else {
      clearTimeout(this.timer);
      this.pause.textContent = "Lanjutkan";
      this.state = "paused";
      this.say("Yang sudah terkirim aman.", "Dijeda", "wait");
      await this.upload?.abort();
    }
    next();
  }

  async abandon() {
    clearTimeout(this.timer);
    try {
      await this.upload?.abort(true);
    } catch {
      // it expires by itself
    }
    this.end("cancelled", "Tidak ada yang disimpan.", "Dibatalkan", "none");
  }

  end(state, ...words) {
    this.state = state;
    this.say(...words);
    this.bar.remove();
    this.pause.remove();
    this.cancel.remove();
    if (state === "done") done += 1;
    next();
  }
}

function status(error) {
  return error.originalResponse?.getStatus() ?? 0;
}

// Nothing is wrong with the file: the network, another piece at the same time, or the server.
function mayPass(error) {
  const code = status(error);
  return [0, 423, 429].includes(code) || code >= 500 || (code === 409 && !said(error));
}

// The server's sentence for people; a page made for a browser is none.
function said(error) {
  const answer = error.originalResponse;
  return answer?.getHeader("Content-Type")?.startsWith("text/plain") ? answer.getBody() : "";
}

function next() {
  const running = transfers.filter((transfer) => ["running", "waiting"].includes(transfer.state)).length;
  transfers.filter((transfer) => transfer.state === "queued").slice(0, AT_ONCE - running).forEach((transfer) => transfer.start());
  if (transfers.some((transfer) => ["queued", "running", "waiting", "paused"].includes(transfer.state))) return;
  finish.hidden = !done;
  if (!transfers.length || transfers.some((transfer) => transfer.state === "refused" || transfer.told)) return;
  if (done) leave();
}

function leave() {
  window.removeEventListener("beforeunload", ask);
  if (form.elements.link.value || form.elements.document?.value) return form.submit();
  location.assign(`${form.dataset.done}#tingkat-${form.elements.target.value.split(":")[0]}`);
}

function ask(event) {
  if (transfers.some((transfer) => ["queued", "running", "waiting"].includes(transfer.state))) event.preventDefault();
}

form.addEventListener("submit", async (event) => {
  const files = [...picker.files];
  if (!files.length) return;
  event.preventDefault();
  try {
    if (!window.tus) await script(form.dataset.tus);
  } catch {
    return form.submit(); // sent whole, as without scripts
  }
  picker.value = "";
  const going = transfers.filter((transfer) => !["done", "refused", "cancelled"].includes(transfer.state));
  transfers.filter((transfer) => !going.includes(transfer)).forEach((transfer) => transfer.line.remove());
  transfers.splice(0, transfers.length, ...going, ...files.map((file) => new Transfer(file)));
  finish.hidden = true;
  list.scrollIntoView({ block: "nearest" });
  next();
});
finish.querySelector("button").addEventListener("click", leave);
window.addEventListener("online", () => transfers.forEach((transfer) => transfer.wake()));
window.addEventListener("offline", () => {
  transfers.filter((transfer) => transfer.state === "running").forEach((transfer) => {
    transfer.say("Yang sudah terkirim aman. Dilanjutkan saat jaringan kembali.", "Menunggu jaringan", "wait");
  });
});
window.addEventListener("beforeunload", ask);
