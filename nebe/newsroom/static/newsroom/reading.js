// Pages to read: aloud, by a voice of the device itself, and without a connection, where a reader
// asks for it. What is kept is the page as everybody sees it; the button that leaves takes it away.
const label = (button) => button.querySelector("span");

const aloud = document.querySelector("[data-aloud]");
if (aloud && "speechSynthesis" in window) {
  const first = label(aloud).textContent;
  // Other voices send what they read to somebody's server.
  const voice = () => speechSynthesis.getVoices().find((each) => each.localService && each.lang.toLowerCase().startsWith(aloud.dataset.aloud));
  const offer = () => { aloud.hidden = !voice(); };
  const stop = () => { speechSynthesis.cancel(); delete aloud.dataset.reading; label(aloud).textContent = first; };
  const read = () => {
    const parts = aloud.closest("article").querySelectorAll("h1, h2, h3, .lead, p:not(.actions, .quiet, .lead), li:not(:has(h2, h3))");
    const own = (part) => aloud.parentElement.parentElement.contains(part) && part.closest("[lang]").lang === aloud.dataset.aloud;
    const texts = [...parts].filter(own).map((part) => part.textContent.trim()).filter(Boolean);
    texts.forEach((text, number) => {
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voice();
      words.lang = words.voice.lang;
      if (number === texts.length - 1) words.onend = stop;
      speechSynthesis.speak(words);
    });
    aloud.dataset.reading = "1";
    label(aloud).textContent = aloud.dataset.stop;
  };
  aloud.addEventListener("click", () => aloud.dataset.reading ? stop() : read());
  addEventListener("pagehide", stop);
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  stop();
  offer();
}

const STORE = "reading";
const keep = document.querySelector("[data-keep-page]");
if (keep && "serviceWorker" in navigator && isSecureContext) {
  const said = document.querySelector("[data-kept-said]");
  const first = label(keep).textContent;
  const page = location.pathname;
  const show = (kept) => {
    keep.hidden = false;
    label(keep).textContent = kept ? keep.dataset.remove : first;
    said.hidden = !kept;
  };
  const isKept = async () => Boolean(await caches.match(page, { cacheName: STORE }));
  const put = async () => {
    await navigator.serviceWorker.register(keep.dataset.keepPage);
    const answer = await fetch(`${page}?kept=1`, { credentials: "omit", redirect: "error", cache: "no-store" });
    if (!answer.ok) return;
    const files = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
    const store = await caches.open(STORE);
    await Promise.all([store.put(page, answer), store.addAll(files)]);
  };
  const drop = async () => (await caches.open(STORE)).delete(page);
  keep.addEventListener("click", async () => {
    await (await isKept() ? drop() : put()).catch(() => {});
    show(await isKept());
  });
  isKept().then(show);
}

// On the page for everyone without a connection: what this phone keeps.
const list = document.querySelector("[data-kept-pages]");
if (list && window.caches) {
  caches.open(STORE).then(async (store) => {
    const items = document.createElement("ul");
    list.append(items);
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      if (!answer.headers.get("content-type")?.startsWith("text/html")) continue;
      const kept = new DOMParser().parseFromString(await answer.text(), "text/html");
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = request.url;
      link.textContent = kept.querySelector("h1")?.textContent ?? request.url;
      link.lang = kept.documentElement.lang;
      item.append(link);
      items.append(item);
      list.hidden = false;
    }
  });
}
