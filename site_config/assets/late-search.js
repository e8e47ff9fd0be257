// Material asks for the whole search index on every page view. It is held back here until somebody searches: until the
// box, or the button that opens it, is touched, or the address carries a query. From disk Material loads it by a script
// element, which costs no network, and is left alone.
(function () {
  "use strict";
  var INDEX = /(^|\/)search\/search_index\.json([?#]|$)/;
  var wanted = new URLSearchParams(location.search).has("q");
  var held = [];
  var open = XMLHttpRequest.prototype.open;
  var send = XMLHttpRequest.prototype.send;

  XMLHttpRequest.prototype.open = function (method, address) {
    this.playbookIndex = INDEX.test(String(address));
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function () {
    if (this.playbookIndex && !wanted) held.push([this, arguments]);
    else send.apply(this, arguments);
  };

  function want() {
    if (wanted) return;
    wanted = true;
    held.splice(0).forEach(function (request) { send.apply(request[0], request[1]); });
  }
  document.addEventListener("focusin", function (event) {
    if (event.target.closest && event.target.closest(".md-search")) want();
  });
  document.addEventListener("change", function (event) {
    if (event.target.id === "__search") want();
  });
})();
