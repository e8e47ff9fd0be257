// The front door leads to the language last read, and words show their meaning. Everything works without this.
(function () {
  "use strict";
  try { localStorage.setItem("playbook-language", document.documentElement.lang.slice(0, 2)); } catch (error) { /* no storage, no memory */ }
  // A table wider than the screen is scrolled by keyboard too, and only then takes the focus.
  document.querySelectorAll(".scroll").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
  });

  // ---- Tooltips of words. They show by hover and focus without this; here they keep inside the window, go with Escape, and
  // open by a tap, of which a second one follows the link.
  function place(gloss) {
    var tip = gloss.querySelector(".tip"), lines = gloss.querySelector("a").getClientRects();
    if (!lines.length) return;
    var first = lines[0], last = lines[lines.length - 1];
    tip.style.position = "fixed";
    tip.style.left = tip.style.top = "0";
    var box = tip.getBoundingClientRect(), below = last.bottom + box.height <= window.innerHeight || first.top < box.height;
    tip.style.left = Math.max(8, Math.min(last.left, document.documentElement.clientWidth - box.width - 8)) + "px";
    // Without a gap, so that the pointer can move onto it.
    tip.style.top = (below ? last.bottom : first.top - box.height) + "px";
  }
  function glossOf(node) { return node && node.closest ? node.closest(".gloss") : null; }
  function shown() { return document.querySelectorAll(".gloss:is(:hover, :focus-within, .open):not(.dismissed)"); }
  function show(event) { var gloss = glossOf(event.target); if (gloss) place(gloss); }
  function forget(event) {
    var gloss = glossOf(event.target);
    if (gloss && !gloss.contains(event.relatedTarget)) gloss.classList.remove("dismissed", "open");
  }
  // The word that was tapped last: what is open, a browser may close between two taps, by a mouse that it makes up or a focus that it takes away.
  var touched = false, tapped = null;
  document.addEventListener("mouseover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("mouseout", forget);
  document.addEventListener("focusout", forget);
  document.addEventListener("scroll", function () { shown().forEach(place); }, { passive: true, capture: true });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    tapped = null;
    shown().forEach(function (gloss) { gloss.classList.remove("open"); gloss.classList.add("dismissed"); });
  });
  document.addEventListener("pointerdown", function (event) {
    var mine = glossOf(event.target);
    touched = event.pointerType !== "mouse";
    if (tapped !== mine) tapped = null;
    document.querySelectorAll(".gloss.open").forEach(function (gloss) { if (gloss !== mine) gloss.classList.remove("open"); });
  });
  document.addEventListener("click", function (event) {
    var word = event.target.closest && event.target.closest("a.explained"), gloss = glossOf(word);
    if (!touched || !gloss || tapped === gloss) return;
    event.preventDefault();
    tapped = gloss;
    gloss.classList.remove("dismissed");
    gloss.classList.add("open");
    place(gloss);
  });
})();
