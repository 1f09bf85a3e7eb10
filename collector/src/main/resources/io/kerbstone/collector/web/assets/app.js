// Small manners of the pages; every page works without this file, only not by itself.
"use strict";

// A part with data-refresh="URL" is fetched again when an event says that something changed, and now and then anyway.
function keepFresh(part) {
  const everyMs = Number(part.dataset.refreshMs || 10000);
  const mark = document.querySelector("[data-live]");
  let busy = false;
  let again = false;
  let timer = 0;

  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    clearTimeout(timer);
    try {
      const answer = await fetch(part.dataset.refresh, { headers: { "X-Part": "1" }, redirect: "error" });
      if (!answer.ok) throw new Error("HTTP " + answer.status);
      const html = await answer.text();
      const focused = document.activeElement && part.contains(document.activeElement) ? document.activeElement.id : "";
      part.innerHTML = html;
      if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
      show(true);
    } catch (failure) {
      show(false);
    }
    busy = false;
    timer = setTimeout(refresh, again ? 1000 : everyMs);
    again = false;
  }

  function show(isFresh) {
    if (!mark) return;
    mark.classList.toggle("stale", !isFresh);
    mark.textContent = isFresh ? mark.dataset.live : mark.dataset.stale;
  }

  const events = new EventSource("/api/v1/events");
  let wanted = 0;
  events.addEventListener("path", () => {
    // Many paths change together when a link goes: one refresh for all of them.
    if (!wanted) wanted = setTimeout(() => { wanted = 0; refresh(); }, 400);
  });
  window.addEventListener("pagehide", () => events.close());
  timer = setTimeout(refresh, everyMs);
}

// A form with data-ask="question" asks before it is sent.
document.addEventListener("submit", event => {
  const question = event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A button with data-copy="ID" copies that element's text.
document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = button.dataset.copied;
  } catch (refused) {
    window.getSelection().selectAllChildren(source);
  }
});

// A button with data-fill="FIELD" puts its data-value there.
document.addEventListener("click", event => {
  const button = event.target.closest("[data-fill]");
  if (button) document.getElementById(button.dataset.fill).value = button.dataset.value;
});

// An element with data-when="FIELD=VALUE" is there only while the field has the value.
function followFields() {
  for (const part of document.querySelectorAll("[data-when]")) {
    const wanted = part.dataset.when.split(" ").every(condition => {
      const [name, values] = condition.split("=");
      const field = part.closest("form").elements[name];
      return values.split("|").includes(field.type === "checkbox" ? String(field.checked) : field.value);
    });
    part.hidden = !wanted;
    for (const field of part.querySelectorAll("input, select")) field.disabled = !wanted;
  }
}
document.addEventListener("change", followFields);
followFields();

document.querySelectorAll("[data-refresh]").forEach(keepFresh);
