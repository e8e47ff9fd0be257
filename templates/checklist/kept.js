// What is typed into a sheet, kept in this browser: a key for each field of each item, so that two tabs that write at once never stand in each other's
// way; nothing is held in between, every question reads what is kept now. What the browser will not keep lasts as long as the page, and is exported alike.
// A record is {value, base, meaning, sheet, made}: what was typed, what the list said then (null: unknown), what the item meant, and which sheet it was.
// Beside its fields an item has "printed", all that the sheet said of it when the first record was made, and "unticked", what the next tick brings back.
// A browser may hand a page that was opened from a file an empty store instead of its own (Chromium 156 did, at one reload in thirty on a busy machine),
// and the page's own the next time: so each tab has a copy beside the store, for itself alone.
"use strict";
const keeping = ({ engagement, copy, words, ids, current }) => {
  const fields = Object.keys(words.fields);
  const place = `playbook.2:${engagement}${copy}`;
  const unkept = new Map();
  const lone = `${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`;
  const attempt = (work, otherwise, store = () => localStorage) => {
    try {
      return work(store());
    } catch {
      return otherwise;
    }
  };
  const parse = (text) => {
    try {
      const found = JSON.parse(text);
      return typeof found === "object" ? found : null;
    } catch {
      return null;
    }
  };

  // --- one key ------------------------------------------------------------------------------------------------------
  const read = (name) => parse(unkept.has(name) ? unkept.get(name) : attempt((store) => store.getItem(name), null));
  const write = (name, value) => {
    unkept.set(name, value === null ? null : JSON.stringify(value));
    for (const [missing, text] of unkept) {
      attempt((store) => {
        if (text === null) store.removeItem(missing);
        else store.setItem(missing, text);
        unkept.delete(missing);
      });
    }
  };
  const names = () => [...new Set([...attempt((store) => Object.keys(store), []), ...unkept.keys()])].filter((name) => name.startsWith(`${place}/`));
  const key = (id, field) => `${place}/${id}/${field}`;
  const isId = (text) => /^([A-Z]{2,5}-[TA][0-9]{2,3}|X[0-9]{2,6})$/.test(text);

  // --- records ------------------------------------------------------------------------------------------------------
  // Whatever a file, another page or the browser hands back: known fields with texts, and nothing else.
  const sound = (field, record) => {
    if (!fields.includes(field) || typeof record !== "object" || typeof record?.value !== "string") return null;
    const { value, base, meaning, sheet, made } = record;
    if (field === "state" && !Object.hasOwn(words.state, value)) return null;
    if (field === "on" && value && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
    const text = (found) => (typeof found === "string" ? found : null);
    return { value, base: text(base), meaning: text(meaning), sheet: text(sheet), made: text(made) };
  };
  const soundly = (given) => {
    const found = {};
    for (const field of fields) {
      const record = Object.hasOwn(given ?? {}, field) ? sound(field, given[field]) : null;
      if (record) found[field] = record;
    }
    return found;
  };
  const entry = (id) => soundly(Object.fromEntries(fields.map((field) => [field, read(key(id, field))])));
  const entries = () => {
    const found = {};
    for (const id of new Set(names().map((name) => name.slice(place.length + 1).split("/")[0]).filter(isId))) {
      const records = entry(id);
      if (Object.keys(records).length) found[id] = records;
    }
    return found;
  };
  const printed = (id) => read(key(id, "printed"));
  const put = (id, field, record) => {
    if (record && !Object.keys(entry(id)).length) write(key(id, "printed"), current(id));
    write(key(id, field), record);
  };
  const unticked = (id) => read(key(id, "unticked"));
  const remember = (id, values) => write(key(id, "unticked"), values);
  const forget = () => {
    for (const name of [...names(), place]) write(name, null);
    attempt((store) => store.removeItem(`playbook:${engagement}`));
    attempt((store) => store.removeItem(place), null, beside);
  };

  // --- a page that is saved carries its ticks -------------------------------------------------------------------------
  const about = () => ({ store: "", seen: {}, ...read(place) });
  const mark = document.getElementById("playbook-kept");
  const saved = parse(mark?.textContent);
  const beside = () => sessionStorage;
  const copied = parse(attempt((store) => store.getItem(place), null, beside));
  let untold = false;
  const paper = mark ?? document.createElement("script");
  paper.type = "application/json";
  paper.id = "playbook-kept";
  const mirror = () => {
    const found = entries();
    if (!Object.keys(found).length && !paper.isConnected) return;
    if (!about().store) write(place, { ...about(), store: lone });
    // What the browser has refused is in no store: a saved copy of it counts as another computer's.
    const store = unkept.size ? `${lone}+` : about().store;
    // No text of it can close the element.
    paper.textContent = JSON.stringify({ store, at: Date.now(), entries: found }).replace(/</g, "\\u003c");
    // Before the script: of a saved page it is read before that runs.
    if (!paper.isConnected) document.getElementById("playbook-words").before(paper);
    if (!untold) attempt((store) => store.setItem(place, paper.textContent), null, beside);
  };
  if (!about().store) {
    for (const [id, records] of Object.entries(copied?.entries ?? {}).filter(([id]) => isId(id))) {
      for (const [field, record] of Object.entries(soundly(records))) put(id, field, record);
    }
  }
  const see = (store, at) => {
    const { store: own, seen } = about();
    write(place, { store: own || lone, seen: { ...seen, [store]: at } });
  };
  // What stands elsewhere and was not looked at yet: in the page itself, if it is a saved copy; in this tab, if the store was another one meanwhile; and
  // where earlier sheets kept their ticks.
  const elsewhere = () => {
    const found = [];
    const { store: own, seen } = about();
    for (const copy of [saved, own ? copied : null]) {
      if (!copy?.entries || copy.store === own || seen[copy.store] >= copy.at) continue;
      if (copy === copied) untold = true;
      found.push({ entries: copy.entries, seen: () => { if (copy === copied) untold = false; see(copy.store, copy.at); } });
    }
    const text = copy ? null : attempt((store) => store.getItem(`playbook:${engagement}`), null);
    const older = parse(text);
    if (older?.changes && seen.older !== text) {
      const record = (value) => ({ value, base: null, sheet: older.fingerprint ?? "" });
      const each = (change) => Object.fromEntries(Object.entries(change ?? {}).map(([field, value]) => [field, record(value)]));
      found.push({ entries: Object.fromEntries(Object.entries(older.changes).map(([id, change]) => [id, each(change)])), seen: () => see("older", text) });
    }
    return found;
  };
  const probe = `${place}/`;
  const allowed = attempt((store) => { store.setItem(probe, ""); store.removeItem(probe); return true; }, false);
  return {
    isId, entry, entries, printed, put, unticked, remember, forget, soundly, elsewhere, mirror,
    kept: () => allowed && !unkept.size,
    // The items that a change of a key is about; of all keys at once, null.
    concerned: (name) => (name === null ? ids : name.startsWith(`${place}/`) ? [name.slice(place.length + 1).split("/")[0]] : []),
  };
};
