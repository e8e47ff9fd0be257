// One row's box and form: what is typed is kept with every key, and shown with what the list says where nothing was typed.
const forms = ({ make, fill, rows, words, kept, weighing: { GROUPS, fold, now, weigh }, base, states, told, mark, tick, choose, set }) => {
  const parts = new Map();
  const equip = (row) => {
    const id = row.dataset.id;
    const title = row.querySelector(".what").textContent.trim();
    const check = make("input", { type: "checkbox", class: "tick", "aria-label": `${id} ${title}`, onchange: () => tick(id, check.checked) });
    const box = row.querySelector(".c-box .box");
    box.hidden = true;
    box.after(check);
    const select = make("select", { onchange: () => choose(id, { state: select.value }) },
      ...Object.entries(words.state).map(([name, word]) => make("option", { value: name }, word)));
    const limits = {};
    const text = (field, node) => {
      node.addEventListener("input", () => set(id, { [field]: node.value }, node));
      node.addEventListener("change", () => show(id));
      limits[field] = make("small", { class: "limit", "aria-live": "polite" });
      return node;
    };
    const day = make("input", { type: "date", onchange: () => show(id), oninput: () => {
      // Half a date is none yet, and takes nothing away.
      if (!day.validity.badInput) choose(id, { on: day.value }, day);
    } });
    const fields = { by: text("by", make("input", { type: "text" })), on: day, evidence: text("evidence", make("input", { type: "text" })), note: text("note", make("textarea", { rows: 2 })) };
    const label = (field, node) => make("div", { class: "field" }, make("label", {}, `${words.fields[field]} `, node), limits[field] ?? "");
    const form = make("details", { class: "fill" }, make("summary", {}, words.fill), make("div", { class: "fields" },
      label("state", select), ...Object.entries(fields).map(([field, node]) => label(field, node))));
    const written = make("p", { class: "part written", hidden: true });
    const reworded = make("p", { class: "part warn", hidden: true }, words.reworded);
    row.children[2].append(form, written, reworded);
    parts.set(id, { row, title, check, select, fields, limits, written, reworded });
  };

  const measure = (field, node, limit) => {
    const used = [...node.value].length;
    const over = used - words.limit;
    limit.textContent = over > 0 ? fill(words.too_long, { over }) : `${used} / ${words.limit}`;
    limit.hidden = field === "by" && over < -words.limit / 10;
    limit.classList.toggle("warn", over > 0);
    node.setAttribute("aria-invalid", over > 0);
  };
  // `from` is the field that somebody is typing in: it is left alone.
  const show = (id, from = null) => {
    const part = parts.get(id);
    const own = kept.entry(id);
    const { values } = weigh(id, own);
    states.set(id, values.state);
    part.check.checked = words.settled.includes(values.state);
    part.select.value = values.state;
    for (const [field, node] of Object.entries(part.fields)) {
      if (node !== from && node.value !== values[field]) node.value = values[field];
      if (part.limits[field]) measure(field, node, part.limits[field]);
    }
    const typed = Object.fromEntries(Object.entries(values).filter(([field, value]) => fold(value) !== fold(now(id, field))));
    mark(part.row, values, typed);
    // Printed too: what was filled in on screen belongs on the paper that leaves the printer.
    part.written.hidden = !Object.keys(typed).length;
    const said = (field) => (typed[field] ? told(field, typed[field]) : `${words.fields[field]}${words.colon}—`);
    part.written.textContent = [...("state" in typed ? [] : [words.state[values.state]]), ...GROUPS.flat().filter((field) => field in typed).map(said)].join(" · ");
    part.reworded.hidden = !Object.values(own).some((record) => record.meaning && record.meaning !== base.meanings[id]);
  };
  rows.forEach(equip);
  return { show, title: (id) => parts.get(id).title };
};
