// Watches a job that is being worked on and shows its step; the page loads again once the job has ended.
const card = document.querySelector("[data-progress]");
const step = card.querySelector("[data-step]");
const bar = card.querySelector("progress");
let wait = 1000;

async function look() {
  try {
    const answer = await fetch(card.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return location.reload();
    const job = await answer.json();
    if (!job.is_unfinished) return location.reload();
    const text = job.step || job.state;
    if (step.textContent !== text) step.textContent = text;
    bar.value = job.progress;
    wait = 1000;
  } catch {
    wait = Math.min(wait * 2, 15000); // no connection now: ask again, less often
  }
  setTimeout(look, wait);
}

setTimeout(look, wait);
