// From disk a browser starts no worker: there the search runs in a hidden frame instead. The frame is given its functions from here
// and loads the worker by a script element, so that nothing is written into it that the pages' own policy would have to allow.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.appendChild(this.frame);
      const inside = this.inside = this.frame.contentWindow;
      inside.postMessage = (data) => this.tell(new MessageEvent("message", { data: structuredClone(data) }));
      inside.importScripts = async (...scripts) => { for (const script of scripts) await this.load(script); };
      inside.addEventListener("error", (event) => this.tell(new ErrorEvent("error", { message: event.message, error: event.error })));
      this.ready = this.load(address);
    }

    // To whoever listens out here, as a worker does it: later, and never while the sender is still speaking.
    tell(event) {
      setTimeout(() => {
        this.dispatchEvent(event);
        const handler = this[`on${event.type}`];
        if (handler) handler.call(this, event);
      });
    }

    load(address) {
      return new Promise((loaded, failed) => {
        const script = this.inside.document.createElement("script");
        script.src = address;
        script.onload = loaded;
        script.onerror = () => failed(new Error(`${address} cannot be loaded`));
        this.inside.document.body.appendChild(script);
      });
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new this.inside.MessageEvent("message", { data: structuredClone(data) })));
    }

    terminate() {
      this.frame.remove();
    }
  }

  // By this name the theme's search knows that it runs in a frame, and where its own files are.
  window.IFrameWorker = window.Worker = FrameWorker;
})();
