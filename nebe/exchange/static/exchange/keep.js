// "Keep on this phone": only where the browser can, and only when the button is pressed.
const place = document.querySelector("[data-keep]");
if (place && "serviceWorker" in navigator && isSecureContext) {
  const { keep: root, worker, scope } = place.dataset;
  const part = (name) => place.querySelector(`[data-${name}]`);
  const show = (kept, said) => {
    part("keep-button").hidden = kept;
    part("remove-button").hidden = !kept;
    for (const name of ["kept", "removed", "failed"]) part(name).hidden = name !== said;
  };
  const awake = (one) => new Promise((done) => {
    if (one.state === "activated") return done(one);
    one.addEventListener("statechange", () => one.state === "activated" && done(one));
  });
  const ask = (one, verb) => new Promise((done) => {
    const way = new MessageChannel();
    way.port1.onmessage = (event) => done(event.data);
    one.postMessage({ verb, root }, [way.port2]);
  });

  part("keep-button").addEventListener("click", async () => {
    const made = await navigator.serviceWorker.register(worker, { scope }).catch(() => null);
    const one = made && await awake(made.installing || made.waiting || made.active);
    const kept = Boolean(one) && await ask(one, "keep");
    show(kept, kept ? "kept" : "failed");
  });
  part("remove-button").addEventListener("click", async () => {
    const made = await navigator.serviceWorker.getRegistration(scope);
    if (made?.active) await ask(made.active, "drop");
    await caches.delete("kept");
    show(false, "removed");
  });
  navigator.serviceWorker.getRegistration(scope).then(async (made) => {
    const kept = Boolean(made?.active) && await ask(made.active, "ask");
    show(kept, kept ? "kept" : "");
  });
}
