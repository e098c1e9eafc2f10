// Keeps one person's own page on their phone, where they asked for it and nowhere else. What is
// kept is sealed with a key made of the link: the link itself is not stored, and without it what
// lies on the phone says nothing. One page at a time; a link that no longer works takes it away.
const STORE = "kept";
const PLACE = /^\/[a-z]{2}\/l\/my\/([^/]+)\//;

const digest = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
const keyOf = async (token) => crypto.subtle.importKey("raw", await digest(`nebe kept key ${token}`), "AES-GCM", false, ["encrypt", "decrypt"]);
const nameOf = async (token) => {
  const bytes = await digest(`nebe kept name ${token}`);
  return `/-/kept/${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
};
const sealedOf = async (token) => (await caches.has(STORE)) && (await caches.open(STORE)).match(await nameOf(token));

// One thing after another: what is removed is not put back by a copy that was on its way.
let last = Promise.resolve();
const inTurn = (act) => (last = last.then(act, act));

// Anew only where it is kept still: the button that leaves quickly asks nobody.
async function keepAnew(root, token) {
  return (await sealedOf(token)) ? keep(root, token, false) : false;
}

async function keep(root, token, isFirst) {
  const answer = await fetch(`${root}kept.json`, { cache: "no-store", redirect: "error" });
  if (answer.status === 410) { await drop(); return false; }
  if (!answer.ok) return false;
  const start = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: start }, await keyOf(token), await answer.arrayBuffer());
  if (isFirst) await caches.delete(STORE);
  else if (!await sealedOf(token)) return false;
  await (await caches.open(STORE)).put(await nameOf(token), new Response(new Blob([start, sealed])));
  return true;
}

async function read(token) {
  const found = await sealedOf(token);
  if (!found) return null;
  const bytes = new Uint8Array(await found.arrayBuffer());
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, await keyOf(token), bytes.slice(12));
  return JSON.parse(new TextDecoder().decode(plain));
}

async function drop() {
  await caches.delete(STORE);
  await registration.unregister();
  return true;
}

const page = (html, policy) => new Response(html, { headers: {
  "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy,
  "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
} });

async function answer(event, [root, token]) {
  if (new URL(event.request.url).searchParams.has("forget")) {
    const kept = await read(token);
    if (kept) { await drop(); return page(kept.gone, kept.policy); }
  }
  let reply;
  try {
    reply = await fetch(event.request);
  } catch {
    const kept = await read(token);
    if (kept) return page(kept.page, kept.policy);
    // Another link, or nothing is kept: the page for everyone, where the other worker has it.
    return (await caches.match(root.replace(/l\/my\/.*/, "offline/"))) ?? Response.error();
  }
  if (await sealedOf(token)) {
    event.waitUntil(inTurn(() => reply.status === 410 ? drop() : keepAnew(root, token)).catch(() => false));
  }
  return reply;
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const place = method === "GET" && mode === "navigate" && PLACE.exec(new URL(url).pathname);
  if (place) event.respondWith(answer(event, place));
});
addEventListener("message", (event) => {
  const { verb, root } = event.data, [, token] = PLACE.exec(root);
  const acts = { keep: () => keep(root, token, true), drop, ask: async () => Boolean(await sealedOf(token)) };
  event.waitUntil(inTurn(acts[verb]).catch(() => false).then((done) => event.ports[0].postMessage(done)));
});
