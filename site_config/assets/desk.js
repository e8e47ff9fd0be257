// The service desk: a heap of text in, whose addresses they are out. The index stands in the page; nothing is sent anywhere.
(function () {
  "use strict";
  var heap = document.getElementById("heap");
  if (!heap) return;
  var index = JSON.parse(document.getElementById("desk-index").textContent);
  var words = JSON.parse(document.getElementById("desk-words").textContent);
  var said = document.getElementById("desk-said"), found = document.getElementById("desk-found");
  var names = new Map(), networks = [];

  index.rows.forEach(function (row, place) {
    row[0].forEach(function (key) {
      var cut = key.indexOf("/");
      if (key[0] !== "i" && cut > 0) networks.push([key[0], bits(key.slice(1, cut)), Number(key.slice(cut + 1)), place]);
      else names.set(key, (names.get(key) || []).concat(place));
    });
  });

  function bits(digits) {
    return digits.replace(/./g, function (digit) { return ("000" + parseInt(digit, 16).toString(2)).slice(-4); });
  }

  // ---- From text to keys, as generator/cross_event/lookup.py makes them
  function four(text) {
    var parts = text.split(".");
    if (parts.length !== 4) return null;
    var digits = "";
    for (var i = 0; i < 4; i++) {
      if (!/^\d{1,3}$/.test(parts[i]) || Number(parts[i]) > 255) return null;
      digits += ("0" + Number(parts[i]).toString(16)).slice(-2);
    }
    return digits;
  }

  function six(text) {
    if (!/^[0-9a-f:.]+$/.test(text) || text.split(":").length < 3) return null;
    var tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
    if (tail) {
      var last = four(tail[2]);
      if (!last) return null;
      text = tail[1] + last.slice(0, 4) + ":" + last.slice(4);
    }
    var halves = text.split("::");
    if (halves.length > 2) return null;
    function groups(half) { return half ? half.split(":") : []; }
    var before = groups(halves[0]), after = halves.length === 2 ? groups(halves[1]) : [];
    var missing = 8 - before.length - after.length;
    if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
    var all = before.concat(new Array(halves.length === 2 ? missing : 0).fill("0"), after);
    var digits = "";
    for (var i = 0; i < all.length; i++) {
      if (!/^[0-9a-f]{1,4}$/.test(all[i])) return null;
      digits += ("000" + all[i]).slice(-4);
    }
    return digits.length === 32 ? digits : null;
  }

  function key(token) {
    var digits = four(token);
    if (digits) return "4" + digits;
    digits = six(token);
    return digits ? "6" + digits : "i" + token;
  }

  // What people paste: defanged, full-width, glued to Chinese, with ports, paths and brackets.
  function tokens(text) {
    var plain = text.normalize("NFKC").toLowerCase()
      .replace(/\[\.\]|\(\.\)|\(dot\)|\[dot\]/g, ".").replace(/(\d)。(?=\d)/g, "$1.")
      .replace(/[a-z][a-z0-9+.-]*:\/\//g, " ");
    var list = [];
    (plain.match(/[a-z0-9_.:%-]+/g) || []).forEach(function (raw) {
      var token = raw.replace(/^[.:%_-]+(?=[^:])|[.:%_-]+$/g, function (edge) { return edge.indexOf("::") >= 0 ? "::" : ""; });
      token = token.replace(/%.*$/, "");
      if (!token) return;
      if (!six(token)) token = token.replace(/:\d{0,5}$/, "");
      if (token && list.indexOf(token) < 0) list.push(token);
    });
    return list;
  }

  function places(token) {
    var name = key(token), hits = (names.get(name) || []).slice();
    if (name[0] !== "i") {
      var own = bits(name.slice(1));
      networks.forEach(function (network) {
        if (network[0] === name[0] && own.slice(0, network[2]) === network[1].slice(0, network[2])) hits.push(network[3]);
      });
    } else if (!hits.length) {
      // A host below a domain on file belongs to it.
      var parent = token.indexOf(".");
      while (parent > 0 && !hits.length) {
        token = token.slice(parent + 1);
        if (token.indexOf(".") < 0) break;
        hits = (names.get("i" + token) || []).slice();
        parent = token.indexOf(".");
      }
    }
    return hits;
  }

  // Of what is not on file only what looks like an address, a domain or an id is worth telling.
  function worthTelling(token) {
    var kind = key(token)[0];
    if (kind === "4" || kind === "6") return true;
    return /^(?=.*\d)[a-z][a-z0-9]*([-_][a-z0-9]+)+$/.test(token) || /^([a-z0-9-]+\.)+[a-z]{2,}$/.test(token);
  }

  // ---- From keys to cards
  function element(tag, text, kind) {
    var made = document.createElement(tag);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  function linked(text, href, kind) {
    if (!href) return element("span", text, kind);
    var made = element("a", text, kind);
    made.href = href;
    return made;
  }

  function person(title, who, contact, href, note, now) {
    var line = element("li", "", now ? "now" : "");
    line.append(element("b", who), " ", element("span", title, "soft"), " ");
    if (now) line.append(element("span", words.now, "badge on-shift"), " ");
    if (contact) line.append(linked(contact, href, "contact"));
    if (note) line.append(document.createElement("br"), element("small", note));
    return line;
  }

  // Whoever looks after what is affected first, then the rest; of those to come only the next few.
  function onDuty(event, roles) {
    var now = Date.now();
    function first(one, other) { return (roles.indexOf(one[7]) < 0) - (roles.indexOf(other[7]) < 0); }
    var on = event.shifts.filter(function (shift) { return Date.parse(shift[4]) <= now && now < Date.parse(shift[5]); });
    if (on.length) return on.sort(first).map(function (shift) { return { shift: shift, now: true }; });
    var next = event.shifts.filter(function (shift) { return Date.parse(shift[4]) > now; });
    return next.slice(0, 8).sort(first).slice(0, 4).map(function (shift) { return { shift: shift, now: false }; });
  }

  function copyBlock(card, title, text, name) {
    var box = element("pre", text);
    box.id = name;
    box.tabIndex = 0;
    var button = element("button", words.copy, "copy");
    button.type = "button";
    button.dataset.copy = name;
    button.dataset.done = words.copied;
    button.dataset.failed = words.failed;
    card.append(element("h3", title), box, button);
  }

  function card(place, rows) {
    var event = index.events[place], made = element("article", "", "desk-card" + (event.state === "ended" ? " ended" : ""));
    var title = element("h2");
    title.append(linked(event.name, event.href));
    var level = event.level ? fill(words.level, { level: event.level }) : words.no_level;
    var line = element("p");
    line.append(element("span", event.away, "away" + (event.state === "live" ? " live" : "")), " ", element("span", level, "badge level level-" + event.level.toLowerCase()));
    if (event.ack) line.append(" ", element("b", fill(words.ack, { length: event.ack })));
    made.append(title, line);

    var parts = element("div", "", "parts"), left = element("section"), right = element("section");
    left.append(element("h3", words.resources));
    var list = element("ul", "", "lines");
    rows.forEach(function (number) {
      var row = index.rows[number], item = element("li");
      item.append(element("code", row[2]), " ", row[5] ? element("code", row[5]) : "", " ", element("b", row[3]));
      var more = [row[6], row[4]].filter(Boolean).join(" · ");
      if (more) item.append(document.createElement("br"), element("small", more));
      list.append(item);
    });
    left.append(list);
    var ahead = event.waves.filter(function (wave) { return Date.parse(wave[1]) >= Date.now(); })[0];
    var peak = element("p");
    peak.append(element("span", words.peak + words.colon, "soft"), ahead ? ahead[0] + " " + ahead[2] : words.no_peak);
    left.append(peak);

    right.append(element("h3", words.team));
    var people = element("ul", "", "shifts"), duty = onDuty(event, rows.map(function (number) { return index.rows[number][7]; }));
    duty.forEach(function (one) {
      people.append(person(one.shift[0], one.shift[1], one.shift[2], one.shift[3], one.shift[6], one.now));
    });
    if (!duty.length || !duty[0].now) event.team.forEach(function (one) { people.append(person(one[0], one[1], one[2], one[3], "", false)); });
    right.append(people);
    [["bridge", words.bridge], ["group", words.group], ["internal", words.internal]].forEach(function (pair) {
      if (!event[pair[0]]) return;
      var said = element("p");
      said.append(element("span", pair[1] + words.colon, "soft"), event[pair[0]]);
      right.append(said);
    });
    parts.append(left, right);
    made.append(parts);

    copyBlock(made, words.first, event.answer, "answer-" + place);
    var resources = rows.map(function (number) {
      var row = index.rows[number];
      return row[2] + (row[5] ? " " + row[5] : "") + " (" + row[3] + ")";
    }).join(words.comma);
    var who = (duty.length ? duty.map(function (one) { return one.shift[0] + " " + one.shift[1]; }) : event.team.map(function (one) { return one[0] + " " + one[1]; }));
    copyBlock(made, words.relay, fill(words.relay_text, {
      name: event.name, level: level, state: event.away, resources: resources, oncall: who.join(words.comma)
    }), "relay-" + place);
    return made;
  }

  function look() {
    found.textContent = "";
    if (!heap.value.trim()) { said.textContent = ""; return; }
    var byEvent = new Map(), unknown = [], hits = 0;
    tokens(heap.value).forEach(function (token) {
      var at = places(token);
      if (at.length) hits += 1;
      else if (worthTelling(token)) unknown.push(token);
      at.forEach(function (place) {
        var event = index.rows[place][1], rows = byEvent.get(event) || [];
        if (rows.indexOf(place) < 0) rows.push(place);
        byEvent.set(event, rows);
      });
    });
    var order = Array.from(byEvent.keys()).sort(function (one, other) { return one - other; });
    order.forEach(function (place) { found.append(card(place, byEvent.get(place))); });
    if (unknown.length) {
      var rest = element("article", "", "desk-card unknown");
      rest.append(element("h2", fill(words.unknown, { count: unknown.length })));
      var list = element("p");
      unknown.forEach(function (token) { list.append(element("code", token), " "); });
      rest.append(list, element("p", words.unknown_hint, "soft"));
      found.append(rest);
    }
    said.textContent = hits ? fill(words.found, { found: hits, events: order.length }) : unknown.length ? fill(words.unknown, { count: unknown.length }) : words.nothing;
  }

  var timer;
  heap.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(look, 80); });
  document.getElementById("heap-clear").addEventListener("click", function () { heap.value = ""; look(); heap.focus(); });
  var attempt = document.getElementById("heap-try");
  if (attempt) attempt.addEventListener("click", function () { heap.value = attempt.dataset.text; look(); heap.focus(); });
  // A link may carry what to look up: service-desk.html#q=192.0.2.8
  if (/^#q=/.test(location.hash)) {
    try { heap.value = decodeURIComponent(location.hash.slice(3)); } catch (error) { heap.value = ""; }
  }
  if (heap.value) look();
})();
