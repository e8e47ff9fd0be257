// Copying: a text as it stands ([data-copy]), or an item's card as Markdown ([data-copy-card]). Works from disk too, where
// browsers lend no clipboard. Nothing is lost without it: its buttons of cards stay hidden.
(function () {
  "use strict";

  // ---- A card as Markdown, so that an item can be quoted in a chat or a ticket with the way back to it.
  var SKIPPED = ".headerlink, .tip, .card-tools, .past, .other, button";

  function escaped(text) {
    return text.replace(/\s+/g, " ").replace(/[\\`*_\[\]<>|~]/g, "\\$&");
  }

  function inline(node) {
    if (node.nodeType === Node.TEXT_NODE) return escaped(node.nodeValue);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIPPED)) return "";
    if (node.tagName === "BR") return ", ";
    if (node.tagName === "CODE") return "`" + node.textContent + "`";
    var inner = all(node);
    if (/^(B|STRONG)$/.test(node.tagName) && inner.trim()) return "**" + inner.trim() + "**";
    if (node.tagName === "A" && !node.matches(".explained")) return "[" + inner.trim() + "](" + node.href + ")";
    return inner;
  }

  function all(node) {
    return Array.prototype.map.call(node.childNodes, inline).join("");
  }

  function tidy(text) { return text.replace(/\s+/g, " ").trim(); }

  function block(node) {
    if (node.matches(SKIPPED)) return [];
    if (node.matches(".badges")) return [Array.prototype.map.call(node.children, function (one) { return tidy(inline(one)); }).join(" · ")];
    if (node.tagName === "DL") {
      return Array.prototype.map.call(node.querySelectorAll(".field"), function (field) {
        return "- **" + tidy(all(field.querySelector("dt"))) + "** " + tidy(all(field.querySelector("dd")));
      });
    }
    if (/^(OL|UL)$/.test(node.tagName)) {
      return Array.prototype.map.call(node.children, function (line, n) {
        return (node.tagName === "OL" ? n + 1 + ". " : "- ") + tidy(all(line));
      });
    }
    return [tidy(all(node))];
  }

  function cardText(id) {
    var heading = document.getElementById(id), card = heading.nextElementSibling;
    var here = location.href.split("#")[0] + "#" + id;
    var parts = ["### [" + tidy(all(heading)) + "](" + here + ")"];
    Array.prototype.forEach.call(card.children, function (node) {
      var lines = block(node).filter(Boolean);
      if (lines.length) parts.push(lines.join("\n"));
    });
    return parts.join("\n\n") + "\n";
  }

  // ---- Onto the clipboard, and a word about it
  var status = document.createElement("p");
  status.className = "copy-status";
  status.setAttribute("role", "status");
  document.body.appendChild(status);

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
    var button = event.target.closest && event.target.closest("[data-copy], [data-copy-card]");
    if (!button) return;
    var label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    function say(text, good) {
      button.textContent = text;
      button.classList.toggle("done", good);
      // The button's own change is not read out while it keeps the focus. Emptied first, so that the same word is news again.
      status.textContent = "";
      setTimeout(function () { status.textContent = text; }, 50);
      clearTimeout(button.timer);
      button.timer = setTimeout(function () { button.textContent = label; button.classList.remove("done"); }, 2500);
    }
    copyText(
      button.dataset.copyCard ? cardText(button.dataset.copyCard) : document.getElementById(button.dataset.copy).textContent,
      function () { say(button.dataset.done, true); button.focus(); },
      function () { say(button.dataset.failed, false); }
    );
  });
  document.querySelectorAll("[data-copy-card][hidden], .copy[hidden]").forEach(function (button) { button.hidden = false; });
})();
