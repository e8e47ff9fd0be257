// What a query finds, in the files that generator/site/search makes, of which it loads those few that hold its words. Words are
// cut here as tokens.py cuts them, and what stands where is read as postings.py writes it.
(function () {
  "use strict";
  var ROOT = new URL("../", document.currentScript.src);
  var HAN = "\\u3005\\u3007\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var WORD = "(?:(?![" + HAN + "])[\\p{L}\\p{N}])+";
  var RUNS = new RegExp("[" + HAN + "]+|" + WORD + "(?:[-_.:/@+']" + WORD + ")*", "gu");
  var PARTS = new RegExp(WORD, "gu"), FIGURES = /^[^\p{L}]+$/u, IS_HAN = new RegExp("^[" + HAN + "]", "u");
  var LONGEST = 32, PLACES = 45, DIGITS = Object.create(null);
  for (var code = 33, count = 0; code < 127; code += 1) if ('"\\,|'.indexOf(String.fromCharCode(code)) < 0) DIGITS[String.fromCharCode(code)] = count++;

  // ---- The query, group by group: what stands between blanks is meant as a phrase. A slot is a token and its place in the phrase.
  function folded(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase().replace(/’/g, "'");
  }

  // Of a word that is still being typed, or is long enough to tell, others that only begin so are meant too.
  function groups(query) {
    var texts = folded(query).split(/\s+/);
    return texts.map(function (text, n) { return group(text, n === texts.length - 1); }).filter(function (one) { return one.slots.length; }).slice(0, 12);
  }

  function group(text, last) {
    var found = { text: text, slots: [], width: 0, size: 0 }, end = 0;
    function begins(word) { return word.length > (last ? 1 : 3); }
    for (var run of text.matchAll(RUNS)) {
      if (found.width && run.index !== end) found.width += 1;
      end = run.index + run[0].length;
      var place = found.width, signs = Array.from(run[0]), parts = run[0].match(PARTS) || [];
      if (IS_HAN.test(run[0])) {
        // Every second pair covers a long phrase, and its places still tell that it is one.
        var step = signs.length > 6 ? 2 : 1, final = Math.max(0, signs.length - 2);
        for (var at = 0; at < final; at += step) found.slots.push({ token: signs[at] + signs[at + 1], at: place + at, span: 2 });
        found.slots.push({ token: signs.slice(final).join(""), at: place + final, span: Math.min(2, signs.length), begins: signs.length === 1 });
        found.width += signs.length;
      } else {
        var one = parts.length === 1 || FIGURES.test(run[0]), width = one ? 1 : parts.length;
        var own = parts.map(function (part, n) { return { token: part.slice(0, LONGEST), at: place + n, span: 1, begins: begins(part) }; });
        if (one || run[0].length <= LONGEST) found.slots.push({ token: run[0].slice(0, LONGEST), at: place, span: width, begins: begins(run[0]), parts: one ? [] : own });
        else found.slots = found.slots.concat(own);
        found.width += width;
      }
    }
    return found;
  }

  // ---- What stands where. ``load`` gets a file of the index by its name.
  function head(load, again) {
    return load("index", again).then(function (data) {
      if (data.starts) return data;
      var at = 0, page = 0, digits = function (text) { return Uint8Array.from(text, function (sign) { return DIGITS[sign]; }); };
      data.starts = rows(data.pages).map(function (count) { var start = at; at += count; return start; });
      data.pageOf = new Uint32Array(at);
      for (var n = 0; n < at; n += 1) { if (data.starts[page + 1] <= n) page += 1; data.pageOf[n] = page; }
      data.titles = digits(data.titles);
      data.texts = Float32Array.from(digits(data.texts), function (digit) { return Math.pow(2, digit / 8) - 1; });
      data.weights = Float32Array.from(rows(data.weights), function (digit) { return digit / 20; });
      data.mean = data.texts.reduce(function (sum, one) { return sum + one; }, 0) / at || 1;
      return data;
    });
  }

  // Figures, each with how many times it comes in a row.
  function rows(text) {
    var found = [], value = 0, before = -1;
    for (var sign of text) {
      if (DIGITS[sign] >= PLACES) { value = value * PLACES + DIGITS[sign] - PLACES; continue; }
      if (before < 0) before = value; else { while (value--) found.push(before); before = -1; }
      value = 0;
    }
    return found;
  }

  // The last file of a row whose first is not beyond what is looked for.
  function fileOf(files, wanted) {
    var low = 0, high = files.length - 1;
    while (low < high) {
      var middle = (low + high + 1) >> 1;
      if (files[middle][0] <= wanted) low = middle; else high = middle - 1;
    }
    return low;
  }

  // ---- One slot: entry → the places in its title and in its text. A word that only begins so counts for less.
  var MOST_FILES = 3;
  function look(load, data, slot) {
    var first = fileOf(data.wordFiles, slot.token), last = slot.begins ? fileOf(data.wordFiles, slot.token + "\uffff") : first;
    return Promise.all(data.wordFiles.slice(first, Math.min(last, first + MOST_FILES - 1) + 1).map(function (file) { return load(file[1]); })).then(function (texts) {
      slot.found = new Map();
      texts.forEach(function (text) {
        var sought = "|" + slot.token, at = text.indexOf(slot.begins ? sought : sought + ",");
        while (at >= 0 && text.startsWith(sought, at)) {
          var end = text.indexOf("|", at + 1), line = text.slice(at + 1, end < 0 ? undefined : end).split(",");
          var weight = line[0] === slot.token || slot.span === 1 && IS_HAN.test(slot.token) ? 1 : 0.6 * slot.token.length / line[0].length;
          if (line[1][0] === " " || line[2][0] === " ") slot.cut = true;
          note(slot.found, line[1].trim(), "title", weight);
          note(slot.found, line[2].trim(), "text", weight);
          at = slot.begins ? end : -1;
        }
      });
      if (slot.found.size || slot.again) return slot;
      // What was written together may stand apart, and a word may have another ending.
      if (slot.parts && slot.parts.length) return Promise.all(slot.parts.map(look.bind(null, load, data)));
      var stem = slot.begins && slot.token.length > 4 && slot.token.replace(/(ies|es|s|ing|ed|ion)$/, "");
      return stem && stem !== slot.token ? look(load, data, { token: stem, at: slot.at, span: slot.span, begins: true, again: true }) : slot;
    });
  }

  function note(found, text, field, weight) {
    var entry = 0, step = 0, places = null;
    for (var at = 0; at < text.length; at += 1) {
      var digit = DIGITS[text[at]];
      if (digit >= PLACES) { step = step * PLACES + digit - PLACES; places = null; continue; }
      if (!places) {
        entry += step;
        step = 0;
        var hit = found.get(entry);
        if (!hit) found.set(entry, hit = { title: [], text: [], weight: 0 });
        hit.weight = Math.max(hit.weight, weight);
        places = hit[field];
      }
      places.push(digit);
    }
  }

  // ---- One group: entry → how well it answers. As BM25 reckons, a phrase above its parts, and a title above a text.
  function judge(data, group) {
    var judged = new Map(), total = data.pageOf.length;
    group.slots.forEach(function (slot) {
      slot.rare = Math.log(1 + (total - slot.found.size + 0.5) / (slot.found.size + 0.5));
      slot.found.forEach(function (hit, entry) { if (!judged.has(entry)) judged.set(entry, { score: 0, has: 0, bases: {} }); });
    });
    judged.forEach(function (answer, entry) {
      var anywhere = new Set();
      ["title", "text"].forEach(function (field) {
        var covered = new Set(), bases = null, whole = true, rare = 0;
        group.slots.forEach(function (slot) {
          var hit = slot.found.get(entry), places = hit ? hit[field] : [];
          if (!places.length) {
            if (!slot.cut) whole = false; else for (var c = 0; c < slot.span; c += 1) anywhere.add(slot.at + c);
            return;
          }
          rare += slot.rare * hit.weight;
          for (var n = 0; n < slot.span; n += 1) { covered.add(slot.at + n); anywhere.add(slot.at + n); }
          var mine = slot.at ? places.map(function (place) { return (place - slot.at % PLACES + PLACES) % PLACES; }) : places;
          bases = bases ? bases.filter(function (base) { return mine.indexOf(base) >= 0; }) : mine;
        });
        if (!covered.size) return;
        var phrase = whole ? bases.length : 0, cover = covered.size / group.size, times = phrase || 1;
        var fit = phrase ? 1 : cover >= 1 ? 0.4 : 0.15 * cover * cover;
        answer.bases[field] = phrase ? bases : [];
        if (phrase) answer.has = 2;
        answer.score += rare * fit * (field === "title"
          ? 1.5 + 4.5 * Math.min(1, group.width / (data.titles[entry] || 1))
          : 2.2 * times / (times + 1.2 * (0.4 + 0.6 * data.texts[entry] / data.mean)));
      });
      answer.cover = anywhere.size / group.size;
      if (!answer.has && answer.cover >= 1) answer.has = 1;
    });
    return judged;
  }

  // Two groups that stand side by side as in the query.
  function follows(before, after, width) {
    return ["title", "text"].some(function (field) {
      var bases = before.bases[field], next = after.bases[field];
      return bases && next && bases.some(function (base) { return next.indexOf((base + width + 1) % PLACES) >= 0; });
    });
  }

  function rank(data, groups) {
    var judged = groups.map(judge.bind(null, data)), entries = new Map(), pages = new Map();
    judged.forEach(function (answers, n) {
      answers.forEach(function (answer, entry) {
        var sum = entries.get(entry);
        if (!sum) entries.set(entry, sum = { entry: entry, score: 0, has: 0, cover: 0 });
        sum.score += answer.score;
        sum.cover += Math.min(1, answer.cover) / groups.length;
        if (answer.has) sum.has |= 1 << n;
        var before = n && judged[n - 1].get(entry);
        if (before && follows(before, answer, groups[n - 1].width)) sum.score += 0.6 * (before.score + answer.score);
      });
    });
    // What stands nearly everywhere (a, to) need not stand in an answer, unless nothing else was asked for.
    var needed = groups.map(function (group) { return group.slots.some(function (slot) { return slot.found.size < 0.2 * data.pageOf.length; }); });
    if (needed.indexOf(true) < 0) needed = needed.map(function () { return true; });
    var all = needed.reduce(function (sum, one, n) { return sum | (one ? 1 << n : 0); }, 0);
    entries.forEach(function (sum) {
      var number = data.pageOf[sum.entry], page = pages.get(number);
      if (!page) pages.set(number, page = { start: data.starts[number], has: 0, hits: [] });
      sum.score *= data.weights[sum.entry] * ((sum.has & all) === all ? 1 : 0.5 * sum.cover * sum.cover);
      page.has |= sum.has;
      page.hits.push(sum);
    });
    var ranked = Array.from(pages.values());
    ranked.forEach(function (page) {
      page.hits.sort(function (a, b) { return b.score - a.score || a.entry - b.entry; });
      page.score = page.hits.slice(1, 5).reduce(function (sum, hit) { return sum + 0.05 * hit.score; }, page.hits[0].score);
      page.whole = (page.has & all) === all;
      var whole = page.hits.filter(function (hit) { return (hit.has & all) === all; });
      page.hits = whole.length ? whole : page.hits.filter(function (hit) { return hit.cover >= 0.4 / groups.length; }).slice(0, 3);
    });
    var whole = ranked.filter(function (page) { return page.whole; });
    ranked = (whole.length ? whole : ranked).filter(function (page) { return page.hits.length; });
    ranked.sort(function (a, b) { return b.score - a.score || a.start - b.start; });
    return { pages: ranked, partly: !whole.length, count: ranked.reduce(function (sum, page) { return sum + page.hits.length; }, 0) };
  }

  function find(query, load, again) {
    var sought = groups(query);
    return head(load, again).then(function (data) {
      return Promise.all(sought.map(function (one) {
        return Promise.all(one.slots.map(look.bind(null, load, data))).then(function (slots) {
          one.slots = slots.flat();
          one.size = new Set(one.slots.flatMap(function (slot) { return Array.from({ length: slot.span }, function (_, n) { return slot.at + n; }); })).size;
        });
      })).then(function () { return Object.assign(rank(data, sought), { data: data }); });
    }).catch(function (error) {
      // A site that was built anew since has its files under other names.
      if (again) throw error;
      return find(query, load, true);
    });
  }

  // What stands at some entries: [address, title of the page, title, text] each.
  function texts(load, data, entries) {
    return Promise.all(entries.map(function (entry) {
      var file = data.textFiles[fileOf(data.textFiles, entry)];
      return load(file[1]).then(function (pages) {
        var at = file[0];
        for (var page of pages) for (var n = 2; n < page.length; n += 3, at += 1)
          if (at === entry) return { page: page[0], of: page[1], anchor: page[n], title: page[n + 1], text: page[n + 2] };
        throw new Error(file[1]);
      });
    }));
  }

  // ---- What of a text was meant, as a pattern: a phrase, else its pairs and words.
  function pattern(query) {
    var words = groups(query).flatMap(function (one) {
      var parts = one.slots.flatMap(function (slot) { return slot.parts && slot.parts.length ? [slot].concat(slot.parts) : [slot]; });
      return [one.text].concat(parts.map(function (slot) { return slot.token; })).filter(function (word) { return /[\p{L}\p{N}]/u.test(word); });
    });
    words = words.map(function (word) {
      var plain = word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
      return IS_HAN.test(word) ? plain : "(?<!(?![" + HAN + "])[\\p{L}\\p{N}])" + plain;
    });
    return words.length ? new RegExp("(?:" + Array.from(new Set(words)).join("|") + ")+", "giu") : null;
  }

  window.playbookSearch = { find: find, texts: texts, pattern: pattern };
})();
