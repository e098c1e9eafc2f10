{% load static %}// Keeps one page for the moment without a connection: emergency numbers and nothing personal.
// In "reading" lie the pages that a reader asked to keep (newsroom/reading.js).
const CACHE = "nebe-offline-{{ language|escapejs }}-1";
const PAGE = "{{ offline|escapejs }}";
const FILES = ["{% static 'ui/nebe.css' %}", "{% static 'ui/mark.svg' %}", "{% static 'newsroom/reading.js' %}"];

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
  const isPage = request.mode === "navigate";
  if (!isPage && !["style", "image", "script"].includes(request.destination)) return;
  event.respondWith(fetch(request).catch(async () =>
    (await caches.match(request, { ignoreSearch: isPage, ignoreVary: true })) ?? (isPage ? caches.match(PAGE) : Response.error())
  ));
});
