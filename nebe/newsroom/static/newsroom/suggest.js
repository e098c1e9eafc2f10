// Fields that the CMS puts in later offer names while one types, too.
document.addEventListener("focusin", (event) => {
  if (event.target.hasAttribute?.("hx-get")) htmx.process(event.target);
});
