{% load static %}// Keeps one page for the moment without a connection: emergency numbers and nothing personal.
const CACHE = "nebe-offline-{{ language|escapejs }}-1";
const PAGE = "{{ offline|escapejs }}";
const FILES = ["{% static 'ui/nebe.css' %}", "{% static 'ui/mark.svg' %}"];

addEventListener("install", (event) => {
  const files = [PAGE, ...FILES].map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith("nebe-offline-") && name !== CACHE).map((name) => caches.delete(name))
  )));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const kept = FILES.includes(new URL(request.url).pathname) ? request.url : PAGE;
  if (request.mode !== "navigate" && kept === PAGE) return;
  event.respondWith(fetch(request).catch(() => caches.match(kept)));
});
