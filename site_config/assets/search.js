// The search box, and the words that were searched for on the page that they led to. What finds them (find.js), and all that it
// loads, is fetched when somebody searches.
(function () {
  "use strict";
  var ROOT = new URL("../", document.currentScript.src), asked = new URLSearchParams(location.search);

  // ---- Files, by script elements, which work over http and from disk alike. Those of the index hand over their data by their name.
  var loads = Object.create(null), given = Object.create(null);
  window.playbookFound = function (name, data) { given[name] = data; };
  function script(address, tail, got) {
    return loads[address] = loads[address] || new Promise(function (resolve, reject) {
      var node = document.createElement("script");
      node.src = new URL(address + tail, ROOT).href;
      node.onload = node.onerror = function () {
        node.remove();
        if (got()) return resolve(got());
        delete loads[address];
        reject(new Error(address));
      };
      document.head.append(node);
    });
  }
  function load(name, again) {
    var address = "search/" + name + ".js";
    if (again) { delete loads[address]; delete given[name]; }
    return script(address, again ? "?" + Date.now() : "", function () { return given[name]; });
  }
  function finder() {
    return script("assets/find.js", "", function () { return window.playbookSearch; });
  }

  function marked(text, sought) {
    var made = document.createDocumentFragment(), at = 0;
    for (var found of sought ? text.matchAll(sought) : []) {
      var mark = document.createElement("mark");
      mark.textContent = found[0];
      made.append(text.slice(at, found.index), mark);
      at = found.index + found[0].length;
    }
    made.append(text.slice(at));
    return made;
  }

  // On the page that a hit led to, its words are marked as well.
  function highlight(sought) {
    var article = document.querySelector("article.md-content__inner"), found = [];
    if (!article || !sought) return;
    var nodes = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    for (var node; (node = nodes.nextNode()) && found.length < 200;)
      if (node.data.search(sought) >= 0 && !node.parentElement.closest("script, style, svg, select, textarea, button, .tip, .headerlink")) found.push(node);
    found.forEach(function (text) { text.replaceWith(marked(text.data, sought)); });
    var mark = article.querySelector("mark");
    if (mark && !location.hash && mark.getBoundingClientRect().top > window.innerHeight) mark.scrollIntoView({ block: "center" });
  }
  if (asked.get("h")) finder().then(function (finds) { highlight(finds.pattern(asked.get("h"))); });

  // ---- The box.
  var box = document.querySelector(".md-search"), toggle = document.getElementById("__search");
  if (!box || !toggle) return;
  var input = box.querySelector("input"), told = box.querySelector(".md-search-result__meta"), list = box.querySelector("ol");
  var help = box.querySelector(".search-help"), none = box.querySelector(".search-none"), says = JSON.parse(box.dataset.says);
  var BATCH = 8, SECTIONS = 3, turn = 0, timer = 0, enter = false, leaving = false, shown = "";

  function made(tag, name, content) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (content !== undefined) node.append(content);
    return node;
  }
  function say(text, values) {
    var said = says[text].replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
    if (told.textContent !== said) told.textContent = said;
  }
  function empty(node) { help.hidden = node !== help; none.hidden = node !== none; list.replaceChildren(); }

  function snippet(text, sought) {
    var first = sought ? text.search(sought) : -1, size = /[\u3400-\u9fff]/.test(text) ? 110 : 200, start = Math.max(0, first - size / 4);
    if (start) {
      var cut = text.slice(start, first).search(/[。；！？.;!?]\s*\S/);
      start += cut >= 0 ? cut + 1 : /[a-z0-9]/i.test(text[start]) ? Math.max(0, text.slice(start, first).search(/\s/)) : 0;
    }
    var end = start + size < text.length ? start + size : text.length;
    return marked((start ? "…" : "") + text.slice(start, end).trim() + (end < text.length ? "…" : ""), sought);
  }

  function hit(found, query, sought) {
    var link = made("a", "md-search-result__link"), to = new URL(found.page, ROOT);
    to.search = "h=" + encodeURIComponent(query);
    to.hash = found.anchor;
    link.href = to.href;
    link.append(made("strong", "search-title", marked(found.title, sought)));
    if (found.text) link.append(made("span", "search-text", snippet(found.text, sought)));
    return link;
  }

  function kind(page) {
    return says.kinds[page.replace(/^(\.\.\/)+/, "").split(/[/.]/)[0]] || "";
  }

  // One page with its best sections; the others unfold.
  function card(page, found, query, sought) {
    var item = made("li", "md-search-result__item"), first = found[0], alone = found.length === 1 && !first.anchor;
    var where = Array.from(new Set([kind(first.page), alone ? "" : first.of].filter(Boolean))).join(" › ");
    if (where) item.append(made("p", "search-where", where));
    found.forEach(function (one) { item.append(hit(one, query, sought)); });
    var rest = page.hits.slice(found.length);
    if (!rest.length) return item;
    var more = made("button", "search-more", says.more.replace("{count}", rest.length));
    more.type = "button";
    more.addEventListener("click", function () {
      window.playbookSearch.texts(load, page.data, rest.map(function (one) { return one.entry; })).then(function (others) {
        var links = others.map(function (one) { return hit(one, query, sought); });
        more.replaceWith.apply(more, links);
        links[0].focus();
      });
    });
    item.append(more);
    return item;
  }

  function show(result, query, from) {
    var sought = window.playbookSearch.pattern(query), pages = result.pages.slice(from, from + BATCH), mine = turn;
    return Promise.all(pages.map(function (page) {
      page.data = result.data;
      return window.playbookSearch.texts(load, result.data, page.hits.slice(0, SECTIONS).map(function (one) { return one.entry; }));
    })).then(function (found) {
      if (mine !== turn) return;
      if (!from) empty(result.pages.length ? null : none);
      var cards = pages.map(function (page, n) { return card(page, found[n], query, sought); });
      list.append.apply(list, cards);
      if (from && cards.length) cards[0].querySelector("a").focus();
      say(!result.count ? "none" : result.partly ? "partly" : result.count === 1 ? "one" : "many", { query: query, count: result.count, pages: result.pages.length });
      if (result.pages.length > from + BATCH) {
        var item = made("li", "search-rest"), next = made("button", "search-more", says.rest.replace("{count}", result.pages.length - from - BATCH));
        next.type = "button";
        next.addEventListener("click", function () { show(result, query, from + BATCH).then(function () { item.remove(); }); });
        item.append(next);
        list.append(item);
      }
      if (!from) list.parentNode.parentNode.scrollTop = 0;
      if (enter && list.querySelector("a")) list.querySelector("a").click();
      enter = false;
    });
  }

  function search() {
    var query = input.value.trim().slice(0, 200);
    if (query === shown) return;
    shown = query;
    turn += 1;
    keep(query);
    if (!query) { empty(help); return say("ready"); }
    var mine = turn;
    finder().then(function (finds) { return finds.find(query, load); }).then(function (result) { if (mine === turn) return show(result, query, 0); }).catch(function () {
      if (mine !== turn) return;
      shown = "";
      empty(null);
      say("failed");
    });
  }

  // The address can be passed on, and leads back to what was found.
  function keep(query) {
    var address = new URL(location.href);
    if (query) address.searchParams.set("q", query); else address.searchParams.delete("q");
    try { if (address.href !== location.href) history.replaceState(history.state, "", address); } catch (error) { /* a page from disk keeps its address */ }
    var other = document.querySelector("a.language-switch"), there = none.querySelector("[data-other]");
    if (!there) return;
    there.hidden = !other;
    if (other) there.href = other.href.split(/[?#]/)[0] + "?q=" + encodeURIComponent(query);
  }

  function open() {
    if (!toggle.checked) toggle.click();
    if (document.activeElement !== input) input.focus();
    Promise.all([finder(), load("index")]).catch(function () { /* said when it is searched for */ });
  }
  function close() {
    if (toggle.checked) toggle.click();
    if (box.contains(document.activeElement)) document.activeElement.blur();
    keep("");
  }

  input.addEventListener("focus", open);
  toggle.addEventListener("change", function () { if (toggle.checked) { open(); search(); if (input.value) keep(input.value.trim()); } else if (!leaving) close(); });
  input.addEventListener("input", function (event) {
    // Letters on their way to becoming Chinese are no query.
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(search, /^[a-z]$/i.test(input.value) ? 300 : 60);
  });
  input.addEventListener("compositionend", search);
  input.form.addEventListener("submit", function (event) { event.preventDefault(); });
  input.form.addEventListener("reset", function () { setTimeout(function () { input.focus(); search(); }); });
  list.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    // The way back leads to these hits again.
    leaving = true;
    if (toggle.checked) toggle.click();
    leaving = false;
  });
  box.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !box.contains(event.relatedTarget) && event.relatedTarget !== toggle) close();
  });
  box.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (event.key === "Escape") { close(); event.preventDefault(); }
    if (event.key === "Enter" && event.target === input) {
      var first = list.querySelector("a");
      clearTimeout(timer);
      if (first && shown === input.value.trim()) first.click(); else { enter = true; search(); }
      event.preventDefault();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    var stops = [input].concat(Array.from(box.querySelectorAll("ol a, ol button, .search-none:not([hidden]) a, .search-help:not([hidden]) a")));
    var next = stops[(stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length];
    next.focus();
    event.preventDefault();
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || ["/", "f", "s"].indexOf(event.key) < 0) return;
    if (event.target.closest && event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    open();
    input.select();
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && new URLSearchParams(location.search).get("q")) open();
  });
  if (asked.get("q")) {
    input.value = asked.get("q");
    open();
    search();
  }
})();
