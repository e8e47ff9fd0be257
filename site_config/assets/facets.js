// Filters kept in the address. Without this every page still reads whole. It stands in the head: where an address picks
// rows, nothing is painted before it is known which, or what a reader looks at would jump.
(function () {
  "use strict";
  var SEPARATOR = "|";

  // ---- The address: behind its "?" where it holds anchors of its own (?role=architect#ecp-a03), else behind its "#",
  // where live pages have always kept theirs (#state=live&level=A). Both are read everywhere.
  function read(text, found) {
    text.split("&").forEach(function (pair) {
      var cut = pair.indexOf("=");
      if (cut < 1) return;
      try { found[pair.slice(0, cut)] = decodeURIComponent(pair.slice(cut + 1).replace(/\+/g, " ")); } catch (error) { /* a torn address filters nothing */ }
    });
    return found;
  }

  function chosen() {
    var found = read(location.search.slice(1), Object.create(null));
    return location.hash.indexOf("=") > 0 ? read(location.hash.slice(1), found) : found;
  }

  function written(values) {
    return Object.keys(values).map(function (name) { return name + "=" + encodeURIComponent(values[name]); }).join("&");
  }

  // What an anchor names, "#ecp-a03" as "ecp-a03".
  function anchored() {
    if (location.hash.indexOf("=") > 0) return null;
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return null; }
  }

  // The same view in the other language: a filter's values are ids and names, and anchors are ids, which both share.
  function switchLanguage(query, hash) {
    var link = document.querySelector("a.language-switch");
    if (link) link.setAttribute("href", link.getAttribute("href").split(/[?#]/)[0] + (query ? "?" + query : "") + hash);
  }

  function Filters(form) {
    var inQuery = form.dataset.keep === "query";
    var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
    // What a row has to say, word by word; what a tooltip says is not said by the row.
    var words = form.querySelector("input[name=words]"), texts = new Map();
    var views = Array.prototype.slice.call(form.querySelectorAll("input[name=view]"));
    var rows = Array.prototype.slice.call(document.querySelectorAll("[data-row]"));
    var once = rows.filter(function (row) { return !row.hasAttribute("data-again"); });
    var groups = Array.prototype.slice.call(document.querySelectorAll("[data-group]"));
    var tiles = Array.prototype.slice.call(document.querySelectorAll("[data-set]"));
    var shown = form.querySelector(".shown"), clear = form.querySelector(".clear");
    var asked = null;

    function wanted() {
      var found = {};
      selects.forEach(function (select) { if (select.value) found[select.name] = select.value; });
      return found;
    }

    function textOf(row) {
      if (!texts.has(row)) {
        var copy = row.cloneNode(true);
        copy.querySelectorAll(".tip, button").forEach(function (node) { node.remove(); });
        texts.set(row, copy.textContent.normalize("NFKC").toLowerCase());
      }
      return texts.get(row);
    }

    function tokens() {
      return words ? words.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean) : [];
    }

    function view() {
      var picked = views.filter(function (radio) { return radio.checked; })[0];
      return picked ? picked.value : "";
    }

    function set(values) {
      selects.forEach(function (select) {
        select.value = values[select.name] || "";
        if (select.selectedIndex < 0) select.value = "";
      });
      if (words) words.value = values.words || "";
      views.forEach(function (radio) { radio.checked = radio.value === ""; });
      views.forEach(function (radio) { if (radio.value === values.view) radio.checked = true; });
    }

    function apply() {
      var values = wanted(), sought = tokens(), count = 0, any = Object.keys(values).length + sought.length > 0, outside = false;
      rows.forEach(function (row) {
        var fits = Object.keys(values).every(function (name) {
          var has = row.getAttribute("data-" + name);
          return has !== null && has.split(SEPARATOR).indexOf(values[name]) >= 0;
        }) && sought.every(function (word) { return textOf(row).indexOf(word) >= 0; });
        // A link to an item shows it, whatever is filtered.
        row.hidden = !fits && row !== asked;
        row.classList.toggle("asked", row === asked);
        if (row === asked && (!fits || view())) outside = true;
        if (fits && once.indexOf(row) >= 0) count += 1;
      });
      groups.forEach(function (group) {
        var own = group.querySelectorAll("[data-row]");
        if (!own.length) return;
        group.hidden = !group.querySelector("[data-row]:not([hidden])");
        group.querySelectorAll("details").forEach(function (fold) {
          var inside = fold.querySelectorAll("[data-row]");
          if (!inside.length) return;
          fold.hidden = !fold.querySelector("[data-row]:not([hidden])");
          if (any && !fold.hidden) fold.open = true;
        });
      });
      selects.forEach(function (select) { select.classList.toggle("set", select.value !== ""); });
      tiles.forEach(function (tile) {
        tile.setAttribute("aria-pressed", String(values[tile.dataset.set] === tile.dataset.value));
      });
      views.forEach(function (radio) { if (radio.value) form.classList.toggle("as-" + radio.value, radio.checked); });
      form.classList.toggle("any", any);
      clear.disabled = !any;
      var said = !any ? form.dataset.all || "" : count ? form.dataset.shown.replace("{shown}", count).replace("{total}", once.length) : form.dataset.none;
      if (outside && form.dataset.asked) said += form.dataset.asked.replace("{id}", asked.id.toUpperCase());
      if (shown.textContent !== said) shown.textContent = said;
    }

    function own() {
      var values = wanted();
      if (words && words.value.trim()) values.words = words.value.trim();
      if (view()) values.view = view();
      return written(values);
    }

    // What others keep in the query (what was searched for) stays.
    function query() {
      var mine = selects.concat(views, words || []).map(function (field) { return field.name; });
      var rest = location.search.slice(1).split("&").filter(function (pair) { return pair && mine.indexOf(pair.split("=")[0]) < 0; });
      return rest.concat(own() || []).join("&");
    }

    function keep() {
      var kept = own(), address = location.pathname;
      if (inQuery) address += query() ? "?" + query() : "";
      else address += location.search + (kept ? "#" + kept : "");
      try { history.replaceState(null, "", address); } catch (error) { location.hash = kept; }
      follow();
    }

    function follow() {
      if (inQuery) switchLanguage(own(), location.hash.indexOf("=") > 0 ? "" : location.hash);
      else switchLanguage("", location.hash);
    }

    function open() {
      var target = anchored();
      asked = target && rows.indexOf(target) >= 0 ? target : null;
      set(chosen());
      apply();
      follow();
      // What was hidden when the browser looked for it, or stood elsewhere, is where the reader wants to be.
      if (asked) asked.scrollIntoView();
    }

    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("change", function () { asked = null; apply(); keep(); });
    if (words) words.addEventListener("input", function () { asked = null; apply(); keep(); });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      set({ view: view() });
      asked = null;
      apply(); keep();
      (words || selects[0]).focus();
    });
    tiles.forEach(function (tile) {
      tile.addEventListener("click", function () {
        var select = form.elements[tile.dataset.set];
        if (!select) return;
        var value = select.value === tile.dataset.value ? "" : tile.dataset.value;
        select.value = value;
        if (select.selectedIndex < 0) select.value = "";
        apply(); keep();
      });
    });
    window.addEventListener("hashchange", function () { if (inQuery || location.hash.indexOf("=") > 0 || !location.hash) open(); });
    open();
  }

  function start() {
    var forms = document.querySelectorAll("form.facets");
    document.documentElement.classList.remove("picking");
    forms.forEach(Filters);
    if (forms.length) return;
    var follow = function () { switchLanguage("", location.hash); };
    window.addEventListener("hashchange", follow);
    follow();
  }

  // "h" is what search found.
  if (Object.keys(chosen()).some(function (name) { return name !== "h"; })) document.documentElement.classList.add("picking");
  document.addEventListener("DOMContentLoaded", start);
})();
