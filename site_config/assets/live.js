// Live pages: filters kept in the address, copying, and looking addresses up. Without it every page still reads whole.
(function () {
  "use strict";
  var SEPARATOR = "|";

  // ---- Filters. The address keeps them behind its "#", which works from disk too: #state=live&level=A
  function chosen() {
    var found = {};
    if (location.hash.indexOf("=") < 0) return found;
    location.hash.slice(1).split("&").forEach(function (pair) {
      var cut = pair.indexOf("=");
      if (cut < 1) return;
      try { found[pair.slice(0, cut)] = decodeURIComponent(pair.slice(cut + 1).replace(/\+/g, " ")); } catch (error) { /* a torn address filters nothing */ }
    });
    return found;
  }

  function Filters(form) {
    var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
    var rows = Array.prototype.slice.call(document.querySelectorAll("[data-row]"));
    var groups = Array.prototype.slice.call(document.querySelectorAll("[data-group]"));
    var tiles = Array.prototype.slice.call(document.querySelectorAll("[data-set]"));
    var shown = form.querySelector(".shown"), clear = form.querySelector(".clear");

    function values() {
      var found = {};
      selects.forEach(function (select) { if (select.value) found[select.name] = select.value; });
      return found;
    }

    function apply() {
      var wanted = values(), count = 0, any = Object.keys(wanted).length > 0;
      rows.forEach(function (row) {
        var fits = Object.keys(wanted).every(function (name) {
          var has = row.getAttribute("data-" + name);
          return has !== null && has.split(SEPARATOR).indexOf(wanted[name]) >= 0;
        });
        row.hidden = !fits;
        count += fits ? 1 : 0;
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
        tile.setAttribute("aria-pressed", String(wanted[tile.dataset.set] === tile.dataset.value));
      });
      clear.disabled = !any;
      shown.textContent = !any ? "" : count ? form.dataset.shown.replace("{shown}", count).replace("{total}", rows.length) : form.dataset.none;
    }

    function keep() {
      var wanted = values();
      var hash = Object.keys(wanted).map(function (name) { return name + "=" + encodeURIComponent(wanted[name]); }).join("&");
      try { history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search); } catch (error) { location.hash = hash; }
      switchLanguage(hash);
    }

    function read() {
      var wanted = chosen();
      selects.forEach(function (select) {
        select.value = wanted[select.name] || "";
        if (select.selectedIndex < 0) select.value = "";
      });
      apply();
      if (location.hash.indexOf("=") > 0) switchLanguage(location.hash.slice(1));
    }

    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("change", function () { apply(); keep(); });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      selects.forEach(function (select) { select.value = ""; });
      apply(); keep();
      selects[0].focus();
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
    window.addEventListener("hashchange", function () { if (location.hash.indexOf("=") > 0 || !location.hash) read(); });
    read();
  }

  // The same view in the other language: a filter's values are ids and names, which both share.
  function switchLanguage(hash) {
    var link = document.querySelector("a.language-switch");
    if (link) link.setAttribute("href", link.getAttribute("href").split("#")[0] + (hash ? "#" + hash : ""));
  }

  // ---- Copying
  function copyText(text, done, failed) {
    function byHand() {
      var box = document.createElement("textarea");
      box.value = text;
      box.style.position = "fixed";
      box.style.opacity = "0";
      document.body.appendChild(box);
      box.select();
      var fine = false;
      try { fine = document.execCommand("copy"); } catch (error) { fine = false; }
      box.remove();
      (fine ? done : failed)();
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) return;
    var label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    function say(text, good) {
      button.textContent = text;
      button.classList.toggle("done", good);
      button.setAttribute("aria-live", "polite");
      clearTimeout(button.timer);
      button.timer = setTimeout(function () { button.textContent = label; button.classList.remove("done"); }, 2500);
    }
    copyText(
      document.getElementById(button.dataset.copy).textContent,
      function () { say(button.dataset.done, true); button.focus(); },
      function () { say(button.dataset.failed, false); }
    );
  });

  // ---- Shifts. The page is made once a day and shifts change through it; a page of another time stays as it was made.
  function shifts() {
    var made = document.querySelector("[data-as-of]"), now = Date.now();
    var age = made ? now - Date.parse(made.dataset.asOf) : -1;
    if (!(age >= -864e5 && age < 3 * 864e5)) return;
    document.querySelectorAll("ul.shifts[data-most]").forEach(function (list) {
      var lines = Array.prototype.slice.call(list.children);
      var left = lines.filter(function (line) { return Date.parse(line.dataset.ends) > now; });
      if (!left.length) return;
      lines.forEach(function (line) {
        var place = left.indexOf(line), on = place >= 0 && Date.parse(line.dataset.begins) <= now;
        line.hidden = place < 0 || place >= Number(list.dataset.most);
        line.classList.toggle("now", on);
        line.querySelector(".on-shift").hidden = !on;
      });
    });
  }
  shifts();
  setInterval(shifts, 6e4);

  document.querySelectorAll("form.facets").forEach(function (form) { Filters(form); });
})();
