// Ticks, notes and filters of a sheet, kept by item id in this browser; the sheet reads and prints without any of it.
// What is kept: {ID: {state, by, on, evidence, note}}, only where it differs from what the sheet was made with.
(() => {
  const base = JSON.parse(document.getElementById("playbook-sheet").textContent);
  const words = JSON.parse(document.getElementById("playbook-words").textContent);
  const rows = [...document.querySelectorAll("tr.duty")];
  const place = `playbook:${base.engagement}`;
  const known = (id) => Object.hasOwn(base.items, id);
  let changes = {};
  let kept = true;

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const today = () => {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  };

  // --- what is kept -------------------------------------------------------------------------------------------------
  const clean = (found) => {
    // Whatever a file or the browser hands back: known items, known fields, short texts, and nothing else.
    const sound = {};
    if (typeof found !== "object" || found === null) return sound;
    for (const [id, change] of Object.entries(found)) {
      if (!known(id) || typeof change !== "object" || change === null) continue;
      const own = {};
      for (const field of Object.keys(words.fields)) {
        const value = change[field];
        if (typeof value !== "string" || value.length > 4000) continue;
        if (field === "state" && !Object.hasOwn(words.state, value)) continue;
        if (field === "on" && !/^\d{4}-\d{2}-\d{2}$/.test(value)) continue;
        own[field] = value;
      }
      if (Object.keys(own).length) sound[id] = own;
    }
    return sound;
  };
  const load = () => {
    try {
      const found = JSON.parse(localStorage.getItem(place) ?? "{}");
      changes = clean(found.changes);
      if (found.fingerprint && found.fingerprint !== base.fingerprint && Object.keys(changes).length) say(words.older);
    } catch {
      kept = false;
    }
  };
  const save = () => {
    try {
      localStorage.setItem(place, JSON.stringify({ fingerprint: base.fingerprint, changes }));
      kept = true;
    } catch {
      kept = false;
      say(words.not_kept);
    }
  };
  const set = (id, values) => {
    const own = { ...changes[id], ...values };
    for (const field of Object.keys(own)) {
      if (own[field] === "" || (field === "state" && own[field] === base.items[id].state)) delete own[field];
    }
    if (Object.keys(own).length) changes[id] = own;
    else delete changes[id];
    save();
    show(id);
    count();
  };
  const state = (id) => changes[id]?.state ?? base.items[id].state;

  // --- the tools above the list -------------------------------------------------------------------------------------
  const live = make("p", { class: "say", role: "status", "aria-live": "polite" });
  const say = (text) => { live.textContent = text; };
  const bar = make("progress", { max: rows.length, value: 0, "aria-label": words.progress });
  const done = make("span", { class: "done" });
  const filtered = make("p", { class: "filtered", role: "status", hidden: true });
  const filters = {};

  const chooser = (name, label) => {
    const options = new Map(rows.map((row) => [row.dataset[name], row.dataset[`${name}Title`]]));
    const select = make("select", { onchange: filter });
    select.append(make("option", { value: "" }, words.all));
    for (const [value, title] of options) select.append(make("option", { value }, title));
    filters[name] = select;
    return make("label", {}, `${label} `, select);
  };
  const open = make("input", { type: "checkbox", onchange: filter });
  const view = roleView({ make, fill, rows, words, changed: (role, asked) => {
    filter();
    count();
    if (role) say(fill(words.role_shown, { role: role.title, count: view.rows().length }));
    else say(asked ? fill(words.role_absent, { role: asked }) : "");
  } });

  function filter() {
    const listed = view.rows();
    let shown = 0;
    for (const row of listed) {
      const fits = Object.entries(filters).every(([name, select]) => !select.value || row.dataset[name] === select.value);
      row.hidden = !fits || (open.checked && words.settled.includes(state(row.dataset.id)));
      shown += row.hidden ? 0 : 1;
    }
    for (const section of document.querySelectorAll("section.step")) {
      const own = [...section.querySelectorAll("tr.duty")];
      section.classList.toggle("emptied", own.length > 0 && own.every((row) => row.hidden));
    }
    const some = shown < listed.length;
    document.body.classList.toggle("filtering", some);
    filtered.hidden = !some;
    filtered.textContent = fill(words.filtered, { shown, total: listed.length });
  }
  const count = () => {
    const listed = view.rows();
    const finished = listed.filter((row) => words.settled.includes(state(row.dataset.id))).length;
    bar.max = listed.length;
    bar.value = finished;
    done.textContent = fill(words.done, { done: finished, total: listed.length });
    const changed = Object.keys(changes).length;
    exporter.textContent = changed ? `${words.export} (${changed})` : words.export;
  };

  // --- to a file and back -------------------------------------------------------------------------------------------
  const toFile = () => {
    const text = JSON.stringify({ ...base, changes }, null, 2);
    const link = make("a", {
      href: URL.createObjectURL(new Blob([text], { type: "application/json" })),
      download: `${base.engagement}.${today()}.json`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(words.exported);
  };
  const fromFile = async () => {
    const [file] = picker.files;
    picker.value = "";
    if (!file) return;
    try {
      const found = JSON.parse(await file.text());
      if (found.format !== base.format || found.engagement !== base.engagement) return say(words.foreign);
      const given = clean(found.changes);
      const lost = Object.keys(found.changes ?? {}).filter((id) => !known(id)).length;
      for (const [id, change] of Object.entries(given)) changes[id] = { ...changes[id], ...change };
      save();
      rows.forEach((row) => show(row.dataset.id));
      count();
      filter();
      say(fill(lost ? words.imported_some : words.imported, { count: Object.keys(given).length, lost }));
    } catch {
      say(words.unreadable);
    }
  };
  const forget = () => {
    if (!Object.keys(changes).length || !confirm(words.forget_sure)) return;
    const ids = Object.keys(changes);
    changes = {};
    save();
    ids.forEach(show);
    count();
    filter();
  };
  const picker = make("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: fromFile });
  const exporter = make("button", { type: "button", onclick: toFile }, words.export);

  // --- one row ------------------------------------------------------------------------------------------------------
  const parts = new Map();
  const equip = (row) => {
    const id = row.dataset.id;
    const title = row.querySelector(".what").textContent.trim();
    const tick = make("input", {
      type: "checkbox",
      class: "tick",
      "aria-label": `${id} ${title}`,
      onchange: () => {
        if (tick.checked) set(id, { state: "done", on: changes[id]?.on ?? today() });
        else set(id, { state: words.settled.includes(base.items[id].state) ? "todo" : base.items[id].state, on: "" });
      },
    });
    row.querySelector(".c-box .box").replaceWith(tick);
    const select = make("select", { onchange: () => set(id, { state: select.value }) });
    for (const [name, word] of Object.entries(words.state)) select.append(make("option", { value: name }, word));
    const input = (field, type = "text") => {
      const node = type === "area" ? make("textarea", { rows: 2 }) : make("input", { type });
      node.addEventListener("change", () => set(id, { [field]: node.value.trim() }));
      return node;
    };
    const fields = { by: input("by"), on: input("on", "date"), evidence: input("evidence"), note: input("note", "area") };
    const label = (word, node) => make("label", {}, `${word} `, node);
    const box = make("details", { class: "fill" }, make("summary", {}, words.fill), make("div", { class: "fields" },
      label(words.fields.state, select), label(words.fields.by, fields.by), label(words.fields.on, fields.on),
      label(words.fields.evidence, fields.evidence), label(words.fields.note, fields.note)));
    const written = make("p", { class: "part written", hidden: true });
    row.children[2].append(box, written);
    parts.set(id, { row, tick, select, fields, written });
  };
  const show = (id) => {
    const part = parts.get(id);
    if (!part) return;
    const now = state(id);
    part.tick.checked = words.settled.includes(now);
    part.select.value = now;
    for (const [field, node] of Object.entries(part.fields)) node.value = changes[id]?.[field] ?? "";
    part.row.classList.toggle("finished", words.settled.includes(now));
    const own = changes[id] ?? {};
    // Printed too: what was filled in on screen belongs on the paper that leaves the printer.
    part.written.hidden = !Object.keys(own).length;
    part.written.textContent = [words.state[now], own.by, own.on, own.evidence, own.note].filter(Boolean).join(" · ");
  };

  // --- put together -------------------------------------------------------------------------------------------------
  const tools = make("section", { class: "tools", "aria-label": words.tools },
    make("div", { class: "row" }, done, bar),
    make("div", { class: "row" }, make("label", {}, `${words.filters.role} `, view.select), chooser("step", words.filters.step), chooser("category", words.filters.category),
      make("label", {}, open, ` ${words.open_only}`)),
    make("div", { class: "row" }, exporter, make("button", { type: "button", onclick: () => picker.click() }, words.import), picker,
      make("button", { type: "button", onclick: () => print() }, words.print), make("button", { type: "button", onclick: forget }, words.forget)),
    live);
  document.querySelector("main").prepend(tools, filtered);
  rows.forEach(equip);
  view.begin();
  load();
  rows.forEach((row) => show(row.dataset.id));
  count();
  if (!kept) say(words.not_kept);
})();
