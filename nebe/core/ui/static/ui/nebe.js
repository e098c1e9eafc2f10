// Progressive enhancement only: every page works without this file.
document.documentElement.classList.add("js");

const leave = document.querySelector("[data-leave]");
const leaveNow = () => {
  // Blank the page at once, replace this entry of the history with the neutral site.
  document.documentElement.hidden = true;
  // What was kept on this phone goes, too.
  if (window.caches) { caches.delete("kept"); caches.delete("reading"); }
  location.replace(leave.href);
};
if (leave) {
  let pressed = [];
  leave.addEventListener("click", (event) => { event.preventDefault(); leaveNow(); });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pressed = [...pressed.filter((time) => event.timeStamp - time < 2000), event.timeStamp];
    if (pressed.length >= 3) leaveNow();
  });
}

document.querySelector("[data-error-summary]")?.focus();

// An open menu closes on Escape and on a click elsewhere.
addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false; menu.querySelector("summary").focus();
  });
});
addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// A form is sent once: a second press while the first is on its way does nothing. Without a
// connection it stays as it is: the browser's own page would take what was typed with it.
const offline = document.querySelector("[data-offline]");
addEventListener("online", () => { offline.hidden = true; });
document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      form.append(offline);
      offline.hidden = false;
      return;
    }
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// A printed card leads here with its code behind "#", which no server sees.
const code = document.querySelector("[data-code]");
if (code && /^#[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(location.hash)) {
  code.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  code.focus();
}

// Fields that suggest while one types need htmx: it is loaded when the first of them is entered.
const source = document.currentScript.dataset.htmx;
const suggest = (event) => {
  if (!event.target.matches?.("[hx-get]")) return;
  removeEventListener("focusin", suggest);
  const config = Object.assign(document.createElement("meta"), { name: "htmx-config" });
  config.content = '{"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0}';
  document.head.append(config, Object.assign(document.createElement("script"), { src: source }));
};
addEventListener("focusin", suggest);
suggest({ target: document.activeElement ?? document.body });
// The address of a private page is a key: it stays out of what is asked.
addEventListener("htmx:configRequest", (event) => delete event.detail.headers["HX-Current-URL"]);

// "Print" needs the browser, so the button exists only with it.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

// So does "Copy", for the field before it.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.value);
    button.textContent = button.dataset.done;
  });
});

// Check all the rows of a list.
document.querySelectorAll("[data-check-all]").forEach((box) => {
  box.addEventListener("change", () => {
    box.closest("form").querySelectorAll("input[type=checkbox][name=ids]").forEach((each) => { each.checked = box.checked; });
  });
});

// What fits a form so far comes anew with each answer; nothing is saved by it.
document.querySelectorAll("[data-fits]").forEach((part) => {
  const form = document.getElementById(part.dataset.fits);
  let newest = 0;
  form.addEventListener("change", async () => {
    const mine = ++newest, body = new FormData(form);
    body.set("fits", "1");
    const answer = await fetch(location.href, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === newest) part.replaceChildren(...page.getElementById(part.id).childNodes);
  });
});

// Long work: the part of the page that says how far it is comes anew until the work is done.
document.querySelectorAll("[data-poll]").forEach((part) => {
  const again = async () => {
    const answer = await fetch(location.href).catch(() => null);
    const fresh = answer?.ok &&
      new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh && !fresh.dataset.poll) return location.reload();
    if (fresh) part.innerHTML = fresh.innerHTML;
    setTimeout(again, Number(part.dataset.poll));
  };
  setTimeout(again, Number(part.dataset.poll));
});

// What is put into a text appears in it, and the page stays where it is.
addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  if (button?.name !== "insert" || event.defaultPrevented || form.dataset.plain) return;
  event.preventDefault();
  const body = new FormData(form);
  body.set(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
  const changed = [...form.querySelectorAll("textarea")].filter((area) => {
    const fresh = page.getElementById(area.id);
    if (!fresh || fresh.value === area.value) return false;
    area.value = fresh.value;
    return true;
  });
  delete form.dataset.sent;
  if (!changed.length) { // let the browser do it, and show what is the matter
    form.dataset.plain = "1";
    return form.requestSubmit(button);
  }
  form.querySelector("[role=status]")?.remove();
  const said = page.querySelector("[role=status].stack");
  if (said) form.append(said);
  changed[0].focus();
});
