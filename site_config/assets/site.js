// The front door leads to the language last read. Everything works without this.
(function () {
  "use strict";
  try { localStorage.setItem("playbook-language", document.documentElement.lang.slice(0, 2)); } catch (error) { /* no storage, no memory */ }
  // Search hears keys only: an address pasted with the mouse, or a word from an input method, is to be looked up as well.
  document.querySelectorAll("[data-md-component=search-query]").forEach(function (box) {
    box.addEventListener("input", function () { box.dispatchEvent(new Event("keyup")); });
  });
  // A table wider than the screen is scrolled by keyboard too, and only then takes the focus.
  document.querySelectorAll(".scroll").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
  });
})();
