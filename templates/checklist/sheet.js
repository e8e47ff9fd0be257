// The sheet in use: ticks, notes and filters over the printed list, which reads and prints without any of it.
(() => {
  const base = JSON.parse(document.getElementById("playbook-sheet").textContent);
  const words = JSON.parse(document.getElementById("playbook-words").textContent);
  const known = (id) => Object.hasOwn(base.items, id);
  // A page that was saved as it stood brings along what the script once made: it is made anew.
  const rows = [...document.querySelectorAll("tr.duty")].sort((one, other) => one.dataset.place - other.dataset.place);
  rows.forEach((row, place) => {
    row.dataset.place = place;
    document.querySelector(`#step-${row.dataset.step} table.duties tbody`).append(row);
  });
  document.querySelectorAll("[data-made]").forEach((node) => node.remove());

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    node.dataset.made = "";
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

  // --- what was typed -----------------------------------------------------------------------------------------------
  const ways = weighing({ base, words });
  const { fold, now } = ways;
  const made = (id) => ({ meaning: base.meanings[id], sheet: base.fingerprint, made: base.made });
  const kept = keeping({ engagement: base.engagement, copy: words.copy, words, ids: Object.keys(base.items), current: (id) => base.items[id] });
  const states = new Map();
  const state = (id) => states.get(id) ?? now(id, "state");
  const told = (field, value) => (field === "state" ? words.state[value] : value);
  const set = (id, values, from = null) => {
    const before = state(id);
    for (const [field, value] of Object.entries(values)) {
      const unchanged = fold(value) === fold(now(id, field));
      kept.put(id, field, unchanged ? null : { value, base: now(id, field), ...made(id) });
    }
    form.show(id, from);
    if (state(id) !== before) agree();
    count();
    back.doubts();
  };
  const choose = (id, values, from = null) => {
    kept.remember(id, null);
    set(id, values, from);
  };
  const tick = (id, ticked) => {
    const [printed, own, again] = [now(id, "state"), kept.entry(id), kept.unticked(id)];
    const settled = words.settled.includes(printed);
    if (!ticked) {
      kept.remember(id, { state: state(id), on: own.on?.value ?? now(id, "on") });
      set(id, { state: settled ? "todo" : printed, on: now(id, "on") });
    } else if (words.settled.includes(again?.state) && typeof again.on === "string") choose(id, { state: again.state, on: again.on });
    else choose(id, settled ? { state: printed } : { state: "done", on: own.on?.value ?? today() });
  };

  // --- the tools above the list -------------------------------------------------------------------------------------
  const live = make("p", { class: "say", role: "status", "aria-live": "polite" });
  const say = (...texts) => { live.textContent = texts.filter(Boolean).join(" "); };
  const lost = make("p", { class: "warn", role: "alert", hidden: true });
  const bar = make("progress", { max: rows.length, value: 0, "aria-label": words.progress });
  const [done, accepted] = [make("span", { class: "done" }), make("span", { class: "muted" })];
  const filtered = make("p", { class: "filtered", role: "status", hidden: true });
  const filters = {};

  const chooser = (name, label) => {
    const options = new Map(rows.map((row) => [row.dataset[name], row.dataset[`${name}Title`]]));
    const select = make("select", { onchange: filter }, make("option", { value: "" }, words.all));
    for (const [value, title] of options) select.append(make("option", { value }, title));
    filters[name] = select;
    return make("label", {}, `${label} `, select);
  };
  const open = make("input", { type: "checkbox", onchange: filter });
  const view = roleView({ make, fill, rows, words, state, changed: (role, asked) => {
    filter();
    agree();
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
  const { mark, agree: agreed } = agreeing({ make, rows, words, base, state });
  const agree = () => {
    const counts = agreed(view.rows(), view.role());
    bar.max = counts.total;
    bar.value = counts.finished + counts.accepted;
    done.textContent = fill(words.done, { done: counts.finished, total: counts.total });
    accepted.textContent = counts.accepted ? `${words.state.accepted} ${counts.accepted}` : "";
  };
  const count = () => {
    const changed = Object.keys(kept.entries()).length;
    exporter.textContent = changed ? `${words.export} (${changed})` : words.export;
    lost.hidden = kept.kept();
    lost.textContent = words.not_kept;
    kept.mirror();
  };

  // --- to a file and back -------------------------------------------------------------------------------------------
  let exported = "";
  const typed = () => JSON.stringify(Object.entries(kept.entries()).map(([id, records]) => [id, ...Object.values(records).map((record) => record.value)]));
  const toFile = () => {
    const all = { items: { ...base.items }, meanings: { ...base.meanings }, changes: {}, bases: {} };
    for (const [id, records] of Object.entries(kept.entries())) {
      const each = (name) => Object.fromEntries(Object.entries(records).map(([field, record]) => [field, record[name]]));
      [all.changes[id], all.bases[id]] = [each("value"), each("base")];
      const printed = kept.printed(id);
      if (!known(id) && printed) all.items[id] = printed;
      const meaning = Object.values(records).find((record) => record.meaning)?.meaning;
      if (meaning) all.meanings[id] = meaning;
    }
    const link = make("a", {
      href: URL.createObjectURL(new Blob([JSON.stringify({ ...base, ...all }, null, 2)], { type: "application/json" })),
      download: `${base.engagement}.${today()}.json`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    exported = typed();
    say(words.exported);
  };
  addEventListener("beforeunload", (event) => {
    if (!kept.kept() && ![exported, "[]"].includes(typed())) event.preventDefault();
  });
  const forget = () => {
    if (!Object.keys(kept.entries()).length || !confirm(words.forget_sure)) return;
    kept.forget();
    reload();
  };
  const exporter = make("button", { type: "button", onclick: toFile }, words.export);
  const importer = make("button", { type: "button", onclick: () => picker.click() }, words.import);
  const picker = make("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => {
    const [file] = picker.files;
    picker.value = "";
    if (file) back.fromFile(file, importer);
  } });

  // --- put together -------------------------------------------------------------------------------------------------
  const form = forms({ make, fill, rows, words, kept, weighing: ways, base, states, told, mark, tick, choose, set });
  const back = returning({ make, fill, words, base, kept, known, weighing: ways, made, title: form.title, told, say, reload });
  function reload(ids = Object.keys(base.items)) {
    for (const id of ids) form.show(id);
    agree();
    count();
    filter();
    back.doubts();
  }
  const tools = make("section", { class: "tools", "aria-label": words.tools },
    make("div", { class: "row" }, done, accepted, bar),
    make("div", { class: "row" }, make("label", {}, `${words.filters.role} `, view.select), chooser("step", words.filters.step), chooser("category", words.filters.category),
      make("label", {}, open, ` ${words.open_only}`)),
    make("div", { class: "row" }, exporter, importer, picker,
      make("button", { type: "button", onclick: () => print() }, words.print), make("button", { type: "button", onclick: forget }, words.forget)),
    live, lost, back.place);
  document.querySelector("main").prepend(tools, filtered);
  back.adopt();
  const settled = back.reconcile();
  Object.keys(base.items).forEach((id) => form.show(id));
  view.begin();
  count();
  const [entries, doubts] = [Object.entries(kept.entries()), back.doubts()];
  const gone = entries.filter(([id]) => !known(id)).length;
  const older = entries.some(([id, records]) => known(id) && Object.values(records).some((record) => record.sheet && record.sheet !== base.fingerprint));
  if (entries.length || settled) {
    say(live.textContent, settled && fill(words.recorded_since, { count: settled }), doubts && fill(words.differing, { count: doubts }),
      gone && fill(words.gone, { count: gone }), older && words.older);
  }
  // What another tab writes comes a key at a time.
  let written = new Set();
  addEventListener("storage", (event) => {
    const ids = kept.concerned(event.key).filter(known);
    if (ids.length && !written.size) {
      setTimeout(() => {
        reload([...written]);
        written = new Set();
      }, 30);
    }
    ids.forEach((id) => written.add(id));
  });
  addEventListener("pageshow", (event) => { if (event.persisted) reload(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) reload(); });
})();
