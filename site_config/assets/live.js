// Live pages: copying, and shifts that change through the day. Without it every page still reads whole.
(function () {
  "use strict";

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
})();
