// What comes back to a sheet: its own entries after the list has moved on, an exported file, a saved copy of the page. Nothing takes the place of
// something else unasked.
const returning = ({ make, fill, words, base, kept, known, weighing: { GROUPS, fold, now, weigh }, made, title, told, say, reload }) => {
  const ask = asking({ make, fill, words });
  const place = make("div", { class: "asks" });
  const reworded = (id, records) => Object.values(records).some((record) => record.meaning && record.meaning !== base.meanings[id]);
  const text = (group, values) => group.filter((field) => values[field]).map((field) => told(field, values[field])).join(" · ") || "—";
  // What is chosen is chosen together: both sides are told whole, and by the names of all that either of them holds.
  const named = (group, ...sides) => group.filter((field) => sides.some((values) => values[field])).map((field) => words.fields[field]).join(" · ") || words.fields[group[0]];
  const question = (id, group, records, here, there, leaning) => ({
    key: `${id}/${group[0]}`, id, title: title(id), name: named(group, here, there), here: text(group, here), there: text(group, there), leaning,
    reworded: reworded(id, records), warning: group[0] === "state" && now(id, "state") === "verified" ? words.verified_stays : "",
  });
  const agreed = (id, record, field) => ({ ...record, base: now(id, field), ...made(id) });

  // --- after the list has moved on ----------------------------------------------------------------------------------
  // What the list has by now goes from here; what was on no known list is from now on based on this one.
  const reconcile = () => {
    const settled = new Set();
    for (const [id, records] of Object.entries(kept.entries()).filter(([id]) => known(id))) {
      for (const [field, standing] of Object.entries(weigh(id, records).standings)) {
        if (standing === "there") kept.put(id, field, null);
        else if (standing === "mine" && records[field].base === null) kept.put(id, field, { ...records[field], base: now(id, field) });
        if (standing === "there") settled.add(id);
      }
    }
    return settled.size;
  };
  const doubtful = () => Object.keys(base.items).flatMap((id) => {
    const records = kept.entry(id);
    const list = Object.fromEntries(Object.keys(words.fields).map((field) => [field, now(id, field)]));
    return weigh(id, records).asks.map(({ group, fields, leaning }) => {
      const mine = { ...list, ...Object.fromEntries(fields.map((field) => [field, records[field].value])) };
      return question(id, group, records, mine, list, { mine: "here", there: "there" }[leaning]);
    });
  });
  const choose = (chosen) => {
    for (const [key, side] of Object.entries(chosen)) {
      const [id, head] = key.split("/");
      const records = kept.entry(id);
      for (const field of GROUPS.find((group) => group[0] === head).filter((field) => records[field])) {
        kept.put(id, field, side === "here" ? agreed(id, records[field], field) : null);
      }
    }
    reload();
    say(fill(words.chosen, { count: Object.keys(chosen).length }));
  };
  let [shown, panel] = ["[]", null];
  const doubts = () => {
    const asks = doubtful();
    if (JSON.stringify(asks) !== shown) {
      shown = JSON.stringify(asks);
      const before = panel?.chosen() ?? {};
      panel?.panel.remove();
      panel = asks.length ? ask({
        heading: words.moved_on, asks: asks.map((one) => ({ ...one, leaning: before[one.key] ?? one.leaning })), how: words.moved_on_how,
        sides: { here: words.typed, there: words.on_list }, go: words.apply, apply: choose,
      }) : null;
      if (panel) place.prepend(panel.panel);
    }
    return asks.length;
  };

  // --- from elsewhere -----------------------------------------------------------------------------------------------
  // What of {ID: {field: record}} would change something here, and what stands against something of here.
  const compare = (given) => {
    const [takes, asks] = [[], []];
    for (const [id, records] of Object.entries(given)) {
      const own = kept.entry(id);
      const [mine, theirs] = [weigh(id, own).values, weigh(id, records)];
      for (const group of GROUPS) {
        const fields = group.filter((field) => records[field] && theirs.standings[field] !== "there" && fold(records[field].value) !== fold(mine[field]));
        const kin = group.some((field) => own[field]) || (group[0] === "state" && kept.unticked(id));
        const found = { id, group, fields, records: Object.fromEntries(fields.map((field) => [field, records[field]])), here: mine };
        found.there = { ...mine, ...Object.fromEntries(fields.map((field) => [field, records[field].value])) };
        const lean = theirs.asks.find((one) => one.group === group)?.leaning;
        if (!fields.length) continue;
        if (kin || theirs.asks.some((one) => one.group === group)) asks.push({ ...found, leaning: kin ? "" : { mine: "there", there: "here" }[lean] });
        else takes.push(found);
      }
    }
    return { takes, asks };
  };
  const accept = (found, knowingly) => {
    for (const { id, fields, records } of found) {
      for (const field of fields) kept.put(id, field, knowingly ? agreed(id, records[field], field) : records[field]);
    }
  };
  const questions = (asks) => asks.map(({ id, group, records, here, there, leaning }) => question(id, group, records, here, there, leaning));
  const picked = (asks, chosen) => asks.filter(({ id, group }) => chosen[`${id}/${group[0]}`] === "there");
  const items = (found) => new Set(found.map(({ id }) => id)).size;

  const adopt = () => {
    for (const source of kept.elsewhere()) {
      const given = Object.entries(source.entries).filter(([id]) => kept.isId(id)).map(([id, records]) => [id, kept.soundly(records)]);
      for (const [id, records] of given.filter(([id]) => !known(id) && !Object.keys(kept.entry(id)).length)) {
        for (const [field, record] of Object.entries(records)) kept.put(id, field, record);
      }
      const { takes, asks } = compare(Object.fromEntries(given.filter(([id]) => known(id))));
      accept(takes, false);
      if (!asks.length) {
        source.seen();
        continue;
      }
      const close = () => { source.seen(); copy.panel.remove(); reload(); };
      const copy = ask({ heading: words.copy_differs, asks: questions(asks), how: words.import_asks, sides: { here: words.here, there: words.in_copy },
        go: words.apply, apply: (chosen) => { accept(picked(asks, chosen), true); close(); }, cancel: close });
      place.append(copy.panel);
    }
  };

  let preview = null;
  const offer = (file, given, about, opener) => {
    const { takes, asks } = compare(given);
    const lost = about.lost.length;
    const count = Object.keys(given).length;
    if (!takes.length && !asks.length) return say(lost ? fill(words.imported_some, { count: 0, lost }) : fill(words.import_nothing, { count }));
    const close = (...said) => { preview.panel.remove(); preview = null; opener.focus(); say(...said); };
    const changes = [...new Set(takes.map(({ id }) => id))].map((id) => [id, takes.filter((one) => one.id === id)]);
    preview = ask({
      heading: fill(words.import_preview, { file: file.name }),
      said: [about.other ? fill(words.import_other, about) : "", lost ? fill(words.import_lost, { lost, ids: about.lost.slice(0, 20).join(words.list_comma) }) : ""].filter(Boolean),
      takes: changes.map(([id, found]) => ({
        id, title: title(id), reworded: found.some(({ records }) => reworded(id, records)),
        told: found.map(({ group, here, there }) => `${named(group, here, there)}${words.colon}${text(group, here)} → ${text(group, there)}`),
      })),
      told: fill(words.import_takes, { count: changes.length }), asks: questions(asks), how: words.import_asks, sides: { here: words.here, there: words.in_file },
      go: words.import_go, cancel: () => close(words.not_imported),
      apply: (chosen) => {
        const also = picked(asks, chosen);
        accept(takes, false);
        accept(also, true);
        reload();
        close(fill(lost ? words.imported_some : words.imported, { count: items([...takes, ...also]), lost }));
      },
    });
    place.append(preview.panel);
    preview.focus();
  };
  const fromFile = async (file, opener) => {
    // Whatever becomes of this file, the one before it is no longer what is being looked at.
    preview?.panel.remove();
    preview = null;
    try {
      const found = JSON.parse(await file.text());
      if (found.format !== base.format || found.engagement !== base.engagement) return say(words.foreign);
      const given = {};
      const whole = Array.isArray(found.fields);
      for (const [id, change] of Object.entries(found.changes ?? {}).filter(([id]) => known(id))) {
        const [printed, bases] = [found.items?.[id] ?? {}, found.bases?.[id] ?? {}];
        const record = (field, value) => ({
          value, base: Object.hasOwn(bases, field) ? bases[field] : printed[field] ?? (whole ? "" : null), meaning: found.meanings?.[id], sheet: found.fingerprint, made: found.made,
        });
        const records = kept.soundly(Object.fromEntries(Object.entries(change ?? {}).map(([field, value]) => [field, record(field, value)])));
        if (Object.keys(records).length) given[id] = records;
      }
      const lost = Object.keys(found.changes ?? {}).filter((id) => !known(id));
      const other = found.fingerprint !== base.fingerprint;
      return offer(file, given, { lost, other, edition: String(found.edition), fingerprint: String(found.fingerprint) }, opener);
    } catch {
      return say(words.unreadable);
    }
  };
  return { place, reconcile, doubts, adopt, fromFile };
};
