// The front door leads to the language last read. Everything works without this.
(function () {
  "use strict";
  try { localStorage.setItem("playbook-language", document.documentElement.lang.slice(0, 2)); } catch (error) { /* no storage, no memory */ }
  // A table wider than the screen is scrolled by keyboard too, and only then takes the focus.
  document.querySelectorAll(".scroll").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  });
})();
