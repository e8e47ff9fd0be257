// Live pages: the navigation, and shifts that change through the day. Without it every page still reads whole.
(function () {
  "use strict";

  // On a phone the names of the pages are one row that scrolls: the page that is open is in sight.
  var here = document.querySelector(".live-nav [aria-current]"), row = here && here.parentElement;
  if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;

  // The page is made once a day and shifts change through it; a page of another time stays as it was made.
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
